import type { RawEntry } from './raw-entry.ts';
import { toId } from '../ids.ts';
import { toRef } from '../../contracts/ref.ts';

/** What entries are found by: the ids of their records, and the UIDs of their events. */
export class EntryNames {
  /** Nearly every id is of one entry: a list for each would take more memory than the entries. */
  readonly #keysById = new Map<string, string | readonly string[]>();
  readonly #keyByUid = new Map<string, string>();
  /** Of UIDs that entries had before, and have still to clear. */
  readonly #keyByOldUid = new Map<string, string>();

  /** Adds the names that an entry has now; it is still found by those that it had before. */
  add(key: string, entry: RawEntry): void {
    for (const id of [toRef(key).key, ...(entry.ids ?? [])].map(toId)) {
      const known = this.#keysById.get(id);
      if (known === undefined) this.#keysById.set(id, key);
      else if (![known].flat().includes(key)) this.#keysById.set(id, [known, key].flat());
    }
    for (const { address } of entry.moved_from ?? []) this.#keyByOldUid.set(address, key);
    this.#keyByUid.set(entry.dhis2_uuid, key);
  }

  /** Keys of the entries that know any of some ids. */
  keysOf(ids: readonly string[]): string[] {
    const keys = new Set<string>();
    for (const id of ids) for (const key of [this.#keysById.get(id) ?? []].flat()) keys.add(key);
    return [...keys];
  }

  /** Keys of the entries that were the last to be given a UID, and to have it to clear: they may not any more. */
  ownersOf(uid: string): string[] {
    return [this.#keyByUid.get(uid), this.#keyByOldUid.get(uid)].filter((key) => key !== undefined);
  }
}
