import type { SampleRow } from './rows.ts';

/** `tilde`: the file in use today. `native`: as KoboToolbox writes it itself, with question names as headers. */
export type CsvForm = 'tilde' | 'native';

/** A line of the file, its end included. */
export function toCsvLine(cells: readonly string[], form: CsvForm): string {
  if (form === 'native') return `${cells.map(quote).join(';')}\r\n`;
  return `${cells.map((cell) => (/[~"\r\n]/.test(cell) ? quote(cell) : cell)).join('~')}\n`;
}

/** What the file starts with: the header, after the byte-order mark that many native exports carry. */
export function toCsvHead(columns: readonly string[], form: CsvForm): string {
  return (form === 'native' ? '\uFEFF' : '') + toCsvLine(columns, form);
}

/** A whole export, in pieces of some hundred rows. */
export function* toCsv(
  columns: readonly string[],
  rows: Iterable<SampleRow>,
  form: CsvForm = 'tilde',
): Generator<string> {
  let piece = toCsvHead(columns, form);
  let lines = 0;
  for (const row of rows) {
    piece += toCsvLine(
      columns.map((column) => row[column] ?? ''),
      form,
    );
    lines += 1;
    if (lines % 200 === 0) {
      yield piece;
      piece = '';
    }
  }
  if (piece !== '') yield piece;
}

function quote(cell: string): string {
  return `"${cell.replaceAll('"', '""')}"`;
}
