/**
 * What a sink's objects look like to those who fill them, and what a record has for one. Fields fill shapes; only the sink
 * makes objects of them.
 */
import type { Json, JsonObject } from '../base/json.ts';
import type { Reject } from '../base/problem.ts';

/** A property that `transform` may fill. */
export interface ShapeProperty {
  readonly name: string;
  readonly description: string;
  readonly required: boolean;
  /** How a value becomes what the sink takes. */
  readonly type: 'uid' | 'date' | 'geometry' | readonly string[];
}

/** Values without end, by name or id: what is there depends on the place, not on the kind of sink. */
export interface ShapeValues {
  /** The key of `transform` under which they stand. */
  readonly name: string;
  readonly description: string;
  /** Of each of them, for the reference. */
  readonly valueDescription: string;
}

/** One kind of object that a record can give. */
export interface ObjectShape {
  readonly name: string;
  /** The shape of the object that it hangs on. */
  readonly under?: string;
  readonly properties: readonly ShapeProperty[];
  readonly values?: ShapeValues;
}

/** Why a record cannot go, but for where it stands. */
export type FieldReason = Omit<Reject, 'key' | 'row' | 'line'>;

/** A field without a value that may be asked for. */
export interface Blank {
  /** `always`, or on a condition of which the sink knows whether it holds. */
  readonly required: string;
  /** Why the record cannot go without it; worked out only where it cannot. */
  why(): FieldReason;
}

/** What a record has for one object. */
export interface Filled {
  /** Name of the shape. */
  readonly shape: string;
  /** Which of the record's objects it is; '' for its own. */
  readonly role: string;
  /** Role of the object that it hangs on. */
  readonly under?: string;
  /** Properties that have a value, in the order of their fields. */
  readonly properties: JsonObject;
  /** Names of the open-ended values in their order: one list for all records of a form version. */
  readonly names: readonly string[];
  /** What the record has for each of those names; null: nothing. */
  readonly values: readonly (string | null)[];
  readonly blanks: readonly Blank[];
}

/** An object, or why there can be none. */
export type Assembled<O extends Json> = { readonly object: O } | { readonly reasons: readonly FieldReason[] };
