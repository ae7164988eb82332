import type { Reject } from '../base/problem.ts';
import type { Difference, TargetObject } from '../contracts/sink.ts';
import type { ActionName } from './counts.ts';

/**
 * One line of a plan file: what is to be done about one record. `key`, `action`, `uid` and `object` are for everybody;
 * the rest is what `apply` needs.
 */
export interface PlanLine {
  readonly key: string | null;
  readonly action: ActionName;
  /** UID of the event; null where the record has none. */
  readonly uid: string | null;
  readonly object?: TargetObject;
  readonly row?: number;
  readonly line?: number;
  /** Key of the record's entry in the index. */
  readonly entry?: string;
  readonly ids?: readonly string[];
  readonly hash?: string;
  readonly pair?: string;
  readonly generation?: number;
  /** Of a create: the UID is reserved by this plan, so nothing can be there yet. Of a missing one: not missing before. */
  readonly isNew?: boolean;
  /** Edited in DHIS2, and the spec says to keep that: nothing is sent, and the index stays as it is. */
  readonly keepsTheirs?: boolean;
  /** Somebody has worked on the event, and the spec says to send ours over it. */
  readonly overwrites?: boolean;
  /** Of an update: it finishes what a run that was cut short had begun, so no guard counts it as a change of tonight's. */
  readonly resumes?: boolean;
  /** The record had been marked as gone. */
  readonly returned?: boolean;
  /** Why it is rejected or held. */
  readonly reasons?: readonly Reject[];
  readonly differences?: readonly Difference[];
  /** First run without the record (ISO 8601), of a missing one. */
  readonly missingSince?: string;
  /** DHIS2 has just told how its event stands: the entry is believed from now on. */
  readonly isKnown?: boolean;
  /** What an earlier request might still do has been looked for long enough. */
  readonly clearsDoubts?: boolean;
  /** Data elements that have left the mapping, with digests of what we left there. */
  readonly left?: Readonly<Record<string, string>>;
  /** Its last send had no verdict, and DHIS2 has the event. */
  readonly hasArrived?: boolean;
  /** Missing for longer than the grace: the index says so from now on. */
  readonly isPastGrace?: boolean;
  /** Missing for longer than the grace, and its event still in DHIS2: somebody must act. */
  readonly isOverdue?: boolean;
  /** Nothing is sent, but the entry learns something: an id, or that its record is back. */
  readonly touch?: boolean;
  /** Digest of the entry when the plan was made; null where there was none. */
  readonly before?: string | null;
}
