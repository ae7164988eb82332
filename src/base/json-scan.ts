/** Where things stand in a JSON text. Offsets count UTF-16 units; `end` is exclusive. */
export interface JsonNode {
  readonly start: number;
  readonly end: number;
  /** Members of an object, by key; the last of equal keys, as `JSON.parse` takes it. */
  readonly members?: ReadonlyMap<
    string,
    { readonly keyStart: number; readonly keyEnd: number; readonly value: JsonNode }
  >;
  readonly items?: readonly JsonNode[];
}

/** Where a text stops being JSON, and why, in words. */
export interface JsonFault {
  readonly start: number;
  readonly end: number;
  readonly reason: string;
}

export interface DuplicateKey {
  readonly key: string;
  readonly start: number;
  readonly end: number;
  /** Offset of the first of the two. */
  readonly first: number;
}

/** Nesting beyond this is no file that a person or a server wrote for us. */
export const MAX_DEPTH = 500;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// oxlint-disable-next-line no-control-regex -- JSON forbids exactly these characters inside a string.
const STRING = /"[^"\\\u0000-\u001F]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001F]*)*"/y;
const BLANK = /[\u0020\t\r\n]*/y;

class Fault extends Error {
  readonly fault: JsonFault;
  constructor(fault: JsonFault) {
    super(fault.reason);
    this.fault = fault;
  }
}

/**
 * Walks a JSON text (RFC 8259, a byte-order mark allowed) and notes where each value and key stands, which keys are
 * written twice in one object, and where it stops being JSON. Never throws.
 */
export function scanJson(
  text: string,
): { readonly root: JsonNode; readonly duplicates: readonly DuplicateKey[] } | { readonly fault: JsonFault } {
  try {
    return new Scanner(text).scan();
  } catch (error) {
    if (error instanceof Fault) return { fault: error.fault };
    throw error;
  }
}

class Scanner {
  readonly #text: string;
  readonly #duplicates: DuplicateKey[] = [];
  #at: number;

  constructor(text: string) {
    this.#text = text;
    this.#at = text.startsWith('\uFEFF') ? 1 : 0;
  }

  scan(): { root: JsonNode; duplicates: readonly DuplicateKey[] } {
    const root = this.#value(0);
    this.#blank();
    if (this.#at < this.#text.length) this.#fail('there is more after its end');
    return { root, duplicates: this.#duplicates };
  }

  #value(depth: number): JsonNode {
    if (depth > MAX_DEPTH) this.#fail(`it is nested deeper than ${MAX_DEPTH} levels`);
    this.#blank();
    const start = this.#at;
    const char = this.#text[start];
    if (char === '{') return this.#object(depth);
    if (char === '[') return this.#array(depth);
    if (char === '"') this.#string();
    else if (!this.#take(NUMBER) && !['true', 'false', 'null'].some((word) => this.#word(word))) {
      this.#fail('a value is missing here: text in double quotes, a number, true, false, null, { or [');
    }
    return { start, end: this.#at };
  }

  #object(depth: number): JsonNode {
    const start = this.#at;
    const members = new Map<string, { keyStart: number; keyEnd: number; value: JsonNode }>();
    this.#at += 1;
    this.#blank();
    if (this.#text[this.#at] !== '}') {
      do {
        this.#blank();
        const keyStart = this.#at;
        if (this.#text[keyStart] === '}') this.#fail('the comma before this has nothing after it');
        if (/^\/[/*]|^#/.test(this.#text.slice(keyStart, keyStart + 2))) this.#fail('JSON has no comments');
        if (this.#text[keyStart] !== '"') this.#fail('a key in double quotes is missing here');
        const key = this.#string();
        const keyEnd = this.#at;
        this.#blank();
        if (this.#text[this.#at] !== ':')
          this.#fail(
            `a colon is missing after the key${/:\s*$/.test(key) ? ', or a double quote before its colon' : ''}`,
          );
        this.#at += 1;
        const before = members.get(key);
        if (before) this.#duplicates.push({ key, start: keyStart, end: keyEnd, first: before.keyStart });
        members.set(key, { keyStart, keyEnd, value: this.#value(depth + 1) });
      } while (this.#comma('}'));
    }
    this.#at += 1;
    return { start, end: this.#at, members };
  }

  #array(depth: number): JsonNode {
    const start = this.#at;
    const items: JsonNode[] = [];
    this.#at += 1;
    this.#blank();
    if (this.#text[this.#at] !== ']') {
      do {
        this.#blank();
        if (this.#text[this.#at] === ']') this.#fail('the comma before this has nothing after it');
        items.push(this.#value(depth + 1));
      } while (this.#comma(']'));
    }
    this.#at += 1;
    return { start, end: this.#at, items };
  }

  /** Steps over a comma; false where the closing bracket stands instead. */
  #comma(close: string): boolean {
    this.#blank();
    const char = this.#text[this.#at];
    if (char === close) return false;
    if (char !== ',') this.#fail(`a comma or ${close} is missing here`);
    this.#at += 1;
    return true;
  }

  #string(): string {
    const start = this.#at;
    if (this.#take(STRING)) return JSON.parse(this.#text.slice(start, this.#at)) as string;
    const lineEnd = this.#text.indexOf('\n', start);
    const end = lineEnd === -1 ? this.#text.length : lineEnd;
    throw new Fault({
      start,
      end,
      reason: 'this text has no closing quote on its line, or a \\ that JSON does not know',
    });
  }

  #blank(): void {
    this.#take(BLANK);
  }

  #word(word: string): boolean {
    if (!this.#text.startsWith(word, this.#at)) return false;
    this.#at += word.length;
    return true;
  }

  #take(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    if (!pattern.test(this.#text)) return false;
    this.#at = pattern.lastIndex;
    return true;
  }

  #fail(reason: string): never {
    const atEnd = this.#at >= this.#text.length;
    throw new Fault({ start: this.#at, end: this.#at + (atEnd ? 0 : 1), reason: atEnd ? 'it ends too early' : reason });
  }
}
