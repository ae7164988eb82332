import type { Place } from '../base/document.ts';
import { warning, type Problem } from '../base/problem.ts';
import { isUid } from '../dhis2/uid.ts';
import { normaliseKey } from '../expression/helpers/lookups.ts';

/** A line of a look-up. */
export interface LookupEntry {
  readonly key: string;
  readonly value: string;
  readonly place: Place;
  /** Of a table: what else stands on its line. */
  readonly others?: readonly string[];
}

/** The look-up that `$orgUnit` reads. */
const ORG_UNITS = 'orgUnits';
const MOST_NAMED = 10;

/** Lines of a look-up that do nothing, stand there again, or give what DHIS2 refuses: a warning for each kind. */
export function checkEntries(name: string, entries: readonly LookupEntry[]): Problem[] {
  const met = new Map<string, string>();
  const twice: LookupEntry[] = [];
  const unfit: LookupEntry[] = [];
  const problems: Problem[] = [];
  for (const entry of entries) {
    const { key, value } = entry;
    const normal = normaliseKey(key);
    if (normal === '') problems.push(warning('lookup/blank-key', { name, value }, entry.place));
    else if (met.get(normal) === value) twice.push(entry);
    met.set(normal, value);
    if (name === ORG_UNITS && normal !== '' && !isUid(value.trim())) unfit.push(entry);
  }
  const [again] = twice;
  if (again) {
    const keys = [...new Set(twice.map(({ key }) => normaliseKey(key)))];
    problems.push(warning('lookup/key-twice', { name, keys: firstOf(keys.map((key) => `"${key}"`)) }, again.place));
  }
  const [first] = unfit;
  if (first) {
    const isTurned = unfit.every(({ key }) => isUid(key.trim()));
    const lines = firstOf(unfit.map(({ key, value }) => `"${value}" for "${key.trim()}"`));
    problems.push(warning('lookup/not-a-uid', { name, lines, count: unfit.length, isTurned }, first.place));
  }
  return problems;
}

function firstOf(all: readonly string[]): string[] {
  return all.length > MOST_NAMED ? [...all.slice(0, MOST_NAMED), `and ${all.length - MOST_NAMED} more`] : [...all];
}
