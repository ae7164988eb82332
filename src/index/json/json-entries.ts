import { keyMark } from '../key-mark.ts';
import { EntryNames } from './entry-names.ts';
import { parseEntry } from './entry-schema.ts';
import type { JournalChange } from './journal.ts';
import { applyPatch, isLive, isSameEntry, shapesOf, type RawEntry, type RawPatch } from './raw-entry.ts';
import { contentMark, toSealText, type Seals } from './seals.ts';
import { isAsSealed, mayHaveEvent, type Trust } from './trust.ts';

/**
 * The entries of the file, whole in memory, as the file has them: with the fields of other tools, so that what is written
 * back, sealed and merged is what was there. What has been recorded since the last save is kept beside them.
 */
export class JsonEntries {
  readonly #entries: Map<string, RawEntry>;
  readonly #names = new EntryNames();
  /** What has been recorded since the last save, by key: enough to do it again on a file that others have written. */
  readonly #patches = new Map<string, RawPatch>();
  /** The UIDs that entries had at the last save, before they were changed. */
  readonly #uidsBefore = new Map<string, string | undefined>();
  /** Keys of entries to which somebody else has given another UID while we were at work. */
  readonly #contested = new Set<string>();
  readonly #unbelieved: Set<string>;
  /** Keys of entries that somebody else has changed while we were at work: what was planned for them is not sure now. */
  readonly #changedMeanwhile = new Set<string>();
  readonly #seals: Seals;
  readonly #lost: Set<number>;

  constructor(entries: Map<string, RawEntry>, { unbelieved, seals, lost }: Trust) {
    this.#entries = entries;
    this.#unbelieved = unbelieved;
    this.#seals = seals;
    this.#lost = lost;
    for (const [key, entry] of entries) this.#names.add(key, entry);
  }

  get(key: string): RawEntry | undefined {
    return this.#entries.get(key);
  }

  /** All of them, in no order. */
  all(): ReadonlyMap<string, RawEntry> {
    return this.#entries;
  }

  /** Keys of the entries that know any of some ids. */
  keysOf(ids: readonly string[]): string[] {
    return this.#names.keysOf(ids);
  }

