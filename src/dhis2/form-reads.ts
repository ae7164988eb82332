/** Which requests read some forms: a request names periods and units, and is answered for all pairs of them. Pure. */
import type { FormPlace } from './form-object.ts';

export interface FormRead {
  readonly periods: readonly string[];
  readonly orgUnits: readonly string[];
}

/** Forms in one request: so many units fit well into one address, and their values into one answer. */
const MOST_FORMS = 50;

/** The fewest requests that ask for these forms and for no others. */
export function toReads(places: readonly FormPlace[]): FormRead[] {
  const byPeriod = grouped(places.map(({ period, orgUnit }) => [period, orgUnit]));
  const byUnit = grouped(places.map(({ period, orgUnit }) => [orgUnit, period]));
  return byPeriod.length <= byUnit.length
    ? byPeriod.map(([period, orgUnits]) => ({ periods: [period], orgUnits }))
    : byUnit.map(([orgUnit, periods]) => ({ periods, orgUnits: [orgUnit] }));
}

/** The two halves of a read; undefined where it asks for one form alone. */
export function halvesOfRead({ periods, orgUnits }: FormRead): readonly [FormRead, FormRead] | undefined {
  const [first, second] = orgUnits.length > 1 ? halves(orgUnits) : halves(periods);
  if (second.length === 0) return undefined;
  return orgUnits.length > 1
    ? [
        { periods, orgUnits: first },
        { periods, orgUnits: second },
      ]
    : [
        { periods: first, orgUnits },
        { periods: second, orgUnits },
      ];
}

function halves(list: readonly string[]): [string[], string[]] {
  const middle = Math.ceil(list.length / 2);
  return [list.slice(0, middle), list.slice(middle)];
}

function grouped(pairs: readonly (readonly [string, string])[]): [string, string[]][] {
  const groups = new Map<string, Set<string>>();
  for (const [one, many] of pairs) groups.set(one, (groups.get(one) ?? new Set()).add(many));
  return [...groups].flatMap(([one, many]) => chunks([...many]).map((chunk): [string, string[]] => [one, chunk]));
}

function chunks(list: readonly string[]): string[][] {
  const count = Math.ceil(list.length / MOST_FORMS);
  return Array.from({ length: count }, (_, at) => list.slice(at * MOST_FORMS, (at + 1) * MOST_FORMS));
}
