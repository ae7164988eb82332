import { IgnoredList } from '../../engine/ignored-list.ts';
import type { PlainLine } from '../../engine/plain-lines.ts';
import type { KeptPlan } from '../../engine/read-plan.ts';
import { toReportedDrift } from '../drift-view.ts';
import { toReportedNote } from '../reported-note.ts';
import { toReportedGuard } from '../reported-guard.ts';
import { ActionGroups } from './action-groups.ts';
import { CauseGroups } from './cause-groups.ts';
import { FieldGroups } from './field-groups.ts';
import type { PlanView, ViewOptions } from './plan-view.ts';

/** Puts a plan together for people, in one pass over its lines; memory holds the groups, not the records. */
export async function gatherPlan(plan: KeptPlan, { limit, actions }: ViewOptions): Promise<PlanView> {
  const { binding } = plan;
  const [fields, groups, causes] = [new FieldGroups(binding), new ActionGroups(binding), new CauseGroups(binding)];
  const ignored = new IgnoredList();
  const skips = (line: PlainLine): boolean => {
    if (actions ? !actions.has(line.action) : line.action === 'leave') return true;
    return groups.addPlain(line);
  };
  for await (const line of plan.lines(skips)) {
    if (actions && !actions.has(line.action)) continue;
    if (line.action === 'update') fields.add(line);
    // That most records stay as they are is told by the counts.
    if (line.action !== 'leave' || actions) groups.add(line);
    if (line.action === 'create' || line.action === 'update') ignored.add(line);
    causes.add(line);
  }
  const { pipeline, made, source, target, counts, guards, accept, drift } = binding;
  return {
    pipeline,
    made,
    source,
    target,
    counts,
    losses: fields.toGroups(true, limit),
    changes: fields.toGroups(false, limit),
    groups: groups.toGroups(),
    causes: causes.toGroups(limit),
    notes: ignored.toNotes().map(toReportedNote),
    drift: drift.map((one) => toReportedDrift(one, one.isNews)),
    guards: guards.map(toReportedGuard),
    accept: accept ?? null,
  };
}
