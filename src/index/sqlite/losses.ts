import type { DatabaseSync } from 'node:sqlite';
import { keyMark } from '../key-mark.ts';
import { parseMarks, type Witness } from './witness.ts';

/**
 * Entries that an index has lost, until they are there again or a person accepts the loss: by the marks of their keys, and
 * the number of those that are not known by any mark.
 */
export class Losses {
  /** With the seals of a JSON index, where the loss was noticed there. */
  readonly #marks: Map<number, number | null>;
  #unknown: number;
  #hasChanged = false;

  constructor(marks: Iterable<readonly [number, number | null]>, unknown: number) {
    this.#marks = new Map(marks);
    this.#unknown = unknown;
  }

  static load(database: DatabaseSync, unknown: number): Losses {
    const rows = database.prepare('SELECT mark, seal FROM lost').all() as { mark: number; seal: number | null }[];
    return new Losses(
      rows.map(({ mark, seal }) => [mark, seal]),
      unknown,
    );
  }

  get size(): number {
    return this.#marks.size + this.#unknown;
  }

  get unknown(): number {
    return this.#unknown;
  }

  get marks(): ReadonlyMap<number, number | null> {
    return this.#marks;
  }

  /** There are fewer entries than the last run left: the others are lost. `present` are marks of the last ones here. */
  find(witness: Witness, entries: number, present: readonly number[]): void {
    const missing = witness.entries - entries;
    const here = new Set(present);
    const gone = parseMarks(witness.recent).filter((mark) => !here.has(mark));
    for (const mark of gone.slice(Math.max(0, gone.length - missing))) this.#marks.set(mark, null);
    this.#unknown += Math.max(0, missing - gone.length);
    this.#hasChanged = true;
  }

  /** Whether a record may have had one of the entries. Of those that nobody knows by a mark, each record may. */
  mayHave(ids: readonly string[]): boolean {
    if (this.#unknown > 0) return true;
    return ids.some((id) => [id, `uuid:${id}`].some((key) => this.#marks.has(keyMark(key))));
  }

  /** An entry is there, or there again. */
  isThere(name: string): void {
    if (this.#marks.size > 0 && this.#marks.delete(keyMark(name))) this.#hasChanged = true;
  }

  forget(): void {
    if (this.size === 0) return;
    this.#marks.clear();
    this.#unknown = 0;
    this.#hasChanged = true;
  }

  /** Writes what has changed, as part of a transaction. */
  save(database: DatabaseSync): void {
    if (this.#hasChanged) saveLosses(database, this.#marks);
  }

  /** Call it once that is committed. */
  settle(): void {
    this.#hasChanged = false;
  }
}

export function saveLosses(database: DatabaseSync, marks: ReadonlyMap<number, number | null>): void {
  database.exec('DELETE FROM lost');
  const add = database.prepare('INSERT INTO lost (mark, seal) VALUES (?, ?)');
  for (const [mark, seal] of marks) add.run(mark, seal);
}
