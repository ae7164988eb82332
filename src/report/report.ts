import type { Reason } from '../messages/reason.ts';
import type { Who } from '../messages/code-row.ts';
import { whoCanMend } from '../messages/code-table.ts';
import { describe } from '../messages/describe.ts';
import { EXIT } from '../base/errors.ts';
import { exitCodeOfSignal } from '../base/signals.ts';
import type { JsonProblem } from '../base/json-problem.ts';
import type { Args, Reject } from '../base/problem.ts';
import type { Applied } from '../engine/apply.ts';
import type { Difference } from '../contracts/sink.ts';
import type { Counts } from '../engine/counts.ts';
import { NAMED, PlanSummary, type NamedReason } from '../engine/plan-summary.ts';
import type { RunResult } from '../engine/run.ts';
import type { Task } from '../engine/task-list.ts';
import { toReportedDrift, type ReportedDrift } from './drift-view.ts';
import type { PlanChanges, PlanView } from './plan-view/plan-view.ts';
import { toReportedNote, type ReportedNote } from './reported-note.ts';
import { toReportedGuard, type ReportedGuard } from './reported-guard.ts';

/** One record that needs a person: the shape of `rejects` in `--json` and `report.json`. */
export interface ReportedRecord {
  readonly key: string | null;
  readonly row: number;
  readonly line: number;
  /** Of a source of sheets: `line` is a row of this one. */
  readonly sheet?: string;
  /** Of a record that was made of several rows: keys of those at fault; `row` and `line` are of the first. */
  readonly rowKeys?: readonly string[];
  readonly column: string | null;
  readonly field: string | null;
  /** What people call it: what the form asks, else what the form in DHIS2 calls it, where that is another name. */
  readonly label?: string;
  readonly value: string | null;
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
  /** What fills the gaps of the code's texts, for whoever says it in other words. */
  readonly args: Args;
  /** Who can do something about it. */
  readonly who: Who;
}

/** A record that waits for a person, with what differs between what would be sent and what DHIS2 has. */
export interface AttentionRecord extends ReportedRecord {
  readonly action: string;
  /** Of the object that may be in DHIS2; left out where there is none. */
  readonly uid?: string;
  readonly differences: readonly ReportedDifference[];
}

/** `name`: of the data element; null where the target is a property, or its name is not known. */
export type ReportedDifference = Difference & { readonly name: string | null };

/** Name of a data element, by its UID. */
export type NameOf = (uid: string) => string | undefined;

/** What a run says of itself: stable, documented in the README, the same in `--json` and `report.json`. */
export interface RunReport {
  readonly pipeline: string;
  readonly command: 'run' | 'plan' | 'apply';
  readonly startedAt: string;
  readonly finishedAt: string;
  /** One of those in the README. */
  readonly exitCode: number;
  readonly counts: Counts;
  /** What the plan wanted sent. */
  readonly planned: { readonly created: number; readonly updated: number };
  /** Records that cannot go through; of very many the first. */
  readonly rejects: readonly ReportedRecord[];
  /** Records that wait for a person: held, missing past the grace, excluded or returned with an event to settle. */
  readonly attention: readonly AttentionRecord[];
  /** Records that there was no room for in `rejects` and `attention`. */
  readonly notNamed: number;
  readonly tasks: readonly Task[];
  /** What there is to say of the spec and its mapping, such as that a file of it was made anew; left out where there is nothing. */
  readonly warnings?: readonly JsonProblem[];
  /** What has changed in DHIS2 since the mapping was made. */
  readonly drift: readonly ReportedDrift[];
  /** What DHIS2 takes without a word and does not keep of what is sent: nothing has to be done, and each cause is told once. */
  readonly notes: readonly ReportedNote[];
  /** Null where the run ended before it was opened. */
  readonly source: {
    readonly location: string;
    readonly modified: string | null;
    readonly remarks: readonly string[];
    /** Of the remarks, those on what has changed since the last run, as data. */
    readonly news: readonly Reason[];
  } | null;
  /** What of the index was not believed, in plain words. */
  readonly index: { readonly remarks: readonly string[] };
  /** Null where the run ended before the server was known. */
  readonly target: string | null;
  /** Where people see an object of the target: an address in which `{1}`, `{2}` … are the parts of an object's UID or place. */
  readonly link: string | null;
  /** Of the unchanged records, those that were not mapped, since neither they nor what maps them has changed. Absent: none. */
  readonly leftAlone?: number;
  /** Lossless conversions of values, by kind; of the records that were mapped. */
  readonly conversions: Readonly<Record<string, number>>;
  readonly repeatedRows: number;
  readonly missingIsKnown: boolean;
  readonly artifacts: readonly string[];
  /** All that makes the plan unusual, where guards have stopped it; empty: nothing does. */
  readonly guards: readonly ReportedGuard[];
  /** What is changed, field by field, and which records are gone; of a plan also what does not go, cause by cause. */
  readonly changes?: PlanView | PlanChanges;
  /** Why the run ended before its time, where something failed. */
  readonly error?: ReportedError;
  /** The same where it is something that an editor can mend. */
  readonly problems?: readonly unknown[];
}

