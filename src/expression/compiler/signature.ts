/**
 * The quick way through a signature. jsonata spells the types of the arguments as text and tests that with a regular
 * expression; here each argument in its place is tested by itself, and whatever does not fit at once (a context to fill
 * in, a wrong type) goes to jsonata's own check, which also words the error.
 */
import { isFunction } from './function-values.ts';

/** Arguments that this parameter takes as they are, functions never among them. Undefined fits everywhere. */
export type Accepts = (value: unknown) => boolean;

const BY_SYMBOL: Readonly<Record<string, Accepts>> = {
  s: (value) => typeof value === 'string' || value === undefined,
  n: (value) => typeof value === 'number' || value === undefined,
  b: (value) => typeof value === 'boolean' || value === undefined,
  o: (value) =>
    value === undefined || (typeof value === 'object' && value !== null && !Array.isArray(value) && !isFunction(value)),
  a: (value) => Array.isArray(value) || value === undefined,
  x: (value) => !isFunction(value),
  j: (value) => !isFunction(value),
  'a<n>': (value) => value === undefined || isArrayOf(value, 'number'),
  'a<s>': (value) => value === undefined || isArrayOf(value, 'string'),
  '(sf)': (value) => typeof value === 'string' || value === undefined,
  '(nsb)': (value) =>
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === undefined,
};

function isArrayOf(value: unknown, type: 'number' | 'string'): boolean {
  if (!Array.isArray(value)) return false;
  // An item that is an array or a function is no number nor text either: no need to ask.
  for (const one of value as unknown[]) if (typeof one !== type) return false;
  return true;
}

interface Parameter {
  readonly accepts: Accepts | undefined;
  readonly isOptional: boolean;
}

/** Reads `<s-nn?:s>`; a parameter that is not simple has no `accepts`. */
function parameters(definition: string): Parameter[] {
  const inside = definition.slice(1).split(':')[0] as string;
  const found: Parameter[] = [];
  for (const [, symbol, subtype, flag] of inside.matchAll(/(\([^)]*\)|[a-z])(<[^>]*>)?([-?+])?/g)) {
    const key = symbol === 'a' ? `${symbol}${subtype ?? ''}` : (symbol as string);
    found.push({ accepts: flag === '+' ? undefined : BY_SYMBOL[key], isOptional: flag === '?' });
  }
  return found;
}

/** Tests for a call with so many arguments; undefined where every such call has to go through jsonata's check. */
export function quickChecks(definition: string, count: number): readonly Accepts[] | undefined {
  const all = parameters(definition);
  if (count > all.length || all.slice(count).some((one) => !one.isOptional)) return undefined;
  const checks: Accepts[] = [];
  for (const { accepts } of all.slice(0, count)) {
    if (!accepts) return undefined;
    checks.push(accepts);
  }
  return checks;
}
