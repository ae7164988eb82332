import { keyMark } from '../key-mark.ts';
import type { CompactEntries } from './compact/compact-entries.ts';
import { Order } from './compact/order.ts';
import { SlotSet } from './compact/slot-set.ts';
import { toFileChunks } from './compact/written-file.ts';
import { parseEntry } from './entry-schema.ts';
import type { JournalChange } from './journal.ts';
import { Patches, toRecordedText } from './patches.ts';
import { applyPatch, changesEntry, shapesOf, type RawEntry, type RawPatch } from './raw-entry.ts';
import { contentMark, type Seals } from './seals.ts';
import { makingPatch } from './to-patch.ts';
import { isAsSealed, type Trust } from './trust.ts';

/** An entry that was asked for. */
export interface KnownEntry {
  readonly key: string;
  readonly entry: RawEntry;
  readonly isBelieved: boolean;
}

/**
 * The entries of the file, all in memory in a short form, as the file has them: with the fields of other tools, so that what
 * is written back, sealed and merged is what was there. What has been recorded since the last save is kept beside them.
 */
export class JsonEntries {
  #entries: CompactEntries;
  #order: Order;
  #patches = new Patches();
  /** Keys of entries to which somebody else has given another UID while we were at work. */
  readonly #contested = new Set<string>();
  #unbelieved: SlotSet;
  /** Entries that somebody else has changed while we were at work: what was planned for them is not sure now. */
  #changedMeanwhile = new SlotSet();
  readonly #seals: Seals;
  readonly #lost: Set<number>;
  /** But for what has been recorded, seals are as they should be. */
  #isSealed: boolean;

  /** `sorted`: so many entries stand in the order of their keys, the first ones. */
  constructor(entries: CompactEntries, sorted: number, { unbelieved, seals, lost, isSealed }: Trust) {
    this.#entries = entries;
    this.#order = new Order(sorted);
    this.#unbelieved = unbelieved;
    this.#seals = seals;
    this.#lost = lost;
    this.#isSealed = isSealed;
  }

  get size(): number {
    return this.#entries.size;
  }

  get live(): number {
    return this.#entries.live;
  }

  get(key: string): RawEntry | undefined {
    return this.#entries.get(key);
  }

  find(key: string): KnownEntry | undefined {
    const slot = this.#entries.slotOf(key);
    return slot === -1 ? undefined : this.#known(slot);
  }

  /** The entries that know any of some ids. */
  knowing(ids: readonly string[]): KnownEntry[] {
    return this.#entries.knowing(ids).map((slot) => this.#known(slot));
  }

