/** A sheet as a table: lines below a heading, each cell with its place. */
import type { Place } from '../base/document.ts';
import { problem, type Problem } from '../base/problem.ts';
import { suggestionFor } from '../base/suggestion.ts';
import { toComparable } from '../base/unseen-characters.ts';
import { SheetPlaces } from './sheet-places.ts';
import type { ReadSheet } from './sheet.ts';

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

/** Headings are known whatever their case, with blanks around them, and with accents or without. */
export function toSheetLines(sheet: ReadSheet, file: string, needed: readonly string[]): SheetLines {
  const places = new SheetPlaces(sheet, file);
  const [heading, ...rows] = sheet.rows;
  const headings = (heading?.cells ?? []).map((cell) => cell.trim());
  const columns = new Map<string, number>();
  for (const [at, name] of headings.entries()) if (!columns.has(toTitle(name))) columns.set(toTitle(name), at);
  const lines = rows.map((row) => ({
    at: row.at,
    get: (name: string): SheetCell => {
      const column = columns.get(toTitle(name));
      const at = column ?? 0;
      return { text: column === undefined ? '' : (row.cells[at] ?? ''), place: places.placeOf(row.at, at) };
    },
  }));
  const absent = needed.filter((name) => !columns.has(toTitle(name)));
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

/** Whether a sheet is a table with all of these headings. */
export function hasHeadings({ rows: [heading] }: ReadSheet, needed: readonly string[]): boolean {
  const titles = new Set(heading?.cells.map(toTitle));
  return needed.every((name) => titles.has(toTitle(name)));
}

/** `Décision ` is `decision`: whoever translates a heading mostly keeps the word. */
function toTitle(text: string): string {
  return toComparable(text).normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
