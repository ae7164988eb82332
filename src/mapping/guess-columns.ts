import type { Problem } from '../base/problem.ts';
import { guessColumnNames } from '../expression/check-columns.ts';
import type { MappingPlan } from './mapper.ts';

/**
 * Columns checked without the source: a name that is nearly one that mapping or spec know (`columns`) is probably a
 * slip. What is like no other name may well be a column.
 */
export function guessColumns(plan: MappingPlan, columns: readonly string[]): Problem[] {
  const known = new Set(columns);
  return plan.used.flatMap((one) => guessColumnNames(one.text, one.expression.references, known));
}
