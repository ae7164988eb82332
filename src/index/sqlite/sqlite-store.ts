import { defineIndex } from '../../contracts/component.ts';
import type { MovableIndex, MoveNote } from '../../contracts/moving.ts';
import type { Lock, Storage } from '../../contracts/storage.ts';
import type { IndexSession, OpenOptions, Owner } from '../../contracts/store.ts';
import { examineIndex } from '../examine-index.ts';
import { LockedStore } from '../locked-store.ts';
import { checkOwnership } from '../ownership.ts';
import { inDatabase } from './database.ts';
import { MovableSqlite } from './movable-sqlite.ts';
import { openIndex } from './open-index.ts';
import { SqliteIndex, type Home } from './sqlite-index.ts';
import { SqliteSession } from './sqlite-session.ts';
import { loadWitness, type Witness } from './witness.ts';

export const sqliteIndex = defineIndex({
  kind: 'sqlite',
  role: 'index',
  endings: ['.sqlite', '.sqlite3', '.db'],
  summary: 'An SQLite database in a file of this machine, for indexes of any size.',
  accepts: { role: 'storage', kinds: ['file'] },
  schema: { type: 'object', additionalProperties: false, properties: {} },
  example: `index:
  kind: sqlite
  path: ../index/visits.sqlite
`,
  build: (_, { storage, path }) => new SqliteStore(storage, path),
  examine: (_, examination) => examineIndex(new SqliteStore(examination.storage, examination.path), examination),
});

/** The index as an SQLite database in a local file, with its lock, and what the last run left it as, beside it. */
export class SqliteStore extends LockedStore {
  protected override toMovable(
    address: OpenOptions['address'],
    note: MoveNote | undefined,
    lock: Lock | undefined,
  ): MovableIndex {
    return new MovableSqlite(this.#homeWith(address), note, lock);
  }

  protected override async load(options: OpenOptions, lock: Lock | undefined): Promise<IndexSession> {
    const owner = await options.whose();
    const witness = await loadWitness(this.storage, this.path);
    const home = this.#homeWith(options.address);
    const { location } = home;
    const opened = openIndex(home, options.isReadOnly);
    try {
      const index = inDatabase(home, 'read', () => new SqliteIndex(home, opened, options.isReadOnly, witness));
      refuseWrong(index, witness, owner, location, options);
      index.claim(owner);
      return new SqliteSession(index, location, lock);
    } catch (error) {
      opened.close();
      throw error;
    }
  }

  #homeWith(address: object): Home {
    const file = localFile(this.storage, this.path);
    return { storage: this.storage, path: this.path, file, location: this.location, address };
  }
}

/** Whose it is stands in the database, and beside it: both must be right. */
function refuseWrong(
  index: SqliteIndex,
  witness: Witness | undefined,
  owner: Owner,
  location: string,
  { accepted, isReadOnly }: OpenOptions,
): void {
  const entries = index.size;
  // A plan may be made before there is an index; it says so.
  const words = { has: (word: string) => accepted.has(word) || (isReadOnly && !index.isKept && word === 'new-index') };
  const standing = { exists: index.isKept, entries, location };
  const own = index.known.owner;
  checkOwnership(witness, owner, standing, words);
  checkOwnership(own && { ...own, entries }, owner, standing, words);
  if (accepted.has('server')) index.doubtAll();
  if (accepted.has('new-index') || accepted.has('lost')) index.losses.forget();
}

function localFile(storage: Storage, path: string): string {
  const file = storage.localFile?.(path);
  if (file === undefined) throw new Error(`${storage.describe(path)} is no file of this machine`);
  return file;
}
