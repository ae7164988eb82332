import { EtlError } from '../base/errors.ts';
import type { Header } from '../contracts/record.ts';
import type { TableRow } from './table-row.ts';

/** Cells of a row that are looked at first: in a header, one of them is the name of a column. */
const SAMPLE = 5;

/**
 * Headers among the rows, as a file has them that was put together of several exports. The same header again is no
 * record. Another one would put each cell below it into the wrong column: then the file cannot be read.
 */
export class RepeatedHeaders {
  readonly #header: Header;
  readonly #location: string;
  readonly #sheet: string | undefined;
  readonly #lines: number[] = [];
  #count = 0;

  /** `sheet` is where they stand, in a source of sheets. */
  constructor(header: Header, location: string, sheet?: string) {
    this.#header = header;
    this.#location = location;
    this.#sheet = sheet;
  }

  /** Whether the row is the header again. Throws EtlError `source/second-header` where it is another header. */
  take({ cells, line }: TableRow): boolean {
    const { columns, positions } = this.#header;
    if (!looksLikeHeader(cells, positions)) return false;
    const at = firstDifference(cells, columns);
    if (at !== undefined) {
      const [found, wanted] = [toName(cells[at]), columns[at] ?? ''];
      const sheet = this.#sheet;
      const where = { location: this.#location, line, ...(sheet !== undefined && { sheet }) };
      throw new EtlError('source/second-header', { ...where, found, wanted });
    }
    this.#count += 1;
    if (this.#lines.length < LINES_SHOWN) this.#lines.push(line);
    return true;
  }

  /** A sentence on the headers that were left out, once all rows are read; none where there were none. */
  remarks(): string[] {
    if (this.#count === 0) return [];
    const lines = `${this.#lines.join(', ')}${this.#count > this.#lines.length ? ', …' : ''}`;
    const unit = this.#sheet === undefined ? 'Line' : 'Row';
    const of = this.#sheet === undefined ? '' : ` of sheet ${this.#sheet}`;
    return [
      this.#count === 1
        ? `${unit} ${lines}${of} is the header again: the file was put together of two. It is no record.`
        : `${unit}s ${lines}${of} are the header again: the file was put together of ${this.#count + 1}. They are no records.`,
    ];
  }
}

const LINES_SHOWN = 10;

/** Half of the cells with something in them, and three at least, are names of columns; or all of them are. */
function looksLikeHeader(cells: readonly string[], positions: Header['positions']): boolean {
  const isName = (cell: string): boolean => positions.has(cell) || positions.has(toName(cell));
  let looked = 0;
  let isPossible = false;
  for (const cell of cells) {
    if (cell === '') continue;
    isPossible = isName(cell);
    looked += 1;
    if (isPossible || looked === SAMPLE) break;
  }
  if (!isPossible) return false;
  const filled = cells.filter((cell) => cell.trim() !== '');
  const names = filled.filter(isName).length;
  return names === filled.length ? names > 1 : names >= 3 && names * 2 >= filled.length;
}

/** Position of the first cell in which two headers differ; undefined where none does. Blanks at the end do not count. */
function firstDifference(cells: readonly string[], columns: readonly string[]): number | undefined {
  const length = Math.max(cells.length, columns.length);
  for (let at = 0; at < length; at += 1) if (toName(cells[at]) !== toName(columns[at])) return at;
  return undefined;
}

/** A name without blanks around it, and without the byte-order marks and Ctrl-Z that stood between two files. */
function toName(cell = ''): string {
  return cell.replace(BEFORE, '').trim();
}

// oxlint-disable-next-line no-control-regex -- U+001A is the Ctrl-Z
const BEFORE = /^[\ufeff\x1a]+/;
