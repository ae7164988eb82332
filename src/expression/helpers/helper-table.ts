/**
 * The helpers that a pipeline adds to JSONata's own functions. Each stands once, with its signature, meaning and
 * examples; the reference, the checks and the evaluator all read this table. None bears the name of a built-in.
 */
import { AGE_AND_PERIOD_HELPERS } from './age-and-period.ts';
import { CALCULATED_DATE_HELPERS } from './calculated-dates.ts';
import { CONVERSION_HELPERS } from './conversions.ts';
import { DATE_HELPERS } from './date-and-time.ts';
import { DERIVED_HELPERS } from './derived.ts';
import type { Helper, Suggestions } from './helper.ts';
import { LOOKUP_HELPERS } from './lookups.ts';
import { PLACE_HELPERS } from './places.ts';
import { VALIDATION_HELPERS } from './validation.ts';

const ALL: readonly Helper[] = [
  ...LOOKUP_HELPERS,
  ...DATE_HELPERS,
  ...AGE_AND_PERIOD_HELPERS,
  ...CALCULATED_DATE_HELPERS,
  ...CONVERSION_HELPERS,
  ...VALIDATION_HELPERS,
  ...PLACE_HELPERS,
  ...DERIVED_HELPERS,
];

export const HELPERS: ReadonlyMap<string, Helper> = new Map(ALL.map((helper) => [helper.name, helper]));

/** What checks suggest, whichever helper it is that does it. */
export const SUGGESTIONS = Object.assign({}, ...ALL.map((helper) => helper.suggestions)) as Suggestions;
