import { hash } from 'node:crypto';
import type { KnownRows } from '../contracts/source.ts';
import { countLineFeeds } from './checked-bytes.ts';
import type { CsvRows, RawRow } from './csv-rows.ts';
import { CUT, endOfRow, ODD } from './end-of-row.ts';

/** Longer rows are the parser's from their start. */
const MOST_HELD = 1024 * 1024;

const NOTHING: Buffer = Buffer.alloc(0);

/**
 * Takes rows apart without the parser, and leaves out those that are known by their bytes. Where a row ends, the parser alone
 * decides as soon as there could be two opinions (`ODD`): it is given all that follows, up to where it has brought a row to
 * its end.
 */
export class RowSieve {
  readonly #rows: CsvRows;
  readonly #delimiter: number;
  readonly #known: KnownRows | undefined;
  /** From the start of a row on; the first `#fed` of its bytes have gone into the parser. */
  #tail: Buffer = NOTHING;
  #fed = 0;
  /** Where the parser's next row starts is not looked for: there is too much of it. */
  #isLost = false;

  constructor(rows: CsvRows, delimiter: number, known: KnownRows | undefined) {
    this.#rows = rows;
    this.#delimiter = delimiter;
    this.#known = known;
    this.#takeUp();
  }

  /** The rows that are complete with these bytes, and not known. */
  async feed(chunk: Buffer): Promise<RawRow[]> {
    if (this.#isLost) {
      const rows = await this.#rows.feed(chunk);
      this.#takeUp();
      return rows;
    }
    const bytes = this.#tail.length > 0 ? Buffer.concat([this.#tail, chunk]) : chunk;
    const given: RawRow[] = [];
    /** Up to here the parser has them, or needs them not. */
    let passed = this.#fed;
    const feedTo = async (end: number): Promise<void> => {
      for (const row of await this.#rows.feed(bytes.subarray(passed, end))) given.push(row);
      passed = end;
    };
    let at = 0;
    let end = endOfRow(bytes, at, this.#delimiter);
    for (; end !== CUT && end !== ODD; end = endOfRow(bytes, at, this.#delimiter)) {
      if (at >= this.#fed) {
        const row = bytes.subarray(at, end);
        const digest = this.#known && digestOf(row);
        if (at > passed) await feedTo(at);
        if (digest !== undefined && this.#known?.takes(digest)) this.#rows.skip(countLineFeeds(row));
        else {
          if (this.#rows.pendingSize > 0) for (const before of await this.#rows.settle()) given.push(before);
          for (const one of this.#rows.take(row, digest)) given.push(one);
        }
        passed = end;
      }
      at = end;
    }
    if (end === ODD || at < this.#fed || bytes.length - at > MOST_HELD) {
      await feedTo(bytes.length);
      this.#takeUp();
    } else {
      await feedTo(at);
      this.#tail = bytes.subarray(at);
      this.#fed = 0;
    }
    return given;
  }

  /** Goes on from where the parser's last row has ended; all that follows it has gone in. */
  #takeUp(): void {
    this.#isLost = this.#rows.pendingSize > MOST_HELD;
    this.#tail = this.#isLost ? NOTHING : this.#rows.pending();
    this.#fed = this.#tail.length;
  }

  /** The rest, once there are no more bytes. */
  async end(): Promise<RawRow[]> {
    const rest = await this.#rows.feed(this.#tail.subarray(this.#fed));
    return [...rest, ...(await this.#rows.end())];
  }
}

function digestOf(bytes: Buffer): string {
  return hash('sha256', bytes, 'binary').slice(0, 16);
}
