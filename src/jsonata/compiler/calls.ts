/** Calls of functions: by name, through `~>`, and of whatever an expression gives. */
import { within, type Builder, type Site } from './builder.ts';
import { Undecided } from './fault.ts';
import { invoke, isFunction, type Native } from './function-values.ts';
import { callValue, nested, type Call, type Slow } from './nested-calls.ts';
import { matcherOf } from './matchers.ts';
import type { Run } from './runtime.ts';
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
  const call: Call = { runtime: builder.runtime, depth: site.depth, isApplied: applied !== undefined };
  if (applied) return callNative(native, [applied, ...own], call);
  const slow: Slow = (values, input) => callValue(native, values, input, call);
  return (
    native.direct?.(own, trees) ?? compileQuickCall(native, own, trees, slow, call) ?? callNative(native, own, call)
  );
}

/** A pattern written out needs no state of its own for each row, where the built-in calls nothing meanwhile. */
function sharedMatcher(native: Native, trees: readonly Tree[], at: number, builder: Builder): Run | undefined {
  const tree = trees[at] as Tree;
  if (at !== 1 || tree.type !== 'regex' || !isBare(tree) || !(tree.value instanceof RegExp)) return undefined;
  const isSafe =
    ['contains', 'match', 'split'].includes(native.name) || (native.name === 'replace' && trees[2]?.type === 'string');
  if (!isSafe) return undefined;
  const matcher = matcherOf(tree.value, builder.runtime);
  return Object.assign(() => matcher, { isShared: true });
}

/** A built-in: called at once where its arguments fit as they are. */
function callNative(native: Native, args: readonly Run[], call: Call): Run {
  const { implementation, signature } = native;
  const { focus } = call.runtime;
  const found = signature && quickFits(signature.definition, args.length);
  const fits = found?.map((one, at): Fit => ('isShared' in (args[at] as Run) ? (value) => value : one));
  const [a, b, c] = args as [Run, Run, Run];
  const [fitA, fitB, fitC] = (fits ?? []) as [Fit, Fit, Fit];
  if (fits && args.length === 1) {
    return (input, frame) => {
      const given = a(input, frame);
      const first = fitA(given);
      return first === MISFIT ? callValue(native, [given], input, call) : implementation.call(focus, first);
    };
  }
  if (fits && args.length === 2) {
    return (input, frame) => {
      const [givenA, givenB] = [a(input, frame), b(input, frame)];
      const [first, second] = [fitA(givenA), fitB(givenB)];
      if (first === MISFIT || second === MISFIT) return callValue(native, [givenA, givenB], input, call);
      return implementation.call(focus, first, second);
    };
  }
  if (fits && args.length === 3) {
    return (input, frame) => {
      const [givenA, givenB, givenC] = [a(input, frame), b(input, frame), c(input, frame)];
      const [first, second, third] = [fitA(givenA), fitB(givenB), fitC(givenC)];
      if (first === MISFIT || second === MISFIT || third === MISFIT)
        return callValue(native, [givenA, givenB, givenC], input, call);
      return implementation.call(focus, first, second, third);
    };
  }
  return (input, frame) => {
    const values = args.map((one) => one(input, frame));
    return callValue(native, values, input, call);
  };
}

function compileAnyCall(tree: Tree, site: Site, builder: Builder, applied: Run | undefined): Run {
  const callee = builder.compile(tree.procedure as Tree, within(site));
  const args = (tree.arguments ?? []).map((one) => builder.compile(one, within(site)));
  const call: Call = { runtime: builder.runtime, depth: site.depth, isApplied: applied !== undefined };
  return (input, frame) => {
    const first = applied ? [applied(input, frame)] : [];
    const found = callee(input, frame);
    return callValue(found, [...first, ...args.map((one) => one(input, frame))], input, call);
  };
}

/** `value ~> function`: a call, or two functions put one after the other. */
export function compileApply(tree: Tree, site: Site, builder: Builder): Run {
  const left = builder.compile(tree.lhs as Tree, within(site));
  const right = tree.rhs as Tree;
  if (right.type === 'function') return compileCall(right, site, builder, left);
  const callee = builder.compile(right, within(site));
  const { runtime } = builder;
  const call: Call = { runtime, depth: site.depth, isApplied: true };
  const chain = builder.chain();
  return (input, frame) => {
    const value = left(input, frame);
    const found = callee(input, frame);
    if (!isFunction(found)) throw new Undecided();
    const [first, values] = isFunction(value) ? [chain(null, []), [value, found]] : [found, [value]];
    return nested(call, () => invoke(runtime, first, values, null));
  };
}
