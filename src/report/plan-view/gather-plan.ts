import { IgnoredList } from '../../engine/ignored-list.ts';
import type { PlainLine } from '../../engine/plain-lines.ts';
import type { PlanLine } from '../../engine/plan-line.ts';
import type { KeptPlan } from '../../engine/read-plan.ts';
import { toReportedDrift } from '../drift-view.ts';
import { toReportedNote } from '../reported-note.ts';
import { toReportedGuard } from '../reported-guard.ts';
import { ActionGroups } from './action-groups.ts';
import { CauseGroups } from './cause-groups.ts';
import type { Names } from './example.ts';
import { FieldGroups } from './field-groups.ts';
import { MissingList } from './missing-list.ts';
import { SentList } from './sent-list.ts';
import type { PlanChanges, PlanView, ViewOptions } from './plan-view.ts';

/** Puts a plan together for people, in one pass over its lines; memory holds the groups, not the records. */
export async function gatherPlan(plan: KeptPlan, { limit, actions }: ViewOptions): Promise<PlanView> {
  const { binding } = plan;
  const parts = new Parts(binding);
  const [causes, ignored] = [new CauseGroups(binding), new IgnoredList()];
  for await (const line of plan.lines((plain) => parts.skips(plain, actions))) {
    if (actions && !actions.has(line.action)) continue;
    parts.add(line, actions !== undefined);
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
    ...parts.toChanges(limit),
    causes: causes.toGroups(limit),
    headings: causes.toHeadings(limit),
    notes: ignored.toNotes().map(toReportedNote),
    drift: drift.map((one) => toReportedDrift(one, one.isNews)),
    guards: guards.map(toReportedGuard),
    accept: accept ?? null,
  };
}

/** The same of what it changes alone, whatever else a report tells; undefined where it changes nothing. */
export async function gatherChanges(
  lines: KeptPlan['lines'],
  names: Names,
  limit: number,
): Promise<PlanChanges | undefined> {
  const parts = new Parts(names);
  const sent = new SentList();
  const skips = (plain: PlainLine): boolean => {
    if (!sent.needsNot(plain) || !parts.skips(plain)) return false;
    sent.pass(plain);
    return true;
  };
  for await (const line of lines(skips)) {
    parts.add(line, false);
    sent.add(line);
  }
  const told = parts.toChanges(limit);
  const isEmpty = [told.losses, told.changes, told.missing].every((list) => list.groups.length === 0);
  if (isEmpty && told.groups.length === 0) return undefined;
  return { ...told, sent: sent.toList() };
}

/** What a plan changes, line by line. */
class Parts {
  readonly #fields: FieldGroups;
  readonly #groups: ActionGroups;
  readonly #missing = new MissingList();

  constructor(names: Names) {
    this.#fields = new FieldGroups(names);
    this.#groups = new ActionGroups(names);
  }

  /** Counts a line of which nothing more is to be said; false where it must be read. */
  skips(line: PlainLine, actions?: ViewOptions['actions']): boolean {
    if (actions ? !actions.has(line.action) : line.action === 'leave') return true;
    return this.#groups.addPlain(line);
  }

  /** `showsLeft`: that most records stay as they are is told by the counts, unless somebody asks. */
  add(line: PlanLine, showsLeft: boolean): void {
    if (line.action === 'update') this.#fields.add(line);
    if (line.action !== 'leave' || showsLeft) this.#groups.add(line);
    if (line.action === 'missing') this.#missing.add(line);
  }

  toChanges(limit: number): PlanChanges {
    return {
      losses: this.#fields.toGroups(true, limit),
      changes: this.#fields.toGroups(false, limit),
      groups: this.#groups.toGroups(),
      missing: this.#missing.toList(),
    };
  }
}
