/** Words of the spec that count as blank cells. */
export class MissingWords {
  readonly #words: ReadonlySet<string>;
  readonly #starts: ReadonlySet<number>;

  constructor(words: readonly string[]) {
    this.#words = new Set(words);
    this.#starts = new Set(words.map((word) => word.charCodeAt(0)));
  }

  has(word: string): boolean {
    return this.#words.has(word);
  }

  /** Blanks the cells that have one, in their place. */
  blank(cells: string[]): readonly string[] {
    if (this.#words.size === 0) return cells;
    for (let at = 0; at < cells.length; at += 1) {
      const cell = cells[at] as string;
      // The first letter tells most cells from the words, and costs less than looking them up.
      if (cell !== '' && this.#starts.has(cell.charCodeAt(0)) && this.#words.has(cell)) cells[at] = '';
    }
    return cells;
  }
}
