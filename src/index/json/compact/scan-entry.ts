import {
  ADDRESS,
  BACKSLASH,
  BLANK,
  BYTES_OF,
  codeAtLine,
  COMMA,
  ENTRY_END,
  FIELD_BY_CODE,
  ITEM,
  LIST_END,
  OPEN,
  OPEN_PLAIN,
  QUOTE,
  standsAt,
  type ValueKind,
} from './fragments.ts';

const LIST_CLOSED = ']'.charCodeAt(0);
const [ZERO, NINE] = ['0', '9'].map((digit) => digit.charCodeAt(0)) as [number, number];
/** So many digits are a whole number in JavaScript, too. */
const MOST_DIGITS = 15;

/**
 * Puts the text of an entry into its short form while it makes sure of it, byte by byte: fields that we know, each once and
 * in order, of the kind that they should be, in texts without escapes. What is more than that is not for it: it is parsed.
 */
export class EntryScan {
  /** The short form. */
  coded = Buffer.allocUnsafe(1 << 16);
  #text: Uint8Array = this.coded;
  #from = 0;
  #to = 0;

  /** Scans from behind the first quote of the key to the end; gives how long the short form is, and 0 where it is none. */
  scan(text: Uint8Array, start: number, end: number): number {
    if (this.coded.length < end - start) this.coded = Buffer.allocUnsafe(2 * (end - start));
    this.#text = text;
    this.#from = start;
    this.#to = 0;
    if (!this.#passText()) return 0;
    let last = -1;
    if (this.#pass(OPEN_PLAIN)) {
      if (!this.#passText() || !this.#passByte(QUOTE)) return 0;
      last = FIELD_BY_CODE[ADDRESS]?.order as number;
    } else if (!this.#pass(OPEN)) return 0;
    for (let isFirst = last === -1; ; isFirst = false) {
      if (this.#pass(ENTRY_END)) return this.#from === end && !isFirst ? this.#to : 0;
      if (!isFirst && !this.#passByte(COMMA)) return 0;
      const field = FIELD_BY_CODE[codeAtLine(text, this.#from)];
      if (field === undefined || field.order <= last) return 0;
      this.#pass(field.code);
      if (!this.#passValue(field.kind)) return 0;
      last = field.order;
    }
  }

  #passValue(kind: ValueKind): boolean {
    if (kind === 'true' || kind === 'false') return true;
    if (kind === 'count') return this.#passNumber();
    if (kind === 'texts') return this.#passTexts();
    return this.#passText() && this.#passByte(QUOTE);
  }

  #passTexts(): boolean {
    if (this.#passByte(LIST_CLOSED)) return true;
    do if (!this.#pass(ITEM) || !this.#passText() || !this.#passByte(QUOTE)) return false;
    while (this.#passByte(COMMA));
    return this.#pass(LIST_END);
  }

  /** To the quote that ends it. */
  #passText(): boolean {
    const { coded } = this;
    const text = this.#text;
    let [from, to] = [this.#from, this.#to];
    for (; from < text.length; from += 1) {
      const byte = text[from] as number;
      if (byte === QUOTE) {
        this.#from = from;
        this.#to = to;
        return true;
      }
      if (byte < BLANK || byte === BACKSLASH) return false;
      coded[to++] = byte;
    }
    return false;
  }

  #passNumber(): boolean {
    const start = this.#from;
    while (this.#isDigit()) this.#passByte(this.#text[this.#from] as number);
    const digits = this.#from - start;
    return digits > 0 && digits <= MOST_DIGITS && (digits === 1 || this.#text[start] !== ZERO);
  }

  #isDigit(): boolean {
    const byte = this.#text[this.#from] as number;
    return byte >= ZERO && byte <= NINE;
  }

  #passByte(byte: number): boolean {
    if (this.#text[this.#from] !== byte) return false;
    this.coded[this.#to++] = byte;
    this.#from += 1;
    return true;
  }

  /** Steps over a fragment, for which its byte stands. */
  #pass(code: number): boolean {
    const fragment = BYTES_OF[code] as Buffer;
    if (!standsAt(this.#text, this.#from, fragment)) return false;
    this.coded[this.#to++] = code;
    this.#from += fragment.length;
    return true;
  }
}
