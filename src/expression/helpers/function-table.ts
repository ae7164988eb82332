/**
 * The functions that a pipeline adds to JSONata's own. Each stands once, with its signature, meaning and examples; the
 * reference, the checks and the evaluator all read this table. None bears the name of a built-in.
 */
import { CONVERSION_FUNCTIONS } from './conversions.ts';
import { DATE_FUNCTIONS } from './dates.ts';
import type { EtlFunction } from './etl-function.ts';
import { DERIVED_FUNCTIONS } from './derived.ts';
import { LOOKUP_FUNCTIONS } from './lookups.ts';
import { PERIOD_FUNCTIONS } from './periods.ts';
import { PLACE_FUNCTIONS } from './places.ts';
import { VALIDATION_FUNCTIONS } from './validation.ts';

export const FUNCTIONS: ReadonlyMap<string, EtlFunction> = new Map(
  [
    ...LOOKUP_FUNCTIONS,
    ...DATE_FUNCTIONS,
    ...PERIOD_FUNCTIONS,
    ...CONVERSION_FUNCTIONS,
    ...VALIDATION_FUNCTIONS,
    ...PLACE_FUNCTIONS,
    ...DERIVED_FUNCTIONS,
  ].map((one) => [one.name, one]),
);
