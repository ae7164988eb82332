import { scalarText } from './loose-json.ts';
import { isObject } from '../base/json.ts';
import type { Resolve } from './field-choice.ts';
import type { Traits } from './versions.ts';
import { Refusal } from './web.ts';

type Test = (object: Record<string, unknown>) => boolean;

const WITHOUT_VALUE = new Set(['null', '!null', 'empty', '!empty']);

/** Tests of the form `property:operator:value`; the property may be a path such as `optionSet.id`. */
const OPERATORS: ReadonlyMap<string, (text: string, wanted: string) => boolean> = new Map([
  ['eq', (text, wanted) => text === wanted],
  ['!eq', (text, wanted) => text !== wanted],
  ['ne', (text, wanted) => text !== wanted],
  ['ieq', (text, wanted) => text.toLowerCase() === wanted.toLowerCase()],
  ['like', (text, wanted) => text.includes(wanted)],
  ['!like', (text, wanted) => !text.includes(wanted)],
  ['ilike', (text, wanted) => text.toLowerCase().includes(wanted.toLowerCase())],
  ['!ilike', (text, wanted) => !text.toLowerCase().includes(wanted.toLowerCase())],
  ['$like', (text, wanted) => text.startsWith(wanted)],
  ['startsWith', (text, wanted) => text.startsWith(wanted)],
  ['like$', (text, wanted) => text.endsWith(wanted)],
  ['endsWith', (text, wanted) => text.endsWith(wanted)],
  ['$ilike', (text, wanted) => text.toLowerCase().startsWith(wanted.toLowerCase())],
  ['ilike$', (text, wanted) => text.toLowerCase().endsWith(wanted.toLowerCase())],
  ['gt', (text, wanted) => order(text, wanted) > 0],
  ['ge', (text, wanted) => order(text, wanted) >= 0],
  ['lt', (text, wanted) => order(text, wanted) < 0],
  ['le', (text, wanted) => order(text, wanted) <= 0],
  ['in', (text, wanted) => listOf(wanted).has(text)],
  ['!in', (text, wanted) => !listOf(wanted).has(text)],
  ['token', (text, wanted) => wanted.split(/\s+/).every((word) => text.toLowerCase().includes(word.toLowerCase()))],
]);

/** Reads the `filter` parameters of a list; throws 400 E1003 (by release 409) on an operator that DHIS2 does not know. */
export function parseFilters(texts: readonly string[], either: boolean, resolve: Resolve, traits: Traits): Test {
  const tests = texts.filter((text) => text !== '').map((text) => parseFilter(text, resolve, traits));
  if (tests.length === 0) return () => true;
  return either ? (object) => tests.some((test) => test(object)) : (object) => tests.every((test) => test(object));
}

function parseFilter(text: string, resolve: Resolve, { badFilter }: Traits): Test {
  const [property = '', operator = '', ...rest] = text.split(':');
  const path = property.split('.');
  const wanted = rest.join(':');
  if (WITHOUT_VALUE.has(operator)) {
    const positive = !operator.startsWith('!');
    return (object) => (valuesAt(object, path, resolve).length === 0) === positive;
  }
  const holds = OPERATORS.get(operator);
  if (!holds) {
    const errorCode = badFilter === 400 ? 'E1003' : undefined;
    throw new Refusal(badFilter, `\`${operator}\` is not a valid operator.`, errorCode);
  }
  return (object) => {
    const values = valuesAt(object, path, resolve);
    return operator.startsWith('!')
      ? values.every((value) => holds(value, wanted))
      : values.some((value) => holds(value, wanted));
  };
}

/** Texts of all values to which the path leads; several where it crosses a list. */
function valuesAt(value: unknown, path: readonly string[], resolve: Resolve): string[] {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap((item) => valuesAt(item, path, resolve));
  const [step, ...rest] = path;
  if (step === undefined) return typeof value === 'object' ? ['[object]'] : [scalarText(value)];
  if (!isObject(value)) return [];
  const object = resolve(value);
  return Object.hasOwn(object, step) ? valuesAt(object[step], rest, resolve) : [];
}

function listOf(text: string): ReadonlySet<string> {
  return new Set(text.replace(/^\[|\]$/g, '').split(','));
}

/** Numbers by size, everything else as text (ISO dates sort as text). */
function order(a: string, b: string): number {
  const numbers = [Number(a), Number(b)] as const;
  if (a !== '' && b !== '' && !Number.isNaN(numbers[0]) && !Number.isNaN(numbers[1])) return numbers[0] - numbers[1];
  return a < b ? -1 : a > b ? 1 : 0;
}
