/**
 * The functions that a pipeline adds to JSONata's own. Each stands once, with its signature, meaning and examples; the
 * reference, the checks and the evaluator all read this table. None bears the name of a built-in.
 */
import { CONVERSION_FUNCTIONS } from './conversions.ts';
import { DATE_FUNCTIONS } from './dates.ts';
import type { EtlFunction } from './etl-function.ts';
import { LOOKUP_FUNCTIONS } from './lookups.ts';

export const FUNCTIONS: ReadonlyMap<string, EtlFunction> = new Map(
  [...LOOKUP_FUNCTIONS, ...DATE_FUNCTIONS, ...CONVERSION_FUNCTIONS].map((one) => [one.name, one]),
);
