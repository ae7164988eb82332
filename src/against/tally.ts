import type { RejectLine, UpdateLine } from '../engine/plan-line.ts';
import { CauseGroups } from '../report/plan-view/cause-groups.ts';
import { toExample } from '../report/plan-view/example.ts';
import { FieldGroups } from '../report/plan-view/field-groups.ts';
import { EXAMPLES, type PlanExample } from '../report/plan-view/plan-view.ts';
import type { ComparisonCounts } from './comparison.ts';
import { differencesOf } from './differences.ts';
import type { GrowingNames } from './names.ts';
import type { Outcome } from './outcomes.ts';
import type { Pair } from './pairs.ts';

const NONE: ComparisonCounts = {
  read: 0,
  same: 0,
  changed: 0,
  moved: 0,
  newlyRejected: 0,
  noLongerRejected: 0,
  rejected: 0,
  newlyExcluded: 0,
  noLongerExcluded: 0,
  excluded: 0,
  onlyNew: 0,
  onlyOld: 0,
  unreadable: 0,
};

type Told = 'newlyExcluded' | 'noLongerExcluded' | 'onlyNew' | 'onlyOld';
type ObjectOutcome = Outcome & { readonly is: 'object' };

/** Counts and groups what comes of records, however many there are. */
export class Tally {
  readonly counts: ComparisonCounts = { ...NONE };
  readonly changes: FieldGroups;
  readonly newlyRejected: CauseGroups;
  readonly noLongerRejected: CauseGroups;
  readonly examples: Record<Told, PlanExample[]> = {
    newlyExcluded: [],
    noLongerExcluded: [],
    onlyNew: [],
    onlyOld: [],
  };
  readonly #names: GrowingNames;

  constructor(names: GrowingNames) {
    this.#names = names;
    this.changes = new FieldGroups(names);
    this.newlyRejected = new CauseGroups(names);
    this.noLongerRejected = new CauseGroups(names);
  }

  add({ old, now }: Pair): void {
    this.counts.read += 1;
    for (const outcome of [old, now]) if (outcome?.is === 'object') this.#names.learn(outcome.object);
    if (old && now) this.#compare(old, now);
    else if (now) this.#tell('onlyNew', now);
    else if (old) this.#tell('onlyOld', old);
  }

  /** What is left out counts before what is rejected: of it nobody asks what it would be. */
  #compare(old: Outcome, now: Outcome): void {
    if (now.is === 'excluded') {
      if (old.is === 'excluded') this.counts.excluded += 1;
      else this.#tell('newlyExcluded', now);
    } else if (old.is === 'excluded') this.#tell('noLongerExcluded', now);
    else if (now.is === 'object' && old.is === 'object') this.#compareObjects(old, now);
    this.#compareRejects(old, now);
  }

  #compareObjects(old: ObjectOutcome, now: ObjectOutcome): void {
    const changes = differencesOf(old.object, now.object);
    if (changes.length === 0) {
      this.counts.same += 1;
      return;
    }
    this.counts.changed += 1;
    if (changes.some(({ target }) => this.#names.whereAndWhen.includes(target))) this.counts.moved += 1;
    this.changes.add(toLine(now, changes));
  }

  #compareRejects(old: Outcome, now: Outcome): void {
    if (now.is === 'rejected' && old.is === 'rejected') this.counts.rejected += 1;
    else if (now.is === 'rejected') {
      if (old.is === 'object') this.counts.newlyRejected += 1;
      this.newlyRejected.add(toReject(now));
    } else if (old.is === 'rejected') {
      if (now.is === 'object') this.counts.noLongerRejected += 1;
      this.noLongerRejected.add(toReject(old));
    }
  }

  #tell(what: Told, outcome: Outcome): void {
    this.counts[what] += 1;
    const line = outcome.is === 'object' ? toLine(outcome, []) : ({ ...outcome.record, action: 'excluded' } as const);
    if (this.examples[what].length < EXAMPLES) this.examples[what].push(toExample(line, this.#names));
  }
}

/** As a line of a plan that changes the old object into the new one. */
function toLine({ record, object }: ObjectOutcome, changes: UpdateLine['changes']): UpdateLine {
  return { ...record, action: 'update', address: '', object, hash: '', changes };
}

function toReject({ record, reasons }: Outcome & { readonly is: 'rejected' }): RejectLine {
  return { ...record, action: 'reject', reasons };
}
