/**
 * What a sink's objects look like to those who fill them, and what a record has for one. Fields fill shapes; only the sink
 * makes objects of them.
 */
import type { Json, JsonObject } from '../base/json.ts';
import type { Reject } from '../base/problem.ts';
import type { Reason } from '../messages/reason.ts';

/** A property that `transform` may fill. */
export interface ShapeProperty {
  readonly name: string;
  readonly description: string;
  readonly required: boolean;
  /** How a value becomes what the sink takes; a list: one of these words. */
  readonly type: 'uid' | 'date' | 'period' | 'text' | 'geometry' | readonly string[];
}

/** Open-ended values, by name or id (data elements): which there are depends on the place, not on the kind of sink. */
export interface ShapeValues {
  /** The key of `transform` under which they stand. */
  readonly name: string;
  readonly description: string;
  /** What the reference says of each of them. */
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

/**
 * Why a record cannot go, without its key; its place where that is another than the record's. `target`: name of the
 * property, or of the value, that it is about.
 */
export type FieldReason = Omit<Reject, 'key' | 'row' | 'line'> &
  Partial<Pick<Reject, 'row' | 'line'>> & { readonly target?: string };

/** A field that has no value, which the sink may ask for. */
export interface Blank {
  /** `always`, or the name of a condition; the sink knows whether it holds. */
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

/** Something that the sink takes without a word, and does not keep. */
export interface Ignored {
  /** Name of the property or value. */
  readonly target: string;
  /** What people call it; null where it has no other name. */
  readonly name: string | null;
  readonly sent: Json;
  /** What is there afterwards; null: nothing. */
  readonly kept: Json;
  readonly why: Reason;
}

/** An object, with what of its record is not kept of it by this very sink; or why there can be none. */
export type Assembled<O extends Json> =
  | { readonly object: O; readonly ignored?: readonly Ignored[] }
  | { readonly reasons: readonly FieldReason[] };
