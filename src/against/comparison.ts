/** What `etl plan --against --json` prints: what two mappings make of the same source. */
import type { CauseGroup, FieldGroup, Listed, PlanExample } from '../report/plan-view/plan-view.ts';

/** Records, by what both sides make of them. */
export interface ComparisonCounts {
  read: number;
  /** Both make the same object. */
  same: number;
  changed: number;
  /** Of the changed ones: to another place or date. */
  moved: number;
  /** Only the new side rejects it. */
  newlyRejected: number;
  noLongerRejected: number;
  /** Both reject it. */
  rejected: number;
  /** Only on the new side `where` leaves it out. */
  newlyExcluded: number;
  noLongerExcluded: number;
  /** On both. */
  excluded: number;
  /** Records (groups of rows) that only one side makes. */
  onlyNew: number;
  onlyOld: number;
  /** Rows that cannot be read, or have no key. */
  unreadable: number;
}

export interface Comparison {
  readonly pipeline: string;
  /** What was there before: `from` of every change. */
  readonly old: string;
  /** What is there now: `to` of every change. */
  readonly new: string;
  readonly source: string;
  /** What is worth knowing of what was compared. */
  readonly remarks: readonly string[];
  readonly counts: ComparisonCounts;
  /** Labels of fields that only one side fills. */
  readonly fields: { readonly onlyNew: readonly string[]; readonly onlyOld: readonly string[] };
  /** Values that would be blank. */
  readonly losses: Listed<FieldGroup>;
  readonly changes: Listed<FieldGroup>;
  readonly newlyRejected: Listed<CauseGroup>;
  readonly noLongerRejected: Listed<CauseGroup>;
  /** Records that come or go, the first of each kind. */
  readonly examples: {
    readonly newlyExcluded: readonly PlanExample[];
    readonly noLongerExcluded: readonly PlanExample[];
    readonly onlyNew: readonly PlanExample[];
    readonly onlyOld: readonly PlanExample[];
  };
}
