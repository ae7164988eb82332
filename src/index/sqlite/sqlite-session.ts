import { createPrivateFile } from '../../base/private-file.ts';
import { nameOf, toRef, type Ref } from '../../contracts/ref.ts';
import type { Lock } from '../../contracts/storage.ts';
import type { Change, Found, Glimpse, IndexFacts, IndexSession, SourceMemory } from '../../contracts/store.ts';
import { toGlimpse } from '../glimpse.ts';
import type { SqliteIndex } from './sqlite-index.ts';

/** The database behind the contract. */
export class SqliteSession implements IndexSession {
  readonly facts: IndexFacts;
  readonly #index: SqliteIndex;
  readonly #lock: Lock | undefined;

  constructor(index: SqliteIndex, location: string, lock: Lock | undefined) {
    this.#index = index;
    this.#lock = lock;
    this.facts = {
      location,
      isNew: !index.isKept,
      live: index.live,
      lastSource: index.known.source,
      lost: index.losses.size,
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
    return this.#index.ask((entries) => ids.map((names) => entries.find(names)));
  }

  glimpse(ids: readonly string[]): Glimpse | undefined {
    return toGlimpse(
      this.#index.ask((entries) => entries.find(ids)),
      ids,
    );
  }

  /** A row would have to be looked into all the same. */
  markOf(): undefined {
    return undefined;
  }

  async get(refs: readonly Ref[]): Promise<readonly (Found | undefined)[]> {
    return this.#index.ask((entries) => refs.map((ref) => entries.get(nameOf(ref))));
  }

  async holders(addresses: readonly string[]): Promise<ReadonlyMap<string, Ref>> {
    const names = this.#index.ask((entries) => addresses.map((address) => entries.holderOf(address)));
    const held = addresses.flatMap((address, at) => {
      const name = names[at];
      return name === undefined ? [] : [[address, toRef(name)] as const];
    });
    return new Map(held);
  }

  async areLost(ids: readonly (readonly string[])[]): Promise<readonly boolean[]> {
    return ids.map((names) => this.#index.losses.mayHave(names));
  }

  async record(changes: readonly Change[]): Promise<void> {
    for (const change of changes) this.#index.record(nameOf(change.ref), change);
  }

  async *unseen(accounted: Pick<ReadonlySet<string>, 'has'>): AsyncIterable<Found> {
    yield* this.#index.unseen(accounted);
  }

  shapeOf(targets: readonly string[]): string {
    return this.#index.shapes.nameOf(targets);
  }

  targetsOf(shape: string | undefined): readonly string[] | undefined {
    return shape === undefined ? undefined : this.#index.shapes.get(shape);
  }

  remember(source: SourceMemory): void {
    this.#index.remember(source);
  }

  checkpoint(): Promise<void> {
    return this.#index.checkpoint();
  }

  save(): Promise<void> {
    return this.#index.save();
  }

  async copyTo(file: string): Promise<boolean> {
    if (!this.#index.isKept) return false;
    await (await createPrivateFile(file)).close();
    this.#index.copyTo(file);
    return true;
  }

  async close(): Promise<void> {
    this.#index.close();
    await this.#lock?.release();
  }
}

function remarksOn({ unbelieved, size, losses }: SqliteIndex): string[] {
  const one = `${unbelieved} of ${size} entries are not as a run of ours left them; DHIS2 is asked before they count`;
  const other =
    `${losses.size} entries of earlier runs are gone from it; their events may be in DHIS2, and nobody watches them. ` +
    'Put back the last good copy, or accept it with --accept lost';
  return [...(unbelieved > 0 ? [one] : []), ...(losses.size > 0 ? [other] : [])];
}
