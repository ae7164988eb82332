import { EtlError } from '../../base/errors.ts';
import { suggestionFor } from '../../base/suggestion.ts';
import { isAnswer, isOfRepeat, PARENT_TABLE, tabNameOf } from './repeat-names.ts';
import type { SheetTable } from './sheet-table.ts';

/** A repeat as the spec names it. */
export interface RepeatOption {
  readonly sheet: string | number;
  readonly name?: string;
  /** The repeat inside which it is; left out: the records themselves, or whatever Kobo's columns say. */
  readonly in?: string;
  /** Columns that it has even where the workbook has no such sheet. */
  readonly columns?: readonly string[];
  /** Columns of its sheet, and those of its parent's that have the same values. */
  readonly join?: Readonly<Record<string, string>>;
}

/** A sheet that may be that of a repeat. */
export interface Candidate {
  readonly table: SheetTable;
  readonly name: string;
  readonly option: RepeatOption | undefined;
}

/** Whose repeat a sheet is. */
export class Parents {
  readonly main: SheetTable;
  readonly #candidates: readonly Candidate[];
  readonly #sheets: readonly string[];
  readonly #location: string;

  constructor(main: SheetTable, candidates: readonly Candidate[], sheets: readonly string[], location: string) {
    this.main = main;
    this.#candidates = candidates;
    this.#sheets = sheets;
    this.#location = location;
  }

  /** Undefined where it belongs to another sheet than that of the records. */
  of(one: Candidate): SheetTable | undefined {
    const { option } = one;
    if (option?.in !== undefined) return this.#named(option.in);
    if (option?.join) return this.main;
    const parent = parentTableOf(one.table);
    return parent === '' ? this.#byPath(one) : this.#byTab(one, parent);
  }

  #named(name: string): SheetTable {
    const found = this.#candidates.find((one) => one.name === name);
    if (found) return found.table;
    const names = this.#candidates.map((one) => one.name);
    throw new EtlError('source/no-such-repeat', { name, names, ...suggestionFor(name, names) });
  }

  #byTab(one: Candidate, parent: string): SheetTable | undefined {
    const isTab = (sheet: string): boolean => sheet === parent || sheet === tabNameOf(parent);
    if (isTab(this.main.sheet.name)) return this.main;
    const found = this.#candidates.find(({ table, name }) => name === parent || isTab(table.sheet.name));
    if (found) return found.table;
    if (this.#sheets.some(isTab)) return undefined;
    if (this.#isRenamedMain(parent)) return this.main;
    const args = { location: this.#location, sheet: one.table.sheet.name, parent, sheets: this.#sheets };
    throw new EtlError('source/unknown-parent', args);
  }

  /** The sheet of the records may have been given another name: then this is the one that is named and not there. */
  #isRenamedMain(parent: string): boolean {
    if (isOfRepeat(this.main.header.columns)) return false;
    const named = new Set(this.#candidates.map(({ table }) => parentTableOf(table)).filter((table) => table !== ''));
    const tabs = new Set(this.#sheets);
    const lost = [...named].filter((table) => !tabs.has(table) && !tabs.has(tabNameOf(table)));
    const knowsMain = [...named].some((table) => [table, tabNameOf(table)].includes(this.main.sheet.name));
    return !knowsMain && lost.length === 1 && lost[0] === parent;
  }

  /** Of a sheet without rows, or without Kobo's column: by the paths of its columns. */
  #byPath(one: Candidate): SheetTable {
    const path = one.table.header.columns.find(isAnswer) ?? '';
    const around = path.split('/').slice(0, -1);
    const own = around.lastIndexOf(one.name);
    const parent = around
      .slice(0, Math.max(own, 0))
      .findLast((part) => this.#candidates.some(({ name }) => name === part));
    return this.#candidates.find(({ name }) => name === parent)?.table ?? this.main;
  }
}

function parentTableOf({ header }: SheetTable): string {
  const at = header.positions.get(PARENT_TABLE);
  return (at === undefined ? '' : header.below?.[0]?.cells[at]?.trim()) ?? '';
}
