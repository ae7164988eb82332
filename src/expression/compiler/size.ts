/** Guards of size: what an evaluation makes is counted, and built-ins that can make much of little are watched. */
import { Miss } from '../miss.ts';
import { isFunction, type Native } from './function-values.ts';
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
  if (runtime.limits.text === undefined || !MAKING.has(name)) return implementation;
  const foresee = FORESEEN.get(name);
  return inPlaceOf(implementation, function (this: unknown, a, b, c, d) {
    foresee?.(runtime, a, b, c);
    const made = implementation.call(this, a, b, c, d);
    count(runtime, made);
    return made;
  });
}

/** The same for jsonata's evaluator, whose operators count nothing: texts are counted as they reach a built-in. */
export function watchedForEvaluator(name: string, implementation: Implementation, runtime: Runtime): Implementation {
  const watching = watched(name, implementation, runtime);
  return inPlaceOf(implementation, function (this: unknown, ...args) {
    for (const one of args) if (typeof one === 'string') runtime.checkText(one.length);
    return watching.apply(this, args);
  });
}

/** jsonata counts the parameters of what is handed to $map, and reads their names where a function is applied in part. */
function inPlaceOf(implementation: Implementation, watching: Implementation): Implementation {
  return Object.defineProperties(watching, {
    length: { value: implementation.length },
    toString: { value: () => implementation.toString() },
  });
}

function count(runtime: Runtime, made: unknown): void {
  if (typeof made === 'string') {
    if (made.length > SHORT) runtime.spendText(made.length);
  } else if (Array.isArray(made)) runtime.spend(made.length);
  else if (made !== undefined) runtime.spend(1);
}

type Foresee = (runtime: Runtime, first: unknown, second: unknown, third: unknown) => unknown;

/** What would be too large to make in the first place. */
const FORESEEN: ReadonlyMap<string, Foresee> = new Map<string, Foresee>([
  ['pad', (runtime, text, width) => typeof text === 'string' && runtime.checkText(Math.abs(width as number) || 0)],
  // A Roman number has an M for each thousand.
  [
    'formatInteger',
    (runtime, value, picture) => {
      if (/^i/i.test(String(picture))) runtime.checkText(Math.abs(value as number) / 1000 || 0);
    },
  ],
  ['string', (runtime, value) => weigh(runtime, value)],
  [
    'join',
    (runtime, list, separator) => {
      if (!Array.isArray(list)) return;
      const between = typeof separator === 'string' ? separator.length : 0;
      let characters = 0;
      for (const one of list as unknown[]) characters += between + String(one).length;
      runtime.checkText(characters);
    },
  ],
  [
    'replace',
    (runtime, text, pattern, replacement) => {
      if (typeof text !== 'string' || typeof pattern !== 'string' || typeof replacement !== 'string') return;
      const isShort = text.length * Math.max(1, replacement.length) < SHORT;
      if (!isShort && pattern !== '') runtime.checkText(text.length + text.split(pattern).length * replacement.length);
    },
  ],
]);

/** Counts the values within a value: a list that holds another twice has it twice in its text. */
export function weigh(runtime: Runtime, value: unknown): void {
  if (typeof value !== 'object' || value === null || isFunction(value)) return;
  const parts = Array.isArray(value) ? (value as unknown[]) : Object.values(value);
  runtime.spend(parts.length);
  for (const one of parts) if (typeof one === 'object') weigh(runtime, one);
}

/** Looks at what an evaluation came to. Throws Miss where it is too large, or is or holds a function. */
export function checkValue(runtime: Runtime, value: unknown): void {
  if (typeof value === 'string') return runtime.checkText(value.length);
  if (isFunction(value)) throw new Miss('field/not-a-value', 'a function', { type: 'a function' });
  if (typeof value !== 'object' || value === null) return;
  const parts = Array.isArray(value) ? (value as unknown[]) : Object.values(value);
  runtime.spend(parts.length);
  for (const one of parts) checkValue(runtime, one);
}
