import { CsvError, Parser } from 'csv-parse';
import { EtlError } from '../base/errors.ts';
import { cellsOfRow } from './cells-of-row.ts';
import { countLineFeeds } from './checked-bytes.ts';

/** A row as parsed, of any number of cells. */
export interface RawRow {
  readonly cells: string[];
  /** Line of the file on which it starts, from 1. */
  readonly line: number;
  /** Its row where the file is open in Excel, from 1: a cell over several lines makes no more of them, a blank line is one. */
  readonly sheetRow: number;
  /** True where the file ended without ending this row's line. */
  readonly isOpen: boolean;
  /** Of its bytes, where that was asked for, and they are no matter for the parser. */
  readonly digest?: string;
  /** So many rows before it were left out. */
  readonly skipped: number;
}

/** How the CSV is written, as far as the header tells. */
export interface CsvForm {
  readonly delimiter: string;
  readonly lineEnd: '\n' | '\r';
  /** Line of the file on which the first of the bytes stands, from 1. */
  readonly line: number;
  /** The same as Excel counts. */
  readonly sheetRow: number;
  /** For errors. */
  readonly location: string;
}

/** A quote that is never closed would gather the rest of the file; no row of a survey comes near this. */
const MAX_ROW = 16 * 1024 * 1024;

const QUOTE = 34;
const CR = 13;
const LF = 10;

/**
 * Bytes in, rows out, of a CSV: quoted cells may hold delimiters, line ends and doubled quotes; a quote inside an
 * unquoted cell stands for itself, and so do quotes around the start of a cell only (`"Urgent" said she`). Lines that
 * are blank are no rows. Throws EtlError `source/truncated`, `source/stray-quote`, `source/row-too-long`.
 */
export class CsvRows {
  readonly #form: CsvForm;
  #parser: Parser;
  readonly #window: ByteWindow;
  readonly #parsed: { readonly cells: string[]; readonly end: number }[] = [];
  readonly #skips: { readonly at: number; rows: number; lines: number }[] = [];
  /** Rows that were left out since the last one that was given out. */
  #skipped = 0;
  #line: number;
  #sheetRow: number;

  constructor(form: CsvForm) {
    this.#form = form;
    this.#line = form.line;
    this.#sheetRow = form.sheetRow;
    this.#window = new ByteWindow(form.lineEnd === '\r' ? CR : LF);
    this.#parser = this.#newParser();
  }

