import { reason } from '../messages/reason.ts';
import { EtlError } from '../base/errors.ts';
import type { BadRow, Header, SourceBatch, SourceRecord } from '../contracts/record.ts';
import type { Extract, KnownRows, SourceFacts } from '../contracts/source.ts';
import type { CsvForm, RawRow } from './csv-rows.ts';
import { MissingWords } from './missing-words.ts';
import { RepeatedHeaders } from './repeated-headers.ts';
import { SurplusTail } from './surplus-tail.ts';

/** Rows as they come, and how to stop them coming. */
export interface RowStream {
  /** The next rows, at least none; null after the last. */
  next(): Promise<readonly RawRow[] | null>;
  /** From here on, rows are told by their bytes, and those that are known are left out. */
  byBytes(known: KnownRows | undefined, delimiter: number): void;
  /** Rows that were left out behind the last one. */
  readonly skippedLast: number;
  close(): Promise<void>;
}

/** Facts of a CSV: as a file, it has all of them. */
export type CsvFacts = Required<SourceFacts>;

/** What an extract is made of. */
export interface Opened {
  readonly facts: CsvFacts;
  readonly header: Header;
  readonly missing: readonly string[];
  readonly form: Pick<CsvForm, 'delimiter' | 'lineEnd'>;
  readonly rows: RowStream;
  /** Which part of the file has been read. */
  readonly share: () => number | undefined;
  /** Hears the remarks that come after the file was opened. */
  readonly tell: (remark: string) => void;
}

/** The rows of a CSV as records, and what is wrong with single rows and with the file as a whole. */
export class CsvExtract implements Extract {
  readonly facts: CsvFacts;
  readonly header: Header;
  readonly share: () => number | undefined;
  readonly writtenAs?: string;
  readonly #delimiter: number;
  readonly #tell: (remark: string) => void;
  readonly #missing: MissingWords;
  readonly #rows: RowStream;
  #isRead = false;

  constructor({ facts, header, missing, form: { delimiter, lineEnd }, rows, share, tell }: Opened) {
    this.facts = facts;
    this.header = header;
    this.#delimiter = delimiter.charCodeAt(0);
    // Others have rows that end otherwise, or delimiters of several bytes: too rare for a way of their own.
    if (lineEnd === '\n' && this.#delimiter < 0x80) this.writtenAs = JSON.stringify(['csv', delimiter, missing]);
    this.#missing = new MissingWords(missing);
    this.#rows = rows;
    this.share = share;
    this.#tell = tell;
  }

  /** Lets go of the file where its rows are not wanted, or no longer. */
  async close(): Promise<void> {
    await this.#rows.close();
  }

  async *batches(size: number, known?: KnownRows): AsyncGenerator<Required<SourceBatch>, void> {
    if (this.#isRead) throw new Error('the rows of an extract can be read once');
    this.#isRead = true;
    if (this.writtenAs !== undefined) this.#rows.byBytes(known, this.#delimiter);
    const tail = new SurplusTail();
    const repeated = new RepeatedHeaders(this.header, this.facts.location);
    let records: SourceRecord[] = [];
    let badRows: BadRow[] = [];
    let row = 0;
    let given = 0;
    try {
      for (let rows = await this.#rows.next(); rows !== null; rows = await this.#rows.next()) {
        for (const raw of rows) {
          unquoteBehindMark(raw.cells);
          row += raw.skipped;
          if (raw.skipped > 0) tail.end();
          if (isBlankRow(raw, this.header.columns.length) || repeated.take(raw)) continue;
          row += 1;
          const bad = this.#judge(raw, row);
          tail.see(raw, this.header.columns.length);
          if (bad) badRows.push(bad);
          else records.push(this.#toRecord(raw, row));
          if (records.length + badRows.length >= size) {
            yield { records, badRows };
            records = [];
            badRows = [];
            given = row;
          }
        }
        // Rows that are left out are told by nothing else.
        if (row + this.#rows.skippedLast - given >= size) {
          yield { records, badRows };
          records = [];
          badRows = [];
          given = row + this.#rows.skippedLast;
        }
      }
      if (this.#rows.skippedLast > 0) tail.end();
      this.#refuseRagged(tail);
      for (const remark of repeated.remarks()) {
        this.facts.remarks.push(remark);
        this.#tell(remark);
      }
      if (records.length + badRows.length > 0) yield { records, badRows };
    } finally {
      await this.close();
    }
  }

  #toRecord({ cells, sheetRow, digest }: RawRow, row: number): SourceRecord {
    const record = { header: this.header, cells: this.#missing.blank(cells), row, line: sheetRow };
    return digest === undefined ? record : { ...record, digest };
  }

  #judge({ cells, line, sheetRow, isOpen }: RawRow, row: number): BadRow | undefined {
    const { location } = this.facts;
    const expected = this.header.columns.length;
    if (cells.length === expected) return undefined;
    const args = { cells: cells.length, expected };
    if (cells.length > expected) return { row, line: sheetRow, reason: reason('source/too-many-cells', args) };
    if (isOpen) throw new EtlError('source/truncated', { location, line, reason: 'row', ...args });
    return { row, line: sheetRow, reason: reason('source/too-few-cells', args) };
  }

  #refuseRagged({ rows, line, cells }: SurplusTail): void {
    if (rows < 2) return;
    const { location } = this.facts;
    throw new EtlError('source/ragged', { location, line, cells, expected: this.header.columns.length });
  }
}

/**
 * Takes the quotes off the first cell of a row where a byte-order mark or a Ctrl-Z stands before them, as in files that
 * were put one behind the other: there the parser does not see that the cell is quoted. Cells without quotes stay.
 */
function unquoteBehindMark(cells: string[]): void {
  const [first = ''] = cells;
  const code = first.charCodeAt(0);
  if (code !== 0xfeff && code !== 0x1a) return;
  const quoted = QUOTED_BEHIND_MARK.exec(first)?.[1];
  if (quoted !== undefined) cells[0] = quoted.replaceAll('""', '"');
}

// oxlint-disable-next-line no-control-regex -- U+001A is the Ctrl-Z
const QUOTED_BEHIND_MARK = /^[\ufeff\x1a]+"((?:[^"]|"")*)"$/;

/** A row of nothing but delimiters and blanks is no record; but where the file ends inside it, it was cut short. */
function isBlankRow({ cells, isOpen }: RawRow, expected: number): boolean {
  return cells.every(isBlank) && (!isOpen || cells.length >= expected);
}

/** A Ctrl-Z alone counts as blank: with it DOS ended a text. */
function isBlank(cell: string): boolean {
  return cell.trim() === '' || cell === '\u001a';
}
