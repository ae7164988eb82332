import type { Reject } from '../base/problem.ts';
import type { Difference } from '../contracts/sink.ts';
import type { Counts } from './counts.ts';
import { IgnoredList } from './ignored-list.ts';
import type { PlainLine } from './plain-lines.ts';
import { reasonsOf, type PlanLine } from './plan-line.ts';
import { Tally } from './tally.ts';
import { TaskList } from './task-list.ts';
import { UnmappedChoices } from './unmapped-choices.ts';
import { UnmappedValues } from './unmapped-values.ts';

/** How many reasons a report gives record by record; the others are counted, and stand in a file of their own. */
export const NAMED = 10_000;

/** Why a record needs a person. */
export type NamedReason = Reject & {
  readonly action: PlanLine['action'];
  readonly differences?: readonly Difference[];
  /** Address of the object that may be in the sink; left out where there is none. */
  readonly address?: string;
};

/** What a plan comes to: its counts, and what people must look at. Filled line by line. */
export class PlanSummary {
  readonly counts: Counts = emptyCounts();
  /** Unknown to the index until now; what a run that was cut short has reserved is not new any more. */
  newlyCreated = 0;
  /** Changes of objects that the index knows; what a run that was cut short had begun is finished without questions. */
  newlyChanged = 0;
  /** Missing now, and not before. */
  newlyMissing = 0;
  /** Missing for longer than the grace, their objects still in the sink. */
  overdue = 0;
  /** Of the changed ones, how many change each target. */
  readonly changedTargets = new Tally();
  /** Of the newly created ones, how many belong to each place. */
  readonly places = new Tally();
  /** What the sink takes without a word, and does not keep. */
  readonly ignored = new IgnoredList();
  /** Choices that no option map has. */
  readonly choices = new UnmappedChoices();
  /** All that has no counterpart in DHIS2 yet, choices among it. */
  readonly unmapped = new UnmappedValues();
  /** Rows that look like records that are gone, under new ids. */
  readonly maybeKnown: number[] = [];
  /** Why records were rejected, held, or need a person; the first of them. */
  readonly reasons: NamedReason[] = [];
  /** What is to be done about all of them. */
  readonly tasks = new TaskList();
  /** Of the unchanged ones, those without a line. */
  leftAlone = 0;
  /** Records with reasons, those not named among them. */
  withReasons = 0;
  /** Records with reasons that `reasons` has no room for. */
  notNamed = 0;

  /** Counts a line of which nothing else is to be said. */
  addPlain({ action, isFresh, facility }: PlainLine): void {
    this.counts.read += 1;
    this.counts[COUNTED_AS[action]] += 1;
    if (!isFresh) return;
    this.newlyCreated += 1;
    if (facility !== undefined) this.places.add(facility);
  }

  /** So many records were left alone, and have no line. */
  leaveAlone(records: number): void {
    this.counts.read += records;
    this.counts.unchanged += records;
    this.leftAlone += records;
  }

  add(line: PlanLine): void {
    const { counts } = this;
    if (line.action !== 'missing') counts.read += 1;
    counts[COUNTED_AS[line.action]] += 1;
    if (line.action === 'create' || line.action === 'update') this.ignored.add(line);
    if (line.action === 'create' && line.isFresh) {
      this.newlyCreated += 1;
      if (line.facility !== undefined) this.places.add(line.facility);
    }
    if (line.action === 'update' && !line.resumes) {
      this.newlyChanged += 1;
      for (const { target } of line.changes) this.changedTargets.add(target);
    }
    if (line.action === 'missing') {
      if (line.isNewlyMissing) this.newlyMissing += 1;
      if (line.isOverdue) this.overdue += 1;
    }
    const reasons = reasonsOf(line);
    if (reasons.length === 0) return;
    this.withReasons += 1;
    if (line.action === 'hold' && reasons.some((reason) => reason.code === 'index/maybe-known'))
      this.maybeKnown.push(line.row);
    const namedReasons = toNamedReasons(line);
    for (const reason of namedReasons) {
      this.tasks.add(reason);
      this.choices.add(reason);
      this.unmapped.add(reason);
    }
    if (this.reasons.length < NAMED) this.reasons.push(...namedReasons);
    else this.notNamed += 1;
  }
}

/** The reasons of a line, each with what the report says of its record. */
export function toNamedReasons(line: PlanLine): NamedReason[] {
  const differences = 'differences' in line ? line.differences : undefined;
  // Nothing may be there yet of a record that cannot go.
  const address = line.action === 'reject' ? null : line.address;
  return reasonsOf(line).map((reason) => ({
    ...reason,
    action: line.action,
    ...(differences && { differences }),
    ...(address !== null && { address }),
  }));
}

/** Under what each action is counted; a create or update that does not come through moves to another. */
export const COUNTED_AS = {
  create: 'created',
  update: 'updated',
  leave: 'unchanged',
  adopt: 'adopted',
  missing: 'missing',
  returned: 'returned',
  excluded: 'excluded',
  hold: 'held',
  reject: 'rejected',
} as const satisfies Record<PlanLine['action'], keyof Counts>;

export function emptyCounts(): Counts {
  return {
    read: 0,
    created: 0,
    updated: 0,
    unchanged: 0,
    adopted: 0,
    held: 0,
    excluded: 0,
    missing: 0,
    returned: 0,
    rejected: 0,
    failed: 0,
    notSent: 0,
  };
}
