/** Guards of size: what an evaluation makes is counted, and built-ins that can make much of little are watched. */
import { Miss } from '../../base/miss.ts';
import { checkMatched } from '../patterns/matching.ts';
import { Fault } from './fault.ts';
import { isFunction, type Native } from './function-values.ts';
import { tooLarge, type Runtime } from './runtime.ts';

type Implementation = Native['implementation'];

/** Built-ins that make texts, lists or objects. The others give a number, a condition, or a part of what they are given. */
const MAKING = new Set(
  `string join pad replace split match formatInteger formatNumber fromMillis now uppercase lowercase base64encode
  base64decode encodeUrl encodeUrlComponent decodeUrl decodeUrlComponent append map filter each sift spread merge
  distinct reverse shuffle sort keys lookup`.split(/\s+/),
);

/** Built-ins that go through the keys of an object. */
export const LOOKING_INSIDE: ReadonlySet<string> = new Set([
  'each',
  'sift',
  'keys',
  'lookup',
  'spread',
  'merge',
  'clone',
]);

/** Texts below it are not worth counting. */
const SHORT = 256;

/** A built-in that counts what it makes; the same one where there are no limits, or nothing to count. */
export function watched(name: string, implementation: Implementation, runtime: Runtime): Implementation {
  const foresee = FORESEEN.get(name);
  const isMaking = MAKING.has(name);
  if (runtime.limits.characters === undefined || !(isMaking || foresee)) return implementation;
  return inPlaceOf(implementation, function (this: unknown, a, b, c, d) {
    foresee?.(runtime, a, b, c);
    const made = implementation.call(this, a, b, c, d);
    if (!isMaking) return made;
    if (made instanceof Promise) return made.then((later) => counted(runtime, later));
    return counted(runtime, made);
  });
}

/** The same for jsonata's evaluator, whose operators count nothing: texts are counted as they reach a built-in. */
export function watchedForEvaluator(name: string, implementation: Implementation, runtime: Runtime): Implementation {
  const watching = watched(name, implementation, runtime);
  return inPlaceOf(implementation, function (this: unknown, ...args) {
    for (const one of args) if (typeof one === 'string') runtime.checkText(one.length);
    // Applied in part, a built-in is called without a look at its signature: it would show what a function is made of.
    if (LOOKING_INSIDE.has(name) && isFunction(args[0])) throw new Fault('T0410', { index: 1, token: name });
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

function counted(runtime: Runtime, made: unknown): unknown {
  countMade(runtime, made);
  return made;
}

/** Counts what has been made. Throws Miss beyond the limits. */
export function countMade(runtime: Runtime, made: unknown): void {
  if (typeof made === 'string') {
    if (made.length > SHORT) runtime.spendText(made.length);
    return;
  }
  if (Array.isArray(made)) runtime.spend(made.length);
  else if (made !== undefined) runtime.spend(1);
  measure(runtime, made);
}

/**
 * Characters of a text that a picture of a date is tried on. jsonata makes a pattern of the picture: parts of no fixed
 * width that touch each other share their letters in ever more ways.
 */
function mostRead(picture: string): number {
  const parts = picture.replaceAll(/\[[A-Za-z]\d\d+[^\]]*\]/g, '');
  return /\]\s*\[[^\]]*\]\s*\[/.test(parts) ? 20 : 100;
}

type Foresee = (runtime: Runtime, first: unknown, second: unknown, third: unknown) => unknown;

/** What would be too large to make in the first place. */
const FORESEEN: ReadonlyMap<string, Foresee> = new Map<string, Foresee>([
  ['pad', (runtime, text, width) => typeof text === 'string' && runtime.checkText(Math.abs(width as number) || 0)],
  [
    'toMillis',
    (_, text, picture) => {
      if (typeof text === 'string' && typeof picture === 'string') checkMatched(text.length, mostRead(picture));
    },
  ],
  // A Roman number has an M for each thousand.
  [
    'formatInteger',
    (runtime, value, picture) => {
      if (/^i/i.test(String(picture))) runtime.checkText(Math.abs(value as number) / 1000 || 0);
    },
  ],
  ['string', (runtime, value) => weigh(runtime, value)],
  ...['boolean', 'not', 'keys', 'lookup', 'spread', 'clone'].map((name): [string, Foresee] => [name, measure]),
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

/**
 * Counts as work what going through a value takes: a list that holds another twice has it twice, and twenty such lists
 * within each other have it a million times. Throws Miss where that is too large.
 */
export function measure(runtime: Runtime, value: unknown): void {
  if (runtime.limits.values === undefined || typeof value !== 'object') return;
  runtime.work(sizeOf(runtime, value, runtime.limits.values));
}

/** Values whose size is remembered have so many parts. */
const LARGE = 100;

/** Parts of a value, with those of its parts. */
function sizeOf(runtime: Runtime, value: object | null, most: number): number {
  if (value === null || isFunction(value)) return 0;
  const known = runtime.sizes.get(value);
  if (known !== undefined) return known;
  const parts = Array.isArray(value) ? (value as unknown[]) : Object.values(value);
  let size = parts.length;
  for (const one of parts) if (typeof one === 'object') size += sizeOf(runtime, one, most);
  if (size > most) throw tooLarge(runtime.limits);
  if (size >= LARGE) runtime.sizes.set(value, size);
  return size;
}

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
