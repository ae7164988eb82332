import type { Storage } from '../../contracts/storage.ts';
import { EtlError } from '../../base/errors.ts';
import { applyPatch, isLive, isSameEntry, type Entry, type EntryPatch } from './raw-entry.ts';
import { toIndexBytes } from './index-file.ts';
import { parseEntry } from './entry-schema.ts';
import { EntryNames } from './entry-names.ts';
import { digestOf, loadEntries, type Loaded } from './load-entries.ts';
import type { Found } from '../index-store.ts';
import { journalPath, loadJournal, saveJournal, type Journal, type JournalChange } from './journal.ts';
import { contentMark, keyMark, toSealText, type Seals } from './seals.ts';
import { Shapes, shapesOf } from './shapes.ts';
import { loadSidecar, saveSidecar, type Owner, type Sidecar } from './sidecar.ts';
import { isAsSealed, judge, mayHaveEvent } from './trust.ts';

/** How often a save starts over because somebody else wrote in between. */
const SAVE_TRIES = 5;

/** What a run puts into the sidecar. */
export interface Claim extends Owner, Pick<Sidecar, 'values'> {
  readonly header: readonly string[];
}

/**
 * The index as a JSON file, whole in memory, with its sidecar (whose it is, and its seals) and its journal (what has been
 * recorded since it was last saved). A save writes the index, then the sidecar, then empties the journal; killed in
 * between, the next run puts it together again, and asks DHIS2 where it cannot.
 */
export class JsonIndex {
  readonly #storage: Storage;
  readonly #path: string;
  readonly #entries: Map<string, Entry>;
  readonly #shapes: Shapes;
  #etag: string | undefined;
  /** Of the bytes last read or written; '' where there are none. */
  #digest: string;
  #serial: number;
  #claim: Claim | undefined;
  /** What has been recorded since the last save, by key: enough to do it again on a file that others have written. */
  readonly #patches = new Map<string, EntryPatch>();
  /** The UIDs that entries had at the last save, before they were changed. */
  readonly #uidsBefore = new Map<string, string | undefined>();
  /** Keys of entries to which somebody else has given another UID while we were at work. */
  readonly #contested = new Set<string>();
  readonly #unbelieved: Set<string>;
  /** Keys of entries that somebody else has changed while we were at work: of these nothing is known that was planned. */
  readonly #changedMeanwhile = new Set<string>();
  readonly #seals: Seals;
  readonly #lost: Set<number>;
  #journalHasChanges = false;
  readonly #names = new EntryNames();

