/** Which sheets of a workbook hold the repeats of its records, how they are joined, and what they are called. */
import { EtlError } from '../../base/errors.ts';
import type { Header } from '../../contracts/record.ts';
import { toHeader } from '../table-header.ts';
import type { OpenWorkbook } from '../../sheets/xlsx/open-workbook.ts';
import { columnIn, INDEX, isAnswer, isOfRepeat, repeatNameOf } from './repeat-names.ts';
import { joinAsKobo, joinAsNamed, type Joined } from './repeat-joins.ts';
import { Parents, type Candidate, type RepeatOption } from './repeat-parents.ts';
import { SheetTable } from './sheet-table.ts';

/** The sheet of a repeat, joined to its parent. */
export interface ChildTable extends Joined {
  readonly name: string;
  readonly table: SheetTable;
  /** Sheet of the parent. */
  readonly parentSheet: string;
  /** What its children are called in expressions: without the columns that join. */
  readonly header: Header;
  /** Positions in the sheet of the columns of `header`. */
  readonly kept: readonly number[];
  /** Position of Kobo's number of the row. */
  readonly indexAt: number | undefined;
  readonly children: readonly ChildTable[];
}

/** The repeats of records, and the sheets of repeats that belong to others. */
export interface Repeats {
  readonly children: readonly ChildTable[];
  readonly others: readonly string[];
}

/** Headers of repeats by name, as a header has them. */
export function headersOf(children: readonly ChildTable[]): Pick<Header, 'repeats'> {
  if (children.length === 0) return {};
  return { repeats: new Map(children.map(({ name, header }) => [name, header])) };
}

/**
 * The repeats of the records of a sheet: those that the spec names, or else all that Kobo's columns show. Sheets that belong
 * to others are let go of. Throws EtlError `source/*`.
 */
export async function findRepeats(
  workbook: OpenWorkbook,
  main: SheetTable,
  options: readonly RepeatOption[] | undefined,
  location: string,
): Promise<Repeats> {
  const candidates = await (options ? openNamed(workbook, options, location) : openKobos(workbook, main, location));
  try {
    const parents = new Parents(
      main,
      candidates,
      workbook.sheets.map(({ name }) => name),
      location,
    );
    const found = childrenOf(main, candidates, parents, location);
    const used = new Set(tablesOf(found));
    const others = candidates.filter(({ table }) => !used.has(table)).map(({ table }) => table);
    for (const table of others) await table.close();
    return { children: found, others: others.map(({ sheet }) => sheet.name) };
  } catch (error) {
    for (const { table } of candidates) await table.close();
    throw error;
  }
}

async function openNamed(
  workbook: OpenWorkbook,
  options: readonly RepeatOption[],
  location: string,
): Promise<Candidate[]> {
  const candidates: Candidate[] = [];
  for (const option of options) {
    const table = await openOne(workbook, option, location);
    const name = option.name ?? repeatNameOf(table.sheet.name, table.header.columns);
    if (candidates.some((one) => one.name === name)) throw new EtlError('source/repeat-twice', { name });
    candidates.push({ table, name, option });
  }
  return candidates;
}

/** Kobo leaves out the sheet of a repeat that nobody has filled in: a spec that knows its columns can do without. */
async function openOne(
  workbook: OpenWorkbook,
  { sheet, columns }: RepeatOption,
  location: string,
): Promise<SheetTable> {
  const isThere = typeof sheet === 'number' || workbook.sheets.some(({ name }) => name === sheet);
  if (columns && !isThere) return SheetTable.absent(sheet, columns);
  return SheetTable.open(workbook, workbook.sheetOf(sheet), location);
}

async function openKobos(workbook: OpenWorkbook, main: SheetTable, location: string): Promise<Candidate[]> {
  const candidates: Candidate[] = [];
  for (const sheet of workbook.sheets) {
    if (sheet === main.sheet) continue;
    const table = await SheetTable.open(workbook, sheet, location).catch(onlyIfEmpty);
    if (!table) continue;
    const { columns } = table.header;
    if (isOfRepeat(columns)) candidates.push({ table, name: repeatNameOf(sheet.name, columns), option: undefined });
    else await table.close();
  }
  const names = candidates.map(({ name }) => name);
  const isTwice = (name: string): boolean => names.indexOf(name) !== names.lastIndexOf(name);
  return candidates.map((one) => (isTwice(one.name) ? { ...one, name: one.table.sheet.name } : one));
}

function onlyIfEmpty(error: unknown): undefined {
  if (error instanceof EtlError && error.code === 'source/empty-sheet') return undefined;
  throw error;
}

function childrenOf(
  parent: SheetTable,
  candidates: readonly Candidate[],
  parents: Parents,
  location: string,
): ChildTable[] {
  return candidates
    .filter((one) => parents.of(one) === parent)
    .map((one) => {
      const { table, name, option } = one;
      const children = childrenOf(table, candidates, parents, location);
      const joined = joinOf(one, parent, parents, location);
      const hidden = new Set(option?.join ? [] : table.header.columns.filter((column) => !isAnswer(column)));
      const kept = [...table.header.columns.keys()].filter((at) => !hidden.has(table.header.columns[at] as string));
      const path = repeatNameOf(table.sheet.name, table.header.columns);
      const columns = kept.map((at) => columnIn(path, table.header.columns[at] as string));
      const header = { ...toHeader(columns), ...headersOf(children) };
      const indexAt = option?.join ? undefined : table.header.positions.get(INDEX);
      return { name, table, parentSheet: parent.sheet.name, header, kept, ...joined, indexAt, children };
    });
}

function joinOf({ table, option }: Candidate, parent: SheetTable, { main }: Parents, location: string): Joined {
  if (table.isAbsent) return { own: [], parents: [] };
  return option?.join ? joinAsNamed(table, parent, option.join, location) : joinAsKobo(table, parent, main, location);
}

export function tablesOf(children: readonly ChildTable[]): SheetTable[] {
  return children.flatMap(({ table, children }) => [table, ...tablesOf(children)]);
}
