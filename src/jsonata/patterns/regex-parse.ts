/**
 * A regular expression of JavaScript (without the flags u and v) as a tree: only what it reads, not what it captures.
 * What is not modelled exactly is said to be beyond it, and never guessed.
 */
import { CLASSES, EVERY, inAnyCase, LINE_END, not, type Ranges } from './regex-letters.ts';

interface Part {
  /** Offsets in the source. */
  readonly start: number;
  readonly end: number;
}

export type PatternNode =
  | (Part & { readonly is: 'letter'; readonly on: Ranges })
  /** Reads nothing: ^, $, \b and \B. */
  | (Part & { readonly is: 'place'; readonly sign: string })
  | (Part & { readonly is: 'row'; readonly items: readonly PatternNode[] })
  | (Part & { readonly is: 'choice'; readonly items: readonly PatternNode[] })
  | (Part & { readonly is: 'repeat'; readonly item: PatternNode; readonly least: number; readonly most: number });

const CONTROLS: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, v: 11, f: 12 };
/** Groups in groups. */
const DEEPEST = 100;

class Beyond extends Error {}

/** Parses what JavaScript has accepted; `beyond` says what is not understood: "looks around". */
export function parsePattern(pattern: RegExp): { node: PatternNode } | { beyond: string } {
  try {
    return { node: new PatternReader(pattern).read() };
  } catch (error) {
    if (error instanceof Beyond) return { beyond: error.message };
    throw error;
  }
}

class PatternReader {
  readonly #source: string;
  readonly #flags: string;
  #at = 0;
  #depth = 0;

  constructor({ source, flags }: RegExp) {
    this.#source = source;
    this.#flags = flags;
  }

  read(): PatternNode {
    const flag = /[uv]/.exec(this.#flags);
    if (flag) throw new Beyond(`has the flag ${flag[0]}`);
    return this.#choice();
  }

  #choice(): PatternNode {
    const start = this.#at;
    const items = [this.#row()];
    while (this.#take(/\|/y)) items.push(this.#row());
    const [only] = items;
    return items.length === 1 && only ? only : { is: 'choice', items, start, end: this.#at };
  }

  #row(): PatternNode {
    const start = this.#at;
    const items: PatternNode[] = [];
    while (this.#at < this.#source.length && !'|)'.includes(this.#source.charAt(this.#at)))
      items.push(this.#repeated());
    return { is: 'row', items, start, end: this.#at };
  }

  #repeated(): PatternNode {
    const start = this.#at;
    const item = this.#atom();
    const found = this.#take(/(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})\??/y);
    if (!found) return item;
    const [, sign, low, comma, high] = found;
    const [least, most] =
      sign === undefined
        ? [Number(low), comma === undefined ? Number(low) : high === '' ? Infinity : Number(high)]
        : [sign === '+' ? 1 : 0, sign === '?' ? 1 : Infinity];
    return { is: 'repeat', item, least, most, start, end: this.#at };
  }

  #atom(): PatternNode {
    const start = this.#at;
    const place = this.#take(/\^|\$|\\[bB]/y);
    if (place) return { is: 'place', sign: place[0], start, end: this.#at };
    if (this.#take(/\(/y)) return this.#group();
    const on = this.#letters();
    return { is: 'letter', on, start, end: this.#at };
  }

  #group(): PatternNode {
    if (this.#take(/\?<?[=!]/y)) throw new Beyond('looks around');
    const isPlain = this.#take(/\?:|\?<[^>]+>|(?!\?)/y);
    if (!isPlain) throw new Beyond(`changes its flags within (${this.#take(/\?[^:)]*:?/y)?.[0]})`);
    this.#depth += 1;
    if (this.#depth > DEEPEST) throw new Beyond('has too many groups within groups');
    const inner = this.#choice();
    this.#depth -= 1;
    this.#take(/\)/y);
    return inner;
  }

  #letters(): Ranges {
    if (this.#take(/\./y)) return this.#flags.includes('s') ? EVERY : not(LINE_END);
    const set = this.#take(/\[(\^?)/y);
    const found = set ? this.#set() : this.#take(/\\/y) ? this.#escape(false) : this.#plain();
    const on = this.#flags.includes('i') ? inAnyCase(found) : found;
    return set?.[1] ? not(on) : on;
  }

  #set(): Ranges {
    const ranges: (readonly [number, number])[] = [];
    while (this.#at < this.#source.length && !this.#take(/\]/y)) {
      const from = this.#member();
      const dash = this.#take(/-(?!\])/y);
      const to = dash ? this.#member() : undefined;
      const first = unitOf(from);
      const last = to && unitOf(to);
      if (!to) ranges.push(...from);
      else if (first !== undefined && last !== undefined) ranges.push([first, last]);
      // [\d-x] is no range: a class has no end.
      else ranges.push(...from, [45, 45], ...to);
    }
    return ranges;
  }

  #member(): Ranges {
    return this.#take(/\\/y) ? this.#escape(true) : this.#plain();
  }

  #escape(inSet: boolean): Ranges {
    const reference = inSet ? null : this.#take(/[1-9k]/y);
    if (reference) throw new Beyond(`refers back to a group (\\${reference[0]})`);
    if (this.#take(inSet ? /c(?=\w)/y : /c(?=[A-Za-z])/y)) return only((this.#plain()[0]?.[0] ?? 0) % 32);
    // Without a letter that it makes a control, the backslash stands for itself.
    if (this.#source[this.#at] === 'c') return only(92);
    const octal = this.#take(/[0-3][0-7]{0,2}|[4-7][0-7]?/y);
    if (octal) return only(Number.parseInt(octal[0], 8));
    const code = this.#take(/(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4}))/y);
    if (code) return only(Number.parseInt(code[1] ?? code[2] ?? '', 16));
    const plain = this.#plain();
    const char = String.fromCharCode(unitOf(plain) ?? 0);
    const control = inSet && char === 'b' ? 8 : CONTROLS[char];
    return CLASSES[char] ?? (control === undefined ? plain : only(control));
  }

  #plain(): Ranges {
    this.#at += 1;
    return only(this.#source.charCodeAt(this.#at - 1));
  }

  /** What stands here, if it is that. */
  #take(sticky: RegExp): RegExpExecArray | null {
    sticky.lastIndex = this.#at;
    const found = sticky.exec(this.#source);
    this.#at += found?.[0].length ?? 0;
    return found;
  }
}

/** Whether it can be passed without reading. */
export function canBeEmpty(node: PatternNode): boolean {
  if (node.is === 'letter') return false;
  if (node.is === 'place') return true;
  if (node.is === 'repeat') return node.least === 0 || canBeEmpty(node.item);
  return node.is === 'row' ? node.items.every(canBeEmpty) : node.items.some(canBeEmpty);
}

function only(unit: number): Ranges {
  return [[unit, unit]];
}

/** The only unit of a set. */
function unitOf(ranges: Ranges): number | undefined {
  const [first] = ranges;
  return ranges.length === 1 && first && first[0] === first[1] ? first[0] : undefined;
}
