import { writePrivateFile } from '../../base/private-file.ts';
import type { Lock } from '../../contracts/storage.ts';
import { nameOf, toRef, type Ref } from '../../contracts/ref.ts';
import type { Change, Found, IndexFacts, IndexSession, Owner, SourceMemory } from '../../contracts/store.ts';
import type { JsonEntries } from './json-entries.ts';
import type { JsonIndex } from './json-index.ts';
import { fromOwner, toSourceMemory, type Sidecar } from './sidecar.ts';
import { toEntry } from './to-entry.ts';
import { toPatch } from './to-patch.ts';

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

/** The index in memory, behind the contract. An entry is translated from the file's fields only when somebody asks. */
export class JsonSession implements IndexSession {
  readonly facts: IndexFacts;
  readonly #index: JsonIndex;
  readonly #entries: JsonEntries;
  readonly #owner: Owner;
  readonly #lock: Lock | undefined;
  /** What others read, as it was found or saved; dropped once somebody has copied it, or something has changed. */
  #bytes: Buffer | null;

  constructor(index: JsonIndex, { owner, lock, sidecar, bytes, isNew, location }: Opened) {
    this.#index = index;
    this.#entries = index.entries;
    this.#owner = owner;
    this.#lock = lock;
    this.#bytes = bytes;
    this.facts = {
      location,
      isNew,
      live: index.entries.live,
      lastSource: sidecar && toSourceMemory(sidecar),
      lost: index.entries.lost,
      remarks: remarksOn(index.entries),
    };
    this.remember(this.facts.lastSource ?? { header: [] });
  }

  get size(): number {
    return this.#entries.all().size;
  }

  get isDirty(): boolean {
    return this.#entries.isDirty;
  }

  get isLockLost(): boolean {
    return this.#lock?.isLost === true;
  }

  async find(ids: readonly (readonly string[])[]): Promise<readonly (readonly Found[])[]> {
    return ids.map((names) => this.#entries.keysOf(names).flatMap((name) => this.#found(name) ?? []));
  }

  async get(refs: readonly Ref[]): Promise<readonly (Found | undefined)[]> {
    return refs.map((ref) => this.#found(nameOf(ref)));
  }

  async holders(addresses: readonly string[]): Promise<ReadonlyMap<string, Ref>> {
    const holders = new Map<string, Ref>();
    for (const address of addresses) {
      const name = this.#entries.ownerOf(address);
      if (name !== undefined) holders.set(address, toRef(name));
    }
    return holders;
  }

  async areLost(ids: readonly (readonly string[])[]): Promise<readonly boolean[]> {
    return ids.map((names) => names.some((id) => this.#entries.isLost(id)));
  }

  async record(changes: readonly Change[]): Promise<void> {
    if (changes.length > 0) this.#bytes = null;
    for (const change of changes) {
      const name = nameOf(change.ref);
      this.#entries.record(name, toPatch(this.#entries.get(name), change), change.isKnown);
    }
  }

  async *unseen(accounted: ReadonlySet<string>): AsyncIterable<Found> {
    for (const name of this.#entries.all().keys()) {
      const found = accounted.has(name) ? undefined : this.#found(name);
      if (found) yield found;
    }
  }

  shapeOf(targets: readonly string[]): string {
    return this.#index.shapes.nameOf(targets);
  }

  targetsOf(shape: string | undefined): readonly string[] | undefined {
    return shape === undefined ? undefined : this.#index.shapes.get(shape);
  }

  remember(source: SourceMemory): void {
    this.#index.claim({ ...fromOwner(this.#owner), ...source });
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

  #found(name: string): Found | undefined {
    const raw = this.#entries.get(name);
    return raw && { ref: toRef(name), entry: toEntry(raw), isBelieved: this.#entries.isBelieved(name) };
  }
}

function remarksOn(entries: JsonEntries): string[] {
  const { unbelieved, lost } = entries;
  return [
    ...(unbelieved > 0
      ? [
          `${unbelieved} of ${entries.all().size} entries are not as a run of ours left them; DHIS2 is asked before they count`,
        ]
      : []),
    ...(lost > 0
      ? [
          `${lost} entries of earlier runs are gone from it; their events may be in DHIS2, and nobody watches them. ` +
            'Put back the last good copy, or accept it with --accept lost',
        ]
      : []),
  ];
}
