/** What a decision is taken by, and what comes of it. */
import type { Nameable } from '../generate/sheet/resolve-names.ts';
import type { Problem } from '../base/problem.ts';
import type { Change, IgnoreChange, SpecChange } from './changes.ts';
import type { MappingState } from './mapping-state.ts';

export interface Deciding {
  readonly state: MappingState;
  readonly specFolder: string;
  readonly specText: string;
  /** Columns that a decision may name: those that are mapped, and those of the sheet. */
  readonly columns: readonly Nameable[];
  /** Organisation units of DHIS2; undefined as long as it has not been asked. */
  readonly units: readonly Nameable[] | undefined;
}

export type Decided = Change | IgnoreChange | SpecChange;

/** What a decision says of one thing; two that say otherwise of it are told. */
export interface Claim {
  readonly what: string;
  /** The thing, for people. */
  readonly name: string;
  readonly is: string;
}

export interface Told {
  readonly decided?: Decided;
  readonly claims?: readonly Claim[];
  readonly problem?: Problem;
  readonly missesUnit?: true;
}
