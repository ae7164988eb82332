/** A spreadsheet of people is not replaced in silence: what it was stays beside it, as `mapping.before.xlsx`. */
import { existsSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { readSheets } from './read-sheets.ts';
import type { SheetToWrite } from './sheet.ts';

/** Keeps what a spreadsheet was; gives the file that has it. */
export async function keepFormer(file: string): Promise<string> {
  const { dir, name, ext } = parse(file);
  const former = join(dir, `${name}.before${ext}`);
  await copyFile(file, former);
  return former;
}

/** Keeps it where it says anything else than what is to be written; undefined where it does not, or is not there. */
export async function keepOther(file: string, sheets: readonly SheetToWrite[]): Promise<string | undefined> {
  if (!existsSync(file)) return undefined;
  const before = await readSheets(file).catch(() => undefined);
  const isSame = before !== undefined && toLines(before.map(({ rows }) => rows)) === toLines(sheets.map(toRows));
  return isSame ? undefined : keepFormer(file);
}

interface Row {
  readonly cells: readonly (string | number | null)[];
}

function toRows({ columns, rows }: SheetToWrite): readonly Row[] {
  return [{ cells: columns.map(({ title }) => title) }, ...rows.map((cells) => ({ cells }))];
}

/** Neither blank cells at the end of a line nor blank lines say anything. */
function toLines(sheets: readonly (readonly Row[])[]): string {
  const trimmed = sheets.map((rows) =>
    rows
      .map(({ cells }) => cells.map((cell) => String(cell ?? '')))
      .map((cells) => cells.slice(0, cells.findLastIndex((cell) => cell.trim() !== '') + 1))
      .filter((cells) => cells.length > 0),
  );
  return JSON.stringify(trimmed);
}
