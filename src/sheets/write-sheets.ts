import { EtlError } from '../base/errors.ts';
import { replaceFile } from '../base/replace-file.ts';
import { toCsv } from './csv.ts';
import { escapeFormula } from './formula-start.ts';
import { sheetKind, type SheetToWrite } from './sheet.ts';

/** More than a cell can hold. */
const LONGEST = 32_767;
const WIDTH = 20;

/** Writes a spreadsheet in one step, .xlsx or .csv by its name. Throws EtlError `sheet/other-kind`, `file/not-writable`. */
export async function writeSheets(file: string, sheets: readonly SheetToWrite[]): Promise<void> {
  await replaceFile(file, await toSheetFile(file, sheets));
}

/** The bytes of a spreadsheet, for whoever writes the file. Throws EtlError `sheet/other-kind`. */
export async function toSheetFile(file: string, sheets: readonly SheetToWrite[]): Promise<Buffer> {
  const kind = sheetKind(file);
  if (!kind) throw new EtlError('sheet/other-kind', { file });
  return kind === 'csv' ? Buffer.from(toCsv(sheets)) : toWorkbook(sheets);
}

/** The bytes of a workbook: each heading bold, and in sight while one scrolls. */
async function toWorkbook(sheets: readonly SheetToWrite[]): Promise<Buffer> {
  const { default: write } = await import('write-excel-file/node');
  return write(
    sheets.map(({ name, columns, rows }) => ({
      sheet: name,
      columns: columns.map(({ width = WIDTH }) => ({ width })),
      stickyRowsCount: 1,
      data: [columns.map(({ title }) => ({ value: toCell(title), fontWeight: 'bold' as const })), ...rows.map(toRow)],
    })),
  ).toBuffer();
}

function toRow(row: SheetToWrite['rows'][number]): (string | number | null)[] {
  return row.map((cell) => (typeof cell === 'string' ? (cell === '' ? null : toCell(cell)) : cell));
}

/** Signs that XML cannot hold, or that a reader of XML would not give back. */
const UNFIT = new RegExp(String.raw`[\u0000-\u0008\u000b-\u001f\ufffe\uffff]`, 'g');

/** What XML cannot hold is written by its number, as Excel does it: `_x0007_`. */
function toCell(text: string): string {
  const plain = escapeFormula(text).slice(0, LONGEST).toWellFormed();
  return plain
    .replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_')
    .replace(UNFIT, (sign) => `_x${sign.charCodeAt(0).toString(16).padStart(4, '0').toUpperCase()}_`);
}
