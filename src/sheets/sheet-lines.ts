/** A sheet as a table: lines below a heading, each cell with its place. */
import type { Place, SourceText } from '../base/document.ts';
import { problem, type Problem } from '../base/problem.ts';
import { suggestionFor } from '../base/suggestion.ts';
import { toComparable } from '../base/unseen-characters.ts';
import { cellAddress, type ReadRow, type ReadSheet } from './sheet.ts';

/** Stands between the cells where a row is shown. */
const BETWEEN = ' | ';

export interface SheetCell {
  readonly text: string;
  readonly place: Place;
}

/** A row below the heading. */
export interface SheetLine {
  readonly at: number;
  /** The cell under a heading; blank where the sheet has no such column. */
  get(heading: string): SheetCell;
}

export interface SheetLines {
  readonly headings: readonly string[];
  readonly lines: readonly SheetLine[];
  /** A heading that has to be there and is not: once, at the heading. */
  readonly problems: readonly Problem[];
}

/** Headings are known whatever their case, with blanks around them, or with accents written in another way. */
export function toSheetLines(sheet: ReadSheet, file: string, needed: readonly string[]): SheetLines {
  const places = new SheetPlaces(sheet, file);
  const [heading, ...rows] = sheet.rows;
  const headings = (heading?.cells ?? []).map((cell) => cell.trim());
  const columns = new Map<string, number>();
  for (const [at, name] of headings.entries())
    if (!columns.has(toComparable(name))) columns.set(toComparable(name), at);
  const lines = rows.map((row) => ({
    at: row.at,
    get: (name: string): SheetCell => {
      const column = columns.get(toComparable(name));
      const at = column ?? 0;
      return { text: column === undefined ? '' : (row.cells[at] ?? ''), place: places.placeOf(row.at, at) };
    },
  }));
  const absent = needed.filter((name) => !columns.has(toComparable(name)));
  const problems = absent
    .slice(0, 1)
    .map((name) =>
      problem(
        'sheet/no-heading',
        { sheet: sheet.name, heading: absent, headings, ...suggestionFor(name, headings) },
        places.placeOf(heading?.at ?? 1, 0),
      ),
    );
  return { headings, lines, problems };
}

/** Where the cells of a sheet stand in a text that shows one row a line. */
class SheetPlaces {
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
