/** The built-ins as compiled expressions call them: jsonata's own where they are synchronous, else their twins. */
import { Native } from './function-values.ts';
import { distinct, each, filter, map, reduce, sift, single, sort } from './higher-order.ts';
import { NATIVES, parametersOf } from './natives.ts';
import { formatNumber, round } from './numbers.ts';
import { contains, match, replace, split } from './matchers.ts';
import type { Runtime } from './runtime.ts';
import { watched, watchedForEvaluator } from './size.ts';
import { length, substring, trim } from './texts.ts';

type Implementation = Native['implementation'];

const TWINS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['map', map],
  ['filter', filter],
  ['single', single],
  ['reduce', reduce],
  ['each', each],
  ['sift', sift],
  ['sort', sort],
  ['contains', contains],
  ['match', match],
  ['replace', replace],
  ['split', split],
  ['substring', substring],
  ['length', length],
  ['trim', trim],
  ['formatNumber', formatNumber],
  ['round', round],
]);

/** Built-ins whose value is a text, a number or a condition. */
export const GIVES_SCALARS: ReadonlySet<string> = new Set(
  `string substring substringBefore substringAfter lowercase uppercase length trim pad contains replace join formatNumber
  formatBase formatInteger parseInteger number floor ceil round abs sqrt power boolean not count sum max min average exists
  type toMillis fromMillis now millis`.split(/\s+/),
);

/** A built-in of an expression; it remembers where it was called last, so each expression has its own. */
export function builtin(name: string, runtime: Runtime): Native | undefined {
  const native = NATIVES.get(name);
  if (!native) return undefined;
  const parameters = parametersOf(native.implementation);
  const implementation =
    (TWINS.get(name) as Implementation | undefined) ?? OWN.get(name)?.(runtime) ?? native.implementation;
  return new Native(name, watched(name, implementation, runtime), native.signature, parameters?.length);
}

interface GuardedBuiltin {
  readonly name: string;
  readonly implementation: Implementation;
  /** Its signature, as jsonata writes it. */
  readonly definition: string | undefined;
}

/** The built-ins for jsonata's evaluator: its own, watched, or the twins of those that may never end. */
export function guardedBuiltins(runtime: Runtime): GuardedBuiltin[] {
  return [...NATIVES].map(([name, native]) => {
    const ending = name === 'formatNumber' ? (formatNumber as Implementation) : undefined;
    const implementation = ending ?? OWN.get(name)?.(runtime) ?? native.implementation;
    const definition = native.signature?.definition;
    return { name, implementation: watchedForEvaluator(name, implementation, runtime), definition };
  });
}

/** Those that look at the evaluation: at its time, and at its limits. */
const OWN: ReadonlyMap<string, (runtime: Runtime) => Implementation> = new Map([
  ['distinct', distinct],
  ['millis', (runtime: Runtime) => () => runtime.now()],
  ['now', now],
  ['toMillis', toMillis],
]);

function now(runtime: Runtime): Implementation {
  const fromMillis = NATIVES.get('fromMillis') as { implementation: Implementation };
  return function (this: unknown, picture: unknown, timezone: unknown) {
    return fromMillis.implementation.call(this, runtime.now(), picture, timezone);
  };
}

/** A date of which a part is not written is one of today: by our clock, whoever evaluates. */
function toMillis(runtime: Runtime): Implementation {
  const { implementation } = NATIVES.get('toMillis') as { implementation: Implementation };
  return (text: unknown, picture: unknown) =>
    implementation.call({ environment: { timestamp: new Date(runtime.now()) } }, text, picture);
}
