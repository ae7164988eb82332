/**
 * The helpers that a pipeline adds to JSONata's own functions. Each stands once, with its signature, meaning and
 * examples; the reference, the checks and the evaluator all read this table. None bears the name of a built-in.
 */
import { CONVERSION_HELPERS } from './conversions.ts';
import { DATE_HELPERS } from './dates.ts';
import type { Helper } from './helper.ts';
import { DERIVED_HELPERS } from './derived.ts';
import { LOOKUP_HELPERS } from './lookups.ts';
import { PERIOD_HELPERS } from './periods.ts';
import { PLACE_HELPERS } from './places.ts';
import { VALIDATION_HELPERS } from './validation.ts';

export const HELPERS: ReadonlyMap<string, Helper> = new Map(
  [
    ...LOOKUP_HELPERS,
    ...DATE_HELPERS,
    ...PERIOD_HELPERS,
    ...CONVERSION_HELPERS,
    ...VALIDATION_HELPERS,
    ...PLACE_HELPERS,
    ...DERIVED_HELPERS,
  ].map((one) => [one.name, one]),
);
