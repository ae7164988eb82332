/** Functions as arguments: no longer the function itself, so they take nothing from the context of their call. */
import { arityOf, invoke, isFunction, type Lambda } from './function-values.ts';
import type { Runtime } from './runtime.ts';

/** A function fit to be handed on; other values stay. */
export function handedOn(value: unknown, runtime: Runtime): unknown {
  if (!isFunction(value)) return value;
  const closure = (...args: unknown[]): unknown => invoke(runtime, value, args, null);
  return Object.assign(closure, { arity: arityOf(value) });
}

/** The same for built-ins that only call it: cheaper to make, and never seen by the expression. */
export class HandedOn {
  readonly arity: number;
  private readonly runtime: Runtime;
  private readonly callee: Lambda;

  constructor(runtime: Runtime, callee: Lambda) {
    this.runtime = runtime;
    this.callee = callee;
    this.arity = callee.arguments.length;
  }

  apply(_self: unknown, args: readonly unknown[]): unknown {
    return invoke(this.runtime, this.callee, args, null);
  }
}
