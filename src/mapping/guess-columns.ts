import type { Problem } from '../base/problem.ts';
import { guessColumnNames } from '../expression/names/check-columns.ts';
import { checkColumnTexts } from './check-literals.ts';
import { allFields, type Mapping } from './mapping.ts';

/**
 * Checks names of columns without the source: one that is nearly, but not quite, a name that mapping or spec know
 * (`columns`) is probably misspelt. One that is like no other may well be a column.
 */
export function guessColumns(mapping: Mapping, columns: readonly string[]): Problem[] {
  const known = new Set(columns);
  const names = mapping.used.flatMap((used) => guessColumnNames(used.text, used.expression.references, known));
  return [...names, ...checkColumnTexts(allFields(mapping), known)];
}
