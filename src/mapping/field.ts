import type { Place } from '../base/document.ts';
import type { ShapeProperty } from '../contracts/shape.ts';
import type { Expression } from '../expression/compile.ts';
import type { LookupTable } from '../expression/context.ts';
import type { Json } from '../base/json.ts';

/** A data element as far as fields need it. */
export interface TargetElement {
  readonly id: string;
  readonly name: string;
  readonly valueType: string;
  /** When DHIS2 refuses an event without it. */
  readonly compulsory: Required | undefined;
  readonly optionSet: { readonly id: string; readonly codes: ReadonlySet<string> } | undefined;
}

export type Target =
  | { readonly is: 'property'; readonly property: ShapeProperty }
  | { readonly is: 'element'; readonly element: TargetElement };

/**
 * `always`: the spec, the sink or the program ask for a value. `completed`: the program does, and only of events that are
 * completed (its validation strategy ON_COMPLETE, which is the usual one).
 */
export type Required = 'always' | 'completed';

/** Where a field's raw value comes from. */
export type Origin =
  | { readonly is: 'column'; readonly column: string }
  | { readonly is: 'expression'; readonly expression: Expression; readonly text: string }
  | { readonly is: 'literal'; readonly value: Json };

/**
 * One field: the generated mapping and `transform` are two ways to write the same thing. Each gives one value of the
 * target object.
 */
export interface Field {
  readonly target: Target;
  readonly from: Origin;
  /** Unless it gives exactly true, the field has no value and is not required. */
  readonly when: { readonly expression: Expression; readonly text: string } | undefined;
  /** When a record without a value is rejected; undefined: never. */
  readonly required: Required | undefined;
  /** Option map through which the raw value goes; undefined where the value is already DHIS2's own. */
  readonly optionMap: LookupTable | undefined;
  /** Where it is written. */
  readonly place: Place;
}

/** How people know the target: the name of a property, or `Beds (a1b2c3d4e5F)`. */
export function targetName(target: Target): string {
  return target.is === 'property' ? target.property.name : `${target.element.name} (${target.element.id})`;
}

/** The name of the property, or the id of the element. */
export function nameOfTarget(target: Target): string {
  return target.is === 'property' ? target.property.name : target.element.id;
}

/** How people know where the value comes from. */
export function originText(from: Origin): string {
  if (from.is === 'column') return from.column;
  return from.is === 'expression' ? from.text : JSON.stringify(from.value);
}

/** The columns that a field reads, each once; none where it looks at the record as a whole. */
export function columnsOfOrigin(from: Origin): readonly string[] {
  if (from.is === 'column') return [from.column];
  if (from.is === 'literal' || from.expression.references.readsAll) return [];
  return [...new Set(from.expression.references.columns.map((column) => column.name))];
}

/** The only column that a field reads, where there is exactly one. */
export function soleColumnOf(from: Origin): string | undefined {
  const columns = columnsOfOrigin(from);
  return columns.length === 1 ? columns[0] : undefined;
}
