/** Where the parts of an expression stand in its text. jsonata's tree only tells where a token ends. */
import type { Tree } from '../../jsonata/tree.ts';
import type { Span } from '../finding.ts';

/** What names are made of, as jsonata reads them, to the next blank or operator: `it's` is one. */
const NAME_SIGN = String.raw`[^ \t\n\r\v.[\]{}(),@#;:?+\-*/%|=<>^&!~]`;
const TOKEN = new RegExp(
  [
    String.raw`[ \t\n\r\v]+|/\*[^]*?\*/|"(?:\\[^]|[^"\\])*"|'(?:\\[^]|[^'\\])*'`,
    '`[^`]*`',
    String.raw`(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?|\.\.|:=|!=|>=|<=|\*\*|~>|\?\?|\?:`,
    `${NAME_SIGN}+|[^]`,
  ].join('|'),
  'uy',
);
const REGEX = /\/(?:\\[^]|\[(?:\\[^]|[^\]\\])*\]|[^/\\\n])+\/[im]*/y;
const CLOSED_BY: ReadonlyMap<string, string> = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
]);
/** After one of these a `/` divides; elsewhere it begins a regular expression. */
const OPERAND_END = /[^ .[{(,@#;:?+\-*/%|=<>^&!~]$/u;

/** The tokens of an expression that has been parsed before, and the stretches of its nodes. */
export class Spans {
  readonly #text: string;
  /** Start of a token by its end. */
  readonly #starts = new Map<number, number>();
  /** End of the closing bracket by the end of the opening one. */
  readonly #closings = new Map<number, number>();

  readonly #known = new WeakMap<Tree, Span>();

  constructor(text: string) {
    this.#text = text;
    const open: number[] = [];
    let before = '';
    for (let at = 0; at < text.length;) {
      const token = this.#tokenAt(at, before);
      const end = at + token.length;
      this.#starts.set(end, at);
      if (CLOSED_BY.has(token)) open.push(end);
      else if (')]}'.includes(token)) this.#closings.set(open.pop() ?? 0, end);
      if (!isBlank(token)) before = isWord(token, before) ? ' ' : token;
      at = end;
    }
  }

  /** The text of a stretch, as it is written. */
  textOf({ start, end }: Span): string {
    return this.#text.slice(start, end);
  }

  /** The token that ends at an offset, as jsonata gives it. */
  token(end: number | undefined): Span {
    const last = Math.min(end ?? this.#text.length, this.#text.length);
    return { start: this.#starts.get(last) ?? Math.max(last - 1, 0), end: last };
  }

  /** All tokens in their order, without blanks and comments. */
  get tokens(): Span[] {
    const all = Array.from(this.#starts, ([end, start]) => ({ start, end }));
    return all.filter((one) => !isBlank(this.textOf(one)));
  }

  /** All of a node: its token, its brackets, and what it is made of. */
  of(node: Tree): Span {
    const known = this.#known.get(node);
    if (known) return known;
    const span = this.#spanOf(node);
    this.#known.set(node, span);
    return span;
  }

  #spanOf(node: Tree): Span {
    let start = Number.MAX_SAFE_INTEGER;
    let end = 0;
    const add = (span: Span): void => {
      start = Math.min(start, span.start);
      end = Math.max(end, span.end);
    };
    const visit = (value: unknown): void => {
      if (value === null || typeof value !== 'object' || value instanceof RegExp) return;
      const { position } = value as Tree;
      if (typeof position === 'number') {
        add(this.token(position));
        const closing = this.#closings.get(position);
        if (closing !== undefined) add({ start: position - 1, end: closing });
        if (isNegative(value as Tree)) add({ start: this.#signBefore(position), end: position });
      }
      for (const [key, part] of Object.entries(value)) if (key !== 'ancestor' && key !== 'slot') visit(part);
    };
    visit(node);
    // A lambda's position is that of its opening bracket.
    if (node.type === 'lambda') {
      const brace = this.#text.indexOf('{', this.#closings.get(node.position ?? 0) ?? end);
      end = Math.max(end, this.#closings.get(brace + 1) ?? end);
      start = Math.min(start, Math.max(0, this.token((node.position ?? 1) - 1).start));
    }
    // A transform's position is that of its first bar.
    if (node.type === 'transform') end = this.tokens.find((token) => token.start >= end)?.end ?? end;
    return start > end ? { start: 0, end: this.#text.length } : { start, end };
  }

  /** jsonata makes one number of `- 1`, which stands at its digits. */
  #signBefore(position: number): number {
    let { start } = this.token(position);
    while (start > 0 && isBlank(this.textOf(this.token(start)))) ({ start } = this.token(start));
    return this.#text[start - 1] === '-' ? start - 1 : this.token(position).start;
  }

  #tokenAt(at: number, before: string): string {
    if (this.#text[at] === '/' && this.#text[at + 1] !== '*' && !OPERAND_END.test(before)) {
      REGEX.lastIndex = at;
      const found = REGEX.exec(this.#text);
      if (found) return found[0];
    }
    TOKEN.lastIndex = at;
    return TOKEN.exec(this.#text)?.[0] ?? (this.#text[at] as string);
  }
}

function isBlank(token: string): boolean {
  return token.trim() === '' || token.startsWith('/*');
}

function isNegative({ type, value }: Tree): boolean {
  return type === 'number' && typeof value === 'number' && (value < 0 || Object.is(value, -0));
}

/** `and`, `or` and `in` after an operand are operators. */
function isWord(token: string, before: string): boolean {
  return (token === 'and' || token === 'or' || token === 'in') && OPERAND_END.test(before);
}
