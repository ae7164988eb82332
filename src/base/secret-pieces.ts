import type { Stretch } from './document.ts';

/** A piece shorter than this says nothing, and would be found in half of all texts. */
const PIECE = 6;
/** How many places of a piece have three characters of it behind them. */
const STEP = PIECE - 2;
/** So many digits are not met by chance. */
const LONG = 10;

export interface Found extends Stretch {
  readonly isTelling: boolean;
}

/** Texts to be found in others, whole or in pieces: a cut may have left one. */
export class Pieces {
  readonly #texts = new Set<string>();
  /** Texts that are found as a whole only, and what is too short to have pieces. */
  readonly #whole = new Set<string>();
  readonly #pieces = new Set<string>();
  /** By a hash of four characters: whether a piece may start with them. Most places of most texts end here. */
  readonly #mayStart = new Uint8Array(1 << 16);
  /** By a hash of three characters: whether a piece may have them, wherever in it. */
  readonly #mayHave = new Uint8Array(1 << 16);

  add(text: string): void {
    if (text.length < PIECE) return this.addWhole(text);
    this.#texts.add(text);
    for (let at = 0; at + PIECE <= text.length; at += 1) {
      this.#pieces.add(text.slice(at, at + PIECE));
      this.#mayStart[hashAt(text, at)] = 1;
      for (let step = 0; step < STEP; step += 1) this.#mayHave[hashOfThree(text, at + step)] = 1;
    }
  }

  addWhole(text: string): void {
    if (text !== '') this.#whole.add(text);
  }

  get isEmpty(): boolean {
    return this.#texts.size === 0 && this.#whole.size === 0;
  }

  /** Whether it is one of the texts. */
  has(text: string): boolean {
    return this.#texts.has(text) || this.#whole.has(text);
  }

  /**
   * Where they stand. `isTelling` is false for a piece that looks like any word, date or number, unless it stands as one
   * and is how a text begins or ends: a cut leaves that.
   */
  find(text: string): Found[] {
    const pieces = this.#findPieces(text).map((piece) => ({ ...piece, isTelling: this.#isTelling(text, piece) }));
    return [...this.#findWhole(text), ...pieces];
  }

  /** Whether any of them, or a piece that looks like one, stands somewhere in a text: a quick look, which finds too much. */
  mayBeIn(text: string): boolean {
    for (const secret of this.#whole) if (text.includes(secret)) return true;
    // A piece has three characters from one of these places on, wherever it starts.
    for (let at = 0; at + 3 <= text.length; at += STEP)
      if (this.#mayHave[hashOfThree(text, at)] === 1 && this.#isAround(text, at)) return true;
    return false;
  }

  #isAround(text: string, place: number): boolean {
    for (let at = Math.max(0, place - STEP + 1); at <= place; at += 1)
      if (this.#pieces.has(text.slice(at, at + PIECE))) return true;
    return false;
  }

  #findWhole(text: string): Found[] {
    const found: Found[] = [];
    for (const secret of this.#whole) {
      for (let at = text.indexOf(secret); at !== -1; at = text.indexOf(secret, at + secret.length))
        found.push({ start: at, end: at + secret.length, isTelling: true });
    }
    return found;
  }

  /** The longest stretches that are made of pieces. */
  #findPieces(text: string): Stretch[] {
    const found: Stretch[] = [];
    let start = -1;
    let end = -1;
    for (let at = 0; at + PIECE <= text.length; at += 1) {
      if (this.#mayStart[hashAt(text, at)] !== 1 || !this.#pieces.has(text.slice(at, at + PIECE))) continue;
      if (at > end) {
        if (start !== -1) found.push({ start, end });
        start = at;
      }
      end = at + PIECE;
    }
    if (start !== -1) found.push({ start, end });
    return found;
  }

  #isTelling(text: string, { start, end }: Stretch): boolean {
    const piece = text.slice(start, end);
    if ([...this.#texts].some((secret) => piece.includes(secret))) return true;
    const trimmed = piece.trim();
    if (!isCommon(trimmed) || (trimmed.length >= LONG && !/\p{L}{6}/u.test(trimmed))) return true;
    const from = start + piece.indexOf(trimmed);
    const around = text.charAt(from - 1) + text.charAt(from + trimmed.length);
    return (
      !/[\p{L}\p{N}]/u.test(around) &&
      [...this.#texts].some((secret) => secret.startsWith(trimmed) || secret.endsWith(trimmed))
    );
  }
}

/** Words, dates, numbers, and groups of a UUID: what others write, too. */
function isCommon(piece: string): boolean {
  return /^(?:\p{L}\p{Ll}*(?:\s+\p{L}\p{Ll}*)*|[\d\s.,:/+-]+|[0-9a-fA-F-]+)$/u.test(piece);
}

function hashAt(text: string, at: number): number {
  const hash =
    text.charCodeAt(at) +
    text.charCodeAt(at + 1) * 31 +
    text.charCodeAt(at + 2) * 961 +
    text.charCodeAt(at + 3) * 29_791;
  return hash & 0xffff;
}

function hashOfThree(text: string, at: number): number {
  return (text.charCodeAt(at) + text.charCodeAt(at + 1) * 31 + text.charCodeAt(at + 2) * 961) & 0xffff;
}
