import type { Checked } from './checked-bytes.ts';
import type { RowStream } from './csv-extract.ts';
import type { CsvRows, RawRow } from './csv-rows.ts';
import { RowSieve } from './row-sieve.ts';
import type { KnownRows } from '../contracts/source.ts';

/** Rows, pulled from the bytes as they are asked for. */
export class PulledRows implements RowStream {
  readonly #chunks: AsyncGenerator<Checked, void>;
  readonly #rows: CsvRows;
  #sieve: RowSieve | undefined;
  #first: Buffer | undefined;
  #waiting: RawRow[] = [];
  #isDone = false;

  constructor(chunks: AsyncGenerator<Checked, void>, rows: CsvRows, first: Buffer) {
    this.#chunks = chunks;
    this.#rows = rows;
    this.#first = first;
  }

  async next(): Promise<readonly RawRow[] | null> {
    if (this.#waiting.length === 0) {
      if (this.#isDone) return null;
      await this.#pull();
    }
    const rows = this.#waiting;
    this.#waiting = [];
    return rows;
  }

  /** Takes the next row alone; undefined after the last. */
  async shift(): Promise<RawRow | undefined> {
    return (await this.isEnd()) ? undefined : this.#waiting.shift();
  }

  /** Whether there are no more rows; reads on until that is known. */
  async isEnd(): Promise<boolean> {
    while (this.#waiting.length === 0 && !this.#isDone) await this.#pull();
    return this.#waiting.length === 0;
  }

  /** Copies of at most `count` next rows, as far as they are read already: to read on could throw for a later row. */
  peek(count: number): readonly RawRow[] {
    return this.#waiting.slice(0, count).map(({ cells, ...row }) => ({ ...row, cells: [...cells] }));
  }

  byBytes(known: KnownRows | undefined, delimiter: number): void {
    this.#sieve = new RowSieve(this.#rows, delimiter, known);
  }

  /** Rows that were left out behind the last one. */
  get skippedLast(): number {
    return this.#rows.skippedLast;
  }

  async close(): Promise<void> {
    await this.#chunks.return();
  }

  async #pull(): Promise<void> {
    if (this.#first) {
      this.#waiting = await this.#rows.feed(this.#first);
      this.#first = undefined;
      return;
    }
    const next = await this.#chunks.next();
    this.#isDone = next.done === true;
    const rows = this.#sieve ?? this.#rows;
    this.#waiting = next.done ? await rows.end() : await rows.feed(next.value.bytes);
  }
}
