/** Calls of functions: by name, through `~>`, and of whatever an expression gives. */
import { within, type Builder, type Site } from './builder.ts';
import { blame, Fault, Undecided, type Thrown } from './fault.ts';
import { invoke, isFunction, Lambda, Native } from './function-values.ts';
import { handedOn } from './handed-on.ts';
import { namedVariable } from './function-literals.ts';
import { matcherOf } from './matchers.ts';
import type { Run, Runtime } from './runtime.ts';
import { compileQuickCall } from './quick-calls.ts';
import { MISFIT, quickFits, type Fit } from './signature.ts';
import { isBare, type Tree } from '../tree.ts';
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
  if (direct) return direct;
  const quick = applied || builder.isGuarded ? undefined : compileQuickCall(native, args, tree, site, builder);
  if (quick) return quick;
  return callNative(native, args, tree, { site, runtime: builder.runtime, isApplied: applied !== undefined });
}

/** A pattern written out needs no state of its own for each row, where the built-in calls nothing meanwhile. */
function sharedMatcher(native: Native, trees: readonly Tree[], at: number, builder: Builder): Run | undefined {
  const tree = trees[at] as Tree;
  if (builder.isGuarded || at !== 1 || tree.type !== 'regex' || !isBare(tree) || !(tree.value instanceof RegExp))
    return undefined;
  const isSafe =
    ['contains', 'match', 'split'].includes(native.name) || (native.name === 'replace' && trees[2]?.type === 'string');
  if (!isSafe) return undefined;
  const matcher = matcherOf(tree.value, tree.position, builder.runtime);
  return Object.assign(() => matcher, { isShared: true });
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
  const found = signature && quickFits(signature.definition, args.length);
  const fits = found?.map((one, at): Fit => ('isShared' in (args[at] as Run) ? (value) => value : one));
  if (!fits)
    return (input, frame) =>
      slow(
        args.map((one) => one(input, frame)),
        input,
      );
  const [a, b, c] = args as [Run, Run, Run];
  const [fitA, fitB, fitC] = fits as [Fit, Fit, Fit];
  const blamed = (thrown: unknown): unknown => blame(thrown, name, tree.position);
  if (args.length === 1) {
    return (input, frame) => {
      const given = a(input, frame);
      const first = fitA(given);
      if (first === MISFIT) return slow([given], input);
      try {
        return implementation.call(focus, first);
      } catch (thrown) {
        throw blamed(thrown);
      }
    };
  }
  if (args.length === 2) {
    return (input, frame) => {
      const [givenA, givenB] = [a(input, frame), b(input, frame)];
      const [first, second] = [fitA(givenA), fitB(givenB)];
      if (first === MISFIT || second === MISFIT) return slow([givenA, givenB], input);
      try {
        return implementation.call(focus, first, second);
      } catch (thrown) {
        throw blamed(thrown);
      }
    };
  }
  if (args.length !== 3)
    return (input, frame) =>
      slow(
        args.map((one) => one(input, frame)),
        input,
      );
  return (input, frame) => {
    const [givenA, givenB, givenC] = [a(input, frame), b(input, frame), c(input, frame)];
    const [first, second, third] = [fitA(givenA), fitB(givenB), fitC(givenC)];
    if (first === MISFIT || second === MISFIT || third === MISFIT) return slow([givenA, givenB, givenC], input);
    try {
      return implementation.call(focus, first, second, third);
    } catch (thrown) {
      throw blamed(thrown);
    }
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
  runtime.isFresh = false;
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
    if (found === undefined && variable?.(input, frame))
      throw new Fault('T1005', { position: tree.position, token: name });
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
    runtime.isFresh = false;
    try {
      const result = isFunction(value)
        ? invoke(runtime, chain(null, []), [value, found], null)
        : invoke(runtime, found, [value], null);
      runtime.base = base;
      return result;
    } catch (thrown) {
      // jsonata blames the place where the function was called last, in whatever expression that was.
      const error = thrown as Thrown;
      error.position ??= right.position;
      error.token ??= right.value;
      throw error;
    }
  };
}
