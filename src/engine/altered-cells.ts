/** Ids and texts that a spreadsheet, or a program that reads columns as numbers, has taken for numbers. */
import { describe } from '../messages/describe.ts';
import { EtlError } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import type { TextColumn } from '../contracts/mapper.ts';
import type { Header, SourceRecord } from '../contracts/record.ts';
import { isWordForNothing, NothingWords } from './nothing-words.ts';

/**
 * `scientific`: `2.02603E+11`, and digits are lost. `zeros`: `1012.0`. `commas`: `1,012` or `1012,5`. `rounded`: more than
 * 15 digits, all zeros behind the fifteenth, as Excel keeps a number.
 */
type Alteration = 'scientific' | 'zeros' | 'commas' | 'rounded';

const SCIENTIFIC = /^[-+]?\d(?:[.,]\d+)?e[-+]\d{1,3}$/i;
const ZEROS = /^\d+[.,]0+$/;
/** More digits than Excel keeps of a number. */
const LONG = /^\d{16,40}$/;
const DIGITS_OF_EXCEL = 15;
const COMMAS = /^\d+(?:,\d+)+$/;
/** A true decimal, as `2.5`: in a column that has some, `1.0` may well be what was meant. */
const DECIMALS = /^\d+\.\d*[1-9]\d*$/;

/** A column that is watched, and what its cells have shown so far. */
interface WatchedColumn {
  readonly column: string;
  /** Position of its cell in a record. */
  readonly at: number;
  /** Of a value of type text; absent where it is part of the key. */
  readonly field?: string;
  /** How its cells were altered: how many of them, and the line of the first. */
  readonly alterations: Map<Alteration, { count: number; readonly line: number | undefined }>;
  hasDecimals: boolean;
  hasLong: boolean;
}

/** Watches the columns of the key, and those that go out as texts, while the rows are read. */
export class AlteredCells {
  readonly #columns: readonly WatchedColumn[];
  readonly #words = new NothingWords();

  constructor(key: readonly string[], texts: readonly TextColumn[], { positions }: Header) {
    const ofKey = key.flatMap((column): WatchedColumn[] => {
      const at = positions.get(column);
      return at === undefined ? [] : [{ column, at, alterations: new Map(), hasDecimals: false, hasLong: false }];
    });
    const ofTexts = texts.filter((text) => !key.includes(text.column));
    this.#columns = [
      ...ofKey,
      ...ofTexts.map((text) => ({ ...text, alterations: new Map(), hasDecimals: false, hasLong: false })),
    ];
  }

  /** Looks at a batch of records. */
  see(records: readonly SourceRecord[]): void {
    for (const { cells, line } of records)
      for (const watched of this.#columns) {
        const cell = cells[watched.at] as string;
        // Most cells are blank, or begin with a letter: a look at the first sign tells.
        if (cell.charCodeAt(0) <= NINE) this.#look(watched, cell.trim(), line);
        this.#words.see(watched, cell, line);
      }
  }

  /**
   * Once all rows are read. Throws EtlError `source/ids-altered` (exit 3) where a column of the key is concerned: a record
   * under another id would get a second object. Of other columns it warns.
   */
  conclude(location: string, log: Log): void {
    this.#words.conclude(location, log);
    for (const { column, field, alterations, hasDecimals, hasLong } of this.#columns)
      for (const [how, { count, line }] of alterations) {
        if (how === 'zeros' && hasDecimals) continue;
        // One such id may end so by chance.
        if (how === 'rounded' && (hasLong || count < 2)) continue;
        const args = { location, column, how, count, ...(line !== undefined && { line }), field: field ?? '' };
        if (field === undefined) throw new EtlError('source/ids-altered', args);
        if (how !== 'commas') log.warn(describe('source/text-altered', args).message);
      }
  }

  #look(watched: WatchedColumn, cell: string, line: number | undefined): void {
    const { isDecimal, isLong, how } = look(cell);
    if (isDecimal) watched.hasDecimals = true;
    if (isLong) watched.hasLong = true;
    if (how === undefined) return;
    const before = watched.alterations.get(how);
    if (before) before.count += 1;
    else watched.alterations.set(how, { count: 1, line });
  }

  /** What `hear` is to be told of a record that is not read again; undefined where people are to be told of it. */
  noteOf({ cells }: SourceRecord): string | undefined {
    let note = '';
    for (const [n, { at, field }] of this.#columns.entries()) {
      const cell = cells[at] as string;
      if (isWordForNothing(cell, field === undefined)) return undefined;
      if (!(cell.charCodeAt(0) <= NINE)) continue;
      const { isDecimal, isLong, how } = look(cell.trim());
      if (how !== undefined) return undefined;
      if (isDecimal) note += `${n}d `;
      if (isLong) note += `${n}l `;
    }
    return note;
  }

  /** A record has been left unread of which this was noted. */
  hear(note: string): void {
    for (const sign of note.split(' ')) {
      const watched = this.#columns[parseInt(sign, 10)];
      if (watched && sign.endsWith('d')) watched.hasDecimals = true;
      if (watched && sign.endsWith('l')) watched.hasLong = true;
    }
  }
}

/** What a cell shows, without blanks around it. */
function look(cell: string): {
  readonly isDecimal: boolean;
  readonly isLong: boolean;
  readonly how: Alteration | undefined;
} {
  const hasManyDigits = cell.length > DIGITS_OF_EXCEL && LONG.test(cell);
  const isRounded = hasManyDigits && /^0+$/.test(cell.slice(DIGITS_OF_EXCEL));
  const how = SCIENTIFIC.test(cell)
    ? 'scientific'
    : ZEROS.test(cell)
      ? 'zeros'
      : COMMAS.test(cell)
        ? 'commas'
        : isRounded
          ? 'rounded'
          : undefined;
  // In a column that has ids as long with all their digits, zeros may well be what was meant.
  return { isDecimal: DECIMALS.test(cell), isLong: hasManyDigits && !isRounded, how };
}

const NINE = 0x39;
