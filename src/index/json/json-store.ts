import { basename } from 'node:path';
import { defineIndex } from '../../contracts/component.ts';
import type { MovableIndex, MovableStore } from '../../contracts/moving.ts';
import type { HeldLock, Lock, Storage } from '../../contracts/storage.ts';
import type { IndexSession, OpenOptions } from '../../contracts/store.ts';
import { loadNote, refuseMoved } from '../move-note.ts';
import { checkOwnership } from '../ownership.ts';
import { JsonIndex } from './json-index.ts';
import { MovableJson } from './movable-json.ts';
import { JsonSession } from './json-session.ts';
import { toOwner } from './sidecar.ts';

export const jsonIndex = defineIndex({
  kind: 'json',
  role: 'index',
  isDefault: true,
  endings: ['.json'],
  summary: 'A JSON file in the shape that earlier tools read and write, on this machine or in a blob container.',
  accepts: { role: 'storage' },
  schema: { type: 'object', additionalProperties: false, properties: {} },
  example: `index:
  kind: json
  connection: datalakeIndex
  path: raw/event_index.json
`,
  build: (_, { storage, path }) => new JsonStore(storage, path),
});

/** The index as a JSON file in a storage, with its sidecar, its journal and its lock beside it. */
export class JsonStore implements MovableStore {
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
      const exists = (await this.#storage.read(this.#path)) !== null;
      return new MovableJson({ storage: this.#storage, path: this.#path, address, exists, note, lock });
    } catch (error) {
      await lock?.release();
      throw error;
    }
  }

  async #load(options: OpenOptions, lock: Lock | undefined): Promise<IndexSession> {
    const { whose, isReadOnly, accepted, address } = options;
    const owner = await whose();
    const { index, bytes, sidecar } = await JsonIndex.load(this.#storage, this.#path, address);
    const { entries } = index;
    const { location } = this;
    const known = sidecar && { ...toOwner(sidecar), entries: sidecar.entries };
    // A plan may be made before there is an index; it says so.
    const words = { has: (word: string) => accepted.has(word) || (isReadOnly && word === 'new-index') };
    checkOwnership(known, owner, { exists: bytes !== null, entries: entries.all().size, location }, words);
    if (accepted.has('server')) entries.doubtAll();
    if (accepted.has('new-index') || accepted.has('lost')) entries.forgetLost();
    const isNew = bytes === null;
    return new JsonSession(index, { owner, lock, sidecar, location, isNew, bytes: isReadOnly ? null : bytes });
  }
}
