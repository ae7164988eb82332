import type { Storage } from '../storage/storage.ts';
import { EtlError, EXIT } from '../base/errors.ts';
import { canonicalJson, type Json } from '../base/json.ts';
import { applyPatch, isLive, type Entry, type EntryPatch } from './entry.ts';
import { parseIndex, toIndexBytes } from './index-file.ts';

/** An entry under the key that it has in the index. */
export interface Found {
  readonly key: string;
  readonly entry: Entry;
}

/**
 * The index, by entries. What is recorded counts at once for those who ask, and is kept for good by `save`. The JSON
 * file is the first store; another may take its place.
 */
export interface IndexStore {
  /** Entries that know any of these ids; a record's ids give one list each. */
  findMany(ids: readonly (readonly string[])[]): readonly (readonly Found[])[];
  get(key: string): Entry | undefined;
  /** The key of the entry that has a UID. */
  ownerOf(uid: string): string | undefined;
  record(key: string, patch: EntryPatch): void;
  /** All entries, in no order. */
  list(): Iterable<Found>;
  readonly liveEntries: number;
  readonly size: number;
  /** Whether anything has been recorded since the last save. */
  readonly isDirty: boolean;
  /** Keeps everything recorded so far, without losing what others wrote meanwhile. Returns the bytes kept. */
  save(): Promise<Buffer>;
}

/** How often a save starts over because somebody else wrote in between. */
const SAVE_TRIES = 5;

/** The index as a JSON file, whole in memory. */
export class JsonIndex implements IndexStore {
  readonly #storage: Storage;
  readonly #path: string;
  #entries: Map<string, Entry>;
  #etag: string | undefined;
  /** What this run has changed, by key: enough to do it again on a file that others have written. */
  readonly #patches = new Map<string, EntryPatch>();
  /** The UIDs that entries had before this run changed them. */
  readonly #uidsBefore = new Map<string, string | undefined>();
  /** Keys of entries to which somebody else has given another UID while we were at work. */
  readonly #contested = new Set<string>();
  #dirty = false;
  /** Nearly every id is of one entry: a list for each would take more memory than the entries. */
  readonly #keysById = new Map<string, string | readonly string[]>();
  readonly #keyByUid = new Map<string, string>();

  private constructor(storage: Storage, path: string, entries: Map<string, Entry>, etag: string | undefined) {
    this.#storage = storage;
    this.#path = path;
    this.#entries = entries;
    this.#etag = etag;
    for (const [key, entry] of entries) this.#remember(key, entry);
  }

  /** Loads the index; `bytes` is null where there is no file. Throws EtlError `index/*`, `storage/*`. */
  static async load(storage: Storage, path: string): Promise<{ index: JsonIndex; bytes: Buffer | null }> {
    const stored = await storage.read(path);
    const entries = stored
      ? parseIndex(decode(stored.bytes, storage.describe(path)), storage.describe(path))
      : new Map();
    return { index: new JsonIndex(storage, path, entries, stored?.etag), bytes: stored?.bytes ?? null };
  }

  findMany(many: readonly (readonly string[])[]): readonly (readonly Found[])[] {
    return many.map((ids) => {
      const keys = new Set<string>();
      for (const id of ids) for (const key of [this.#keysById.get(id) ?? []].flat()) keys.add(key);
      return [...keys].map((key) => ({ key, entry: this.#entries.get(key) as Entry }));
    });
  }

  get(key: string): Entry | undefined {
    return this.#entries.get(key);
  }

  ownerOf(uid: string): string | undefined {
    return this.#keyByUid.get(uid);
  }

  record(key: string, patch: EntryPatch): void {
    const before = this.#entries.get(key);
    if (!this.#uidsBefore.has(key)) this.#uidsBefore.set(key, before?.dhis2_uuid);
    const entry = applyPatch(before, patch);
    if (before && isSame(before, entry)) return;
    this.#entries.set(key, entry);
    this.#patches.set(key, { ...this.#patches.get(key), ...patch });
    this.#remember(key, entry);
    this.#dirty = true;
  }

  *list(): Iterable<Found> {
    for (const [key, entry] of this.#entries) yield { key, entry };
  }

  get liveEntries(): number {
    let live = 0;
    for (const entry of this.#entries.values()) if (isLive(entry)) live += 1;
    return live;
  }

  get size(): number {
    return this.#entries.size;
  }

  get isDirty(): boolean {
    return this.#dirty;
  }

  async save(): Promise<Buffer> {
    for (let tries = 0; tries < SAVE_TRIES; tries += 1) {
      const bytes = toIndexBytes(this.#entries);
      if (!this.#dirty && this.#etag !== undefined) return bytes;
      const written = await this.#storage.write(this.#path, bytes, this.#etag ?? 'none');
      if (written) {
        this.#etag = written.etag;
        this.#dirty = false;
        if (this.#contested.size > 0) this.#refuseContested();
        return bytes;
      }
      await this.#mergeWithTheirs();
    }
    throw new EtlError('index/busy', { location: this.#storage.describe(this.#path) });
  }

  /**
   * Somebody else has written: their file, with our changes put into it, entry by entry and field by field. An entry to
   * which they have given another UID stays theirs: our changes were about another event.
   */
  async #mergeWithTheirs(): Promise<void> {
    const location = this.#storage.describe(this.#path);
    const theirs = await this.#storage.read(this.#path);
    const entries = theirs ? parseIndex(decode(theirs.bytes, location), location) : new Map<string, Entry>();
    for (const [key, patch] of this.#patches) {
      const uids = [this.#entries.get(key)?.dhis2_uuid, this.#uidsBefore.get(key)];
      const theirUid = entries.get(key)?.dhis2_uuid;
      if (theirUid !== undefined && !uids.includes(theirUid)) {
        this.#contested.add(key);
        continue;
      }
      // An entry that they have removed comes back whole: its event exists, and must stay known.
      entries.set(key, entries.has(key) ? applyPatch(entries.get(key), patch) : (this.#entries.get(key) as Entry));
    }
    this.#entries = entries;
    this.#etag = theirs?.etag;
    for (const [key, entry] of entries) this.#remember(key, entry);
  }

  /** Two senders are at work, each with UIDs of its own: everything else is saved, and nothing more is sent. */
  #refuseContested(): never {
    const args = { location: this.#storage.describe(this.#path), keys: [...this.#contested].slice(0, 5) };
    throw new EtlError('guard/two-senders', args, { exitCode: EXIT.refusedByGuard });
  }

  #remember(key: string, entry: Entry): void {
    for (const id of [key, ...(entry.ids ?? [])].map(toId)) {
      const known = this.#keysById.get(id);
      if (known === undefined) this.#keysById.set(id, key);
      else if (![known].flat().includes(key)) this.#keysById.set(id, [known, key].flat());
    }
    this.#keyByUid.set(entry.dhis2_uuid, key);
  }
}

/** Ids as records have them: the tools before us kept blanks and the prefix that Kobo's API gives. */
export function toId(text: string): string {
  return text.trim().replace(/^uuid:/, '');
}

function isSame(a: Entry, b: Entry): boolean {
  return canonicalJson(a as unknown as Json) === canonicalJson(b as unknown as Json);
}

function decode(bytes: Buffer, location: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new EtlError('index/not-json', { location });
  }
}
