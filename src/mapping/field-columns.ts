import type { TextColumn } from '../contracts/mapper.ts';
import type { Header } from '../contracts/record.ts';
import { targetName, type Field } from './field.ts';
import type { UsedExpression } from './fields.ts';

const TEXTS: ReadonlySet<string> = new Set(['TEXT', 'LONG_TEXT', 'PHONE_NUMBER']);

/** Columns that go out as texts. Not those with options: what is no code of theirs is rejected anyway. */
export function textColumns(fields: readonly Field[], header: Header): TextColumn[] {
  const columns = new Map<string, TextColumn>();
  for (const { target, from, optionMap } of fields) {
    if (target.is !== 'element' || from.is !== 'column' || optionMap || target.element.optionSet) continue;
    const at = header.positions.get(from.column);
    if (at === undefined || !TEXTS.has(target.element.valueType) || columns.has(from.column)) continue;
    columns.set(from.column, { column: from.column, at, field: targetName(target) });
  }
  return [...columns.values()];
}

/** Properties of the object that depend on nothing but these columns. */
export function propertiesOf(fields: readonly Field[], columns: ReadonlySet<string>): string[] {
  const properties = new Set<string>();
  for (const { target, from } of fields) {
    if (target.is !== 'property' || from.is === 'literal') continue;
    const read = from.is === 'column' ? [from.column] : from.expression.references.columns.map((column) => column.name);
    const readsAll = from.is === 'expression' && from.expression.references.readsAll;
    if (!readsAll && read.length > 0 && read.every((column) => columns.has(column)))
      properties.add(target.property.name);
  }
  return [...properties];
}

/** Columns whose cells conditions compare with a text as they stand: not those inside a function, nor in an order. */
export function comparedColumns(conditions: readonly (UsedExpression | undefined)[]): string[] {
  const references = conditions.flatMap((condition) =>
    (condition?.expression.references.columns ?? []).filter(({ start, end }) => {
      const text = condition?.text.text ?? '';
      return /^\s*(?:!?=|in\b)/.test(text.slice(end)) || /(?:^|[^<>:])=\s*$/.test(text.slice(0, start));
    }),
  );
  return [...new Set(references.map((reference) => reference.name))];
}
