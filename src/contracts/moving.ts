/** How a whole index goes from one store to another: exactly, with what stores keep beside what a run asks for. */
import type { JsonObject } from '../base/json.ts';
import type { Entry, IndexStore, OpenOptions, Owner, SourceMemory } from './store.ts';

/** An entry as it is kept, in the words of the contract, with what only people and other stores ask for. */
export interface KeptEntry extends Omit<Entry, 'version'> {
  /** Addresses of the objects that it had before. */
  readonly previous?: readonly string[];
  /** What one store keeps beside the contract, in words of its own: it goes along, and back there with the entry. */
  readonly aside?: JsonObject;
}

/** An entry on its way. */
export interface MovingEntry {
  /** See `nameOf`. */
  readonly name: string;
  readonly kept: KeptEntry;
  readonly isBelieved: boolean;
}

/** An index on its way. */
export interface MovingIndex {
  readonly owner: Owner | undefined;
  readonly source: SourceMemory | undefined;
  readonly saves: number;
  readonly size: number;
  readonly live: number;
  readonly shapes: ReadonlyMap<string, readonly string[]>;
  /** Entries that it has lost: marks of their names (see `keyMark`), and seals of what they said, where that is known. */
  readonly lost: ReadonlyMap<number, number | null>;
  /** Entries that it has lost, of which no mark is known. */
  readonly lostUnknown: number;
  /** All of them, once. */
  readonly entries: () => Iterable<MovingEntry>;
}

/** What stands beside an index that was moved away, or has not wholly arrived: no run may use it. */
export type MoveNote =
  | { readonly is: 'moved'; readonly to: string; readonly at: string }
  | { readonly is: 'arriving'; readonly from: string };

/** The index of a store in the hands of a move, with its lock held until it is closed. */
export interface MovableIndex {
  readonly exists: boolean;
  readonly note: MoveNote | undefined;
  /** All of it; only where it exists. Throws what is wrong with it (exit 3). */
  read(): Promise<MovingIndex>;
  /** Puts another one in its place. */
  replace(index: MovingIndex): Promise<void>;
  setNote(note: MoveNote | undefined): Promise<void>;
  close(): Promise<void>;
}

/** A store from which an index can be moved, and to which. */
export interface MovableStore extends IndexStore {
  /** Where it is, for people. */
  readonly location: string;
  /** Takes the lock, but for a trial, to move it to another store, or another one here. Nobody asks whose it is. */
  move(options: { readonly address: OpenOptions['address']; readonly isTrial: boolean }): Promise<MovableIndex>;
}
