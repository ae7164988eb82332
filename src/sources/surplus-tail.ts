import type { TableRow } from './table-row.ts';

/**
 * The rows at the end that all have too many cells, as Kobo's exporter leaves them: each choice that it does not know
 * adds one cell to its row and to all rows after it, so the surplus stays or grows.
 */
export class SurplusTail {
  rows = 0;
  /** Where the tail starts, and how many cells its first row has. */
  line = 0;
  cells = 0;
  #surplus = 0;

  /** Rows with as many cells as they should have. */
  end(): void {
    this.rows = 0;
    this.#surplus = 0;
  }

  see({ cells, line }: TableRow, expected: number): void {
    const surplus = cells.length - expected;
    if (surplus <= 0) {
      this.rows = 0;
    } else {
      if (this.rows === 0 || surplus < this.#surplus) {
        this.rows = 0;
        this.line = line;
        this.cells = cells.length;
      }
      this.rows += 1;
    }
    this.#surplus = surplus;
  }
}
