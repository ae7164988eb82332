import { UID } from '../../base/data-schema.ts';
import { EtlError } from '../../base/errors.ts';
import type { SourceMemory } from '../../contracts/store.ts';
import type { Passed, Storage } from '../../contracts/storage.ts';
import { JsonEntries } from './json-entries.ts';
import { JournalFile, journalPath, loadJournal, type Journal } from './journal.ts';
import { loadEntries, toDigest, type Loaded } from './load-entries.ts';
import { Shapes } from '../shapes.ts';
import { loadSidecar, saveSidecar, type Sidecar, type SidecarOwner } from './sidecar.ts';
import { judge } from './trust.ts';

/** How often a save starts over because somebody else wrote in between. */
const SAVE_TRIES = 5;

/** What a run puts into the sidecar. */
export type Claim = SidecarOwner & SourceMemory;

/**
 * The index as a JSON file, with its sidecar (whose it is, and its seals) and its journal (what has been recorded since it
 * was last saved). A save writes the index, then the sidecar, then empties the journal; killed in between, the next run
 * puts it together again, and asks DHIS2 where it cannot.
 */
export class JsonIndex {
  readonly entries: JsonEntries;
  readonly shapes: Shapes;
  readonly #storage: Storage;
  readonly #path: string;
  /** What an address looks like. */
  readonly #address: object;
  #etag: string | undefined;
  /** Of the file last read or written; '' where there is none. */
  #digest: string;
  /** The file is to the byte what the entries make. */
  #isExact: boolean;
  #serial: number;
  /** As last read or written. */
  #sidecar: Sidecar | undefined;
  #claim: Claim | undefined;
  readonly #journal: JournalFile;
  #journalHasChanges = false;

  private constructor(storage: Storage, path: string, address: object, loaded: Loaded, sidecar: Sidecar | undefined) {
    this.#storage = storage;
    this.#path = path;
    this.#address = address;
    this.#etag = loaded.etag;
    this.#digest = loaded.digest;
    this.#isExact = loaded.isExact;
    this.#serial = sidecar?.serial ?? 0;
    this.shapes = new Shapes(sidecar?.shapes);
    this.#sidecar = sidecar;
    this.#journal = new JournalFile(storage, path);
    this.entries = new JsonEntries(loaded.entries, loaded.sorted, judge(loaded.entries, loaded.digest, sidecar));
  }

  /** Loads the index. Throws EtlError `index/*`, `storage/*`. */
  static async load(
    storage: Storage,
    path: string,
    address: object = UID,
  ): Promise<{ index: JsonIndex; exists: boolean; sidecar: Sidecar | undefined }> {
    const loaded = await loadEntries(storage, path, address);
    const sidecar = await loadSidecar(storage, path);
    const index = new JsonIndex(storage, path, address, loaded, sidecar);
    const journal = await loadJournal(storage, path);
    if (journal) index.#replay(journal, sidecar);
    return { index, exists: loaded.exists, sidecar };
  }

  /** Whose the index is now, and what was seen of the source; without it no sidecar is written. */
  claim(claim: Claim): void {
    this.#claim = claim;
  }

  /** Writes what has been recorded since the last save to the journal. */
  async checkpoint(): Promise<void> {
    if (!this.entries.isDirty) return;
    await this.#journal.keep(this.#digest, (which) => {
      const { shapes, changes } = this.entries.takeChanges(which);
      return { shapes: this.shapes.toObject(shapes), changes };
    });
    this.#journalHasChanges = true;
  }

  /** Writes the index, without losing what others wrote meanwhile. What is as it was is not written again. */
  async save(): Promise<void> {
    // Should we be killed before the sidecar is written, the journal says that what the index has then is ours.
    if (this.#serial > 0) await this.checkpoint();
    for (let tries = 0; tries < SAVE_TRIES; tries += 1) {
      if (this.#etag !== undefined && !this.entries.isDirty) return this.#settleSave();
      const written = await this.#storage.writeThrough(this.#path, this.entries.toFile(), this.#etag ?? 'none');
      if (written) return this.#settleSave(written);
      const theirs = await loadEntries(this.#storage, this.#path, this.#address);
      this.entries.mergeInto(theirs.entries, theirs.sorted);
      this.#etag = theirs.etag;
      this.#digest = theirs.digest;
      this.#isExact = theirs.isExact;
    }
    throw new EtlError('index/busy', { location: this.#storage.describe(this.#path) });
  }

  /** The file as it was found or saved, chunk by chunk, where nothing has been recorded since. */
  async *file(): AsyncGenerator<Buffer, void> {
    const found = this.#isExact ? null : await this.#storage.open(this.#path);
    if (found && found.etag === this.#etag) yield* found.stream as AsyncIterable<Buffer>;
    else {
      found?.stream.destroy();
      yield* this.entries.toFile();
    }
  }

  async #settleSave(written?: Passed): Promise<void> {
    if (written) {
      this.#etag = written.etag;
      this.#digest = toDigest(written.sha256);
      this.#isExact = true;
    }
    this.entries.settle();
    if (this.#claim) await this.#saveSidecar(this.#claim);
    if (this.#journalHasChanges) await this.#journal.empty(this.#digest);
    this.#journalHasChanges = false;
    this.#refuseContested();
  }

  /** Where it would say what it says, it stays as it is. */
  async #saveSidecar(claim: Claim): Promise<void> {
    const sidecar = this.#toSidecar(claim);
    const before = this.#sidecar && { ...this.#sidecar, serial: sidecar.serial };
    if (JSON.stringify(sidecar) === JSON.stringify(before)) return;
    await saveSidecar(this.#storage, this.#path, sidecar);
    this.#serial += 1;
    this.#sidecar = sidecar;
  }

  #toSidecar(claim: Claim): Sidecar {
    return {
      format: 1,
      ...claim,
      entries: this.entries.size,
      liveEntries: this.entries.live,
      serial: this.#serial + 1,
      digest: this.#digest,
      shapes: this.shapes.toObject(this.entries.shapeNames()),
      seals: this.entries.sealText,
    };
  }

  #replay({ base, shapes, changes }: Journal, sidecar: Sidecar | undefined): void {
    // The journal is of a save that went through, or of an index that is not here any more: it adds nothing to this one.
    if (base !== this.#digest && base !== sidecar?.digest) return;
    for (const targets of Object.values(shapes)) this.shapes.nameOf(targets);
    const replayed = this.entries.replay(changes, this.#storage.describe(journalPath(this.#path)), this.#address);
    this.#journalHasChanges = replayed > 0;
  }

  /** Stops where two senders are at work, each with UIDs of its own: everything else is saved, nothing more is sent. */
  #refuseContested(): void {
    const keys = this.entries.contested;
    if (keys.length > 0)
      throw new EtlError('guard/two-senders', { location: this.#storage.describe(this.#path), keys });
  }
}
