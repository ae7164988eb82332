import {
  ADDRESS,
  BACKSLASH,
  BLANK,
  BYTES_OF,
  codeAtLine,
  COMMA,
  ENTRY_END,
  FIELD_BY_CODE,
  IDS,
  ITEM,
  LIST_END,
  OPEN,
  OPENED,
  OPEN_PLAIN,
  QUOTE,
  SHAPE,
  standsAt,
  type Field,
} from './fragments.ts';

const LIST_CLOSED = ']'.charCodeAt(0);
const [ZERO, NINE] = ['0', '9'].map((digit) => digit.charCodeAt(0)) as [number, number];
/** So many digits are a whole number in JavaScript, too. */
const MOST_DIGITS = 15;

/** Where something stands; the end is exclusive. */
export interface Span {
  start: number;
  end: number;
}

const NOWHERE: Span = { start: 0, end: 0 };

/**
 * Puts the text of an entry into its short form while it makes sure of it, byte by byte: fields that we know, each once and
 * in order, of the kind that they should be, in texts without escapes. What is more than that is not for it: it is parsed.
 */
export class EntryScan {
  /** The short form. */
  coded = Buffer.allocUnsafe(1 << 16);
  /** Where things stand in it. */
  keyEnd = 0;
  readonly address: Span = { start: 0, end: 0 };
  readonly shape: Span = { start: 0, end: 0 };
  readonly ids: Span[] = [];
  readonly instants: Span[] = [];
  /** Bytes of the fields that it has, or 0 in their place. */
  readonly fields = new Uint8Array(BLANK);
  /** The byte of the field that came after each one in the entry before: nearly all entries have the same. */
  readonly #next = new Uint8Array(BLANK);
  #text: Uint8Array = this.coded;
  #from = 0;
  #to = 0;

  /** Scans from behind the first quote of the key to the end; gives how long the short form is, and 0 where it is none. */
  scan(text: Uint8Array, start: number, end: number): number {
    if (this.coded.length < end - start) this.coded = Buffer.allocUnsafe(2 * (end - start));
    this.#text = text;
    this.#from = start;
    this.#to = 0;
    this.fields.fill(0);
    this.ids.length = 0;
    this.instants.length = 0;
    this.shape.end = this.shape.start;
    if (!this.#passText()) return 0;
    this.keyEnd = this.#to;
    let code = OPEN;
    if (this.#pass(OPEN_PLAIN)) {
      if (!this.#passSpan(this.address)) return 0;
      for (const opened of OPENED) this.fields[opened] = 1;
      code = ADDRESS;
    } else if (!this.#pass(OPEN)) return 0;
    for (let order = FIELD_BY_CODE[code]?.order ?? -1; ;) {
      if (this.#pass(ENTRY_END)) return this.#from === end && code !== OPEN ? this.#to : 0;
      if (code !== OPEN && !this.#passByte(COMMA)) return 0;
      const field = this.#passField(code);
      if (field === undefined || field.order <= order || !this.#passValue(field)) return 0;
      this.fields[field.code] = 1;
      order = field.order;
      code = field.code;
    }
  }

  /** The field that comes after one. */
  #passField(before: number): Field | undefined {
    const likely = this.#next[before] as number;
    const code = likely > 0 && standsAt(this.#text, this.#from, BYTES_OF[likely] as Buffer) ? likely : this.#codeHere();
    const field = FIELD_BY_CODE[code];
    if (field === undefined) return undefined;
    this.#next[before] = code;
    this.#take(code);
    return field;
  }

  #codeHere(): number {
    return codeAtLine(this.#text, this.#from);
  }

  #passValue({ code, kind }: Field): boolean {
    if (kind === 'true' || kind === 'false') return true;
    if (kind === 'count') return this.#passNumber();
    if (kind === 'texts') return this.#passTexts(code === IDS ? this.ids : undefined);
    if (kind === 'instant') return this.#passSpan((this.instants[this.instants.length] = { start: 0, end: 0 }));
    return this.#passSpan(code === ADDRESS ? this.address : code === SHAPE ? this.shape : NOWHERE);
  }

  #passTexts(spans: Span[] | undefined): boolean {
    if (this.#passByte(LIST_CLOSED)) return true;
    do {
      const span = { start: 0, end: 0 };
      if (!this.#pass(ITEM) || !this.#passSpan(span)) return false;
      spans?.push(span);
    } while (this.#passByte(COMMA));
    return this.#pass(LIST_END);
  }

  /** A text with the quote that ends it. */
  #passSpan(span: Span): boolean {
    span.start = this.#to;
    if (!this.#passText()) return false;
    span.end = this.#to;
    return this.#passByte(QUOTE);
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
    if (!standsAt(this.#text, this.#from, BYTES_OF[code] as Buffer)) return false;
    this.#take(code);
    return true;
  }

  #take(code: number): void {
    this.coded[this.#to++] = code;
    this.#from += (BYTES_OF[code] as Buffer).length;
  }
}
