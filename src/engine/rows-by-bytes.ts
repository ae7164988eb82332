/** Rows that are left alone by their bytes: not even their cells are read. */
import { parseJson } from '../base/parse-json.ts';
import type { KnownRows } from '../contracts/source.ts';
import type { AlteredCells } from './altered-cells.ts';
import type { NewColumns } from './changed-columns.ts';
import type { ComparedValues } from './compared-values.ts';
import type { LeftAlone, ReadRecord } from './left-alone.ts';
import type { KnownRow, RowMemory } from './row-table.ts';

/** Those who look at every record that is read. */
export interface Watchers {
  readonly altered: AlteredCells;
  readonly compared: ComparedValues;
  readonly newColumns: NewColumns;
}

/**
 * Leaves rows alone whose bytes were read before: what they say and what they are called is known. Not where somebody who
 * looks at every record would have something to tell of it.
 */
export class RowsByBytes implements KnownRows {
  readonly #memory: RowMemory;
  readonly #leftAlone: LeftAlone;
  readonly #watchers: Watchers;
  /** Of notes by their numbers, whether rows with them need not be read. */
  readonly #isQuiet: (boolean | undefined)[] = [];
  /** Whose notes the watchers have heard. */
  readonly #isHeard: true[] = [];

  constructor(memory: RowMemory, leftAlone: LeftAlone, watchers: Watchers) {
    this.#memory = memory;
    this.#leftAlone = leftAlone;
    this.#watchers = watchers;
  }

  takes(digest: string): boolean {
    const { table } = this.#memory;
    const at = table.find(digest);
    if (at === -1) return false;
    table.meet(at);
    const row = table.get(at);
    if (!(this.#isQuiet[row.note] ??= this.#judge(row.note)) || !this.#leaves(at, row)) return false;
    if (this.#isHeard[row.note] !== true) this.#hear(row.note);
    return true;
  }

  #leaves(at: number, { ids, said, mark }: KnownRow): boolean {
    const [key] = ids;
    if (key === undefined) return false;
    if (mark !== undefined && this.#leftAlone.takesAgain(ids, mark)) return true;
    if (!this.#leftAlone.takes({ identity: { key, ids }, said })) return false;
    const now = this.#leftAlone.markOf(ids);
    if (now !== undefined && this.#memory.isKept) this.#memory.table.setMark(at, now);
    return true;
  }

  #judge(note: number): boolean {
    const parts = partsOf(this.#memory.table.noteText(note));
    const { compared, newColumns } = this.#watchers;
    return parts !== undefined && compared.isNothingNew(parts[1]) && !newColumns.areCounted;
  }

  #hear(note: number): void {
    this.#isHeard[note] = true;
    const parts = partsOf(this.#memory.table.noteText(note));
    if (!parts) return;
    this.#watchers.altered.hear(parts[0]);
    this.#watchers.compared.hear(parts[1]);
  }

  /** Remembers records that were read. */
  learn(read: readonly ReadRecord[]): void {
    const { table, isKept } = this.#memory;
    if (!isKept) return;
    for (const { record, identity, said } of read) {
      const { digest } = record;
      if (digest === undefined || identity === null || table.find(digest) !== -1) continue;
      const ofCells = this.#watchers.altered.noteOf(record);
      if (ofCells === undefined) continue;
      const note = table.noteOf(JSON.stringify([ofCells, this.#watchers.compared.noteOf(record)]));
      if (note !== undefined) table.add(digest, { said, ids: identity.ids, note });
    }
  }
}

/** A note, as its watchers have written it. */
function partsOf(note: string | undefined): readonly [cells: string, values: string] | undefined {
  const parsed = note === undefined ? undefined : parseJson(note);
  const [cells, values] = parsed && 'value' in parsed && Array.isArray(parsed.value) ? parsed.value : [];
  return typeof cells === 'string' && typeof values === 'string' ? [cells, values] : undefined;
}