/** What ended a run, as `--json` prints it. */
export interface ReportedError {
  readonly code: string | null;
  readonly message: string;
  readonly hint?: string | null;
  readonly args?: Args;
}

/** How a failed run ended. */
export type Failure = { readonly exitCode: number } & (
  | { readonly error: ReportedError }
  | { readonly problems: readonly unknown[] }
);

/** What a report says beside the result of the run. */
export interface ReportOptions {
  readonly pipeline: string;
  readonly command: RunReport['command'];
  readonly startedAt: Date;
  readonly finishedAt: Date;
  readonly artifacts: readonly string[];
  readonly stoppedBy: NodeJS.Signals | undefined;
  readonly nameOf: NameOf;
  /** What ended the run before its time; left out where nothing did. */
  readonly failure?: Failure | undefined;
  readonly changes?: PlanView | PlanChanges | undefined;
  readonly warnings?: readonly JsonProblem[];
}

/** Puts the report of a run together, also of one that ended before its time: then it holds what is known so far. */
export function toReport({ progress, applied }: RunResult, options: ReportOptions): RunReport {
  const { source, summary = new PlanSummary() } = progress;
  const fromDhis2 = toAppliedReasons(applied);
  const named = [...summary.reasons, ...fromDhis2.slice(0, NAMED)];
  const tasks = summary.tasks.copy();
  for (const reason of fromDhis2) tasks.add(reason);
  return {
    pipeline: options.pipeline,
    command: options.command,
    startedAt: options.startedAt.toISOString(),
    finishedAt: options.finishedAt.toISOString(),
    exitCode:
      options.failure?.exitCode ??
      exitCodeOf(summary.withReasons + fromDhis2.length, applied?.wasStopped === true, options.stoppedBy),
    counts: { ...progress.counts },
    planned: progress.planned,
    rejects: named.filter((reason) => reason.action === 'reject').map(toReported),
    attention: named
      .filter((reason) => reason.action !== 'reject')
      .map((reason) => toAttention(reason, options.nameOf)),
    notNamed: summary.notNamed + countRecords(fromDhis2.slice(NAMED)),
    tasks: tasks.toTasks(true),
    drift: progress.drift.map((drift) => toReportedDrift(drift, drift.isNews)),
    notes: summary.ignored.toNotes().map(toReportedNote),
    source: source
      ? {
          location: source.location,
          modified: source.modified?.toISOString() ?? null,
          remarks: source.remarks,
          news: source.news,
        }
      : null,
    index: { remarks: progress.indexRemarks },
    target: progress.sink?.description ?? null,
    link: progress.sink?.link ?? null,
    ...(summary.leftAlone > 0 && { leftAlone: summary.leftAlone }),
    conversions: Object.fromEntries([...(progress.mapper?.conversions ?? [])].sort(([a], [b]) => (a < b ? -1 : 1))),
    repeatedRows: progress.repeatedRows,
    missingIsKnown: progress.missingIsKnown,
    artifacts: options.artifacts,
    guards: progress.guards.map(toReportedGuard),
    ...(options.warnings && options.warnings.length > 0 && { warnings: options.warnings }),
    ...(options.changes && { changes: options.changes }),
    ...options.failure,
  };
}

function exitCodeOf(someoneMustAct: number, wasStopped: boolean, by: NodeJS.Signals | undefined): number {
  if (wasStopped) return exitCodeOfSignal(by);
  return someoneMustAct > 0 ? EXIT.someoneMustAct : EXIT.ok;
}

/** What DHIS2 refused, and what it has no more. */
export function toAppliedReasons(applied: Applied | undefined): NamedReason[] {
  return (applied?.reasons ?? []).map((reason) => ({
    ...reason,
    action: reason.code.startsWith('index/') ? 'hold' : 'reject',
  }));
}

function countRecords(reasons: readonly Reject[]): number {
  return new Set(reasons.map((reason) => `${reason.key}\u001f${reason.row}\u001f${reason.line}`)).size;
}

/** A record with what differs, question by question. */
export function toAttention(reason: NamedReason, nameOf: NameOf): AttentionRecord {
  const differences = (reason.differences ?? []).map(({ target, ours, theirs }) => ({
    target,
    name: nameOf(target) ?? null,
    ours,
    theirs,
  }));
  return {
    ...toReported(reason),
    action: reason.action,
    ...(reason.address !== undefined && { uid: reason.address }),
    differences,
  };
}

function toReported(reject: Reject): ReportedRecord {
  const { message, hint } = describe(reject.code, reject.args);
  return {
    key: reject.key,
    row: reject.row,
    line: reject.line,
    ...(reject.sheet !== undefined && { sheet: reject.sheet }),
    ...(reject.rowKeys && { rowKeys: reject.rowKeys }),
    column: reject.column ?? null,
    field: reject.field ?? null,
    ...(reject.label !== undefined && { label: reject.label }),
    value: reject.value ?? null,
    code: reject.code,
    message,
    hint: hint ?? null,
    args: reject.args,
    who: whoCanMend(reject.code, reject.args),
  };
}
