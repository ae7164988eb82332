import type { Problem } from '../base/problem.ts';
import { guessColumnNames } from '../expression/names/check-columns.ts';
import { checkColumnTexts } from './check-literals.ts';
import { allFields, type Mapping } from './mapping.ts';

/**
 * Columns checked without the source: a name that is nearly one that mapping or spec know (`columns`) is probably a
 * slip. What is like no other name may well be a column.
 */
export function guessColumns(mapping: Mapping, columns: readonly string[]): Problem[] {
  const known = new Set(columns);
  const names = mapping.used.flatMap((one) => guessColumnNames(one.text, one.expression.references, known));
  return [...names, ...checkColumnTexts(allFields(mapping), known)];
}
