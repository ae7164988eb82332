/** Everything that turns records into objects, before a header is known; and which columns it is made from. */
import type { ReadColumns } from '../contracts/mapper.ts';
import type { ExpressionContext } from '../expression/context.ts';
import { readColumns } from '../expression/read-columns.ts';
import { columnsOfOrigin, nameOfTarget, type Field } from './field.ts';
import type { UsedExpression } from './fields.ts';

/** The fields of one form version. */
export interface VersionFields {
  readonly name: string;
  readonly when: UsedExpression;
  readonly fields: readonly Field[];
  /** What an expression outside a field may look things up in, for a row of this version. */
  readonly context: ExpressionContext;
}

/** Everything that turns records into objects, before a header is known. */
export interface Mapping {
  /** Name of the shape that its fields fill. */
  readonly shape: string;
  readonly where: UsedExpression | undefined;
  /** Empty where the spec names no versions: then `fields` hold for all rows. */
  readonly versions: readonly VersionFields[];
  readonly fields: readonly Field[];
  /** Every expression, for the checks. */
  readonly used: readonly UsedExpression[];
}

/** Every field, of every form version. */
export function allFields(mapping: Mapping): Field[] {
  return [...mapping.fields, ...mapping.versions.flatMap((version) => version.fields)];
}

/** The columns that fields and conditions read, and those of their children. */
export function columnsRead(mapping: Mapping): ReadColumns {
  const mapped = allFields(mapping).flatMap(({ from }) => (from.is === 'column' ? [from.column] : []));
  return readColumns(
    mapping.used.map((used) => used.expression.references),
    mapped,
  );
}

/** The columns that are named somewhere; what looks at the record as a whole names none. */
export function columnsNamed(mapping: Mapping): ReadonlySet<string> {
  const names = new Set(
    mapping.used.flatMap((used) => used.expression.references.columns.map((column) => column.name)),
  );
  for (const { from } of allFields(mapping)) if (from.is === 'column') names.add(from.column);
  return names;
}

/**
 * The columns from which a target (name of a property, id of an element) is made in a form version; none where a literal
 * fills it, or an expression that looks at the record as a whole.
 */
export function columnsOf(mapping: Mapping, version: string | undefined, name: string): readonly string[] {
  let known = COLUMNS.get(mapping);
  if (!known) COLUMNS.set(mapping, (known = new Map()));
  const id = `${version ?? ''}\u001f${name}`;
  const columns = known.get(id) ?? findColumnsOf(mapping, version, name);
  known.set(id, columns);
  return columns;
}

/** Every record asks where it belongs. */
const COLUMNS = new WeakMap<Mapping, Map<string, readonly string[]>>();

function findColumnsOf(mapping: Mapping, version: string | undefined, name: string): readonly string[] {
  const { fields } = mapping.versions.find((one) => one.name === version) ?? mapping;
  const field = fields.find(({ target }) => nameOfTarget(target) === name);
  return field ? columnsOfOrigin(field.from) : [];
}
