import { EtlError } from '../../base/errors.ts';
import { PLAIN, type NumberForm } from './number-form.ts';
import { toCellText, type CellContext, type CellFault } from './cell-text.ts';
import { isTrue } from './workbook.ts';
import { readXml, type Attributes, type XmlHandler } from './xml.ts';

/** A row of a sheet that has something in it. */
export interface SheetRow {
  /** Its number in the sheet, from 1. */
  readonly line: number;
  /** From the first column on; blanks as ''. */
  readonly cells: string[];
  /** Cells without a text, with their positions. */
  readonly faults: readonly { readonly at: number; readonly fault: CellFault }[];
  /** Whether whatever it has is written as text. */
  readonly isText: boolean;
}

/** What the rows do not show, counted while they are read. */
export interface SheetHabits {
  hiddenRows: number;
  hiddenColumns: number;
  /** Areas that are merged into one cell, `A3:B3`; of very many the first. */
  readonly merged: string[];
  /** Whole numbers of more digits than Excel keeps, whose last are zeros. */
  roundedNumbers: number;
}

/** As many as a sheet can have, by its format. */
const MOST_COLUMNS = 16_384;
const MOST_ROWS = 1_048_576;
const MOST_MERGED = 100_000;
/** Types of cells that are not written as text. */
const NO_TEXT: ReadonlySet<string> = new Set(['n', 'b', 'd']);
const LONG_AND_ROUND = /^-?\d{15}0+$/;

export interface SheetSource {
  readonly chunks: AsyncIterable<Buffer>;
  readonly part: string;
  readonly location: string;
  readonly context: CellContext;
  /** Forms of numbers, by the style of a cell. */
  readonly forms: readonly NumberForm[];
  readonly habits: SheetHabits;
}

/** Reads the rows of a sheet as they come; those without anything in them are none. Throws EtlError `source/broken-workbook`. */
export async function* readSheetRows(source: SheetSource): AsyncGenerator<readonly SheetRow[], void> {
  const parser = new SheetParser(source);
  for await (const _ of readXml(source.chunks, parser, source)) {
    const rows = parser.take();
    if (rows.length > 0) yield rows;
  }
  const rows = parser.take();
  if (rows.length > 0) yield rows;
}

/** Takes the elements of a sheet, and makes rows of them. */
class SheetParser implements XmlHandler {
  readonly #source: SheetSource;
  #rows: SheetRow[] = [];
  #line = 0;
  #cells: string[] = [];
  #faults: { at: number; fault: CellFault }[] = [];
  #isText = true;
  #hasContent = false;
  #at = -1;
  #type = 'n';
  #form: NumberForm = PLAIN;
  #value = '';
  #hasFormula = false;
  /** Inside a value or a text that is the cell's: not its formula, not how it is pronounced, not what programs add. */
  #isTaking = false;
  #isAside = false;

  constructor(source: SheetSource) {
    this.#source = source;
  }

  take(): readonly SheetRow[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  open(name: string, attributes: Attributes): void {
    switch (name) {
      case 'v':
      case 't':
        this.#isTaking = !this.#isAside;
        return;
      case 'c':
        return this.#openCell(attributes);
      case 'row':
        return this.#openRow(attributes);
      case 'f':
        this.#hasFormula = true;
        return;
      case 'rPh':
      case 'extLst':
        this.#isAside = true;
        return;
      case 'col':
        if (isTrue(attributes['hidden'])) this.#countColumns(attributes);
        return;
      case 'mergeCell':
        return this.#countMerged(attributes['ref'] ?? '');
      default:
    }
  }

  close(name: string): void {
    if (name === 'v' || name === 't') this.#isTaking = false;
    else if (name === 'c') this.#closeCell();
    else if (name === 'row') this.#closeRow();
    else if (name === 'rPh' || name === 'extLst') this.#isAside = false;
  }

  text(text: string): void {
    if (this.#isTaking) this.#value += text;
  }

  #openRow({ r, hidden }: Attributes): void {
    this.#line = r === undefined ? this.#line + 1 : Number(r);
    if (!(this.#line >= 1 && this.#line <= MOST_ROWS)) throw this.#broken(`it has a row ${r ?? this.#line}`);
    if (isTrue(hidden)) this.#source.habits.hiddenRows += 1;
    this.#cells = [];
    this.#faults = [];
    this.#isText = true;
    this.#hasContent = false;
    this.#at = -1;
  }

  #openCell({ r, t = 'n', s }: Attributes): void {
    this.#at = r === undefined ? this.#at + 1 : columnOf(r);
    if (!(this.#at >= 0 && this.#at < MOST_COLUMNS)) throw this.#broken(`it has a cell ${r ?? this.#at}`);
    this.#type = t;
    this.#form = s === undefined ? PLAIN : (this.#source.forms[Number(s)] ?? PLAIN);
    this.#value = '';
    this.#hasFormula = false;
  }

  #closeCell(): void {
    const cell = { type: this.#type, value: this.#value, hasFormula: this.#hasFormula, form: this.#form };
    const text = toCellText(cell, this.#source.context);
    if (typeof text !== 'string') {
      this.#faults.push({ at: this.#at, fault: text });
      this.#set('');
      this.#hasContent = true;
      this.#isText = false;
      return;
    }
    if (text === '') return;
    if (NO_TEXT.has(this.#type)) {
      this.#isText = false;
      if (text.length > 15 && LONG_AND_ROUND.test(text)) this.#source.habits.roundedNumbers += 1;
    }
    this.#hasContent ||= text.trim() !== '';
    this.#set(text);
  }

  #set(text: string): void {
    while (this.#cells.length < this.#at) this.#cells.push('');
    this.#cells[this.#at] = text;
  }

  #closeRow(): void {
    if (!this.#hasContent) return;
    this.#rows.push({ line: this.#line, cells: this.#cells, faults: this.#faults, isText: this.#isText });
  }

  #countColumns({ min, max }: Attributes): void {
    const columns = Number(max) - Number(min) + 1;
    // All columns to the right of a table may be hidden as one: of these nobody need hear.
    if (columns > 0 && columns < 1000) this.#source.habits.hiddenColumns += columns;
  }

  #countMerged(area: string): void {
    const { merged } = this.#source.habits;
    if (merged.length < MOST_MERGED) merged.push(area);
  }

  #broken(reason: string): EtlError {
    const { location, part } = this.#source;
    return new EtlError('source/broken-workbook', { location, part, reason });
  }
}

/** Position of a column by the reference of a cell: `A1` is 0, `AB7` is 27; -1 where it is none. */
export function columnOf(reference: string): number {
  let at = 0;
  for (let n = 0; n < reference.length; n += 1) {
    const letter = reference.charCodeAt(n) & ~0x20;
    if (letter < 65 || letter > 90) break;
    at = at * 26 + letter - 64;
  }
  return at - 1;
}
