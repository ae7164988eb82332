/** What `etl verify` says: the shape of its `--json`. */
import { EXIT } from '../base/errors.ts';
import type { Reject } from '../base/problem.ts';
import type { Standing } from '../engine/comparison/compare-entries.ts';
import type { Unclaimed } from '../engine/comparison/unclaimed.ts';
import type { Verified, VerifyFinding, VerifyOrder } from '../engine/comparison/verify-index.ts';
import type { Pipeline } from '../engine/pipeline.ts';
import { thingOf } from '../engine/plan-line-parts.ts';
import { TaskList, type Task } from '../engine/task-list.ts';
import { whoCanMend } from '../messages/code-table.ts';
import type { Who } from '../messages/code-row.ts';
import { describe } from '../messages/describe.ts';
import { reason, type RejectReason } from '../messages/reason.ts';
import type { NameOf, ReportedDifference } from './report.ts';

/** An object that is not what the index says. */
export interface ReportedFinding {
  readonly is: VerifyFinding['is'];
  readonly key: string;
  /** Which of the record's objects; '' for its own. */
  readonly role: string;
  readonly uid: string;
  /** Where the record stands in the source; null where it was not looked for, or is not there. */
  readonly row: number | null;
  readonly line: number | null;
  readonly sheet?: string;
  /** The cells that say where the record belongs; else where the object is in DHIS2; null where neither is known. */
  readonly facility: string | null;
  /** The record is gone from the source; where that could not be read, as far as the index knows. */
  readonly isGone: boolean;
  /** The record has changed since it was sent: `differences` are with what it says now. */
  readonly isChanged: boolean;
  /** `ours`: what the record says; `theirs`: what is in DHIS2. Empty where that is not known. */
  readonly differences: readonly ReportedDifference[];
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
  readonly who: Who;
}

export interface VerifyReport {
  readonly pipeline: string;
  readonly command: 'verify';
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly exitCode: number;
  readonly target: string;
  /** Entries whose objects should be in DHIS2, of those that were sent or changed `since`; and how many were looked at. */
  readonly entries: { readonly comparable: number; readonly compared: number };
  readonly since: string | null;
  readonly sample: VerifyOrder['sample'] | null;
  readonly counts: Readonly<Record<Standing, number>>;
  /** Forms that stood elsewhere before, and may not be cleared there: the next run does it. */
  readonly moving: number;
  /** Of very many the first. */
  readonly findings: readonly ReportedFinding[];
  /** Objects in DHIS2 that no record claims; null where nobody has looked. */
  readonly unclaimed: Unclaimed | null;
  readonly tasks: readonly Task[];
  readonly remarks: readonly string[];
}

export interface VerifyReportOptions {
  readonly pipeline: Pipeline;
  readonly target: string;
  readonly order: VerifyOrder;
  readonly startedAt: Date;
  readonly nameOf: NameOf;
}

export function toVerifyReport(verified: Verified, options: VerifyReportOptions): VerifyReport {
  const { pipeline, order, startedAt, target } = options;
  const { counts, comparable, moving, unclaimed, remarks } = verified;
  const tasks = new TaskList();
  for (const finding of verified.findings) {
    const { key } = finding.ref;
    if (needsPerson(finding, pipeline)) tasks.add({ ...whyOf(finding, pipeline), ...placeIn(finding), key });
  }
  const compared = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return {
    pipeline: pipeline.name,
    command: 'verify',
    startedAt: startedAt.toISOString(),
    finishedAt: new Date().toISOString(),
    exitCode: verified.findings.some((finding) => needsPerson(finding, pipeline)) ? EXIT.someoneMustAct : EXIT.ok,
    target,
    entries: { comparable, compared },
    since: order.since?.toISOString() ?? null,
    sample: order.sample ?? null,
    counts,
    moving,
    findings: verified.findings.map((finding) => toReported(finding, options)),
    unclaimed: unclaimed ?? null,
    tasks: tasks.toTasks(),
    remarks,
  };
}

/** What the spec says to keep is nobody's job. */
function needsPerson({ is }: VerifyFinding, { reconcile }: Pipeline): boolean {
  return is !== 'edited' || reconcile.editedInDhis2 !== 'keep';
}

function placeIn({ place }: VerifyFinding): Pick<Reject, 'row' | 'line' | 'sheet'> {
  return { row: 0, line: 0, ...place };
}

function whyOf({ is, address: uid, isGone, isChanged }: VerifyFinding, pipeline: Pipeline): RejectReason {
  const { verify, editedInDhis2, deletedInDhis2 } = pipeline.reconcile;
  const what = thingOf(pipeline);
  switch (is) {
    case 'edited':
      if (isChanged) return reason('verify/edited-and-changed', { ...what, uid, policy: editedInDhis2 });
      return reason('verify/edited', { ...what, uid, verify, policy: editedInDhis2 });
    case 'deleted':
      if (isGone) return reason('verify/deleted-and-gone', { ...what, uid });
      return reason('verify/deleted', { ...what, uid, verify, policy: deletedInDhis2 });
    case 'neverThere':
      return reason('verify/never-there', { ...what, uid, verify, policy: deletedInDhis2 });
    default:
      return reason('index/still-in-dhis2', { ...what, uid });
  }
}

function toReported(finding: VerifyFinding, { pipeline, nameOf }: VerifyReportOptions): ReportedFinding {
  const { is, ref, address, place, facility, isGone, isChanged = false, differences = [] } = finding;
  const { code, args } = whyOf(finding, pipeline);
  const { message, hint } = describe(code, args);
  return {
    is,
    key: ref.key,
    role: ref.role,
    uid: address,
    row: place?.row ?? null,
    line: place?.line ?? null,
    ...(place?.sheet !== undefined && { sheet: place.sheet }),
    facility: facility ?? null,
    isGone,
    isChanged,
    differences: differences.map((difference) => ({
      ...difference,
      name: pipeline.sink.labelOf?.(difference.target) ?? nameOf(difference.target) ?? null,
    })),
    code,
    message,
    hint: hint ?? null,
    who: whoCanMend(code, args),
  };
}
