/** $round and $formatNumber: quick for what is plain, jsonata's own for all else and for errors. */
import { Fault } from './fault.ts';
import { NATIVES } from './natives.ts';

const roundAny = NATIVES.get('round')?.implementation as (value: unknown, precision: unknown) => number | undefined;

const POWERS = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000];
/** Below it, the product of a number and a power of ten is off by far less than the margin. */
const LARGEST = 1e9;
const MARGIN = 1e-6;

/**
 * Half to even. jsonata shifts the decimal point in the number's text. Away from the halves the product rounds to the
 * same whole number; that and the power of ten are exact, so their quotient is the number that jsonata reads from a text.
 */
export function round(value: unknown, precision: unknown): number | undefined {
  const power = POWERS[precision as number];
  if (typeof value !== 'number' || typeof precision !== 'number' || power === undefined)
    return roundAny(value, precision);
  const shifted = value * power;
  const whole = Math.round(shifted);
  const isClear = Math.abs(shifted) < LARGEST && Math.abs(shifted - whole) < 0.5 - MARGIN;
  if (!isClear) return roundAny(value, precision);
  return whole === 0 ? 0 : whole / power;
}

const formatAny = NATIVES.get('formatNumber')?.implementation as (...args: unknown[]) => string | undefined;

/** jsonata looks for ever for the exponent of a number that has none. */
export function formatNumber(value: unknown, picture: unknown, options: unknown): string | undefined {
  const isInfinite = value === Infinity || value === -Infinity;
  if (isInfinite && (options !== undefined || String(picture).includes('e'))) throw new Fault('D1001', { value });
  return formatAny(value, picture, options);
}
