/** Where the header of a sheet stands, among titles and notes above it. Pure. */
import type { SheetRow } from './sheet-rows.ts';

/** Rows among which the header is looked for. */
export const ROWS_LOOKED_AT = 20;

/**
 * Position of the row that looks like a header: the first whose cells are all texts, each another, with at least half as
 * many as the widest of these rows has, and two where that has two. Where none does, the first row is it.
 */
export function findHeader(rows: readonly SheetRow[]): number {
  const first = rows.slice(0, ROWS_LOOKED_AT);
  const widest = Math.max(0, ...first.map((row) => namesOf(row).length));
  const least = Math.max(Math.ceil(widest / 2), Math.min(widest, 2));
  const found = first.findIndex((row) => {
    const names = namesOf(row);
    return row.isText && names.length >= least && new Set(names).size * 2 > names.length;
  });
  return Math.max(found, 0);
}

function namesOf({ cells }: SheetRow): string[] {
  return cells.filter((cell) => cell.trim() !== '');
}
