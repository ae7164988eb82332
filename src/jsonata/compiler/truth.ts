/** What counts as true. */
import { NATIVES } from './natives.ts';
import type { Runtime } from './runtime.ts';
import { measure } from './size.ts';

/** A value as a condition, by jsonata's rules; undefined of undefined. */
export const truth = NATIVES.get('boolean')?.implementation as (value: unknown) => boolean | undefined;

/** Whether a value holds as a condition; nothing does not. */
export function isTrue(value: unknown, runtime: Runtime): boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string') return value.length > 0;
  if (typeof value === 'object') measure(runtime, value);
  return truth(value) === true;
}
