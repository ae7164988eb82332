import { EtlError } from '../../base/errors.ts';
import type { BadRow, Header } from '../../contracts/record.ts';
import { reason } from '../../messages/reason.ts';
import type { MissingWords } from '../missing-words.ts';
import { remarkOnNames, toHeader } from '../table-header.ts';
import { findHeader, ROWS_LOOKED_AT } from './find-header.ts';
import type { OpenWorkbook } from '../../sheets/xlsx/open-workbook.ts';
import { columnName } from '../../sheets/sheet.ts';
import type { SheetHabits, SheetRow } from '../../sheets/xlsx/sheet-rows.ts';
import type { Sheet } from '../../sheets/xlsx/workbook.ts';

/** The table of a sheet: its header, and the rows below it, which can be read once. */
export class SheetTable {
  readonly sheet: Sheet;
  readonly header: Header;
  readonly headerLine: number;
  /** What is worth saying of the header. */
  readonly remarks: readonly string[];
  readonly habits: SheetHabits;
  readonly #first: readonly SheetRow[];
  readonly #rows: AsyncGenerator<readonly SheetRow[], void>;

  private constructor(sheet: Sheet, started: Started, headerAt: number, remarks: readonly string[]) {
    const { cells, line } = started.first[headerAt] as SheetRow;
    const below = started.first.slice(headerAt + 1);
    const named = toHeader(withoutBlankEnd(cells));
    this.sheet = sheet;
    this.header = {
      ...named,
      below: below.slice(0, ROWS_LOOKED_AT).map(({ line, cells }) => ({ line, cells: [...cells] })),
    };
    this.headerLine = line;
    this.remarks = [...remarks, ...remarkOnNames(this.header)];
    this.habits = started.habits;
    this.#first = below;
    this.#rows = started.rows;
  }

  /** Reads as far as the header, found or in the row that the spec names. Throws EtlError `source/empty-sheet`. */
  static async open(workbook: OpenWorkbook, sheet: Sheet, location: string, headerRow?: number): Promise<SheetTable> {
    const started = await start(workbook, sheet, headerRow);
    const { first } = started;
    const at = headerRow === undefined ? findHeader(first) : first.findIndex(({ line }) => line >= headerRow);
    const found = first[at];
    if (!found || (headerRow !== undefined && found.line !== headerRow)) {
      await started.rows.return();
      throw new EtlError('source/empty-sheet', {
        location,
        sheet: sheet.name,
        ...(headerRow !== undefined && { headerRow }),
      });
    }
    const above = first[0] as SheetRow;
    const isBelowOthers = headerRow === undefined && at > 0;
    const remarks = isBelowOthers
      ? [
          `The header of sheet ${sheet.name} is taken to be in row ${found.line}; what stands above it (from row ${above.line} on) is left out.`,
        ]
      : [];
    return new SheetTable(sheet, started, at, remarks);
  }

  /** Of a sheet that the workbook does not have: the columns that it would have, and no rows. */
  static absent(name: string, columns: readonly string[]): SheetTable {
    const header = { line: 0, cells: [...columns], isText: true, faults: [] };
    const started = { first: [header], rows: noRows(), habits: newHabits() };
    return new SheetTable({ name, part: '', isHidden: false }, started, 0, []);
  }

  /** Whether the workbook has no such sheet. */
  get isAbsent(): boolean {
    return this.sheet.part === '';
  }

  /** Whether nothing stands below the header. */
  get isEmpty(): boolean {
    return this.#first.length === 0;
  }

  /** The rows below the header. */
  async *rows(): AsyncGenerator<readonly SheetRow[], void> {
    try {
      if (this.#first.length > 0) yield this.#first;
      yield* this.#rows;
    } finally {
      await this.close();
    }
  }

  async close(): Promise<void> {
    await this.#rows.return();
  }

  /** The cells of a row under the header, or why it is no record; `words` count as blank. */
  judge({ cells, faults, line }: SheetRow, row: number, words: MissingWords): readonly string[] | BadRow {
    const { columns } = this.header;
    const place = { row, line, sheet: this.sheet.name };
    const surplus = this.surplusOf(cells);
    if (surplus !== undefined)
      return { ...place, reason: reason('source/cell-without-header', { column: columnName(surplus) }) };
    for (const { at, fault } of faults) {
      const column = columns[at] ?? '';
      if (column === '') continue;
      if (fault.is === 'uncalculated') return { ...place, reason: reason('source/formula-without-result', { column }) };
      if (!words.has(fault.error))
        return { ...place, reason: reason('source/error-cell', { column, error: fault.error }) };
    }
    while (cells.length < columns.length) cells.push('');
    return words.blank(cells.length > columns.length ? cells.slice(0, columns.length) : cells);
  }

  /** Position of the first cell with something in it to the right of the header. */
  surplusOf(cells: readonly string[]): number | undefined {
    const from = this.header.columns.length;
    if (cells.length <= from) return undefined;
    const at = cells.findIndex((cell, at) => at >= from && cell.trim() !== '');
    return at === -1 ? undefined : at;
  }
}

interface Started {
  readonly first: readonly SheetRow[];
  readonly rows: AsyncGenerator<readonly SheetRow[], void>;
  readonly habits: SheetHabits;
}

/** The first rows of a sheet: enough of them to find its header. */
function newHabits(): SheetHabits {
  return { hiddenRows: 0, hiddenColumns: 0, merged: [], roundedNumbers: 0 };
}

async function* noRows(): AsyncGenerator<readonly SheetRow[], void> {}

async function start(workbook: OpenWorkbook, sheet: Sheet, headerRow = 0): Promise<Started> {
  const habits = newHabits();
  const rows = workbook.rows(sheet, habits);
  let first: SheetRow[] = [];
  while (first.length <= ROWS_LOOKED_AT || (first.at(-1)?.line ?? 0) < headerRow) {
    const next = await rows.next();
    if (next.done) break;
    // Far above a header that the spec names, nothing is of interest.
    first = [...first, ...next.value].filter(({ line }) => line >= headerRow);
  }
  return { first, rows, habits };
}

/** Cells as far as there is something in them. */
export function withoutBlankEnd(cells: readonly string[]): readonly string[] {
  if (cells.at(-1)?.trim() !== '') return cells;
  const last = cells.findLastIndex((cell) => cell.trim() !== '');
  return cells.slice(0, last + 1);
}
