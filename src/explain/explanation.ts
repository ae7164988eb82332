/** What `etl explain --json` prints: one record, end to end. */
import type { Json } from '../base/json.ts';
import type { Who } from '../messages/code-row.ts';
import type { EntryState } from '../contracts/store.ts';
import type { RecordPlace } from '../contracts/record.ts';
import type { FieldTrace } from '../mapping/trace.ts';

/** Why something is as it is, in words. */
export interface ExplainedReason {
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
  readonly who: Who | null;
  readonly field: string | null;
  readonly column: string | null;
  readonly value: string | null;
}

/** A row of the source. */
export interface ExplainedRow extends RecordPlace {
  readonly key: string | null;
  readonly ids: readonly string[];
}

/** How one value came about; `label` is what people call its target. */
export interface ExplainedField extends Omit<FieldTrace, 'reason'> {
  readonly label: string;
  readonly reason: ExplainedReason | null;
}

/** The record in the source. */
export interface ExplainedRecord extends ExplainedRow {
  /** Of a group: rows that it was made of, and their keys. */
  readonly group: { readonly rows: readonly number[]; readonly keys: readonly string[] } | null;
  /** Whether `where` lets it through; null where there is no `where`, or it cannot be said. */
  readonly where: { readonly text: string; readonly holds: boolean } | null;
  /** Its form version; null where it is of none, or the spec has none. */
  readonly version: { readonly name: string; readonly when: string } | null;
  readonly fields: readonly ExplainedField[];
}

/** What a run would do about it now. */
export interface ExplainedVerdict {
  readonly action: string;
  readonly address: string | null;
  readonly reasons: readonly ExplainedReason[];
}

/** An entry of the index. */
export interface ExplainedEntry {
  readonly key: string;
  readonly role: string;
  readonly state: EntryState;
  readonly address: string;
  readonly ids: readonly string[];
  readonly since: string | null;
  readonly sentAt: string | null;
  readonly generation: number;
  readonly previous: readonly string[];
  readonly missing: { readonly since: string | null; readonly isPastGrace: boolean } | null;
  readonly refusal: { readonly by: 'us' | 'server'; readonly reasons: readonly ExplainedReason[] } | null;
  readonly isInDoubt: boolean;
}

/** A value that a send changed, or that is not the same everywhere. */
export interface ExplainedChange {
  readonly target: string;
  readonly label: string;
  readonly before: Json;
  readonly after: Json;
}

/** What was sent once. */
export interface ExplainedSending {
  readonly run: string;
  readonly at: string;
  readonly action: 'create' | 'update';
  readonly address: string;
  readonly verdict: string;
  readonly reasons: readonly { readonly code: string; readonly message: string }[];
  /** Every target and what it was to become. */
  readonly values: Readonly<Record<string, Json>>;
  /** What is not as in the send before; empty of the first. */
  readonly changes: readonly ExplainedChange[];
  readonly answer: Json;
}

/** What DHIS2 has at an address. */
export interface ExplainedRemote {
  readonly address: string;
  readonly is: 'live' | 'deleted' | 'nothing';
  /** What it has of the targets that the record, or the last send, fills. */
  readonly values: Readonly<Record<string, Json>>;
}

/** A value that is not the same in the record, in what was last sent and in DHIS2; undefined: not known. */
export interface ExplainedDifference {
  readonly target: string;
  readonly label: string;
  readonly record?: Json;
  readonly sent?: Json;
  readonly there?: Json;
  /** DHIS2 has another value than the one that was last sent. */
  readonly wasEdited: boolean;
}

export interface Explanation {
  readonly pipeline: string;
  /** The key or the row that was asked for. */
  readonly asked: string;
  /** Targets of the field that was asked for; null: of all. */
  readonly targets: readonly string[] | null;
  /** What people call the targets of the record and of what was sent. */
  readonly labels: Readonly<Record<string, string>>;
  readonly source: { readonly location: string | null; readonly rows: number; readonly problem: string | null };
  /** Where more than one row is meant: all of them, and nothing else is explained. */
  readonly matches: readonly ExplainedRow[];
  readonly record: ExplainedRecord | null;
  readonly index: { readonly location: string; readonly exists: boolean; readonly problem: string | null };
  readonly entries: readonly ExplainedEntry[];
  readonly artifacts: { readonly folder: string; readonly keepMs: number; readonly cut: readonly string[] };
  readonly sent: readonly ExplainedSending[];
  readonly server: { readonly description: string | null; readonly problem: string | null };
  /** Null where DHIS2 was not asked. */
  readonly verdict: ExplainedVerdict | null;
  readonly there: readonly ExplainedRemote[];
  readonly differences: readonly ExplainedDifference[];
}
