/**
 * What is known of each object that was sent: an index of entries. One ref is one object, one line of a plan, one entry.
 * A JSON file is one store; a database can be another: nothing here asks for all entries at once, or for an order.
 */
import type { Ref } from './ref.ts';
import type { SinkSchemas } from './sink.ts';
import type { HeldLock } from './storage.ts';

/**
 * How an object stands, as far as the index knows.
 * - `reserved`: it has an address, and nothing is there; where it has doubts, an earlier send may still arrive
 * - `refused`: it is not there; `refusal` says who refused it, and why
 * - `sending`: its first send has no verdict, so it may be there
 * - `live`: it is there
 * - `replacing`: it is there, and what was last sent over it has no verdict
 * - `removed`: a person has said in the index that it was removed there; that stands until the entry has a new address
 * - `removedButWanted`: a person has said so, and its record is there all the same
 * - `deletedThere`: the server said so when something was sent
 */
export type EntryState =
  | 'reserved'
  | 'refused'
  | 'sending'
  | 'live'
  | 'replacing'
  | 'removed'
  | 'removedButWanted'
  | 'deletedThere';

/** Why something was not taken, and by whom: what we refused was never sent. */
export interface Refusal {
  readonly by: 'us' | 'server';
  /** As far as the store keeps them. A value is there only where it is a word of a vocabulary, never an answer. */
  readonly reasons: readonly { readonly code: string; readonly field?: string; readonly value?: string }[];
}

/** The record is not in the source. */
export interface Missing {
  /** First run without it (ISO 8601); absent where another tool has marked it, and did not say. */
  readonly since?: string;
  /** For longer than the grace. */
  readonly isPastGrace: boolean;
}

/** What was sent once: the hash of the object, and what the hash was made of. */
export interface Send {
  readonly hash: string;
  /** The targets that the object set, see `IndexSession.shapeOf`. */
  readonly shape?: string;
}

/** Where an object stood until an edit moved it, and what of ours may still be there: to be taken away. */
export interface OldPlace {
  readonly address: string;
  /** What we may have left there: the last confirmed send, and those without a verdict. */
  readonly sends: readonly Send[];
  /** One of them may still be carried out: the place is looked at once more after it was cleared. */
  readonly isOpen?: true;
}

/** What is known of one object. No values are kept. */
export interface Entry {
  /**
   * Where the object is in the sink: a UID, or what the sink calls it. No two entries have the same when they are kept;
   * while changes are recorded they may, since two objects can change places.
   */
  readonly address: string;
  readonly state: EntryState;
  /** Of `refused`; of another state where the last thing that was to be sent was refused. */
  readonly refusal?: Refusal;
  readonly missing?: Missing;
  /** Everything the record has been called; its key may be left out. */
  readonly ids: readonly string[];
  /** How often the object was made anew under another address. */
  readonly generation: number;
  /** Of what the server has confirmed. Absent: not verified, or there is no verdict on what was last sent. */
  readonly hash?: string;
  /** Of a send without a verdict: the hash that the entry had before it. */
  readonly hashBefore?: string;
  /** What `hash`, or `hashBefore`, was made of. */
  readonly shape?: string;
  /**
   * Digest of the record's cells that were read, of all that maps them, and of the address, `hash` and `shape` that came of
   * it: as long as these agree, what the record maps to is known without mapping it. Only beside `hash`.
   */
  readonly row?: string;
  /** Of an object of which the sink has taken only a part: the hash of the whole. `hash` is of what is there. */
  readonly partOf?: string;
  /**
   * Sends whose requests may still be carried out. Where the object is `live` they were settled by a look into the sink,
   * and one more look, in a later run, must confirm it.
   */
  readonly doubts: readonly Send[];
  /** Targets that have left the mapping, each with a digest of the value that we left there. */
  readonly left?: Readonly<Record<string, string>>;
  /** Where it stood before, until nothing of it is there any more; never empty. Another object may stand there by now. */
  readonly movedFrom?: readonly OldPlace[];
  /** Digest of the values by which an edit is recognised where no id survives it (`source.pair`). */
  readonly pair?: string;
  /** Time of the server's last verdict, ISO 8601. */
  readonly sentAt?: string;
  /** Time of the first run with the record. */
  readonly since?: string;
  /** Another text whenever anything of the entry is another: a kept plan tells by it that somebody has changed the entry. */
  readonly version: string;
}