  /** The key of the entry that has a UID; where none has, of the one that has it still to clear. */
  ownerOf(uid: string): string | undefined {
    const keys = this.#names.ownersOf(uid);
    return (
      keys.find((key) => this.#entries.get(key)?.dhis2_uuid === uid) ??
      keys.find((key) => this.#entries.get(key)?.moved_from?.some(({ address }) => address === uid))
    );
  }

  isBelieved(key: string): boolean {
    return !this.#unbelieved.has(key);
  }

  get unbelieved(): number {
    return this.#unbelieved.size;
  }

  /** Entries of the last run that are gone, and may have events that nobody watches any more. */
  get lost(): number {
    return this.#lost.size;
  }

  /** Marks of the entries that are gone, with the seals of what they said. */
  get losses(): ReadonlyMap<number, number> {
    return new Map([...this.#lost].map((mark) => [mark, this.#seals.get(mark) ?? 0]));
  }

  /** Whether an entry under this id of a record is gone since the last run. */
  isLost(id: string): boolean {
    return this.#lost.size > 0 && [id, `uuid:${id}`].some((key) => this.#lost.has(keyMark(key)));
  }

  get live(): number {
    let live = 0;
    for (const entry of this.#entries.values()) if (isLive(entry)) live += 1;
    return live;
  }

  /** Whether anything has been recorded since the last save. */
  get isDirty(): boolean {
    return this.#patches.size > 0;
  }

  /** Keys of entries that another sender has taken, the first of them. */
  get contested(): readonly string[] {
    return [...this.#contested].slice(0, 5);
  }

  /** Nothing is believed before DHIS2 has been asked: the index may be of another server. */
  doubtAll(): void {
    for (const key of this.#entries.keys()) this.#unbelieved.add(key);
  }

  /** A person knows that entries are gone, and that it is right. */
  forgetLost(): void {
    for (const mark of this.#lost) this.#seals.delete(mark);
    this.#lost.clear();
  }

  /** Changes an entry. `isKnown`: DHIS2 itself has just told how it stands, so it is believed from now on. */
  record(key: string, patch: RawPatch, isKnown: boolean = false): void {
    const before = this.#entries.get(key);
    // Somebody else has taken the entry away meanwhile. This change alone makes no entry; the next run reports it lost.
    if (!before && patch.dhis2_uuid === undefined) return;
    if (!this.#uidsBefore.has(key)) this.#uidsBefore.set(key, before?.dhis2_uuid);
    const isNewlyBelieved = isKnown && !this.#changedMeanwhile.has(key) && this.#unbelieved.delete(key);
    const entry = applyPatch(before, patch);
    if (before && isSameEntry(before, entry)) {
      if (isNewlyBelieved) this.#patches.set(key, this.#patches.get(key) ?? {});
      return;
    }
    this.#entries.set(key, entry);
    this.#patches.set(key, { ...this.#patches.get(key), ...patch });
    this.#names.add(key, entry);
  }

  /** Everything recorded since the last save, for the journal. */
  changes(): JournalChange[] {
    return [...this.#patches].map(([key, patch]) => ({
      key,
      patch,
      uidBefore: this.#uidsBefore.get(key),
      isBelieved: this.isBelieved(key),
    }));
  }

  /** Puts back what a run that was killed had recorded and not yet saved; `location` is the journal's, for people. */
  replay(changes: readonly JournalChange[], location: string, address: object): void {
    for (const { key, uidBefore, isBelieved, patch } of changes) {
      const before = this.#entries.get(key);
      if (before && before.dhis2_uuid !== uidBefore && before.dhis2_uuid !== patch.dhis2_uuid) continue;
      // The entry is gone since, and this change alone makes no whole entry: it counts as lost, and DHIS2 is asked.
      if (!before && uidBefore !== undefined && patch.dhis2_uuid === undefined) continue;
      parseEntry(key, applyPatch(before, patch), location, address);
      const wasBelieved = before === undefined || this.isBelieved(key);
      this.record(key, patch);
      const changesNothing = before !== undefined && this.#entries.get(key) === before;
      if (isBelieved && (wasBelieved || changesNothing)) this.#unbelieved.delete(key);
      else this.#unbelieved.add(key);
    }
  }

  /**
   * Somebody else has written: their entries, with our changes put into them, entry by entry and field by field. An entry
   * to which they have given another UID stays theirs: our changes were about another event.
   */
  mergeInto(theirs: ReadonlyMap<string, RawEntry>): void {
    const ours = new Map(this.#entries);
    this.#entries.clear();
    for (const [key, entry] of theirs) {
      this.#entries.set(key, entry);
      if (isAsSealed(this.#seals, key, entry)) continue;
      this.#unbelieved.add(key);
      this.#changedMeanwhile.add(key);
    }
    for (const [key, { dhis2_uuid: uid }] of ours) {
      if (!this.#patches.has(key) && (this.#entries.get(key)?.dhis2_uuid ?? uid) !== uid) this.#contested.add(key);
    }
    for (const [key, patch] of this.#patches) {
      const own = ours.get(key) as RawEntry;
      const there = this.#entries.get(key);
      if (there && ![own.dhis2_uuid, this.#uidsBefore.get(key)].includes(there.dhis2_uuid)) this.#contested.add(key);
      // An entry that they have removed comes back whole: its event exists, and must stay known.
      else this.#entries.set(key, there ? applyPatch(there, patch) : own);
    }
    for (const [key, entry] of this.#entries) this.#names.add(key, entry);
  }

  /**
   * Call it once everything is saved: entries that are believed get their seals. The seal of an entry that is gone stays
   * until somebody accepts the loss, so that it is not forgotten.
   */
  settle(): void {
    for (const [key, entry] of this.#entries) {
      const mark = keyMark(key);
      this.#lost.delete(mark);
      if (this.#unbelieved.has(key) || !mayHaveEvent(entry)) this.#seals.delete(mark);
      else if (this.#patches.has(key) || !this.#seals.has(mark)) this.#seals.set(mark, contentMark(entry));
    }
    this.#patches.clear();
    this.#uidsBefore.clear();
  }

  get sealText(): string {
    return toSealText(this.#seals);
  }

  /** Names of the shapes that entries speak of; of all, or of those of some keys. */
  shapeNames(keys: Iterable<string> = this.#entries.keys()): Set<string> {
    const names = new Set<string>();
    for (const key of keys) for (const name of shapesOf(this.#entries.get(key) as RawEntry)) names.add(name);
    return names;
  }
}
