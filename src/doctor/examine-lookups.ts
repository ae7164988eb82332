/** What is in look-ups, as far as no server is needed to see that it is wrong. */
import type { NamedPlace } from '../contracts/examination.ts';
import { fine, warningOf, type Finding } from '../contracts/finding.ts';
import type { LookupTable } from '../expression/context.ts';

/** The look-up of `$orgUnit`. */
export const PLACES = 'orgUnits';
const UID = /^[A-Za-z][A-Za-z0-9]{10}$/;
/** Keys that are named in one sentence. */
const MOST_NAMED = 10;

/** Each look-up by itself. */
export async function* examineLookups(tables: readonly LookupTable[]): AsyncGenerator<Finding> {
  if (tables.length === 0) yield fine('doctor/no-lookups', {});
  for (const table of tables) yield* examineLookup(table);
}

function examineLookup(table: LookupTable): Finding[] {
  const { name } = table;
  const entries = entriesOf(table);
  const found: Finding[] = [];
  if (entries.some(([key]) => key === '')) found.push(warningOf('doctor/lookup-blank-key', { name }));
  const nothing = entries.filter(([key, value]) => key !== '' && value.trim() === '').map(([key]) => key);
  if (nothing.length > 0) found.push(warningOf('doctor/lookup-blank-value', { name, keys: few(nothing) }));
  const bad = name === PLACES ? entries.filter(([, value]) => value.trim() !== '' && !UID.test(value)) : [];
  if (bad.length > 0) {
    const keys = few(bad.map(([key, value]) => `${key} (${value})`));
    found.push(warningOf('doctor/lookup-bad-uid', { name, keys }));
  }
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

/** Places in the shape in which a sink is asked about them. */
export function toNamedPlaces(places: ReadonlyMap<string, readonly string[]>): NamedPlace[] {
  return [...places].map(([id, cells]) => ({ id, cells }));
}

function entriesOf(table: LookupTable): (readonly [key: string, value: string])[] {
  return [...table.keys()].map((key) => [key, table.get(key) ?? ''] as const);
}

function few(names: readonly string[]): string[] {
  return names.length > MOST_NAMED ? [...names.slice(0, MOST_NAMED), '…'] : [...names];
}
