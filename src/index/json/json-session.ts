import { writePrivateFile } from '../../base/private-file.ts';
import type { Lock } from '../../contracts/storage.ts';
import type { EntryChange, Found, IndexFacts, IndexSession, SourceMemory } from '../index-store.ts';
import type { JsonIndex } from './json-index.ts';
import type { Owner, Sidecar } from './sidecar.ts';

/** What a session is opened with. */
interface Opened {
  readonly owner: Owner;
  readonly lock: Lock | undefined;
  readonly sidecar: Sidecar | undefined;
  /** The file as it was found; null where there is none, or nobody wants a copy. */
  readonly bytes: Buffer | null;
  readonly isNew: boolean;
  readonly location: string;
}

/** The index in memory, as the engine asks it. */
export class JsonSession implements IndexSession {
  readonly facts: IndexFacts;
  readonly #index: JsonIndex;
  readonly #owner: Owner;
  readonly #lock: Lock | undefined;
  /** What others read: as it was found or saved; dropped once somebody has copied it, or something has changed. */
  #bytes: Buffer | null;

  constructor(index: JsonIndex, { owner, lock, sidecar, bytes, isNew, location }: Opened) {
    this.#index = index;
    this.#owner = owner;
    this.#lock = lock;
    this.#bytes = bytes;
    this.facts = {
      location,
      isNew,
      live: index.liveEntries,
      lastSource: sidecar && { header: sidecar.header, ...(sidecar.values && { values: sidecar.values }) },
      lost: index.lostEntries,
      remarks: remarksOn(index),
    };
  }

  get size(): number {
    return this.#index.size;
  }

  get isDirty(): boolean {
    return this.#index.isDirty;
  }

  get isLockLost(): boolean {
    return this.#lock?.isLost === true;
  }

  async find(ids: readonly (readonly string[])[]): Promise<readonly (readonly Found[])[]> {
    return this.#index.findMany(ids);
  }

  async get(keys: readonly string[]): Promise<readonly (Found | undefined)[]> {
    return keys.map((key) => {
      const entry = this.#index.get(key);
      return entry && { key, entry, isBelieved: this.#index.isBelieved(key) };
    });
  }

  async holders(uids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const holders = new Map<string, string>();
    for (const uid of uids) {
      const key = this.#index.ownerOf(uid);
      if (key !== undefined) holders.set(uid, key);
    }
    return holders;
  }

  async areLost(ids: readonly (readonly string[])[]): Promise<readonly boolean[]> {
    return ids.map((names) => names.some((id) => this.#index.isLost(id)));
  }

  async record(changes: readonly EntryChange[]): Promise<void> {
    if (changes.length > 0) this.#bytes = null;
    for (const { key, patch, isKnown } of changes) this.#index.record(key, patch, isKnown);
  }

  async *unseen(accounted: ReadonlySet<string>): AsyncIterable<Found> {
    for (const found of this.#index.list()) if (!accounted.has(found.key)) yield found;
  }

  shapeOf(targets: readonly string[]): string {
    return this.#index.shapeOf(targets);
  }

  targetsOf(shape: string | undefined): readonly string[] | undefined {
    return this.#index.targetsOf(shape);
  }

  remember(source: SourceMemory): void {
    this.#index.claim({ ...this.#owner, ...source });
  }

  checkpoint(): Promise<void> {
    return this.#index.checkpoint();
  }

  async save(): Promise<void> {
    this.#bytes = await this.#index.save();
  }

  async copyTo(file: string): Promise<boolean> {
    if (this.#bytes === null) return false;
    await writePrivateFile(file, this.#bytes);
    this.#bytes = null;
    return true;
  }

  async close(): Promise<void> {
    await this.#lock?.release();
  }
}

function remarksOn({ unbelievedEntries, lostEntries, size }: JsonIndex): string[] {
  return [
    ...(unbelievedEntries > 0
      ? [`${unbelievedEntries} of ${size} entries are not as a run of ours left them; DHIS2 is asked before they count`]
      : []),
    ...(lostEntries > 0
      ? [
          `${lostEntries} entries of earlier runs are gone from it; their events may be in DHIS2, and nobody watches them. ` +
            'Put back the last good copy, or accept it with --accept lost',
        ]
      : []),
  ];
}
