/** Guards of size: what an evaluation makes is counted, and built-ins that can make much of little are watched. */
import { isFunction, type Native } from './function-values.ts';
import { NATIVES } from './natives.ts';
import type { Runtime } from './runtime.ts';

type Implementation = Native['implementation'];

/** Built-ins that make texts, lists or objects. The others give a number, a condition, or a part of what they are given. */
const MAKING = new Set(
  `string join pad replace split match formatInteger formatNumber fromMillis now uppercase lowercase base64encode
  base64decode encodeUrl encodeUrlComponent decodeUrl decodeUrlComponent append map filter each sift spread merge
  distinct reverse shuffle sort keys lookup`.split(/\s+/),
);

/** Texts below it are not worth counting. */
const SHORT = 256;

/** A built-in that counts what it makes; the same one where there are no limits, or nothing to count. */
export function watched(name: string, implementation: Implementation, runtime: Runtime): Implementation {
  const { text } = runtime.limits;
  if (text === undefined || !MAKING.has(name)) return implementation;
  const foresee = FORESEEN.get(name);
  const watching: Implementation = function (this: unknown, a, b, c, d) {
    foresee?.(runtime, a, b);
    const made = implementation.call(this, a, b, c, d);
    if (typeof made === 'string') {
      if (made.length > SHORT) runtime.spendText(made.length);
    } else if (Array.isArray(made)) runtime.spend(made.length);
    else if (made !== undefined) runtime.spend(1);
    return made;
  };
  // jsonata counts the parameters of what is handed to $map, and reads their names where it is applied in part.
  return Object.defineProperties(watching, {
    length: { value: implementation.length },
    toString: { value: () => implementation.toString() },
  });
}

/** The synchronous ones by name, with the signatures that jsonata's evaluator wants for them. */
export function watchedNatives(runtime: Runtime): [name: string, implementation: Implementation, signature: string][] {
  return ['join', ...FORESEEN.keys()].flatMap((name) => {
    const native = NATIVES.get(name);
    if (!native?.signature) return [];
    return [[name, watched(name, native.implementation, runtime), native.signature.definition]];
  });
}

/** What would be too large to make in the first place. */
const FORESEEN: ReadonlyMap<string, (runtime: Runtime, value: unknown, other: unknown) => void> = new Map([
  ['pad', (runtime: Runtime, _: unknown, width: unknown) => runtime.spendText(Math.abs(width as number) || 0)],
  ['formatInteger', foreseeRoman],
  ['string', (runtime: Runtime, value: unknown) => weigh(runtime, value)],
]);

/** A Roman number has an M for each thousand. */
function foreseeRoman(runtime: Runtime, value: unknown, picture: unknown): void {
  if (/^i/i.test(String(picture))) runtime.spendText(Math.abs(value as number) / 1000 || 0);
}

/** Counts the values within a value: a list that holds another twice has it twice in its text. */
export function weigh(runtime: Runtime, value: unknown): void {
  if (typeof value !== 'object' || value === null || isFunction(value)) return;
  const parts = Array.isArray(value) ? (value as unknown[]) : Object.values(value);
  runtime.spend(parts.length);
  for (const one of parts) if (typeof one === 'object') weigh(runtime, one);
}
