import { closeSync, mkdirSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { toFileError } from '../../storage/file-errors.ts';

/**
 * A file in the run's folder, for its owner alone, where waits what memory has no room for. It is made with the first
 * bytes, and gone when it is closed. What is read from it is wanted at once, cell by cell: so all of it is synchronous.
 */
export class WaitingFile {
  readonly #path: string;
  #file: number | undefined;
  #size = 0;

  constructor(path: string) {
    this.#path = path;
  }

  get size(): number {
    return this.#size;
  }

  append(bytes: Buffer): void {
    this.#guarded('write', () => {
      this.#file ??= this.#create();
      let written = 0;
      while (written < bytes.length) written += writeSync(this.#file, bytes, written);
      this.#size += bytes.length;
    });
  }

  /** Fills `into` from `at` on with bytes of the file from `position` on, and says how many there were. */
  read(into: Buffer, at: number, length: number, position: number): number {
    return this.#guarded('read', () => {
      let filled = 0;
      while (filled < length && this.#file !== undefined) {
        const count = readSync(this.#file, into, at + filled, length - filled, position + filled);
        if (count === 0) break;
        filled += count;
      }
      return filled;
    });
  }

  close(): void {
    if (this.#file === undefined) return;
    closeSync(this.#file);
    this.#file = undefined;
    rmSync(this.#path, { force: true });
  }

  #create(): number {
    mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 });
    rmSync(this.#path, { force: true });
    return openSync(this.#path, 'wx+', 0o600);
  }

  #guarded<T>(doing: string, act: () => T): T {
    try {
      return act();
    } catch (error) {
      throw toFileError(error, this.#path, doing);
    }
  }
}
