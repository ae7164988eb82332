import type { WaitingFile } from './waiting-file.ts';

/** Bytes of texts that are kept in memory; all further ones wait in a file. */
const IN_MEMORY = 64 * 1024 * 1024;
/** Bytes that are put away at once. */
const PAGE = 1024 * 1024;

/**
 * The texts that the cells of a workbook share, by number. They are kept as UTF-8, one behind the other: in memory as long
 * as they are few, then in a file, so that a workbook of any size takes a bounded part of memory.
 */
export class SharedStrings {
  readonly #file: WaitingFile;
  readonly #inMemory: number;
  /** The first pages; those behind them are in the file. */
  readonly #pages: Buffer[] = [];
  /** Where each text ends. */
  #ends = new Float64Array(1024);
  #count = 0;
  #size = 0;
  /** The page that is being filled. */
  #page: Buffer = Buffer.allocUnsafe(PAGE);
  #pageNumber = 0;
  #filled = 0;

  constructor(file: WaitingFile, inMemory = IN_MEMORY) {
    this.#file = file;
    this.#inMemory = inMemory;
  }

  get count(): number {
    return this.#count;
  }

  add(text: string): void {
    this.#append(Buffer.from(text, 'utf8'));
    if (this.#count === this.#ends.length) {
      const larger = new Float64Array(this.#ends.length * 2);
      larger.set(this.#ends);
      this.#ends = larger;
    }
    this.#ends[this.#count] = this.#size;
    this.#count += 1;
  }

  /** The text of a number; undefined where there is none. */
  get(at: number): string | undefined {
    if (!Number.isInteger(at) || at < 0 || at >= this.#count) return undefined;
    const start = at === 0 ? 0 : (this.#ends[at - 1] as number);
    const end = this.#ends[at] as number;
    const first = Math.floor(start / PAGE) * PAGE;
    const page = end <= first + PAGE ? this.#pageAt(first / PAGE) : undefined;
    if (page) return page.toString('utf8', start - first, end - first);
    return this.#collect(start, end).toString('utf8');
  }

  close(): void {
    this.#file.close();
  }

  #append(bytes: Buffer): void {
    for (let at = 0; at < bytes.length;) {
      const copied = bytes.copy(this.#page, this.#filled, at);
      at += copied;
      this.#filled += copied;
      if (this.#filled === PAGE) this.#putAway();
    }
    this.#size += bytes.length;
  }

  #putAway(): void {
    if (this.#pages.length * PAGE < this.#inMemory) {
      this.#pages.push(this.#page);
      this.#page = Buffer.allocUnsafe(PAGE);
    } else {
      this.#file.append(this.#page);
    }
    this.#pageNumber += 1;
    this.#filled = 0;
  }

  /** A page that is in memory. */
  #pageAt(number: number): Buffer | undefined {
    return number === this.#pageNumber ? this.#page : this.#pages[number];
  }

  /** Bytes over several pages, or from the file. */
  #collect(start: number, end: number): Buffer {
    const bytes = Buffer.allocUnsafe(end - start);
    for (let at = start; at < end;) {
      const number = Math.floor(at / PAGE);
      const upTo = Math.min(end, (number + 1) * PAGE);
      const page = this.#pageAt(number);
      if (page) page.copy(bytes, at - start, at - number * PAGE, upTo - number * PAGE);
      else this.#file.read(bytes, at - start, upTo - at, at - this.#pages.length * PAGE);
      at = upTo;
    }
    return bytes;
  }
}
