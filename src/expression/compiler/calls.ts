/** Calls of functions: by name, through `~>`, and of whatever an expression gives. */
import { within, type Builder, type Site } from './builder.ts';
import { Fault, Undecided, type Thrown } from './fault.ts';
import { arityOf, invoke, isFunction, Lambda, Native } from './function-values.ts';
import { namedVariable } from './lambdas.ts';
import { matcherOf } from './patterns.ts';
import type { Run, Runtime } from './runtime.ts';
import { quickChecks, type Accepts } from './signature.ts';
import { isBare, type Tree } from './tree.ts';
import { nativeOf } from './variables.ts';

/** A call; `applied` gives the first argument where that comes through `~>`. */
export function compileCall(tree: Tree, site: Site, builder: Builder, applied?: Run): Run {
  const native = nativeOf(tree.procedure as Tree, site, builder);
  if (!native) return compileAnyCall(tree, site, builder, applied);
  builder.reach(site.depth + 1);
  const trees = tree.arguments ?? [];
  const own = trees.map((one, at) => sharedMatcher(native, trees, at, builder) ?? builder.compile(one, within(site)));
  const args = applied ? [applied, ...own] : own;
  const direct = applied || builder.isGuarded ? undefined : native.direct?.(args, trees);
  if (direct) return blaming(direct, native.name, tree.position);
  return callNative(native, args, tree, { site, runtime: builder.runtime, isApplied: applied !== undefined });
}

/** A pattern written out needs no state of its own for each row, where the built-in calls nothing meanwhile. */
function sharedMatcher(native: Native, trees: readonly Tree[], at: number, builder: Builder): Run | undefined {
  const tree = trees[at] as Tree;
  if (builder.isGuarded || at !== 1 || tree.type !== 'regex' || !isBare(tree) || !(tree.value instanceof RegExp)) return undefined;
  const isSafe = ['contains', 'match', 'split'].includes(native.name) || (native.name === 'replace' && trees[2]?.type === 'string');
  if (!isSafe) return undefined;
  const matcher = matcherOf(tree.value, tree.position);
  return Object.assign(() => matcher, { isShared: true });
}

function blaming(run: Run, name: string, position: number | undefined): Run {
  return (input, frame) => {
    try {
      return run(input, frame);
    } catch (thrown) {
      throw blame(thrown, name, position);
    }
  };
}

/** What goes wrong in a built-in is told at its call. */
function blame(thrown: unknown, name: string, position: number | undefined): unknown {
  const error = thrown as Thrown;
  error.token ??= name;
  error.position = position ?? error.position;
  return error;
}

interface CallSite {
  readonly site: Site;
  readonly runtime: Runtime;
  readonly isApplied: boolean;
}

/** A built-in: called at once where its arguments fit as they are. */
function callNative(native: Native, args: readonly Run[], tree: Tree, where: CallSite): Run {
  const { implementation, name, signature } = native;
  const { focus } = where.runtime;
  const slow = (values: unknown[], input: unknown): unknown => {
    native.token = name;
    native.position = tree.position;
    return callValue(native, values, input, name, tree.position, where);
  };
  const found = signature && quickChecks(signature.definition, args.length);
  const checks = found?.map((one, at) => ('isShared' in (args[at] as Run) ? () => true : one));
  if (!checks) return (input, frame) => slow(args.map((one) => one(input, frame)), input);
  const call = (...values: unknown[]): unknown => {
    try {
      return implementation.apply(focus, values);
    } catch (thrown) {
      throw blame(thrown, name, tree.position);
    }
  };
  const [a, b] = args as [Run, Run];
  const [fitsA, fitsB] = checks as [Accepts, Accepts];
  if (args.length === 1) {
    return (input, frame) => {
      const first = a(input, frame);
      return fitsA(first) ? call(first) : slow([first], input);
    };
  }
  if (args.length === 2) {
    return (input, frame) => {
      const [first, second] = [a(input, frame), b(input, frame)];
      return fitsA(first) && fitsB(second) ? call(first, second) : slow([first, second], input);
    };
  }
  return (input, frame) => {
    const values = args.map((one) => one(input, frame));
    return values.every((one, at) => (checks[at] as Accepts)(one)) ? call(...values) : slow(values, input);
  };
}

/** Calls a value, with the depth of the call and with its functions made fit to be handed on. */
function callValue(
  callee: unknown,
  values: readonly unknown[],
  input: unknown,
  name: unknown,
  position: number | undefined,
  { site, runtime, isApplied }: CallSite,
): unknown {
  const { base } = runtime;
  runtime.base = base + site.depth;
  try {
    const args = values.map((one, at) => (isApplied && at === 0 ? one : handedOn(one, runtime)));
    const result = invoke(runtime, callee, args, input);
    runtime.base = base;
    return result;
  } catch (thrown) {
    const error = thrown as Thrown;
    error.position ||= position;
    error.token ||= name;
    throw error;
  }
}

/** A function as an argument: no longer the function itself, so it takes nothing from the context. */
function handedOn(value: unknown, runtime: Runtime): unknown {
  if (!isFunction(value)) return value;
  const closure = (...args: unknown[]): unknown => invoke(runtime, value, args, null);
  return Object.assign(closure, { arity: arityOf(value) });
}

function compileAnyCall(tree: Tree, site: Site, builder: Builder, applied: Run | undefined): Run {
  const procedure = tree.procedure as Tree;
  const callee = builder.compile(procedure, within(site));
  const args = (tree.arguments ?? []).map((one) => builder.compile(one, within(site)));
  const isPath = procedure.type === 'path';
  const name = isPath ? procedure.steps?.[0]?.value : procedure.value;
  const variable = isPath ? namedVariable(procedure, within(site), builder) : undefined;
  const where: CallSite = { site, runtime: builder.runtime, isApplied: applied !== undefined };
  return (input, frame) => {
    const first = applied ? [applied(input, frame)] : [];
    const found = callee(input, frame);
    if (found === undefined && variable?.(input, frame)) throw new Fault('T1005', { position: tree.position, token: name });
    const values = [...first, ...args.map((one) => one(input, frame))];
    if (found === null) throw new Undecided();
    if (found instanceof Lambda || found instanceof Native) {
      found.token = name;
      found.position = tree.position;
    }
    return callValue(found, values, input, name, tree.position, where);
  };
}

/** `value ~> function`: a call, or two functions put one after the other. */
export function compileApply(tree: Tree, site: Site, builder: Builder): Run {
  const left = builder.compile(tree.lhs as Tree, within(site));
  const right = tree.rhs as Tree;
  if (right.type === 'function') return compileCall(right, site, builder, left);
  const callee = builder.compile(right, within(site));
  const { runtime } = builder;
  const chain = builder.chain();
  return (input, frame) => {
    const value = left(input, frame);
    const found = callee(input, frame);
    if (!isFunction(found)) throw new Fault('T2006', { position: tree.position, value: found });
    const { base } = runtime;
    runtime.base = base + site.depth;
    const result = isFunction(value)
      ? invoke(runtime, chain(null, []), [value, found], null)
      : invoke(runtime, found, [value], null);
    runtime.base = base;
    return result;
  };
}
