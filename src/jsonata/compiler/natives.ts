/**
 * jsonata's built-in functions, taken from jsonata itself when this module loads, so that a compiled expression gives
 * what the evaluator gives. Its asynchronous built-ins have synchronous twins in higher-order.ts and matchers.ts.
 */
import jsonata from 'jsonata';
import type { Signature } from '../tree.ts';

/** A built-in as jsonata keeps it. */
export interface NativeDefinition {
  readonly implementation: (this: unknown, ...args: unknown[]) => unknown;
  readonly signature?: Signature;
}

const NAMES =
  `sum count max min average string substring substringBefore substringAfter lowercase uppercase length trim pad
  match contains replace split join formatNumber formatBase formatInteger parseInteger number floor ceil round abs sqrt power
  random boolean not map zip filter single reduce sift keys lookup append exists spread merge reverse each error assert type
  sort shuffle distinct base64encode base64decode encodeUrlComponent encodeUrl decodeUrlComponent decodeUrl eval toMillis
  fromMillis clone now millis`.split(/\s+/);

/** Before it evaluates anything, jsonata shows the environment, which knows every built-in, to whoever is registered so. */
function takeNatives(): ReadonlyMap<string, NativeDefinition> {
  const found = new Map<string, NativeDefinition>();
  const probe = jsonata('0');
  probe.assign(
    Symbol.for('jsonata.__evaluate_entry') as never,
    (_: unknown, __: unknown, environment: { lookup(name: string): unknown }) => {
      for (const name of NAMES) found.set(name, environment.lookup(name) as NativeDefinition);
    },
  );
  void probe.evaluate(undefined);
  return found;
}

export const NATIVES: ReadonlyMap<string, NativeDefinition> = takeNatives();

/**
 * jsonata notes in each of its functions by which name and where it was last called, and blames that for the next error:
 * of another expression, even. Forgotten before it evaluates, an error is told where it happened.
 */
export function forgetCalls(): void {
  for (const native of NATIVES.values()) for (const note of ['token', 'position']) Reflect.deleteProperty(native, note);
}

/** Names of a built-in's parameters; undefined where they are not plain names, and so cannot be filled one by one. */
export function parametersOf(implementation: (...args: never[]) => unknown): string[] | undefined {
  const inside = /\(([^)]*)\)/.exec(implementation.toString())?.[1] ?? '';
  const names = inside.split(',').map((one) => one.trim());
  return names.every((one) => /^[A-Za-z_]\w*$/.test(one)) ? names : undefined;
}

/** A value as text, by the rules of $string. Throws D3001 and D1001 for numbers that are none. */
export const textOf = NATIVES.get('string')?.implementation as (value: unknown) => string | undefined;
