import type { Reject } from '../base/problem.ts';
import type { JsonObject } from '../base/json.ts';
import type { Difference } from '../contracts/sink.ts';
import type { Ignored } from '../contracts/shape.ts';
import type { Ref } from '../contracts/ref.ts';
import type { OldPlace, Send } from '../contracts/store.ts';

/**
 * One line of a plan: what is to be done about one object. What a line has follows from its action. `key`, `action`,
 * `address` and `object` are for everybody; the rest is what `apply` needs.
 */
export type PlanLine =
  | CreateLine
  | UpdateLine
  | AdoptLine
  | LeaveLine
  | ReturnedLine
  | HoldLine
  | ExcludedLine
  | RejectLine
  | UnreadableLine
  | MissingLine;

export type ActionName = PlanLine['action'];
export type LineOf<A extends ActionName> = Extract<PlanLine, { readonly action: A }>;

/** A record of the source that has a key, and what the index knows of it. */
export interface KnownRecord {
  readonly key: string;
  /** Which of the record's objects the line is about; '' for its own. */
  readonly role: string;
  readonly ids: readonly string[];
  /** Of a record that was made of several rows: their keys. */
  readonly keys?: readonly string[];
  readonly row: number;
  readonly line: number;
  readonly sheet?: string;
  /** The form version that it is of, where the spec has any. */
  readonly version?: string;
  /** The cells that say where it belongs, as people know the place: `FACILITY = "North Hospital"`. */
  readonly facility?: string;
  /** Address of its object; null where it has none yet. */
  readonly address: string | null;
  /** Key of its entry in the index. */
  readonly entry?: string;
  /** Digest of that entry when the plan was made; null where there was none. */
  readonly before: string | null;
  /** It had been marked as gone. */
  readonly returned?: true;
  /** Its entry learns something even where nothing is sent: an id, or that the record is back. */
  readonly touch?: true;
}

/** A record with what is to be in the sink for it. */
export interface WantedRecord extends KnownRecord {
  readonly object: JsonObject;
  readonly hash: string;
  readonly pair?: string;
  /** Digest of what the record says, and of all that maps it; see `said.ts`. Absent where that is not all it depends on. */
  readonly said?: string;
  /** What of it the sink takes without a word, and does not keep. Of lines that send. */
  readonly ignored?: readonly Ignored[];
}

/** What a line learns from a look into the sink. */
interface Told {
  /** How often the object has been made anew under another address; absent: never. */
  readonly generation?: number;
  /** Values that have left the mapping, with digests of what we left there. */
  readonly left?: Readonly<Record<string, string>>;
  /** The sink has just told how its object stands: the entry is believed from now on. */
  readonly isKnown?: true;
  /** What an earlier request might still do has been looked for long enough. */
  readonly clearsDoubts?: true;
}

/** A place where an object stood: it is cleared if it is as we left it, or however it is; without a word it is remembered. */
export interface LeftPlace extends OldPlace {
  readonly clears?: 'as-left' | 'anyhow';
}

/** What a line says where addresses are made of objects. */
interface Placed {
  /** Where the object stood, in place of what its entry says of that; none: nothing of it is anywhere else. */
  readonly movedFrom?: readonly LeftPlace[];
  /** Sends of ours that may stand where the object is to go. */
  readonly sentThere?: readonly Send[];
  /** The entry that has its address, and must leave it in this very run. */
  readonly takes?: Ref;
  /** What a person is to know of a place where it stood. */
  readonly reasons?: readonly Reject[];
}

export interface CreateLine extends WantedRecord, Placed, Pick<Told, 'generation'> {
  readonly action: 'create';
  readonly address: string;
  /** Its address is reserved by this very plan, so nothing can be there yet. */
  readonly isFresh: boolean;
}

export interface UpdateLine extends WantedRecord, Placed, Pick<Told, 'generation' | 'left'> {
  readonly action: 'update';
  readonly address: string;
  /** What becomes of what: `theirs` is there when the plan is made, `ours` is sent. Of an object that moves, where it stood. */
  readonly changes: readonly Difference[];
  /** Somebody has worked on the object, and the spec says to send ours over it. */
  readonly overwrites?: true;
  /** It finishes what a run that was cut short had begun, so no guard counts it as a change of tonight's. */
  readonly resumes?: true;
}

/** The sink has it already, and the index did not know, or may take what is there for settled. */
export interface AdoptLine extends WantedRecord, Placed, Told {
  readonly action: 'adopt';
  readonly address: string;
}

export interface LeaveLine extends Omit<WantedRecord, 'object'>, Placed, Told {
  readonly action: 'leave';
  readonly address: string;
  /** Left out where only the run that makes the plan will read it. */
  readonly object?: JsonObject;
  /** Edited in the sink, and the spec says to keep that: nothing is sent, and the index stays as it is. */
  readonly keepsTheirs?: true;
}

export interface ReturnedLine extends WantedRecord, Omit<Placed, 'reasons'>, Told {
  readonly action: 'returned';
  readonly address: string;
  /** A person has removed its object meanwhile. */
  readonly reasons?: readonly Reject[];
}

export interface HoldLine extends WantedRecord, Told {
  readonly action: 'hold';
  readonly reasons: readonly Reject[];
  /** Where what we would send and what is there part company. */
  readonly differences?: readonly Difference[];
}

export interface ExcludedLine extends KnownRecord {
  readonly action: 'excluded';
  /** Its object is in the sink. */
  readonly reasons?: readonly Reject[];
}

/** Of rows that disagree about one record also what each of them says, and what was known of it before they were compared. */
export interface RejectLine
  extends KnownRecord, Told, Partial<Omit<WantedRecord, keyof KnownRecord>>, Pick<HoldLine, 'differences'> {
  readonly action: 'reject';
  readonly reasons: readonly Reject[];
}

/** A row that is no record: of the wrong width, or without a key. */
export interface UnreadableLine {
  readonly action: 'reject';
  readonly key: null;
  readonly role: '';
  readonly address: null;
  readonly row: number;
  readonly line: number;
  readonly sheet?: string;
  readonly reasons: readonly Reject[];
}

export interface MissingLine {
  readonly action: 'missing';
  readonly key: string;
  readonly role: string;
  readonly address: string;
  readonly entry: string;
  readonly before: string | null;
  /** First run without the record (ISO 8601). */
  readonly missingSince: string;
  /** It was not missing in the last run. */
  readonly isNewlyMissing: boolean;
  /** Missing for longer than the grace: the index says so from now on. */
  readonly isPastGrace: boolean;
  /** Past the grace, and its object still in the sink: somebody must act. */
  readonly isOverdue: boolean;
  /** Its last send had no verdict, and the sink has the object. */
  readonly hasArrived: boolean;
  /** Where and when its object is, where a plan for people has looked. */
  readonly facility?: string;
  readonly when?: string;
  readonly reasons?: readonly Reject[];
}

/** The reasons of a line, if it has any. */
export function reasonsOf(line: PlanLine): readonly Reject[] {
  return 'reasons' in line && line.reasons ? line.reasons : [];
}
