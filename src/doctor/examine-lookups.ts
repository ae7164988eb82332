/** What is in look-ups, as far as no server is needed to see that it is wrong. */
import type { Problem } from '../base/problem.ts';
import { findingOf, fine, warningOf, type Finding } from '../contracts/finding.ts';
import type { LookupTable } from '../expression/context.ts';

/** The look-up of `$orgUnit`. */
export const PLACES = 'orgUnits';
const UID = /^[A-Za-z][A-Za-z0-9]{10}$/;
/** Keys that are named in one sentence. */
const MOST_NAMED = 10;

export interface LoadedLookup {
  readonly table: LookupTable;
  /** What `check` has to say of it. */
  readonly problems: readonly Problem[];
}

/** Each look-up by itself. */
export async function* examineLookups(lookups: readonly LoadedLookup[]): AsyncGenerator<Finding> {
  if (lookups.length === 0) yield fine('doctor/no-lookups', {});
  for (const lookup of lookups) yield* examineLookup(lookup);
}

function examineLookup({ table, problems }: LoadedLookup): Finding[] {
  const { name } = table;
  const entries = entriesOf(table);
  const found = problems.map(findingOf);
  const nothing = entries.filter(([key, value]) => key !== '' && value.trim() === '').map(([key]) => key);
  // Of units, the check has said so.
  if (nothing.length > 0 && name !== PLACES)
    found.push(warningOf('doctor/lookup-blank-value', { name, keys: few(nothing) }));
  return found.length > 0 ? found : [fine('doctor/lookup-fine', { name, entries: entries.length })];
}

/** The organisation units that a look-up names, each with the cells that lead to it. */
export function placesIn(table: LookupTable | undefined): Map<string, string[]> {
  const places = new Map<string, string[]>();
  for (const [key, value] of table ? entriesOf(table) : []) {
    if (key === '' || !UID.test(value)) continue;
    places.set(value, [...(places.get(value) ?? []), key]);
  }
  return places;
}

function entriesOf(table: LookupTable): (readonly [key: string, value: string])[] {
  return [...table.keys()].map((key) => [key, table.get(key) ?? ''] as const);
}

function few(names: readonly string[]): string[] {
  return names.length > MOST_NAMED ? [...names.slice(0, MOST_NAMED), '…'] : [...names];
}
