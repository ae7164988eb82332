import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { delimiterOf } from './delimiter.ts';
import { escapeFormula, unescapeFormula } from './formula-start.ts';
import type { ReadRow, ReadSheet, SheetToWrite } from './sheet.ts';

/** Without it Excel takes accents for other signs. */
const MARK = '\ufeff';
/** A row that says which sheet begins: `[Questions]`. */
const TITLE = /^\[([^\]]+)\]$/;
/** As Excel tells itself what separates cells; it does not show this line. */
const SEPARATOR_LINE = /^sep=(.?)\r?\n/i;

/** Sheets as one CSV: of several, each has its name above it. */
export function toCsv(sheets: readonly SheetToWrite[]): string {
  const blocks = sheets.map(({ name, columns, rows }) => {
    const titles = columns.map(({ title }) => title);
    const cells = [titles, ...rows].map((row) =>
      row.map((cell) => (typeof cell === 'string' ? escapeFormula(cell) : cell)),
    );
    return [...(sheets.length > 1 ? [[`[${name}]`]] : []), ...cells];
  });
  // Every row of one width: a program that opens it sees one table.
  const width = Math.max(...blocks.flat().map((row) => row.length));
  const rows = blocks.flatMap((block, at) => (at === 0 ? block : [[], ...block]));
  const padded = rows.map((row) => Array.from({ length: width }, (_, at) => row[at] ?? null));
  return MARK + stringify(padded, { record_delimiter: 'windows' });
}

/** Parses a CSV as people and Excel write it: commas, semicolons or tabs. Throws where a quote is never closed. */
export function parseCsv(text: string, name: string): readonly ReadSheet[] {
  const start = text.startsWith(MARK) ? text.slice(1) : text;
  const said = SEPARATOR_LINE.exec(start);
  const body = said ? start.slice(said[0].length) : start;
  const delimiter = said?.[1] || delimiterOf(body);
  const options = { delimiter, relax_column_count: true, skip_empty_lines: false } as const;
  const rows = parse(body, options)
    .map((cells, index) => ({ at: index + 1, cells: cells.map(unescapeFormula) }))
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  return intoSheets(rows, name);
}

function intoSheets(rows: readonly ReadRow[], name: string): readonly ReadSheet[] {
  const titleOf = ({ cells }: ReadRow): string | undefined =>
    cells.slice(1).every((cell) => cell.trim() === '') ? TITLE.exec(cells[0]?.trim() ?? '')?.[1] : undefined;
  const [first] = rows;
  if (!first || titleOf(first) === undefined) return [{ name, rows }];
  const sheets: { name: string; rows: ReadRow[] }[] = [];
  for (const row of rows) {
    const title = titleOf(row);
    if (title === undefined) sheets.at(-1)?.rows.push(row);
    else sheets.push({ name: title, rows: [] });
  }
  return sheets;
}
