import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { rm } from 'node:fs/promises';

/** Bytes of texts that are kept in memory; all further ones wait in a file. */
const IN_MEMORY = 64 * 1024 * 1024;
/** Bytes that are gathered before they are put away. */
const PAGE = 1024 * 1024;

/**
 * The texts that the cells of a workbook share, by number. They are kept as UTF-8 one behind the other: in memory as long
 * as they are few, then in a file of the run's folder, so that a workbook of any size takes a bounded part of memory.
 */
export class SharedStrings {
  readonly #path: string;
  readonly #inMemory: number;
  readonly #pages: Buffer[] = [];
  #ends = new Float64Array(1024);
  #count = 0;
  #size = 0;
  #page: Buffer = Buffer.allocUnsafe(PAGE);
  #filled = 0;
  #file: number | undefined;
  /** Bytes before the page that is being filled. */
  #put = 0;

  /** `path` is where the file would stand. */
  constructor(path: string, inMemory = IN_MEMORY) {
    this.#path = path;
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
    const first = Math.floor(start / PAGE);
    if (end <= (first + 1) * PAGE) {
      const page = this.#pageAt(first);
      if (page) return page.toString('utf8', start - first * PAGE, end - first * PAGE);
    }
    return this.#collect(start, end).toString('utf8');
  }

  async close(): Promise<void> {
    if (this.#file === undefined) return;
    closeSync(this.#file);
    this.#file = undefined;
    await rm(this.#path, { force: true });
  }

  #append(bytes: Buffer): void {
    let at = 0;
    while (at < bytes.length) {
      const copied = bytes.copy(this.#page, this.#filled, at);
      at += copied;
      this.#filled += copied;
      if (this.#filled === PAGE) this.#putAway();
    }
    this.#size += bytes.length;
  }

  #putAway(): void {
    if (this.#put < this.#inMemory) {
      this.#pages.push(this.#page);
      this.#page = Buffer.allocUnsafe(PAGE);
    } else {
      this.#file ??= openSync(this.#path, 'wx+', 0o600);
      let written = 0;
      while (written < PAGE) written += writeSync(this.#file, this.#page, written);
    }
    this.#put += PAGE;
    this.#filled = 0;
  }

  /** A page that is in memory. */
  #pageAt(number: number): Buffer | undefined {
    return number * PAGE === this.#put ? this.#page : this.#pages[number];
  }

  #collect(start: number, end: number): Buffer {
    const bytes = Buffer.allocUnsafe(end - start);
    for (let at = start; at < end;) {
      const number = Math.floor(at / PAGE);
      const upTo = Math.min(end, (number + 1) * PAGE);
      const page = this.#pageAt(number);
      if (page) page.copy(bytes, at - start, at - number * PAGE, upTo - number * PAGE);
      else readSync(this.#file as number, bytes, at - start, upTo - at, at - this.#pages.length * PAGE);
      at = upTo;
    }
    return bytes;
  }
}
