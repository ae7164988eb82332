/** Calls within an evaluation, and functions as their arguments. */
import { arityOf, invoke, isFunction } from './function-values.ts';
import { isMatcher } from './matchers.ts';
import type { Runtime } from './runtime.ts';

/** A function fit to be handed on: it takes nothing from the context of its call. Other values stay. */
function handedOn(value: unknown, runtime: Runtime): unknown {
  if (!isFunction(value) || isMatcher(value)) return value;
  const closure = (...args: unknown[]): unknown => invoke(runtime, value, args, null);
  return Object.assign(closure, { arity: arityOf(value) });
}

/** What a call knows of its place. */
export interface Call {
  readonly runtime: Runtime;
  readonly depth: number;
  /** Whether its first argument comes through `~>`. */
  readonly isApplied: boolean;
}

/** Makes a call in full, with values for its arguments. */
export type Slow = (values: readonly unknown[], input: unknown) => unknown;

/** Calls a value, with the depth of the call and with its functions made fit to be handed on. */
export function callValue(callee: unknown, values: readonly unknown[], input: unknown, call: Call): unknown {
  const { runtime, isApplied } = call;
  const args = values.map((one, at) => (isApplied && at === 0 ? one : handedOn(one, runtime)));
  return nested(call, () => invoke(runtime, callee, args, input));
}

/** Runs what is nested in a call. After an error the depth is set back for the next row. */
export function nested({ runtime, depth }: Call, run: () => unknown): unknown {
  const { base } = runtime;
  runtime.base = base + depth;
  runtime.isFresh = false;
  const result = run();
  runtime.base = base;
  return result;
}
