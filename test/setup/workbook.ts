/** Workbooks as another library writes them. */
import write from 'write-excel-file/node';

export type Row = readonly (string | number)[];

export function toWorkbook(sheets: Readonly<Record<string, readonly Row[]>>): Promise<Buffer> {
  return write(
    Object.entries(sheets).map(([sheet, rows]) => ({
      sheet,
      data: rows.map((row) => row.map((cell) => (cell === '' ? null : cell))),
    })),
  ).toBuffer();
}

/** Rows as Kobo writes a CSV. */
export function toCsv(rows: readonly Row[]): string {
  return (
    rows.map((row) => row.map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join(';')).join('\r\n') + '\r\n'
  );
}
