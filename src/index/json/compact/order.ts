import { compareCodePoints } from '../../../base/legacy-json.ts';
import type { CompactEntries } from './compact-entries.ts';

/** The order in which entries stand in a file, kept from one save to the next: only what has come since is sorted. */
export class Order {
  #slots: Uint32Array;

  /** `sorted`: so many entries are in order already, the first ones. */
  constructor(sorted: number) {
    this.#slots = Uint32Array.from({ length: sorted }, (_, slot) => slot);
  }

  /** Slots of all entries in the order of their keys. */
  of(entries: CompactEntries): Uint32Array {
    const known = this.#slots;
    if (known.length === entries.size) return known;
    const first = known.length;
    const keys = Array.from({ length: entries.size - first }, (_, n) => entries.keyAt(first + n));
    const keyOf = (slot: number): string => keys[slot - first] as string;
    const others = Uint32Array.from(keys, (_, n) => first + n).sort((a, b) => compareCodePoints(keyOf(a), keyOf(b)));
    const merged = new Uint32Array(entries.size);
    let [at, next] = [0, 0];
    for (const slot of known) {
      const key = next < others.length ? entries.keyAt(slot) : '';
      while (next < others.length && compareCodePoints(keyOf(others[next] as number), key) < 0)
        merged[at++] = others[next++] as number;
      merged[at++] = slot;
    }
    merged.set(others.subarray(next), at);
    this.#slots = merged;
    return merged;
  }
}
