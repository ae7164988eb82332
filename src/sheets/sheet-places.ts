import type { Place, SourceText } from '../base/document.ts';
import { cellAddress, type ReadRow, type ReadSheet } from './sheet.ts';

/** Stands between the cells where a row is shown. */
const BETWEEN = ' | ';

/** Where the cells of a sheet stand in a text that shows one row a line. */
export class SheetPlaces {
  readonly #sheet: ReadSheet;
  readonly #file: string;
  #source: SourceText | undefined;
  readonly #starts = new Map<number, readonly number[]>();

  constructor(sheet: ReadSheet, file: string) {
    this.#sheet = sheet;
    this.#file = file;
  }

  placeOf(row: number, column: number): Place {
    const source = (this.#source ??= this.#draw());
    const starts = this.#starts.get(row) ?? [0];
    const start = starts[Math.min(column, starts.length - 1)] ?? 0;
    const next = starts[column + 1];
    const lineEnd = source.text.indexOf('\n', start);
    const end = next === undefined ? (lineEnd === -1 ? source.text.length : lineEnd) : next - BETWEEN.length;
    return { source, start, end: Math.max(end, start) };
  }

  /** Rows that are left out are blank lines, so that a line has the number of its row. */
  #draw(): SourceText {
    const last = this.#sheet.rows.at(-1)?.at ?? 0;
    const rows = new Map(this.#sheet.rows.map((row) => [row.at, row]));
    const width = Math.max(1, ...this.#sheet.rows.slice(0, 1).map(({ cells }) => cells.length));
    let text = '';
    for (let at = 1; at <= last; at += 1) {
      const row = rows.get(at);
      if (row) text = this.#addRow(text, row, width);
      text += '\n';
    }
    return { file: this.#file, text, cellAt: (offset) => this.#cellAt(offset) };
  }

  #addRow(before: string, { at, cells }: ReadRow, width: number): string {
    const starts: number[] = [];
    let text = before;
    for (let column = 0; column < Math.max(width, cells.length); column += 1) {
      if (column > 0) text += BETWEEN;
      starts.push(text.length);
      text += (cells[column] ?? '').replace(/\r\n|[\r\n]/g, '·');
    }
    this.#starts.set(at, starts);
    return text;
  }

  #cellAt(offset: number): string {
    for (const [row, starts] of this.#starts) {
      const column = starts.indexOf(offset);
      if (column !== -1) return cellAddress(this.#sheet.name, column, row);
    }
    return this.#sheet.name;
  }
}
