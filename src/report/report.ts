import { describe, valueIsPublic } from '../base/codes.ts';
import type { ExitCode } from '../base/errors.ts';
import { EXIT } from '../base/errors.ts';
import type { Reject } from '../base/problem.ts';
import type { Counts, Difference } from '../engine/contracts.ts';
import type { RunResult } from '../engine/run.ts';

/** One record that needs a person: the shape of `rejects` in `--json` and `report.json`. */
export interface ReportedRecord {
  readonly key: string | null;
  readonly row: number;
  readonly line: number;
  readonly column: string | null;
  readonly field: string | null;
  readonly value: string | null;
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
}

/** A record that waits for a person, with what differs between what would be sent and what DHIS2 has. */
export interface AttentionRecord extends ReportedRecord {
  readonly action: string;
  readonly differences: readonly Difference[];
}

/** The same job for many records: what a person should do, once. */
export interface Task {
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
  readonly records: number;
  /** The first rows of them. */
  readonly rows: readonly number[];
}

/** What a run says of itself: stable, documented in the README, the same in `--json` and `report.json`. */
export interface RunReport {
  readonly pipeline: string;
  readonly command: 'run' | 'plan' | 'apply';
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly exitCode: ExitCode | 130 | 143;
  readonly counts: Counts;
  /** Records that cannot go through. */
  readonly rejects: readonly ReportedRecord[];
  /** Records that wait for a person: held, missing past the grace, excluded or returned with an event to settle. */
  readonly attention: readonly AttentionRecord[];
  readonly tasks: readonly Task[];
  readonly source: { readonly location: string; readonly modified: string | null; readonly remarks: readonly string[] };
  readonly target: string;
  /** Lossless conversions of values, by kind. */
  readonly conversions: Readonly<Record<string, number>>;
  readonly repeatedRows: number;
  readonly missingIsKnown: boolean;
  readonly artifacts: readonly string[];
}

export interface ReportOptions {
  readonly pipeline: string;
  readonly command: RunReport['command'];
  readonly startedAt: Date;
  readonly finishedAt: Date;
  readonly artifacts: readonly string[];
  readonly stoppedBy: NodeJS.Signals | undefined;
}

/** Puts the report of a run together. */
export function toReport(result: RunResult, options: ReportOptions): RunReport {
  const { summary, applied, source } = result;
  const rejected = [
    ...summary.reasons.filter((one) => one.action === 'reject'),
    ...(applied?.reasons.filter((one) => !one.code.startsWith('index/')) ?? []),
  ];
  const others = [
    ...summary.reasons.filter((one) => one.action !== 'reject'),
    ...(applied?.reasons
      .filter((one) => one.code.startsWith('index/'))
      .map((one) => ({ ...one, action: 'hold' as const })) ?? []),
  ];
  return {
    pipeline: options.pipeline,
    command: options.command,
    startedAt: options.startedAt.toISOString(),
    finishedAt: options.finishedAt.toISOString(),
    exitCode: exitCodeOf(
      rejected.length + others.length + summary.withReasons,
      applied?.wasStopped === true,
      options.stoppedBy,
    ),
    counts: { ...summary.counts },
    rejects: rejected.map(toReported),
    attention: others.map((one) => ({
      ...toReported(one),
      action: one.action,
      differences: 'differences' in one ? (one.differences ?? []) : [],
    })),
    tasks: toTasks([...rejected, ...others]),
    source: { location: source.location, modified: source.modified?.toISOString() ?? null, remarks: source.remarks },
    target: result.sink.description,
    conversions: Object.fromEntries([...result.conversions].sort(([a], [b]) => (a < b ? -1 : 1))),
    repeatedRows: result.repeatedRows,
    missingIsKnown: result.missingIsKnown,
    artifacts: options.artifacts,
  };
}

function exitCodeOf(
  someoneMustAct: number,
  wasStopped: boolean,
  by: NodeJS.Signals | undefined,
): RunReport['exitCode'] {
  if (wasStopped) return by === 'SIGTERM' ? 143 : 130;
  return someoneMustAct > 0 ? EXIT.someoneMustAct : EXIT.ok;
}

function toReported(reject: Reject): ReportedRecord {
  const { message, hint } = describe(reject.code, reject.args);
  return {
    key: reject.key,
    row: reject.row,
    line: reject.line,
    column: reject.column ?? null,
    field: reject.field ?? null,
    value: reject.value ?? null,
    code: reject.code,
    message,
    hint: hint ?? null,
  };
}

/** What is the same for all records of a task: no UID, no date, and no value that is not a word of a vocabulary. */
function sharedArgs({ args, value }: Reject, valueIsShared: boolean): Reject['args'] {
  const shared = Object.entries(args).filter(([name]) => !['uid', 'since', 'key', 'keys', 'targets'].includes(name));
  return { ...Object.fromEntries(shared), ...(value !== undefined && !valueIsShared && { value: '…' }) };
}

/** Rows named for a task; the report has them all. */
const ROWS_SHOWN = 10;

/**
 * Groups what is to be done: an unknown facility with forty rows is one job. Texts may go to a log, so only values that
 * are words of a vocabulary tell two jobs apart.
 */
export function toTasks(rejects: readonly Reject[]): Task[] {
  const tasks = new Map<string, { task: Task; rows: number[]; records: Set<string> }>();
  for (const one of rejects) {
    const isPublic = valueIsPublic(one.code);
    const { message, hint } = describe(one.code, sharedArgs(one, isPublic));
    const place = one.column ?? one.field ?? '';
    const id = `${one.code}\u001f${place}\u001f${isPublic ? message : ''}`;
    const known = tasks.get(id);
    const text = place === '' || one.code.startsWith('index/') ? message : `${place}: ${message}`;
    const group = known ?? {
      task: { code: one.code, message: text, hint: hint ?? null, records: 0, rows: [] },
      rows: [],
      records: new Set(),
    };
    group.records.add(`${one.key}\u001f${one.row}`);
    if (one.row > 0 && group.rows.length < ROWS_SHOWN && !group.rows.includes(one.row)) group.rows.push(one.row);
    if (!known) tasks.set(id, group);
  }
  return [...tasks.values()]
    .map(({ task, rows, records }) => ({ ...task, rows, records: records.size }))
    .sort((a, b) => b.records - a.records || (a.code < b.code ? -1 : 1));
}
