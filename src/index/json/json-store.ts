import { basename } from 'node:path';
import type { Lock, Storage } from '../../contracts/storage.ts';
import type { IndexSession, IndexStore, OpenOptions } from '../index-store.ts';
import { checkOwnership } from '../ownership.ts';
import { JsonIndex } from './json-index.ts';
import { JsonSession } from './json-session.ts';

/** The index as a JSON file in a storage, with its sidecar, its journal and its lock beside it. */
export class JsonStore implements IndexStore {
  readonly name: string;
  readonly location: string;
  readonly #storage: Storage;
  readonly #path: string;

  constructor(storage: Storage, path: string) {
    this.name = basename(path);
    this.location = storage.describe(path);
    this.#storage = storage;
    this.#path = path;
  }

  async open(options: OpenOptions): Promise<IndexSession> {
    const lock = options.isReadOnly ? undefined : await this.#storage.lock(`${this.#path}.lock`);
    try {
      return await this.#load(options, lock);
    } catch (error) {
      await lock?.release();
      throw error;
    }
  }

  async #load({ whose, isReadOnly, accepted }: OpenOptions, lock: Lock | undefined): Promise<IndexSession> {
    const owner = await whose();
    const { index, bytes, sidecar } = await JsonIndex.load(this.#storage, this.#path);
    const words = { has: (word: string) => accepted.has(word) || (isReadOnly && word === 'new-index') };
    checkOwnership(sidecar, owner, { exists: bytes !== null, entries: index.size, location: this.location }, words);
    if (accepted.has('server')) index.doubtAll();
    if (accepted.has('new-index') || accepted.has('lost')) index.forgetLost();
    return new JsonSession(index, {
      owner,
      lock,
      sidecar,
      bytes: isReadOnly ? null : bytes,
      location: this.location,
      isNew: bytes === null,
    });
  }
}