  /** The only entry that may know some ids, if it is believed, and a mark of its content. */
  markOf(ids: readonly string[]): { readonly name: string; readonly mark: string } | undefined {
    const slot = this.#entries.onlyOf(ids);
    if (slot === -1 || this.#unbelieved.has(slot)) return undefined;
    return { name: this.#entries.keyAt(slot), mark: this.#entries.markAt(slot) };
  }

  /** All of them, in no order, but those of some keys. */
  *except(keys: Pick<ReadonlySet<string>, 'has'>): Generator<KnownEntry, void> {
    for (let slot = 0; slot < this.#entries.size; slot += 1)
      if (!keys.has(this.#entries.keyAt(slot))) yield this.#known(slot);
  }

  /** The key of the entry that has a UID; where none has, of the one that has it still to clear. */
  ownerOf(uid: string): string | undefined {
    const slot = this.#entries.holderOf(uid);
    return slot === -1 ? undefined : this.#entries.keyAt(slot);
  }

  isBelieved(key: string): boolean {
    return !this.#unbelieved.has(this.#entries.slotOf(key));
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
    for (let slot = 0; slot < this.#entries.size; slot += 1) this.#unbelieved.add(slot);
    this.#isSealed = false;
  }

  /** A person knows that entries are gone, and that it is right. */
  forgetLost(): void {
    for (const mark of this.#lost) this.#seals.delete(mark);
    this.#lost.clear();
  }

  /** Changes an entry. `isKnown`: DHIS2 itself has just told how it stands, so it is believed from now on. */
  record(key: string, patch: RawPatch, isKnown: boolean = false): void {
    this.change(key, () => patch, isKnown);
  }

  /** The same by what is there. */
  change(key: string, toPatch: (before: RawEntry | undefined) => RawPatch, isKnown: boolean = false): void {
    const slot = this.#entries.slotOf(key);
    const before = slot === -1 ? undefined : this.#entries.entryAt(slot);
    const patch = toPatch(before);
    // Somebody else has taken the entry away meanwhile. This change alone makes no entry; the next run reports it lost.
    if (!before && patch.dhis2_uuid === undefined) return;
    const isNewlyBelieved = isKnown && !this.#changedMeanwhile.has(slot) && this.#unbelieved.delete(slot);
    if (before && !changesEntry(before, patch)) {
      if (isNewlyBelieved) this.#note(slot, {}, before);
      return;
    }
    this.#note(this.#entries.put(key, applyPatch(before, patch), { slot, before }), patch, before);
  }

  #note(slot: number, patch: RawPatch, before: RawEntry | undefined): void {
    if (!before || this.#patches.isMade(slot)) this.#patches.make(slot);
    else this.#patches.add(slot, patch, before.dhis2_uuid);
  }

  /**
   * Everything recorded since the last save, or since this was asked last, for the journal: a line for each entry, and the
   * names of the shapes that these speak of.
   */
  takeChanges(which: 'all' | 'fresh'): { readonly shapes: Set<string>; readonly changes: Iterable<string> } {
    const slots = this.#patches.takeSlots(which);
    const shapes = new Set(slots.flatMap((slot) => shapesOf(this.#entries.entryAt(slot))));
    const toLine = (slot: number): string => {
      const [key, isBelieved] = [this.#entries.keyAt(slot), !this.#unbelieved.has(slot)];
      const recorded = this.#patches.isMade(slot)
        ? toRecordedText(undefined, makingPatch(this.#entries.entryAt(slot)))
        : this.#patches.textOf(slot);
      return `{"key":${JSON.stringify(key)},"isBelieved":${isBelieved},${recorded}}`;
    };
    const changes = function* (): Generator<string, void> {
      for (const slot of slots) yield toLine(slot);
    };
    return { shapes, changes: changes() };
  }

  #recorded(slot: number): { readonly uidBefore: string | undefined; readonly patch: RawPatch } {
    if (!this.#patches.isMade(slot)) return this.#patches.get(slot);
    return { uidBefore: undefined, patch: makingPatch(this.#entries.entryAt(slot)) };
  }

  /**
   * Puts back what a run that was killed had recorded and not yet saved; `location` is the journal's, for people. Gives how
   * many changes there were.
   */
  replay(changes: Iterable<JournalChange>, location: string, address: object): number {
    let count = 0;
    for (const { key, uidBefore, isBelieved, patch } of changes) {
      count += 1;
      const known = this.find(key);
      const before = known?.entry;
      if (before && before.dhis2_uuid !== uidBefore && before.dhis2_uuid !== patch.dhis2_uuid) continue;
      // The entry is gone since, and this change alone makes no whole entry: it counts as lost, and DHIS2 is asked.
      if (!before && uidBefore !== undefined && patch.dhis2_uuid === undefined) continue;
      const after = applyPatch(before, patch);
      parseEntry(key, after, location, address);
      const changesNothing = before !== undefined && !changesEntry(before, patch);
      this.record(key, patch);
      const slot = this.#entries.slotOf(key);
      if (isBelieved && (known === undefined || known.isBelieved || changesNothing)) this.#unbelieved.delete(slot);
      else this.#unbelieved.add(slot);
    }
    return count;
  }

  /**
   * Somebody else has written: their entries, with our changes put into them, entry by entry and field by field. An entry
   * to which they have given another UID stays theirs: our changes were about another event.
   */
  mergeInto(theirs: CompactEntries, sorted: number): void {
    const ours = this.#entries;
    const wereUnbelieved = this.#unbelieved;
    this.#noteContested(theirs);
    this.#carryDoubts(theirs);
    const unsaved = new Patches();
    for (const slot of this.#patches.slots()) {
      const { key, entry: own } = ours.readAt(slot);
      const there = theirs.get(key);
      const { uidBefore, patch } = this.#recorded(slot);
      const isContested = there !== undefined && ![own.dhis2_uuid, uidBefore].includes(there.dhis2_uuid);
      if (isContested) this.#contested.add(key);
      // An entry that they have removed comes back whole: its event exists, and must stay known.
      const entry = isContested ? there : there ? applyPatch(there, patch) : own;
      const at = theirs.put(key, entry);
      if (there || uidBefore !== undefined) unsaved.add(at, patch, uidBefore);
      else unsaved.make(at);
      if (!there && wereUnbelieved.has(slot)) this.#unbelieved.add(at);
    }
    this.#entries = theirs;
    this.#order = new Order(sorted);
    this.#patches = unsaved;
    this.#isSealed = false;
  }

  /** Entries of ours that have another UID in theirs, and to which nothing was recorded. */
  #noteContested(theirs: CompactEntries): void {
    const ours = this.#entries;
    for (let slot = 0; slot < ours.size; slot += 1) {
      if (this.#patches.has(slot)) continue;
      const { key, entry } = ours.readAt(slot);
      if ((theirs.get(key)?.dhis2_uuid ?? entry.dhis2_uuid) !== entry.dhis2_uuid) this.#contested.add(key);
    }
  }

  /** What is not believed of ours, or is not as it was sealed, is not believed of theirs. */
  #carryDoubts(theirs: CompactEntries): void {
    const [unbelieved, changed] = [new SlotSet(), new SlotSet()];
    for (let slot = 0; slot < theirs.size; slot += 1) {
      const { key, entry } = theirs.readAt(slot);
      const own = this.#entries.slotOf(key);
      const isAsLeft = isAsSealed(this.#seals, keyMark(key), entry);
      if (!isAsLeft || this.#unbelieved.has(own)) unbelieved.add(slot);
      if (!isAsLeft || this.#changedMeanwhile.has(own)) changed.add(slot);
    }
    this.#unbelieved = unbelieved;
    this.#changedMeanwhile = changed;
  }

  /**
   * Call it once everything is saved: entries that are believed get their seals. The seal of an entry that is gone stays
   * until somebody accepts the loss, so that it is not forgotten.
   */
  settle(): void {
    if (this.#isSealed) for (const slot of this.#patches.slots()) this.#seal(slot);
    else for (let slot = 0; slot < this.#entries.size; slot += 1) this.#seal(slot);
    this.#isSealed = true;
    this.#patches.clear();
  }

  #seal(slot: number): void {
    const mark = keyMark(this.#entries.keyAt(slot));
    this.#lost.delete(mark);
    if (this.#unbelieved.has(slot) || !this.#entries.mayHaveEvent(slot)) this.#seals.delete(mark);
    else if (this.#patches.has(slot) || !this.#seals.has(mark))
      this.#seals.set(mark, contentMark(this.#entries.entryAt(slot)));
  }

  get sealText(): string {
    return this.#seals.toText();
  }

  /** Names of the shapes that entries speak of. */
  shapeNames(): Set<string> {
    return this.#entries.shapeNames();
  }

  /** The file that they make, chunk by chunk. */
  toFile(): Generator<Buffer, void> {
    return toFileChunks(this.#entries, this.#order.of(this.#entries));
  }

  #known(slot: number): KnownEntry {
    return { ...this.#entries.readAt(slot), isBelieved: !this.#unbelieved.has(slot) };
  }
}
