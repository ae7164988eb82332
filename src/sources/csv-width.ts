import { EtlError } from '../base/errors.ts';
import type { BadRow } from '../engine/contracts.ts';

/**
 * Watches the width of rows. A row of wrong width is a bad row, and the others go on; but where all rows from a line on
 * have cells too many, their cells no longer stand under their columns, and the file as a whole cannot be believed.
 * (Kobo's exporter does this after one answer with a choice that no form version has: 59, 59, 60, 60 … cells.)
 */
export class WidthWatch {
  readonly #expected: number;
  readonly #location: string;
  #wideFrom: { readonly line: number; readonly cells: number } | undefined;
  #wideRows = 0;
  #last: { readonly line: number; readonly cells: number } | undefined;

  constructor(expected: number, location: string) {
    this.#expected = expected;
    this.#location = location;
  }

  /** Looks at a row; undefined where its width is right. */
  look(row: number, line: number, cells: number): BadRow | undefined {
    this.#last = { line, cells };
    if (cells <= this.#expected) {
      this.#wideFrom = undefined;
      this.#wideRows = 0;
    } else {
      this.#wideFrom ??= { line, cells };
      this.#wideRows += 1;
    }
    if (cells === this.#expected) return undefined;
    return { row, line, cells, code: cells > this.#expected ? 'source/too-many-cells' : 'source/too-few-cells' };
  }

  /** At the end of the file. Throws EtlError `source/truncated`, `source/ragged`. */
  finish(endsWithLineEnd: boolean): void {
    const location = this.#location;
    if (!endsWithLineEnd && this.#last && this.#last.cells < this.#expected) {
      throw new EtlError('source/truncated', { location, line: this.#last.line, cells: this.#last.cells, expected: this.#expected });
    }
    if (this.#wideFrom && this.#wideRows > 1) {
      const { line, cells } = this.#wideFrom;
      throw new EtlError('source/ragged', { location, line, cells, expected: this.#expected });
    }
  }
}
