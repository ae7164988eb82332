import { isObject } from '../../src/base/json.ts';

/** Keys of objects whose order in a list says nothing. */
const UNORDERED = ['id', 'dataElement', 'dataSet'];

/** Compares two JSON values; lists of plain texts, metadata or data values in any order. */
export function compare(seen: unknown, recorded: unknown): string | null {
  const [left, right] = [canonical(seen), canonical(recorded)];
  return left === right ? null : `${left}, recorded ${right}`;
}

/** One text for all JSON values that are alike. */
export function canonical(value: unknown): string {
  return JSON.stringify(sorted(value));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(sorted);
    const unordered = items.every(
      (one) => typeof one === 'string' || (isObject(one) && UNORDERED.some((key) => key in one)),
    );
    return unordered ? items.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) : items;
  }
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(([, one]) => one !== undefined && one !== null);
  return Object.fromEntries(entries.map(([key, one]) => [key, sorted(one)] as const).toSorted(byText));
}

function byText(a: unknown, b: unknown): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}
