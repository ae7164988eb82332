import { toRef } from '../../contracts/ref.ts';
import type { Change } from '../../contracts/store.ts';
import { toId } from '../ids.ts';
import type { KeptEntry } from '../../contracts/moving.ts';
import type { Written } from './entry-row.ts';

/** What has been recorded about an entry since it was last kept. */
export interface Recorded {
  readonly entry: KeptEntry;
  /** Of the entry, see `sealOf`. */
  readonly seal: string;
  /** The entry as a row, where it was made one already. */
  readonly written?: Written;
  readonly isBelieved: boolean;
  /** Seal of the entry that the changes began with; undefined where there was none. */
  readonly sealBefore: string | undefined;
  /** Its address then. */
  readonly addressBefore: string | undefined;
  /** In their order: enough to do it again on a row that somebody has edited meanwhile. */
  readonly changes: readonly Change[];
}

/** Entries that have been recorded and not been kept yet: they count for whoever asks, before those of the database. */
export class RecordedEntries {
  readonly #byName = new Map<string, Recorded>();
  readonly #byId = new Names();
  readonly #byAddress = new Names();
  readonly #byOldPlace = new Names();

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
    for (const id of [toRef(name).key, ...entry.ids]) this.#byId.add(toId(id), name);
    this.#byAddress.add(entry.address, name);
    for (const { address } of entry.movedFrom ?? []) this.#byOldPlace.add(address, name);
  }

  /** Names of those that know an id. */
  namesOf(id: string): readonly string[] {
    return this.#byId.of(id);
  }

  /** Names of those that were given an address, the last one first; they may have another one by now. */
  namesAt(address: string): readonly string[] {
    return this.#byAddress.of(address);
  }

  /** Names of those that had an address to clear, the last one first. */
  namesLeaving(address: string): readonly string[] {
    return this.#byOldPlace.of(address);
  }

  clear(): void {
    this.#byName.clear();
    for (const names of [this.#byId, this.#byAddress, this.#byOldPlace]) names.clear();
  }
}

/** Names under a text each; nearly always it is one. */
class Names {
  readonly #byText = new Map<string, readonly string[]>();

  /** Adds a name, as the first. */
  add(text: string, name: string): void {
    const [first, ...rest] = this.#byText.get(text) ?? [];
    if (first === name) return;
    const others = first === undefined ? [] : [first, ...rest].filter((other) => other !== name);
    this.#byText.set(text, [name, ...others]);
  }

  of(text: string): readonly string[] {
    return this.#byText.get(text) ?? [];
  }

  clear(): void {
    this.#byText.clear();
  }
}
