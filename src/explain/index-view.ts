import type { MovableIndex, MovableStore, MovingEntry, MovingIndex } from '../contracts/moving.ts';
import type { OpenOptions } from '../contracts/store.ts';

/** The index as it stands, for reading: no lock is taken, nobody logs in, and no guard is asked. */
export class IndexView {
  readonly exists: boolean;
  readonly #index: MovableIndex;
  readonly #read: MovingIndex | undefined;

  private constructor(index: MovableIndex, read: MovingIndex | undefined) {
    this.#index = index;
    this.#read = read;
    this.exists = index.exists;
  }

  /** Throws EtlError `index/*`, `storage/*`. */
  static async open(store: MovableStore, address: OpenOptions['address']): Promise<IndexView> {
    const index = await store.move({ address, isTrial: true });
    try {
      return new IndexView(index, index.exists ? await index.read() : undefined);
    } catch (error) {
      await index.close();
      throw error;
    }
  }

  /** The entries for which something holds. */
  find(isWanted: (entry: MovingEntry) => boolean): MovingEntry[] {
    const found: MovingEntry[] = [];
    for (const entry of this.#read?.entries() ?? []) if (isWanted(entry)) found.push(entry);
    return found;
  }

  async close(): Promise<void> {
    await this.#index.close();
  }
}
