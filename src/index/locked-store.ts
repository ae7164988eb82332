import { basename } from 'node:path';
import type { MovableIndex, MovableStore, MoveNote } from '../contracts/moving.ts';
import type { HeldLock, Lock, Storage } from '../contracts/storage.ts';
import type { IndexSession, OpenOptions } from '../contracts/store.ts';
import { loadNote, refuseMoved } from './move-note.ts';

/** A store that has its lock beside it in a storage: what is opened is locked first, and let go of where that fails. */
export abstract class LockedStore implements MovableStore {
  readonly name: string;
  readonly location: string;
  readonly lockLocation: string;
  protected readonly storage: Storage;
  protected readonly path: string;
  readonly #lockPath: string;
  readonly #rowsPath: string;

  constructor(storage: Storage, path: string) {
    this.storage = storage;
    this.path = path;
    this.#lockPath = `${path}.lock`;
    this.#rowsPath = `${path}.etl.rows`;
    this.name = basename(path);
    this.location = storage.describe(path);
    this.lockLocation = storage.describe(this.#lockPath);
  }

  open(options: OpenOptions): Promise<IndexSession> {
    return this.#locked(!options.isReadOnly, async (lock) => {
      await refuseMoved(this.storage, this.path);
      return this.load(options, lock);
    });
  }

  findLock(): Promise<HeldLock | null> {
    return this.storage.findLock(this.#lockPath);
  }

  async loadRows(): Promise<Buffer | undefined> {
    return (await this.storage.read(this.#rowsPath))?.bytes;
  }

  async keepRows(file: Iterable<Buffer>): Promise<void> {
    await this.storage.writeThrough(this.#rowsPath, file);
  }

  move({ address, isTrial }: Parameters<MovableStore['move']>[0]): Promise<MovableIndex> {
    return this.#locked(!isTrial, async (lock) =>
      this.toMovable(address, await loadNote(this.storage, this.path), lock),
    );
  }

  /** Reads what is there, and makes sure whose it is. The lock is for the session to give back. */
  protected abstract load(options: OpenOptions, lock: Lock | undefined): Promise<IndexSession>;

  protected abstract toMovable(
    address: Parameters<MovableStore['move']>[0]['address'],
    note: MoveNote | undefined,
    lock: Lock | undefined,
  ): Promise<MovableIndex> | MovableIndex;

  async #locked<T>(isWriting: boolean, use: (lock: Lock | undefined) => Promise<T>): Promise<T> {
    const lock = isWriting ? await this.storage.lock(this.#lockPath) : undefined;
    try {
      return await use(lock);
    } catch (error) {
      await lock?.release();
      throw error;
    }
  }
}
