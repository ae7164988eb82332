import type { Entry, EntryPatch } from './json/raw-entry.ts';
import type { Owner } from './json/sidecar.ts';

/** An entry under the key that it has in the index. */
export interface Found {
  readonly key: string;
  readonly entry: Entry;
  /** False where it is not as we left it: DHIS2 must be asked before it counts. */
  readonly isBelieved: boolean;
}

/** A change to an entry. `isKnown`: DHIS2 itself has just told how it stands, so it is believed from now on. */
export interface EntryChange {
  readonly key: string;
  readonly patch: EntryPatch;
  readonly isKnown?: boolean;
}

/** What a run has seen of its source, for the next one to compare with. */
export interface SourceMemory {
  /** Columns of the source. */
  readonly header: readonly string[];
  /** Digests of the values that compared columns have had. */
  readonly values?: Readonly<Record<string, readonly string[]>>;
}

/** What is known of an index when it is opened. */
export interface IndexFacts {
  /** Where it is, for people. */
  readonly location: string;
  /** There was none. */
  readonly isNew: boolean;
  readonly live: number;
  /** What the last run has seen of its source; undefined where there was none. */
  readonly lastSource: SourceMemory | undefined;
  /** Entries of earlier runs that are gone, and may have objects that nobody watches any more. */
  readonly lost: number;
  /** How far it is believed, in plain words, where that is worth saying. */
  readonly remarks: readonly string[];
}

export interface OpenOptions {
  /** Whose index it is meant to be; asked once the lock is held. */
  readonly whose: () => Promise<Owner>;
  /** Nothing is kept, so no lock is needed. */
  readonly isReadOnly: boolean;
  /** What people have accepted; see `--accept`. */
  readonly accepted: Pick<ReadonlySet<string>, 'has'>;
}

/** Where an index is kept. */
export interface IndexStore {
  /** What copies of it are called. */
  readonly name: string;
  /** Where it is, for people. */
  readonly location: string;
  /**
   * Takes the lock, reads what is there, and makes sure that it is ours. Throws EtlError `run/locked` (exit 5),
   * `guard/*` (exit 4), `index/*` and `storage/*` (exit 3); then the lock is free again.
   */
  open(options: OpenOptions): Promise<IndexSession>;
}

/**
 * An index as opened, by entries. What is recorded counts at once for those who ask; `checkpoint` keeps it through a
 * crash, and `save` puts it where others read it.
 */
export interface IndexSession {
  readonly facts: IndexFacts;
  readonly size: number;
  /** Whether anything has been recorded since the last save. */
  readonly isDirty: boolean;
  /** The lock ran out: another run may be at work. */
  readonly isLockLost: boolean;
  /** Entries that know any of these ids; a record's ids give one list each. */
  find(ids: readonly (readonly string[])[]): Promise<readonly (readonly Found[])[]>;
  /** Entries by key, in the order asked. */
  get(keys: readonly string[]): Promise<readonly (Found | undefined)[]>;
  /** The keys of the entries that have UIDs, by UID. */
  holders(uids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Of records, by their ids, whether an entry of theirs is gone since the last run. */
  areLost(ids: readonly (readonly string[])[]): Promise<readonly boolean[]>;
  record(changes: readonly EntryChange[]): Promise<void>;
  /** Entries that no record accounts for, in no order. */
  unseen(accounted: ReadonlySet<string>): AsyncIterable<Found>;
  /** The name of a list of properties and data elements, for `shape`. */
  shapeOf(targets: readonly string[]): string;
  /** The list that a shape stands for; undefined where it is not known any more. */
  targetsOf(shape: string | undefined): readonly string[] | undefined;
  /** What is to be known of the source next time; kept with the next save. */
  remember(source: SourceMemory): void;
  /** Keeps everything recorded so far, cheaply: should we be killed, the next run finds it. */
  checkpoint(): Promise<void>;
  /** Keeps everything recorded so far for all to read, without losing what others wrote meanwhile. */
  save(): Promise<void>;
  /** Writes a copy of the index as others read it to a file of our own; false where there is none. */
  copyTo(file: string): Promise<boolean>;
  /** Gives the lock back; saves nothing. */
  close(): Promise<void>;
}

/** Ids as records have them: the tools before us kept blanks and the prefix that Kobo's API gives. */
export function toId(text: string): string {
  return text.trim().replace(/^uuid:/, '');
}
