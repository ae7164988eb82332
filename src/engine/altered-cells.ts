/** Ids and texts that a spreadsheet, or a program that reads columns as numbers, has taken for numbers. */
import { describe } from '../messages/describe.ts';
import { EtlError } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import type { TextColumn } from '../contracts/mapper.ts';
import type { Header, SourceRecord } from '../contracts/record.ts';
import { NothingWords } from './nothing-words.ts';

/** `scientific`: `2.02603E+11`, and digits are lost. `zeros`: `1012.0`. `commas`: `1,012` or `1012,5`. */
type Alteration = 'scientific' | 'zeros' | 'commas';

const SCIENTIFIC = /^[-+]?\d(?:[.,]\d+)?e[-+]\d{1,3}$/i;
const ZEROS = /^\d+[.,]0+$/;
const COMMAS = /^\d+(?:,\d+)+$/;
/** Where there are such, `1.0` may well be what was meant. */
const DECIMALS = /^\d+\.\d*[1-9]\d*$/;

/** What was seen of one column. */
interface Seen {
  readonly column: string;
  readonly at: number;
  /** Of a value of type text; absent where it is part of the key. */
  readonly field?: string;
  readonly found: Map<Alteration, { count: number; readonly line: number }>;
  hasDecimals: boolean;
}

/** Watches the columns of the key, and those that go out as texts, while the rows are read. */
export class AlteredCells {
  readonly #columns: readonly Seen[];
  readonly #words = new NothingWords();

  constructor(key: readonly string[], texts: readonly TextColumn[], { positions }: Header) {
    const isThere = key.flatMap((column): Seen[] => {
      const at = positions.get(column);
      return at === undefined ? [] : [{ column, at, found: new Map(), hasDecimals: false }];
    });
    const others = texts.filter((one) => !key.includes(one.column));
    this.#columns = [...isThere, ...others.map((one) => ({ ...one, found: new Map(), hasDecimals: false }))];
  }

  see(records: readonly SourceRecord[]): void {
    for (const { cells, row, line = row } of records)
      for (const seen of this.#columns) {
        const cell = cells[seen.at] as string;
        // Most cells are blank, or begin with a letter: a look at the first sign tells.
        if (cell.charCodeAt(0) <= NINE) this.#look(seen, cell.trim(), line);
        this.#words.see(seen, cell, line);
      }
  }

  /**
   * Once all rows are read. Throws EtlError `source/ids-altered` (exit 3) where a column of the key is concerned: a record
   * under another id would get a second object. Of other columns it warns.
   */
  conclude(location: string, log: Log): void {
    this.#words.conclude(location, log);
    for (const { column, field, found, hasDecimals } of this.#columns)
      for (const [how, { count, line }] of found) {
        if (how === 'zeros' && hasDecimals) continue;
        const args = { location, column, how, count, line, field: field ?? '' };
        if (field === undefined) throw new EtlError('source/ids-altered', args);
        if (how !== 'commas') log.warn(describe('source/text-altered', args).message);
      }
  }

  #look(seen: Seen, cell: string, line: number): void {
    if (DECIMALS.test(cell)) seen.hasDecimals = true;
    const how = SCIENTIFIC.test(cell)
      ? 'scientific'
      : ZEROS.test(cell)
        ? 'zeros'
        : COMMAS.test(cell)
          ? 'commas'
          : undefined;
    if (how === undefined) return;
    const before = seen.found.get(how);
    if (before) before.count += 1;
    else seen.found.set(how, { count: 1, line });
  }
}

const NINE = 0x39;
