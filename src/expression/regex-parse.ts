/** A regular expression of JavaScript (flags i and m) as a tree: only what it reads, not what it captures. */

/** Code units from and to, both included. */
export type Ranges = readonly (readonly [number, number])[];

interface Part {
  /** Offsets in the source. */
  readonly start: number;
  readonly end: number;
}

export type PatternNode =
  | (Part & { readonly is: 'letter'; readonly on: Ranges })
  | (Part & { readonly is: 'row'; readonly items: readonly PatternNode[] })
  | (Part & { readonly is: 'choice'; readonly items: readonly PatternNode[] })
  | (Part & { readonly is: 'repeat'; readonly item: PatternNode; readonly least: number; readonly most: number });

const LAST = 0xffff;
const DIGIT: Ranges = [[48, 57]];
const WORD: Ranges = [
  [48, 57],
  [65, 90],
  [95, 95],
  [97, 122],
];
const BLANK: Ranges = [
  [9, 13],
  [32, 32],
  [160, 160],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
];
const LINE_END: Ranges = [
  [10, 10],
  [13, 13],
  [0x2028, 0x2029],
];
const CLASSES: Readonly<Record<string, Ranges>> = {
  d: DIGIT,
  D: not(DIGIT),
  w: WORD,
  W: not(WORD),
  s: BLANK,
  S: not(BLANK),
};
const CONTROLS: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, v: 11, f: 12, 0: 0 };

class Beyond extends Error {}

/** Parses a source that JavaScript has accepted; `beyond` names what no simple machine can do. */
export function parsePattern(source: string, ignoresCase: boolean): { node: PatternNode } | { beyond: string } {
  try {
    return { node: new PatternReader(source, ignoresCase).read() };
  } catch (error) {
    if (error instanceof Beyond) return { beyond: error.message };
    throw error;
  }
}

class PatternReader {
  readonly #source: string;
  readonly #ignoresCase: boolean;
  #at = 0;

  constructor(source: string, ignoresCase: boolean) {
    this.#source = source;
    this.#ignoresCase = ignoresCase;
  }

  read(): PatternNode {
    return this.#choice();
  }

  #choice(): PatternNode {
    const start = this.#at;
    const items = [this.#row()];
    while (this.#take('|')) items.push(this.#row());
    const [only] = items;
    return items.length === 1 && only ? only : { is: 'choice', items, start, end: this.#at };
  }

  #row(): PatternNode {
    const start = this.#at;
    const items: PatternNode[] = [];
    while (this.#at < this.#source.length && !'|)'.includes(this.#source[this.#at] as string)) {
      const item = this.#repeated();
      if (item) items.push(item);
    }
    return { is: 'row', items, start, end: this.#at };
  }

  #repeated(): PatternNode | undefined {
    const start = this.#at;
    const item = this.#atom();
    const found = /^(?:[*+?]|\{(\d+)(?:(,)(\d*))?\})\??/.exec(this.#source.slice(this.#at));
    if (!found) return item;
    this.#at += found[0].length;
    if (!item) return undefined;
    const [sign = '', low, comma, high] = found;
    const least = low === undefined ? Number(sign.startsWith('+')) : Number(low);
    const most =
      low === undefined
        ? sign.startsWith('?')
          ? 1
          : Infinity
        : comma === undefined
          ? least
          : high
            ? Number(high)
            : Infinity;
    return { is: 'repeat', item, least, most, start, end: this.#at };
  }

  /** Undefined for what reads no letter: ^, $ and \b. */
  #atom(): PatternNode | undefined {
    const start = this.#at;
    if (this.#take('^') || this.#take('$')) return undefined;
    if (this.#take('(')) return this.#group();
    const on = this.#take('[')
      ? this.#set()
      : this.#take('.')
        ? not(LINE_END)
        : this.#take('\\')
          ? this.#escape(false)
          : this.#plain();
    return on && { is: 'letter', on: this.#ignoresCase ? bothCases(on) : on, start, end: this.#at };
  }

  #group(): PatternNode {
    if (/^\?<?[=!]/.test(this.#source.slice(this.#at))) throw new Beyond('looks around');
    const head = /^\?(?::|<[^>]+>)/.exec(this.#source.slice(this.#at));
    this.#at += head?.[0].length ?? 0;
    const inner = this.#choice();
    this.#take(')');
    return inner;
  }

  #set(): Ranges {
    const negated = this.#take('^');
    const ranges: (readonly [number, number])[] = [];
    while (this.#at < this.#source.length && !this.#take(']')) {
      const from = this.#take('\\') ? (this.#escape(true) ?? []) : this.#plain();
      const isRange = this.#source[this.#at] === '-' && this.#source[this.#at + 1] !== ']' && from.length === 1;
      if (isRange) {
        this.#at += 1;
        const to = this.#take('\\') ? (this.#escape(true) ?? []) : this.#plain();
        ranges.push([from[0]?.[0] ?? 0, to[0]?.[1] ?? LAST]);
      } else ranges.push(...from);
    }
    return negated ? not(ranges) : ranges;
  }

  #escape(inSet: boolean): Ranges | undefined {
    const char = this.#source[this.#at] ?? '';
    this.#at += 1;
    if (!inSet && (char === 'b' || char === 'B')) return undefined;
    if (!inSet && /[1-9k]/.test(char)) throw new Beyond('refers back to a group');
    const known = CLASSES[char];
    if (known) return known;
    const control = CONTROLS[char];
    if (control !== undefined) return [[control, control]];
    const code = /^(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4}))/.exec(this.#source.slice(this.#at - 1));
    if (!code) return [[char.charCodeAt(0), char.charCodeAt(0)]];
    this.#at += code[0].length - 1;
    const unit = Number.parseInt(code[1] ?? code[2] ?? '0', 16);
    return [[unit, unit]];
  }

  #plain(): Ranges {
    const unit = this.#source.charCodeAt(this.#at);
    this.#at += 1;
    return [[unit, unit]];
  }

  #take(char: string): boolean {
    if (this.#source[this.#at] !== char) return false;
    this.#at += 1;
    return true;
  }
}

function not(ranges: Ranges): Ranges {
  const sorted = [...ranges].sort(([a], [b]) => a - b);
  const found: (readonly [number, number])[] = [];
  let next = 0;
  for (const [from, to] of sorted) {
    if (from > next) found.push([next, from - 1]);
    next = Math.max(next, to + 1);
  }
  if (next <= LAST) found.push([next, LAST]);
  return found;
}

/** ASCII letters in both cases; others as they are, which is near enough. */
function bothCases(ranges: Ranges): Ranges {
  const shifted = ranges.flatMap(([from, to]): (readonly [number, number])[] => [
    ...overlap(from, to, 65, 90, 32),
    ...overlap(from, to, 97, 122, -32),
  ]);
  return [...ranges, ...shifted];
}

function overlap(from: number, to: number, low: number, high: number, by: number): (readonly [number, number])[] {
  const begin = Math.max(from, low);
  const end = Math.min(to, high);
  return begin <= end ? [[begin + by, end + by]] : [];
}
