/** Where the header of a sheet stands, among titles and notes above it. Pure. */
import type { SheetRow } from '../../sheets/xlsx/sheet-rows.ts';

/** Rows among which the header is looked for. */
export const ROWS_LOOKED_AT = 20;

/** Share of the columns that a header names. */
const MOST = 0.75;

/**
 * Position of the row that looks like a header: the first whose cells are all texts, most of them different, and that names
 * three quarters of the columns; or else the one that names most of them. Where none does, the first row is it.
 */
export function findHeader(rows: readonly SheetRow[]): number {
  const counts = rows.slice(0, ROWS_LOOKED_AT).map((row) => [filled(row), names(row)] as const);
  const widest = Math.max(0, ...counts.map(([filled]) => filled));
  const found = counts.findIndex(([, names]) => names > 0 && names >= widest * MOST);
  if (found >= 0) return found;
  const most = Math.max(0, ...counts.map(([, names]) => names));
  return most > 1 ? counts.findIndex(([, names]) => names === most) : 0;
}

function filled({ cells }: SheetRow): number {
  return cells.filter((cell) => cell.trim() !== '').length;
}

/** How many columns a row could name; 0 where it has something else in it, or the same again and again. */
function names(row: SheetRow): number {
  if (!row.isText) return 0;
  const different = new Set(row.cells.map((cell) => cell.trim()).filter((cell) => cell !== '')).size;
  return different * 2 > filled(row) ? filled(row) : 0;
}