/** An entry that was found, with the ref that it is filed under. */
export interface Found {
  readonly ref: Ref;
  readonly entry: Entry;
  /**
   * False where the entry is not as we left it, because others can write it too: the sink must be asked before it counts.
   * Always true in a store that nobody else writes.
   */
  readonly isBelieved: boolean;
}

/** An entry of which nothing is open, as far as it takes to leave its record alone. */
export type Glimpse = Required<Pick<Entry, 'address' | 'hash' | 'shape' | 'row'>> & {
  /** See `nameOf`. */
  readonly name: string;
};

/**
 * A change to an entry, or a new one; what it does not name stays, and null takes away. A new address makes a new object,
 * and so does a higher generation together with the same address: of the one before it only ids, pair, generation and times
 * are kept, and its address among those for people.
 */
export interface Change {
  readonly ref: Ref;
  readonly address?: string;
  /** A state comes with its refusal, or with none. */
  readonly state?: EntryState;
  readonly refusal?: Refusal;
  readonly missing?: Missing | null;
  readonly ids?: readonly string[];
  readonly generation?: number;
  readonly hash?: string | null;
  readonly hashBefore?: string | null;
  readonly shape?: string | null;
  /** A new hash without it takes it away. */
  readonly row?: string | null;
  readonly partOf?: string | null;
  readonly doubts?: readonly Send[];
  readonly left?: Readonly<Record<string, string>> | null;
  readonly movedFrom?: readonly OldPlace[] | null;
  readonly pair?: string | null;
  readonly sentAt?: string;
  readonly since?: string;
  /** The sink itself has just told how the object stands: the entry is believed from now on. */
  readonly isKnown?: boolean;
}

/** Whose an index is: it belongs to one namespace, one server and one place in it. */
export interface Owner {
  /** What addresses derive from. */
  readonly namespace: string;
  /** The server's own id; its web address where it has none, which then counts until it has one. */
  readonly server: string;
  /** Its web address; unknown in an index of an earlier release. */
  readonly address?: string;
  /** Where in the server: a program, a data set. */
  readonly place: string;
}

/** What a run remembers of its source, and of what it looked at, for the next one to compare with. */
export interface SourceMemory {
  /** Columns of the source. */
  readonly header: readonly string[];
  /** Digests of the values that compared columns have had. */
  readonly values?: Readonly<Record<string, readonly string[]>>;
  /** Of the last look at records that had not changed. */
  readonly verified?: VerifiedMemory;
  /** Digests of what people were told of, and need not be told each night. */
  readonly told?: readonly string[];
}

/** What is remembered of the last run that looked at all unchanged records in the sink. */
export interface VerifiedMemory {
  /** When it was, ISO 8601. */
  readonly at: string;
  /** Names of entries (see `nameOf`) whose objects were not as sent: they are looked at again until they are. */
  readonly differing: readonly string[];
}

/** What is known of an index when it is opened. */
export interface IndexFacts {
  /** Where it is, for people. */
  readonly location: string;
  /** There was none. */
  readonly isNew: boolean;
  /** Entries whose objects are there, and their records too. */
  readonly live: number;
  /** What the last run remembered of its source; undefined where there was none. */
  readonly lastSource: SourceMemory | undefined;
  /** Entries of earlier runs that others have taken away: their objects may be there, and nobody watches them. */
  readonly lost: number;
  /** How far it is believed, in plain words, where that is worth saying. */
  readonly remarks: readonly string[];
}

export interface OpenOptions {
  /** Whose index it is meant to be; asked once the lock is held, and told by logging in to the server. */
  readonly whose: () => Promise<Owner>;
  /** No lock is taken. What is recorded counts until the session is closed, and is kept nowhere. */
  readonly isReadOnly: boolean;
  /** What people have accepted: `new-index`, `server`, `lost`; see `--accept`. */
  readonly accepted: Pick<ReadonlySet<string>, 'has'>;
  /** What an address looks like: an entry that others have spoilt is refused. */
  readonly address: SinkSchemas['address'];
}

