import { UID } from '../../base/data-schema.ts';
import { EtlError } from '../../base/errors.ts';
import type { SourceMemory } from '../../contracts/store.ts';
import type { Storage } from '../../contracts/storage.ts';
import { toIndexBytes } from './index-file.ts';
import { JsonEntries } from './json-entries.ts';
import { journalPath, loadJournal, saveJournal, type Journal } from './journal.ts';
import { digestOf, loadEntries, type Loaded } from './load-entries.ts';
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
  /** Of the bytes last read or written; '' where there are none. */
  #digest: string;
  #serial: number;
  #claim: Claim | undefined;
  #journalHasChanges = false;

  private constructor(storage: Storage, path: string, address: object, loaded: Loaded, sidecar: Sidecar | undefined) {
    this.#storage = storage;
    this.#path = path;
    this.#address = address;
    this.#etag = loaded.etag;
    this.#digest = loaded.digest;
    this.#serial = sidecar?.serial ?? 0;
    this.shapes = new Shapes(sidecar?.shapes);
    this.entries = new JsonEntries(loaded.entries, judge(loaded.entries, loaded.digest, sidecar));
  }

  /** Loads the index; `bytes` is null where there is no file. Throws EtlError `index/*`, `storage/*`. */
  static async load(
    storage: Storage,
    path: string,
    address: object = UID,
  ): Promise<{ index: JsonIndex; bytes: Buffer | null; sidecar: Sidecar | undefined }> {
    const loaded = await loadEntries(storage, path, address);
    const sidecar = await loadSidecar(storage, path);
    const index = new JsonIndex(storage, path, address, loaded, sidecar);
    const journal = await loadJournal(storage, path);
    if (journal) index.#replay(journal, sidecar);
    return { index, bytes: loaded.bytes, sidecar };
  }

  /** Whose the index is now, and what was seen of the source; without it no sidecar is written. */
  claim(claim: Claim): void {
    this.#claim = claim;
  }

  /** Writes what has been recorded since the last save to the journal. */
  async checkpoint(): Promise<void> {
    if (!this.entries.isDirty) return;
    const changes = this.entries.changes();
    const shapes = this.shapes.toObject(this.entries.shapeNames(changes.map(({ key }) => key)));
    await saveJournal(this.#storage, this.#path, { base: this.#digest, shapes, changes });
    this.#journalHasChanges = true;
  }

  /** Writes the index, without losing what others wrote meanwhile. Returns the bytes kept. */
  async save(): Promise<Buffer> {
    // Should we be killed before the sidecar is written, the journal says that what the index has then is ours.
    if (this.#serial > 0) await this.checkpoint();
    for (let tries = 0; tries < SAVE_TRIES; tries += 1) {
      const bytes = toIndexBytes(this.entries.all());
      const written =
        !this.entries.isDirty && this.#etag !== undefined
          ? { etag: this.#etag }
          : await this.#storage.write(this.#path, bytes, this.#etag ?? 'none');
      if (written) {
        await this.#settleSave(written.etag, bytes);
        this.#refuseContested();
        return bytes;
      }
      const theirs = await loadEntries(this.#storage, this.#path, this.#address);
      this.entries.mergeInto(theirs.entries);
      this.#etag = theirs.etag;
      this.#digest = theirs.digest;
    }
    throw new EtlError('index/busy', { location: this.#storage.describe(this.#path) });
  }

  async #settleSave(etag: string, bytes: Buffer): Promise<void> {
    this.#etag = etag;
    this.#digest = digestOf(bytes);
    this.entries.settle();
    if (this.#claim) await saveSidecar(this.#storage, this.#path, this.#toSidecar(this.#claim));
    if (!this.#journalHasChanges) return;
    await saveJournal(this.#storage, this.#path, { base: this.#digest, shapes: {}, changes: [] });
    this.#journalHasChanges = false;
  }

  #toSidecar(claim: Claim): Sidecar {
    this.#serial += 1;
    return {
      format: 1,
      ...claim,
      entries: this.entries.all().size,
      liveEntries: this.entries.live,
      serial: this.#serial,
      digest: this.#digest,
      shapes: this.shapes.toObject(this.entries.shapeNames()),
      seals: this.entries.sealText,
    };
  }

  #replay({ base, shapes, changes }: Journal, sidecar: Sidecar | undefined): void {
    // The journal is of a save that went through, or of an index that is not here any more: it adds nothing to this one.
    if (base !== this.#digest && base !== sidecar?.digest) return;
    for (const targets of Object.values(shapes)) this.shapes.nameOf(targets);
    this.entries.replay(changes, this.#storage.describe(journalPath(this.#path)), this.#address);
    this.#journalHasChanges = changes.length > 0;
  }

  /** Stops where two senders are at work, each with UIDs of its own: everything else is saved, nothing more is sent. */
  #refuseContested(): void {
    const keys = this.entries.contested;
    if (keys.length > 0)
      throw new EtlError('guard/two-senders', { location: this.#storage.describe(this.#path), keys });
  }
}
