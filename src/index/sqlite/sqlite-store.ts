import { basename } from 'node:path';
import { defineIndex } from '../../contracts/component.ts';
import type { MovableIndex, MovableStore } from '../../contracts/moving.ts';
import type { HeldLock, Lock, Storage } from '../../contracts/storage.ts';
import type { IndexSession, OpenOptions, Owner } from '../../contracts/store.ts';
import { loadNote, refuseMoved } from '../move-note.ts';
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
});

/** The index as an SQLite database in a local file, with its lock, and what the last run left it as, beside it. */
export class SqliteStore implements MovableStore {
  readonly name: string;
  readonly location: string;
  readonly lockLocation: string;
  readonly #storage: Storage;
  readonly #path: string;
  readonly #lockPath: string;

  constructor(storage: Storage, path: string) {
    this.#storage = storage;
    this.#path = path;
    this.#lockPath = `${path}.lock`;
    this.name = basename(path);
    this.location = storage.describe(path);
    this.lockLocation = storage.describe(this.#lockPath);
  }

  async open(options: OpenOptions): Promise<IndexSession> {
    const lock = options.isReadOnly ? undefined : await this.#storage.lock(this.#lockPath);
    try {
      await refuseMoved(this.#storage, this.#path);
      return await this.#load(options, lock);
    } catch (error) {
      await lock?.release();
      throw error;
    }
  }

  findLock(): Promise<HeldLock | null> {
    return this.#storage.findLock(this.#lockPath);
  }

  async move({ address, isTrial }: Parameters<MovableStore['move']>[0]): Promise<MovableIndex> {
    const lock = isTrial ? undefined : await this.#storage.lock(this.#lockPath);
    try {
      const note = await loadNote(this.#storage, this.#path);
      return new MovableSqlite(this.#homeWith(address), note, lock);
    } catch (error) {
      await lock?.release();
      throw error;
    }
  }

  async #load(options: OpenOptions, lock: Lock | undefined): Promise<IndexSession> {
    const owner = await options.whose();
    const witness = await loadWitness(this.#storage, this.#path);
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
    const file = localFile(this.#storage, this.#path);
    return { storage: this.#storage, path: this.#path, file, location: this.location, address };
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
  const words = { has: (word: string) => accepted.has(word) || (isReadOnly && word === 'new-index') };
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
