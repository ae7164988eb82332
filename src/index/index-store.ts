import type { Entry, EntryPatch } from './json/raw-entry.ts';

/** An entry under the key that it has in the index. */
export interface Found {
  readonly key: string;
  readonly entry: Entry;
  /** False where it is not as we left it: DHIS2 must be asked before it counts. */
  readonly isBelieved: boolean;
}

/**
 * The index, by entries. What is recorded counts at once for those who ask; `checkpoint` keeps it through a crash, and
 * `save` puts it where others read it. The JSON file is the first store; another may take its place.
 */
export interface IndexStore {
  /** Entries that know any of these ids; a record's ids give one list each. */
  findMany(ids: readonly (readonly string[])[]): readonly (readonly Found[])[];
  get(key: string): Entry | undefined;
  isBelieved(key: string): boolean;
  /** The key of the entry that has a UID. */
  ownerOf(uid: string): string | undefined;
  /** Changes an entry. `isKnown`: DHIS2 itself has just told how it stands, so it is believed from now on. */
  record(key: string, patch: EntryPatch, isKnown?: boolean): void;
  /** All entries, in no order. */
  list(): Iterable<Found>;
  readonly liveEntries: number;
  readonly size: number;
  /** Entries of the last run that are gone, and may have events that nobody watches any more. */
  readonly lostEntries: number;
  /** Whether an entry under this id of a record is gone since the last run. */
  isLost(id: string): boolean;
  /** Entries that are not as we left them. */
  readonly unbelievedEntries: number;
  /** The name of a list of properties and data elements, for `shape`. */
  shapeOf(targets: readonly string[]): string;
  /** The list that a shape stands for; undefined where it is not known any more. */
  targetsOf(shape: string | undefined): readonly string[] | undefined;
  /** Whether anything has been recorded since the last save. */
  readonly isDirty: boolean;
  /** Keeps everything recorded so far, cheaply: should we be killed, the next run finds it. */
  checkpoint(): Promise<void>;
  /** Keeps everything recorded so far for all to read, without losing what others wrote meanwhile. Returns the bytes kept. */
  save(): Promise<Buffer>;
}

/** Ids as records have them: the tools before us kept blanks and the prefix that Kobo's API gives. */
export function toId(text: string): string {
  return text.trim().replace(/^uuid:/, '');
}
