/** A plan as people look at it: what changes, field by field, and what does not go, cause by cause. Plain data. */
import type { Json } from '../../base/json.ts';
import type { Args } from '../../base/problem.ts';
import type { Who } from '../../messages/code-row.ts';
import type { ActionName } from '../../engine/plan-line.ts';
import type { Counts } from '../../engine/counts.ts';
import type { ReportedDrift } from '../drift-view.ts';
import type { ReportedNote } from '../reported-note.ts';
import type { ReportedGuard } from '../reported-guard.ts';

/** One record of many alike: by it a person finds the others. */
export interface PlanExample {
  /** Null where it could not be read. */
  readonly key: string | null;
  /** Null where the record is not in the source. */
  readonly row: number | null;
  readonly line: number | null;
  readonly sheet?: string;
  /** The cells that say where it belongs; else what its place is called. */
  readonly facility: string | null;
  readonly when: string | null;
  readonly uid: string | null;
}

/** The same with what becomes of what. */
export interface ChangedExample extends PlanExample {
  readonly from: Json;
  readonly to: Json;
}

/** Records in which a field changes in the same way; or in several ways, where `values` is more than 1. */
export interface FieldGroup {
  readonly target: string;
  readonly label: string;
  readonly records: number;
  /** What DHIS2 has would be blank. */
  readonly isLoss: boolean;
  /** Records in which the field changes all in all, whatever it changes to (losses apart). */
  readonly inAll: number;
  /** Different changes among them. */
  readonly values: number;
  /** There are so many that only the first were told apart: `values` or more. */
  readonly isMore?: true;
  /** The change, where it is one; `to` also where several become the same. */
  readonly from?: Json;
  readonly to?: Json;
  readonly examples: readonly ChangedExample[];
}

/** What is to be done about records, where that is not a change of fields. */
export interface ActionGroup {
  /**
   * An action; or of updates and creates: `move` (to another place), `overwrite` (somebody has worked on it in DHIS2),
   * `resend` (no field changes).
   */
  readonly action: ActionName | 'move' | 'overwrite' | 'resend';
  readonly records: number;
  readonly examples: readonly (PlanExample & { /** Where it stood. */ readonly before?: string })[];
}

/** Records that a person has to see to for the same cause. */
export interface CauseGroup {
  readonly action: ActionName;
  readonly code: string;
  readonly column: string | null;
  /** What people call that: what the form asks, or what DHIS2 calls it, where it is another name. */
  readonly label: string | null;
  readonly value: string | null;
  readonly message: string;
  readonly hint: string | null;
  readonly args: Args;
  /** Who can do it. */
  readonly who: Who;
  readonly records: number;
  readonly examples: readonly CauseExample[];
}

/** `differences`: the first of what would be sent, and what DHIS2 has instead. */
export interface CauseExample extends PlanExample {
  readonly differences: readonly { readonly label: string; readonly from: Json; readonly to: Json }[];
}

/** The same causes for people: those that differ in the value alone are one. */
export interface CauseHeading {
  readonly message: string;
  readonly hint: string | null;
  /** Different values: as many as there are causes, of which the first are named. */
  readonly values: number;
  readonly causes: readonly CauseGroup[];
}

/** What concerns most records; `more`: groups that there was no room for. */
export interface Listed<T> {
  readonly groups: readonly T[];
  readonly more: number;
}

/** A record that the index knows and the source has no more. */
export interface MissingRecord {
  readonly key: string;
  /** Which of the record's objects; left out: its own. */
  readonly role?: string;
  readonly uid: string;
  /** Day of the first run without it: `yyyy-MM-dd`. */
  readonly since: string;
  /** Somebody must act: it is missing for longer than the grace, and its object still there. */
  readonly isOverdue: boolean;
}

/** A record whose object was to be sent. */
export type SentRecord = Pick<PlanExample, 'row' | 'line' | 'sheet'> & {
  readonly action: 'create' | 'update';
  readonly key: string;
  readonly uid: string;
};

/** What a plan changes. */
export interface PlanChanges {
  readonly losses: Listed<FieldGroup>;
  readonly changes: Listed<FieldGroup>;
  readonly groups: readonly ActionGroup[];
  /** The first of very many, those past the grace before the others. */
  readonly missing: Listed<MissingRecord>;
  /** Of a run: the first of the objects that were to be sent. */
  readonly sent?: Listed<SentRecord>;
}

export interface PlanView extends PlanChanges {
  readonly pipeline: string;
  readonly made: string;
  readonly source: string;
  readonly target: string;
  readonly counts: Counts;
  readonly causes: Listed<CauseGroup>;
  readonly headings: Listed<CauseHeading>;
  /** What DHIS2 does not keep of what would be sent. */
  readonly notes: readonly ReportedNote[];
  /** What has changed in DHIS2 since the mapping was made. */
  readonly drift: readonly ReportedDrift[];
  readonly guards: readonly ReportedGuard[];
  /** What one `--accept` takes to let all of the guards pass; null: there are none, or nothing does. */
  readonly accept: string | null;
}

/** What of a plan is wanted. */
export interface ViewOptions {
  /** Most groups in each list. */
  readonly limit: number;
  /** Only records with these actions; left out: all. */
  readonly actions?: ReadonlySet<ActionName> | undefined;
}

/** Groups shown where nobody asks for more. */
export const DEFAULT_LIMIT = 12;
/** Missing records that are named. */
export const MISSING_NAMED = 500;
/** Objects that are named of those to be sent. */
export const SENT_NAMED = 200;
/** Records named of each group. */
export const EXAMPLES = 3;
