import type { Reject } from '../base/problem.ts';
import type { Counts, Difference } from './contracts.ts';
import type { PlanLine } from './plan-line.ts';

/** How many rejects and held records a report names one by one; the others are counted. */
const NAMED = 10_000;

/** What a plan comes to: its counts, and what people must look at. Filled line by line. */
export class PlanSummary {
  readonly counts: Counts = emptyCounts();
  /** Unknown to the index until now; what a run that was cut short has reserved is not new any more. */
  newlyCreated = 0;
  /** Missing now, and not before. */
  newlyMissing = 0;
  /** Missing for longer than the grace, their events still in DHIS2. */
  overdue = 0;
  /** Why records were rejected, held, or need a person; the first of them. */
  readonly reasons: (Reject & { readonly action: PlanLine['action']; readonly differences?: readonly Difference[] })[] =
    [];
  /** Records with reasons, those not named among them. */
  withReasons = 0;

  add(line: PlanLine): void {
    const { counts } = this;
    if (line.action !== 'missing') counts.read += 1;
    counts[COUNTED_AS[line.action]] += 1;
    if (line.action === 'create' && line.isNew) this.newlyCreated += 1;
    if (line.action === 'missing') {
      if (line.isNew) this.newlyMissing += 1;
      if (line.isOverdue) this.overdue += 1;
    }
    if (!line.reasons?.length) return;
    this.withReasons += 1;
    if (this.reasons.length < NAMED)
      this.reasons.push(
        ...line.reasons.map((reason) => ({
          ...reason,
          action: line.action,
          ...(line.differences && { differences: line.differences }),
        })),
      );
  }
}

/** Under what each action is counted; a create or update that then fails moves to `rejected` or `failed`. */
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
  };
}
