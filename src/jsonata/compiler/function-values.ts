/** Functions as values of the language, and how they are called. They bear jsonata's marks: its built-ins look for them. */
import { Undecided } from './fault.ts';
import type { Frame, Run, Runtime } from './runtime.ts';
import { UNSET } from './runtime.ts';
import type { Signature, Tree } from '../tree.ts';

/** A body of code that runs in a frame of its own: of a lambda, or the whole expression. */
export interface Activation {
  readonly run: Run;
  /** How deep its nodes are nested at most. */
  readonly deepest: number;
}

/** Runs a body. Near the limit of depth jsonata's evaluator counts, which goes into no branch that is not taken. */
export function activate(runtime: Runtime, body: Activation, input: unknown, frame: Frame): unknown {
  if (runtime.base + body.deepest > runtime.maxDepth) throw new Undecided();
  return body.run(input, frame);
}

export interface LambdaCode {
  /** Slot of each parameter. */
  readonly parameters: readonly number[];
  /** Slots of the frame, its parent's place not counted. */
  readonly size: number;
  readonly body: Activation;
  readonly signature: Signature | undefined;
}

/** A function of the expression, with the surroundings in which it was written. */
export class Lambda {
  readonly _jsonata_lambda = true;
  readonly code: LambdaCode;
  readonly input: unknown;
  readonly frame: Frame;
  readonly runtime: Runtime;
  readonly signature: Signature | undefined;
  /** Only for its length: the number of arguments. */
  readonly arguments: readonly unknown[];
  /** Arguments given beforehand by partial application; UNSET where one is still to come. */
  readonly given: readonly unknown[] | undefined;

  constructor(runtime: Runtime, code: LambdaCode, input: unknown, frame: Frame, given?: readonly unknown[]) {
    this.runtime = runtime;
    this.code = code;
    this.input = input;
    this.frame = frame;
    this.given = given;
    this.signature = given ? undefined : code.signature;
    this.arguments = given ? given.filter((one) => one === UNSET) : code.parameters;
  }

  /** jsonata's higher-order built-ins call functions in this way. */
  apply(_self: unknown, args: readonly unknown[]): unknown {
    return invoke(this.runtime, this, args, this.input);
  }
}

/** A call in tail position, still to be made: the caller makes it, so recursion does not nest. */
export class TailCall {
  readonly _jsonata_lambda = true;
  readonly thunk = true;
  readonly procedure: Run;
  readonly args: readonly Run[];
  readonly input: unknown;
  readonly frame: Frame;
  readonly arguments = [];

  constructor(procedure: Run, args: readonly Run[], input: unknown, frame: Frame) {
    this.procedure = procedure;
    this.args = args;
    this.input = input;
    this.frame = frame;
  }
}

/** A call compiled in a way of its own; undefined where the function has none for these arguments. */
export type DirectCall = (args: readonly Run[], trees: readonly Tree[]) => Run | undefined;

/** A function that is given to an expression beside the built-ins. */
export interface GivenFunction {
  /** Without `$`. */
  readonly name: string;
  readonly call: (...args: unknown[]) => unknown;
  /** Its places, for partial application; undefined where they cannot be filled one by one. */
  readonly parameterCount: number | undefined;
  readonly direct: DirectCall;
}

/** A built-in, or a function that was given. */
export class Native {
  // What can be seen of it from an expression is what can be seen of jsonata's.
  readonly _jsonata_function = true;
  readonly implementation: (this: unknown, ...args: unknown[]) => unknown;
  readonly signature: Signature | undefined;
  readonly #name: string;
  readonly #parameterCount: number | undefined;
  readonly #direct: DirectCall | undefined;

  constructor(
    name: string,
    implementation: Native['implementation'],
    signature: Signature | undefined,
    parameterCount: number | undefined,
    direct?: DirectCall,
  ) {
    this.implementation = implementation;
    this.signature = signature;
    this.#name = name;
    this.#parameterCount = parameterCount;
    this.#direct = direct;
  }

  get name(): string {
    return this.#name;
  }

  /** Number of parameters, for partial application; undefined where they cannot be filled one by one. */
  get parameterCount(): number | undefined {
    return this.#parameterCount;
  }

  get direct(): DirectCall | undefined {
    return this.#direct;
  }
}

export function isFunction(value: unknown): boolean {
  if (typeof value === 'function') return true;
  if (typeof value !== 'object' || value === null) return false;
  const marks = value as { _jsonata_function?: unknown; _jsonata_lambda?: unknown };
  return marks._jsonata_function === true || marks._jsonata_lambda === true;
}

/** How many arguments a function takes. */
export function arityOf(value: unknown): number {
  const one = value as { arity?: unknown; implementation?: unknown; length?: unknown; arguments: readonly unknown[] };
  if (typeof one.arity === 'number') return one.arity;
  if (typeof one.implementation === 'function') return one.implementation.length;
  return typeof one.length === 'number' ? one.length : one.arguments.length;
}

/** Calls a function, and then the calls that it leaves to its caller. `context` fills what a signature takes from it. */
export function invoke(runtime: Runtime, callee: unknown, args: readonly unknown[], context: unknown): unknown {
  let result = invokeOnce(runtime, callee, args, context);
  while (result instanceof TailCall) {
    const next = result.procedure(result.input, result.frame);
    const { input, frame } = result;
    const values = result.args.map((one) => one(input, frame));
    // jsonata's built-ins stumble over a function that was applied in part and comes to them as it is.
    if (next instanceof Native && values.some((one) => one instanceof Lambda && one.given)) throw new Undecided();
    result = invokeOnce(runtime, next, values, context);
  }
  return result;
}

function invokeOnce(runtime: Runtime, callee: unknown, args: readonly unknown[], context: unknown): unknown {
  if (!isFunction(callee)) throw new Undecided();
  const { signature } = callee as Lambda;
  const valid = signature === undefined ? args : validate(runtime, signature, args, context);
  if (callee instanceof Lambda) return enter(runtime, callee, valid);
  if (callee instanceof Native) return callee.implementation.apply(runtime.focus, valid as unknown[]);
  // A regular expression, or a function that has passed through a call as argument.
  return (callee as (...given: unknown[]) => unknown).apply(undefined, valid as unknown[]);
}

/** jsonata's own check of the arguments. */
export function validate(
  runtime: Runtime,
  signature: Signature,
  args: readonly unknown[],
  context: unknown,
): unknown[] {
  if (!signature.validate) throw new Undecided();
  return signature.validate(args, runtime.valueOf(context));
}

function enter(runtime: Runtime, lambda: Lambda, args: readonly unknown[]): unknown {
  runtime.tick();
  const { parameters, size, body } = lambda.code;
  const values = lambda.given ? complete(lambda.given, args) : args;
  const frame: Frame = size === 1 ? [lambda.frame, UNSET] : [lambda.frame];
  while (frame.length <= size) frame.push(UNSET);
  for (let at = 0; at < parameters.length; at += 1) frame[parameters[at] as number] = values[at];
  return activate(runtime, body, lambda.input, frame);
}

/** The arguments that were given beforehand, with those of the call in the places left open. */
function complete(given: readonly unknown[], args: readonly unknown[]): unknown[] {
  let next = 0;
  return given.map((one) => (one === UNSET ? args[next++] : one));
}
