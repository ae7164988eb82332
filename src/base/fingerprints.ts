import { hash } from 'node:crypto';

/** Numbers of 32 bits that a fingerprint has: so many that two texts of one file never have the same. */
const WORDS = 4;
const EMPTY = -1;
/** Part of the table that may be full. */
const FULL = 0.7;

/** The first 128 bits of SHA-256, as four numbers. */
function toWords(text: string): readonly [number, number, number, number] {
  const bytes = hash('sha256', text, 'binary');
  const word = (at: number): number =>
    (bytes.charCodeAt(at) | (bytes.charCodeAt(at + 1) << 8) | (bytes.charCodeAt(at + 2) << 16)) +
    bytes.charCodeAt(at + 3) * 0x1000000;
  return [word(0), word(4), word(8), word(12)];
}

/** Characters of a digest in base64url that go into one number. */
const LETTERS = 5;
const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const SIX_BITS = new Uint8Array(128);
for (let at = 0; at < BASE64URL.length; at += 1) SIX_BITS[BASE64URL.charCodeAt(at)] = at;

/** Digests in base64url, 120 bits of each in 16 bytes, to tell whether two of them are equal; '' is equal to itself. */
export class DigestList {
  #words = new Uint32Array(1024 * WORDS);
  #size = 0;

  add(digest: string): void {
    if (this.#size * WORDS === this.#words.length) {
      const longer = new Uint32Array(this.#words.length * 2);
      longer.set(this.#words);
      this.#words = longer;
    }
    for (let word = 0; word < WORDS; word += 1) {
      let bits = 0;
      const end = Math.min((word + 1) * LETTERS, digest.length);
      for (let at = word * LETTERS; at < end; at += 1) bits = (bits << 6) | (SIX_BITS[digest.charCodeAt(at)] as number);
      this.#words[this.#size * WORDS + word] = bits;
    }
    this.#size += 1;
  }

  /** Whether the digests at two places are equal. */
  areEqual(a: number, b: number): boolean {
    const words = this.#words;
    for (let at = 0; at < WORDS; at += 1) if (words[a * WORDS + at] !== words[b * WORDS + at]) return false;
    return true;
  }
}

/** A number for each of very many texts, which are not kept: some 30 bytes each, whatever their length. */
export class FingerprintMap {
  #words = new Uint32Array(1024 * WORDS);
  #numbers = new Int32Array(1024).fill(EMPTY);
  #size = 0;

  /** The number of a text; one that has none gets `number`, from 0. */
  getOrSet(text: string, number: number): number {
    if (this.#size >= this.#numbers.length * FULL) this.#grow();
    const words = toWords(text);
    const at = this.#placeOf(words[0], words[1], words[2], words[3]);
    const known = this.#numbers[at] as number;
    if (known !== EMPTY) return known;
    this.#words.set(words, at * WORDS);
    this.#numbers[at] = number;
    this.#size += 1;
    return number;
  }

  /** Where a fingerprint stands, or is to stand. */
  #placeOf(a: number, b: number, c: number, d: number): number {
    const [words, numbers] = [this.#words, this.#numbers];
    // As long as a power of two.
    const mask = numbers.length - 1;
    for (let at = a & mask; ; at = (at + 1) & mask) {
      if (numbers[at] === EMPTY) return at;
      const from = at * WORDS;
      if (words[from] === a && words[from + 1] === b && words[from + 2] === c && words[from + 3] === d) return at;
    }
  }

  #grow(): void {
    const [words, numbers] = [this.#words, this.#numbers];
    this.#words = new Uint32Array(words.length * 2);
    this.#numbers = new Int32Array(numbers.length * 2).fill(EMPTY);
    for (const [place, number] of numbers.entries()) {
      if (number === EMPTY) continue;
      const from = place * WORDS;
      const fingerprint = words.subarray(from, from + WORDS) as unknown as readonly [number, number, number, number];
      const at = this.#placeOf(fingerprint[0], fingerprint[1], fingerprint[2], fingerprint[3]);
      this.#words.set(fingerprint, at * WORDS);
      this.#numbers[at] = number;
    }
  }
}
