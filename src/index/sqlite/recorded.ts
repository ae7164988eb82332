import { toRef } from '../../contracts/ref.ts';
import type { Change } from '../../contracts/store.ts';
import { toId } from '../ids.ts';
import type { KeptEntry } from '../kept-entry.ts';

/** What has been recorded about an entry since it was last kept. */
export interface Recorded {
  readonly entry: KeptEntry;
  /** Of the entry, see `sealOf`. */
  readonly seal: string;
  readonly isBelieved: boolean;
  /** Seal of the entry that the changes began with; undefined where there was none. */
  readonly sealBefore: string | undefined;
  /** In their order: enough to do it again on a row that somebody has edited meanwhile. */
  readonly changes: readonly Change[];
}

/** Entries that have been recorded and not been kept yet: they count for whoever asks, before those of the database. */
export class RecordedEntries {
  readonly #byName = new Map<string, Recorded>();
  readonly #namesById = new Map<string, Set<string>>();
  readonly #nameByAddress = new Map<string, string>();

  get size(): number {
    return this.#byName.size;
  }

  get(name: string): Recorded | undefined {
    return this.#byName.get(name);
  }

  has(name: string): boolean {
    return this.#byName.has(name);
  }

  [Symbol.iterator](): IterableIterator<[string, Recorded]> {
    return this.#byName[Symbol.iterator]();
  }

  put(name: string, recorded: Recorded): void {
    this.#byName.set(name, recorded);
    const { entry } = recorded;
    for (const id of [toRef(name).key, ...entry.ids].map(toId)) {
      const names = this.#namesById.get(id);
      if (names) names.add(name);
      else this.#namesById.set(id, new Set([name]));
    }
    for (const { address } of entry.movedFrom ?? []) this.#nameByAddress.set(address, name);
    this.#nameByAddress.set(entry.address, name);
  }

  /** Names of those that know an id. */
  namesOf(id: string): Iterable<string> {
    return this.#namesById.get(id) ?? [];
  }

  /** The one that was the last to be given an address, or to have it to clear. */
  nameAt(address: string): string | undefined {
    return this.#nameByAddress.get(address);
  }

  clear(): void {
    this.#byName.clear();
    this.#namesById.clear();
    this.#nameByAddress.clear();
  }
}
