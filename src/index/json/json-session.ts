import { streamToPrivateFile } from '../../base/private-file.ts';
import type { Lock } from '../../contracts/storage.ts';
import { nameOf, toRef, type Ref } from '../../contracts/ref.ts';
import type { Change, Found, Glimpse, IndexFacts, IndexSession, Owner, SourceMemory } from '../../contracts/store.ts';
import { toGlimpse } from '../glimpse.ts';
import type { JsonEntries, KnownEntry } from './json-entries.ts';
import type { JsonIndex } from './json-index.ts';
import { fromOwner, toSourceMemory, type Sidecar } from './sidecar.ts';
import { toEntry } from './to-entry.ts';
import { toPatch } from './to-patch.ts';

/** What a session is opened with. */
interface Opened {
  readonly owner: Owner;
  readonly lock: Lock | undefined;
  readonly sidecar: Sidecar | undefined;
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
  /** The entries are those of the file, as it was found or saved. */
  #isAsInFile: boolean;

  constructor(index: JsonIndex, { owner, lock, sidecar, isNew, location }: Opened) {
    this.#index = index;
    this.#entries = index.entries;
    this.#owner = owner;
    this.#lock = lock;
    this.#isAsInFile = !isNew && !index.entries.isDirty;
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
    return this.#entries.size;
  }

  get isDirty(): boolean {
    return this.#entries.isDirty;
  }

  get isLockLost(): boolean {
    return this.#lock?.isLost === true;
  }

  async find(ids: readonly (readonly string[])[]): Promise<readonly (readonly Found[])[]> {
    return ids.map((names) => this.#entries.knowing(names).map(toFound));
  }

  glimpse(ids: readonly string[]): Glimpse | undefined {
    return toGlimpse(this.#entries.knowing(ids).map(toFound), ids);
  }

  markOf(ids: readonly string[]): { readonly name: string; readonly mark: string } | undefined {
    return this.#entries.markOf(ids);
  }

  async get(refs: readonly Ref[]): Promise<readonly (Found | undefined)[]> {
    return refs.map((ref) => {
      const known = this.#entries.find(nameOf(ref));
      return known && toFound(known);
    });
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
    if (changes.length > 0) this.#isAsInFile = false;
    for (const change of changes)
      this.#entries.change(nameOf(change.ref), (before) => toPatch(before, change), change.isKnown);
  }

  async *unseen(accounted: Pick<ReadonlySet<string>, 'has'>): AsyncIterable<Found> {
    for (const known of this.#entries.except(accounted)) yield toFound(known);
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
    await this.#index.save();
    this.#isAsInFile = true;
  }

  async copyTo(file: string): Promise<boolean> {
    if (!this.#isAsInFile) return false;
    await streamToPrivateFile(file, this.#index.file());
    return true;
  }

  async close(): Promise<void> {
    await this.#lock?.release();
  }
}

function toFound({ key, entry, isBelieved }: KnownEntry): Found {
  return { ref: toRef(key), entry: toEntry(entry), isBelieved };
}

function remarksOn(entries: JsonEntries): string[] {
  const { unbelieved, lost } = entries;
  return [
    ...(unbelieved > 0
      ? [
          `${unbelieved} of ${entries.size} entries are not as a run of ours left them; DHIS2 is asked before they count`,
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
