/**
 * The quick way through a signature. jsonata spells the types of the arguments as text and tests that with a regular
 * expression; here each argument in its place is tested by itself, and whatever does not fit at once (a context to fill
 * in, a wrong type) goes to jsonata's own check, which also words the error.
 */
import { isFunction } from './function-values.ts';

/** Stands for an argument that does not fit at once. */
export const MISFIT = Symbol('misfit');

/** An argument as a parameter takes it, never a function; else MISFIT. Undefined fits everywhere. */
export type Fit = (value: unknown) => unknown;

function where(accepts: (value: unknown) => boolean): Fit {
  return (value) => (value === undefined || accepts(value) ? value : MISFIT);
}

const BY_SYMBOL: Readonly<Record<string, Fit>> = {
  s: (value) => (typeof value === 'string' || value === undefined ? value : MISFIT),
  n: (value) => (typeof value === 'number' || value === undefined ? value : MISFIT),
  b: where((value) => typeof value === 'boolean'),
  o: where((value) => typeof value === 'object' && value !== null && !Array.isArray(value) && !isFunction(value)),
  a: (value) => (Array.isArray(value) || value === undefined ? value : isFunction(value) ? MISFIT : [value]),
  x: where((value) => !isFunction(value)),
  j: where((value) => !isFunction(value)),
  'a<n>': (value) => arrayOf(value, 'number'),
  'a<s>': (value) => arrayOf(value, 'string'),
  '(sf)': where((value) => typeof value === 'string'),
  '(nsb)': where((value) => typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'),
};

/** How a value fits a parameter written with this symbol. */
export function fitOf(symbol: 'a'): Fit {
  return BY_SYMBOL[symbol] as Fit;
}

/** One value where an array is asked for is an array of one. */
function arrayOf(value: unknown, type: 'number' | 'string'): unknown {
  if (value === undefined) return value;
  if (!Array.isArray(value)) return typeof value === type ? [value] : MISFIT;
  // An item that is an array or a function is no number nor text either: no need to ask.
  for (const one of value as unknown[]) if (typeof one !== type) return MISFIT;
  return value;
}

interface Parameter {
  readonly fit: Fit | undefined;
  readonly isOptional: boolean;
}

/** Reads `<s-nn?:s>`; a parameter that is not simple has no `fit`. */
function parameters(definition: string): Parameter[] {
  const inside = definition.slice(1).split(':')[0] as string;
  const found: Parameter[] = [];
  for (const [, symbol, subtype, flag] of inside.matchAll(/(\([^)]*\)|[a-z])(<[^>]*>)?([-?+])?/g)) {
    const key = symbol === 'a' ? `${symbol}${subtype ?? ''}` : (symbol as string);
    found.push({ fit: flag === '+' ? undefined : BY_SYMBOL[key], isOptional: flag === '?' });
  }
  return found;
}

/** How the arguments of a call with so many of them fit; undefined where every such call has to go through jsonata's check. */
export function quickFits(definition: string, count: number): readonly Fit[] | undefined {
  const all = parameters(definition);
  if (count > all.length || all.slice(count).some((one) => !one.isOptional)) return undefined;
  const fits: Fit[] = [];
  for (const { fit } of all.slice(0, count)) {
    if (!fit) return undefined;
    fits.push(fit);
  }
  return fits;
}