  private constructor(storage: Storage, path: string, text: Loaded, sidecar: Sidecar | undefined) {
    this.#storage = storage;
    this.#path = path;
    this.#entries = text.entries;
    this.#etag = text.etag;
    this.#digest = text.digest;
    this.#serial = sidecar?.serial ?? 0;
    this.#shapes = new Shapes(sidecar?.shapes);
    const trust = judge(text.entries, text.digest, sidecar);
    this.#unbelieved = trust.unbelieved;
    this.#seals = trust.seals;
    this.#lost = trust.lost;
    for (const [key, entry] of this.#entries) this.#names.add(key, entry);
  }

  /** Loads the index; `bytes` is null where there is no file. Throws EtlError `index/*`, `storage/*`. */
  static async load(
    storage: Storage,
    path: string,
  ): Promise<{ index: JsonIndex; bytes: Buffer | null; sidecar: Sidecar | undefined }> {
    const loaded = await loadEntries(storage, path);
    const sidecar = await loadSidecar(storage, path);
    const index = new JsonIndex(storage, path, loaded, sidecar);
    const journal = await loadJournal(storage, path);
    if (journal) index.#replay(journal, sidecar);
    return { index, bytes: loaded.bytes, sidecar };
  }

  /** Whose the index is now; without it no sidecar is written. */
  claim(claim: Claim): void {
    this.#claim = claim;
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

  findMany(many: readonly (readonly string[])[]): readonly (readonly Found[])[] {
    return many.map((ids) => {
      const keys = this.#names.keysOf(ids);
      return keys.map((key) => this.#found(key, this.#entries.get(key) as Entry));
    });
  }

  get(key: string): Entry | undefined {
    return this.#entries.get(key);
  }

  isBelieved(key: string): boolean {
    return !this.#unbelieved.has(key);
  }

  ownerOf(uid: string): string | undefined {
    return this.#names.ownerOf(uid);
  }

  record(key: string, patch: EntryPatch, isKnown: boolean = false): void {
    const before = this.#entries.get(key);
    // Somebody else has taken it away meanwhile: half an entry would be none. It is told as lost from the next run on.
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

  *list(): Iterable<Found> {
    for (const [key, entry] of this.#entries) yield this.#found(key, entry);
  }

  get liveEntries(): number {
    let live = 0;
    for (const entry of this.#entries.values()) if (isLive(entry)) live += 1;
    return live;
  }

  get size(): number {
    return this.#entries.size;
  }

  get lostEntries(): number {
    return this.#lost.size;
  }

  isLost(id: string): boolean {
    return this.#lost.size > 0 && [id, `uuid:${id}`].some((key) => this.#lost.has(keyMark(key)));
  }

  get unbelievedEntries(): number {
    return this.#unbelieved.size;
  }

  get isDirty(): boolean {
    return this.#patches.size > 0;
  }

  shapeOf(targets: readonly string[]): string {
    return this.#shapes.nameOf(targets);
  }

  targetsOf(shape: string | undefined): readonly string[] | undefined {
    return shape === undefined ? undefined : this.#shapes.get(shape);
  }

  async checkpoint(): Promise<void> {
    if (!this.isDirty) return;
    const changes = [...this.#patches].map(([key, patch]): JournalChange => ({
      key,
      patch,
      uidBefore: this.#uidsBefore.get(key),
      isBelieved: this.isBelieved(key),
    }));
    const shapes = this.#shapes.toObject(
      new Set(changes.flatMap(({ key }) => shapesOf(this.#entries.get(key) as Entry))),
    );
    await saveJournal(this.#storage, this.#path, { base: this.#digest, shapes, changes });
    this.#journalHasChanges = true;
  }

  async save(): Promise<Buffer> {
    // Should we be killed before the sidecar is written, the journal says that what the index has then is ours.
    if (this.#serial > 0) await this.checkpoint();
    for (let tries = 0; tries < SAVE_TRIES; tries += 1) {
      const bytes = toIndexBytes(this.#entries);
      const written =
        !this.isDirty && this.#etag !== undefined
          ? { etag: this.#etag }
          : await this.#storage.write(this.#path, bytes, this.#etag ?? 'none');
      if (written) {
        await this.#settleSave(written.etag, bytes);
        if (this.#contested.size > 0) this.#refuseContested();
        return bytes;
      }
      await this.#mergeWithTheirs();
    }
    throw new EtlError('index/busy', { location: this.#storage.describe(this.#path) });
  }

  async #settleSave(etag: string, bytes: Buffer): Promise<void> {
    this.#etag = etag;
    this.#digest = digestOf(bytes);
    this.#seal();
    this.#patches.clear();
    this.#uidsBefore.clear();
    if (this.#claim) await saveSidecar(this.#storage, this.#path, this.#toSidecar(this.#claim));
    if (!this.#journalHasChanges) return;
    await saveJournal(this.#storage, this.#path, { base: this.#digest, shapes: {}, changes: [] });
    this.#journalHasChanges = false;
  }

  /** Seals what is believed. What is gone keeps its seal, so that it is not forgotten, until somebody accepts it. */
  #seal(): void {
    for (const [key, entry] of this.#entries) {
      const mark = keyMark(key);
      this.#lost.delete(mark);
      if (this.#unbelieved.has(key) || !mayHaveEvent(entry)) this.#seals.delete(mark);
      else if (this.#patches.has(key) || !this.#seals.has(mark)) this.#seals.set(mark, contentMark(entry));
    }
  }

  #toSidecar(claim: Claim): Sidecar {
    this.#serial += 1;
    const used = new Set([...this.#entries.values()].flatMap(shapesOf));
    return {
      format: 1,
      ...claim,
      entries: this.size,
      liveEntries: this.liveEntries,
      serial: this.#serial,
      digest: this.#digest,
      shapes: this.#shapes.toObject(used),
      seals: toSealText(this.#seals),
    };
  }

  /** Puts back what a run that was killed had recorded and not yet saved. */
  #replay({ base, shapes, changes }: Journal, sidecar: Sidecar | undefined): void {
    const isOurs = base === this.#digest;
    // Of a save that went through, or of an index that is not here any more.
    if (!isOurs && base !== sidecar?.digest) return;
    for (const targets of Object.values(shapes)) this.#shapes.nameOf(targets);
    for (const { key, uidBefore, isBelieved, patch } of changes) {
      const before = this.#entries.get(key);
      if (before && before.dhis2_uuid !== uidBefore && before.dhis2_uuid !== patch.dhis2_uuid) continue;
      // What changed of an entry that is gone since makes no entry: it counts as lost, and DHIS2 is asked.
      if (!before && uidBefore !== undefined && patch.dhis2_uuid === undefined) continue;
      parseEntry(key, applyPatch(before, patch), this.#storage.describe(journalPath(this.#path)));
      const wasBelieved = before === undefined || this.isBelieved(key);
      this.record(key, patch);
      const after = this.#entries.get(key);
      const changesNothing = before !== undefined && after === before;
      if (isBelieved && (wasBelieved || changesNothing)) this.#unbelieved.delete(key);
      else this.#unbelieved.add(key);
    }
    this.#journalHasChanges = changes.length > 0;
  }

  /**
   * Somebody else has written: their file, with our changes put into it, entry by entry and field by field. An entry to
   * which they have given another UID stays theirs: our changes were about another event.
   */
  async #mergeWithTheirs(): Promise<void> {
    const theirs = await loadEntries(this.#storage, this.#path);
    const ours = new Map(this.#entries);
    this.#entries.clear();
    for (const [key, entry] of theirs.entries) {
      this.#entries.set(key, entry);
      if (isAsSealed(this.#seals, key, entry)) continue;
      this.#unbelieved.add(key);
      this.#changedMeanwhile.add(key);
    }
    for (const [key, { dhis2_uuid: uid }] of ours) {
      if (!this.#patches.has(key) && (this.#entries.get(key)?.dhis2_uuid ?? uid) !== uid) this.#contested.add(key);
    }
    for (const [key, patch] of this.#patches) {
      const own = ours.get(key) as Entry;
      const there = this.#entries.get(key);
      if (there && ![own.dhis2_uuid, this.#uidsBefore.get(key)].includes(there.dhis2_uuid)) this.#contested.add(key);
      // An entry that they have removed comes back whole: its event exists, and must stay known.
      else this.#entries.set(key, there ? applyPatch(there, patch) : own);
    }
    this.#etag = theirs.etag;
    this.#digest = theirs.digest;
    for (const [key, entry] of this.#entries) this.#names.add(key, entry);
  }

  /** Two senders are at work, each with UIDs of its own: everything else is saved, and nothing more is sent. */
  #refuseContested(): never {
    const args = { location: this.#storage.describe(this.#path), keys: [...this.#contested].slice(0, 5) };
    throw new EtlError('guard/two-senders', args);
  }

  #found(key: string, entry: Entry): Found {
    return { key, entry, isBelieved: this.isBelieved(key) };
  }
}