  #newParser(): Parser {
    // It counts its bytes from the first that it is given.
    const before = this.#window.size;
    const parser = new Parser({
      delimiter: this.#form.delimiter,
      record_delimiter: this.#form.lineEnd === '\r' ? '\r' : ['\r\n', '\n'],
      relax_column_count: true,
      relax_quotes: true,
      max_record_size: MAX_ROW,
      // Rows are taken here, with the place where they end; nothing is left to wait in the parser.
      on_record: (cells: string[], { bytes }) => {
        this.#parsed.push({ cells, end: before + bytes });
        return null;
      },
    });
    // Errors reach us through the callbacks of `write` and `end`.
    parser.on('error', () => {});
    return parser;
  }

  /** The rows that are complete with these bytes. */
  async feed(bytes: Buffer): Promise<RawRow[]> {
    if (bytes.length === 0) return [];
    this.#window.push(bytes);
    await this.#run((done) => this.#parser.write(bytes, done));
    return this.#take(false);
  }

  /** The rest, once there are no more bytes. */
  async end(): Promise<RawRow[]> {
    const isOpen = this.#window.last !== LF && this.#window.last !== CR;
    // A file that was cut between CR and LF has lost nothing.
    const rows = this.#window.last === CR && this.#form.lineEnd === '\n' ? await this.feed(Buffer.from('\n')) : [];
    await this.#run((done) => this.#parser.end(done));
    return [...rows, ...this.#take(isOpen)];
  }

  /** The rows that have gone in whole, where a row ends with the last byte: the parser alone would wait for what follows. */
  async settle(): Promise<RawRow[]> {
    if (this.pendingSize === 0) return [];
    await this.#run((done) => this.#parser.end(done));
    const rows = this.#take(false);
    this.#parser = this.#newParser();
    return rows;
  }

  /** A row that needs no parser, with its line end; all before it are settled. None where its line is blank. */
  take(bytes: Buffer, digest: string | undefined): RawRow[] {
    this.#passSkips(this.#window.start);
    const lineEnd = bytes.at(-2) === CR ? 2 : 1;
    const cells = cellsOfRow(bytes.toString('utf8', 0, bytes.length - lineEnd), this.#form.delimiter);
    const line = this.#line;
    this.#line += countLineFeeds(bytes);
    this.#window.last = LF;
    return this.#toRow(cells, line, false, digest);
  }

  /** Bytes that have gone in, and not yet come out as rows. */
  get pendingSize(): number {
    return this.#window.size - this.#window.start;
  }

  pending(): Buffer {
    return this.#window.bytesUntil(this.#window.size);
  }

  /** A row of so many lines is not fed, and would have come now. */
  skip(lines: number): void {
    const at = this.#window.size;
    const last = this.#skips.at(-1);
    if (last?.at !== at) this.#skips.push({ at, rows: 1, lines });
    else {
      last.rows += 1;
      last.lines += lines;
    }
  }

  /** Rows that were left out behind the last one that was given out. */
  get skippedLast(): number {
    return this.#skips.reduce((sum, { rows }) => sum + rows, this.#skipped);
  }

  async #run(step: (done: (error?: Error | null) => void) => void): Promise<void> {
    try {
      await new Promise<void>((resolve, reject) => step((error) => (error ? reject(error) : resolve())));
    } catch (error) {
      throw this.#toError(error);
    }
  }

  #take(isOpen: boolean): RawRow[] {
    const rows: RawRow[] = [];
    for (const { cells, end } of this.#parsed) {
      this.#passSkips(this.#window.start);
      const breaks = this.#window.lineBreaksUntil(end);
      // Only a row over several lines can have swallowed others.
      if (breaks > 1 && cells.some((cell) => cell.charCodeAt(0) === QUOTE)) this.#refuseStrayQuote(end);
      const isLast = isOpen && end === this.#window.size;
      rows.push(...this.#toRow(cells, this.#line, isLast));
      this.#line += breaks;
      this.#window.passTo(end);
    }
    this.#parsed.length = 0;
    return rows;
  }

  #toRow(cells: string[], line: number, isOpen: boolean, digest?: string): RawRow[] {
    const sheetRow = this.#sheetRow;
    this.#sheetRow += 1;
    if (isBlankLine(cells)) return [];
    const skipped = this.#skipped;
    this.#skipped = 0;
    return [{ cells, line, sheetRow, isOpen, skipped, ...(digest !== undefined && { digest }) }];
  }

  #passSkips(start: number): void {
    while (this.#skips[0] !== undefined && this.#skips[0].at <= start) {
      const { rows, lines } = this.#skips.shift() as { rows: number; lines: number };
      this.#skipped += rows;
      this.#sheetRow += rows;
      this.#line += lines;
    }
  }

  #refuseStrayQuote(end: number): void {
    if (!hasStrayQuote(this.#window.textUntil(end), this.#form.delimiter)) return;
    throw new EtlError('source/stray-quote', { location: this.#form.location, line: this.#line });
  }

  #toError(error: unknown): unknown {
    if (!(error instanceof CsvError)) return error;
    const { location } = this.#form;
    // Rows before the one at fault have been found, but not yet counted.
    this.#take(false);
    this.#passSkips(this.#window.start);
    const line = this.#line;
    if (error.code === 'CSV_QUOTE_NOT_CLOSED')
      return new EtlError('source/truncated', { location, line, reason: 'quote' });
    if (error.code === 'CSV_MAX_RECORD_SIZE')
      return new EtlError('source/row-too-long', { location, line, limit: '16 MiB' });
    return error;
  }
}

function isBlankLine(cells: readonly string[]): boolean {
  return cells.length === 1 && (cells[0] as string).trim() === '';
}

/**
 * Whether a quoted stretch of a row goes over a line end, and is not closed where a cell ends. Then it may well have
 * started as a stray quote, and the rows up to the next quote somewhere below have become one.
 */
function hasStrayQuote(text: string, delimiter: string): boolean {
  let at = 0;
  while (at < text.length) {
    if (text[at] === '"') {
      const close = closingQuote(text, at);
      const next = text[close + 1];
      const isCellEnd = next === undefined || next === '\n' || next === '\r' || text.startsWith(delimiter, close + 1);
      if (!isCellEnd && /[\r\n]/.test(text.slice(at, close))) return true;
      at = close + 1;
    }
    const cellEnd = text.indexOf(delimiter, at);
    if (cellEnd === -1) return false;
    at = cellEnd + delimiter.length;
  }
  return false;
}

function closingQuote(text: string, open: number): number {
  let at = text.indexOf('"', open + 1);
  while (at !== -1 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at === -1 ? text.length : at;
}

/** The bytes that have gone into the parser and not yet come out as rows. Offsets count from the first byte of all. */
class ByteWindow {
  readonly #lineEnd: number;
  #chunks: Buffer[] = [];
  start = 0;
  size = 0;
  last: number | undefined;

  constructor(lineEnd: number) {
    this.#lineEnd = lineEnd;
  }

  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.size += chunk.length;
    this.last = chunk.at(-1);
  }

  lineBreaksUntil(end: number): number {
    let count = 0;
    for (const part of this.#until(end)) count += countLineFeeds(part, this.#lineEnd);
    return count;
  }

  textUntil(end: number): string {
    return this.bytesUntil(end).toString('utf8');
  }

  bytesUntil(end: number): Buffer {
    return Buffer.concat([...this.#until(end)]);
  }

  passTo(end: number): void {
    let pass = end - this.start;
    let whole = 0;
    while (whole < this.#chunks.length && pass >= (this.#chunks[whole] as Buffer).length) {
      pass -= (this.#chunks[whole] as Buffer).length;
      whole += 1;
    }
    if (whole > 0) this.#chunks = this.#chunks.slice(whole);
    if (pass > 0) this.#chunks[0] = (this.#chunks[0] as Buffer).subarray(pass);
    this.start = end;
  }

  *#until(end: number): Generator<Buffer> {
    let wanted = end - this.start;
    for (const chunk of this.#chunks) {
      if (wanted <= 0) return;
      yield wanted < chunk.length ? chunk.subarray(0, wanted) : chunk;
      wanted -= chunk.length;
    }
  }
}
