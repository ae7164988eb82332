/** Expressions whose result depends on more than their record. */
import type { RowGrouping } from './grouping.ts';
import type { Mapping } from './mapping.ts';

/** What a picture of `$toMillis` does not say (the year of "14/03") is taken from the day on which it runs. */
const TIME_BOUND: ReadonlySet<string> = new Set(['toMillis']);

/**
 * Whether anything that maps depends on the time of the run. `$now`, `$millis` and `$random` are refused altogether.
 * `functions`: texts of the analyst's own.
 */
export function isTimeBound(
  { used }: Mapping,
  grouping: RowGrouping | undefined,
  functions: readonly { readonly text: { readonly text: string } }[],
): boolean {
  const called = [...used, ...(grouping?.used ?? [])].flatMap(({ expression }) => expression.references.variables);
  const texts = functions.map(({ text }) => text.text);
  return [...TIME_BOUND].some(
    (name) => called.some((one) => one.name === name) || texts.some((text) => text.includes(`$${name}`)),
  );
}
