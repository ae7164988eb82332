import type { Reject } from '../base/problem.ts';

/** Records, and where the first of them stand. */
export interface NamedRows {
  readonly records: number;
  /** Where there is a sheet, by its own numbers. */
  readonly rows: readonly number[];
  /** The same as Excel shows them, where the source is no sheet and can be opened there. */
  readonly lines?: readonly number[];
}

/** The first rows of some records, and how many records there are. */
export class FirstRows {
  readonly rows: number[] = [];
  readonly lines: number[] = [];
  records = 0;
  #last = '';
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  /** Reasons of one record come one after the other, and count once. */
  add({ key, row, line, sheet }: Reject): void {
    const record = `${key}\u001f${row}\u001f${line}`;
    if (record !== this.#last) this.records += 1;
    this.#last = record;
    const isOfSheet = sheet !== undefined;
    const at = isOfSheet ? line : row;
    if (at < 1 || this.rows.length >= this.#most || this.rows.includes(at)) return;
    this.rows.push(at);
    if (!isOfSheet && line > 0) this.lines.push(line);
  }

  copy(): FirstRows {
    const copy = new FirstRows(this.#most);
    copy.rows.push(...this.rows);
    copy.lines.push(...this.lines);
    copy.records = this.records;
    copy.#last = this.#last;
    return copy;
  }

  toObject(): NamedRows {
    const { records, rows, lines } = this;
    return { records, rows, ...(lines.length > 0 && { lines }) };
  }
}