/** Where an index is kept. */
export interface IndexStore {
  /** What copies of it are called. */
  readonly name: string;
  /**
   * Takes the lock, reads what is there, and makes sure that it is ours. Throws EtlError `run/locked` (exit 5),
   * `guard/other-owner`, `guard/other-server`, `guard/index-shrunk`, `guard/no-index` (exit 4), or what is wrong with the
   * store (exit 3); then the lock is free again.
   */
  open(options: OpenOptions): Promise<IndexSession>;
  /** Where its lock is, for people. */
  readonly lockLocation: string;
  /** Who holds its lock; null where nobody does. */
  findLock(): Promise<HeldLock | null>;
  /** What `keepRows` kept beside the index in an earlier run, whoever has changed it since; undefined where there is nothing. */
  loadRows(): Promise<Buffer | undefined>;
  /** Keeps what rows of the source came to: the next run can do without it, but not as fast. Called with the lock held. */
  keepRows(file: Iterable<Buffer>): Promise<void>;
}

/**
 * An index as opened. What is recorded counts at once for those who ask; `checkpoint` keeps it through a crash, and `save`
 * puts it where others read it. A database can do both at each `checkpoint`, by committing.
 */
export interface IndexSession {
  readonly facts: IndexFacts;
  /** Entries by now. */
  readonly size: number;
  /** Whether anything has been recorded since the last save. */
  readonly isDirty: boolean;
  /** The lock ran out: another run may be at work. */
  readonly isLockLost: boolean;
  /** Entries that know any of these ids; a record's ids give one list each. */
  find(ids: readonly (readonly string[])[]): Promise<readonly (readonly Found[])[]>;
  /**
   * The entry that all of some ids lead to, and no other: where it is believed and live, has a hash with a `row`, and nothing
   * of it is open (no doubts, no old places, nothing refused or taken in part, its record not missing). Undefined in all
   * other cases: `find` tells more. Cheap, for it is asked of every record of every night.
   */
  glimpse(ids: readonly string[]): Glimpse | undefined;
  /**
   * The name of the entry that a glimpse of some ids may see, with a mark of twelve characters up to U+00FF: as long as that is
   * the same for them, so is what a glimpse sees. Cheaper than one; undefined where it cannot be told so cheaply.
   */
  markOf(ids: readonly string[]): { readonly name: string; readonly mark: string } | undefined;
  /** The entries of refs, in the order asked. */
  get(refs: readonly Ref[]): Promise<readonly (Found | undefined)[]>;
  /**
   * Which entries have some addresses; where nobody has one, which entry stood there and has it still to clear. Those about
   * which there is nothing to say are left out.
   */
  holders(addresses: readonly string[]): Promise<ReadonlyMap<string, Ref>>;
  /** Of records, by their ids, whether an entry of theirs was taken away since the last run. */
  areLost(ids: readonly (readonly string[])[]): Promise<readonly boolean[]>;
  /** Changes entries, one after the other. */
  record(changes: readonly Change[]): Promise<void>;
  /** Entries whose names (see `nameOf`) are not among those accounted for, in no order. */
  unseen(accounted: Pick<ReadonlySet<string>, 'has'>): AsyncIterable<Found>;
  /**
   * A short name of a list of targets, whatever its order, for `shape`: a whole index has a handful of such lists. A
   * database can keep them in a table of their own.
   */
  shapeOf(targets: readonly string[]): string;
  /** The list that a shape stands for; undefined where it is not known any more. */
  targetsOf(shape: string | undefined): readonly string[] | undefined;
  /** What is to be known of the source next time; kept with the next save. */
  remember(source: SourceMemory): void;
  /** Keeps everything recorded so far, cheaply: should we be killed, the next run finds it. */
  checkpoint(): Promise<void>;
  /**
   * Keeps everything recorded so far for all to read, without losing what others wrote meanwhile. Throws EtlError
   * `guard/two-senders` (exit 4) where another sender has been at work.
   */
  save(): Promise<void>;
  /** Writes a copy of the index, as others read it, to a file of our own; false where there is none. */
  copyTo(file: string): Promise<boolean>;
  /** Gives the lock back. Saves nothing; safe to call twice. */
  close(): Promise<void>;
}
