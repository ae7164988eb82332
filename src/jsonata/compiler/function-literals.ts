/** Functions of the expression itself, calls put off to their caller, and partial application. */
import { GIVES_SCALARS } from './builtins.ts';
import { within, type Builder, type Site } from './builder.ts';
import { Undecided, Unsupported } from './fault.ts';
import { isFunction, Lambda, Native, TailCall, type Activation, type LambdaCode } from './function-values.ts';
import { UNSET, type Frame, type Run, type Runtime } from './runtime.ts';
import { assignedIn, makeScope } from './variable-slots.ts';
import { LOOKING_INSIDE } from './size.ts';
import { MISFIT, quickFits, type Fit } from './signature.ts';
import type { Tree } from '../tree.ts';
import { nativeOf } from './variables.ts';

export function compileLambda(tree: Tree, site: Site, builder: Builder): Run {
  if (tree.thunk) return compileTailCall(tree, site, builder);
  const body = tree.body as Tree;
  const names = (tree.arguments ?? []).map((one) => String(one.value));
  refuseSlowSignature(tree);
  const scope = makeScope(site.scope, names, assignedIn([body]));
  const code: LambdaCode = {
    parameters: names.map((name) => scope.slots.get(name) as number),
    size: scope.slots.size,
    body: builder.activation(body, { scope, atRoot: site.atRoot }),
    signature: tree.signature,
  };
  return (input, frame) => new Lambda(builder.runtime, code, input, frame);
}

/** Parameters that take many arguments, which a signature may have: jsonata tries all ways to share them out. */
const MOST_REPEATED = 3;

function refuseSlowSignature({ signature, position }: Tree): void {
  const repeated = signature?.definition.split('+').length ?? 0;
  if (repeated - 1 > MOST_REPEATED)
    throw new Unsupported(`a signature with more than ${MOST_REPEATED} +`, position, 'hand over a list');
}

/** Its parts run where the function's caller stands: one below the call. */
function compileTailCall(tree: Tree, site: Site, builder: Builder): Run {
  const body = tree.body as Tree;
  const below: Site = { ...site, depth: 1 };
  const procedure = builder.compile(body.procedure as Tree, below);
  const args = (body.arguments ?? []).map((one) => builder.compile(one, below));
  const native = site.depth === 1 ? nativeOf(body.procedure as Tree, site, builder) : undefined;
  const fits = native && GIVES_SCALARS.has(native.name) && quickFits(native.signature?.definition ?? '', args.length);
  if (!fits) return (input, frame) => new TailCall(procedure, args, input, frame);
  // A body that is nothing but the call of a simple built-in need not leave that to its caller, if the arguments fit.
  const { focus } = builder.runtime;
  const [only] = args;
  const [fit] = fits;
  if (only && fit && args.length === 1) {
    return (input, frame) => {
      const value = only(input, frame);
      const fitting = fit(value);
      return fitting === MISFIT
        ? new TailCall(procedure, [() => value], input, frame)
        : native.implementation.call(focus, fitting);
    };
  }
  return (input, frame) => {
    const values = args.map((one) => one(input, frame));
    const fitting = values.map((one, at) => (fits[at] as Fit)(one));
    return fitting.includes(MISFIT)
      ? new TailCall(
          procedure,
          values.map((one) => () => one),
          input,
          frame,
        )
      : native.implementation.apply(focus, fitting);
  };
}

export function compilePartial(tree: Tree, site: Site, builder: Builder): Run {
  const below = within(site);
  const isOpen = (one: Tree): boolean => one.type === 'operator' && one.value === '?';
  const args = (tree.arguments ?? []).map((one) => (isOpen(one) ? undefined : builder.compile(one, below)));
  const callee = builder.compile(tree.procedure as Tree, below);
  return (input, frame) => {
    const given = args.map((one) => (one ? one(input, frame) : UNSET));
    const found = callee(input, frame);
    if (found instanceof Lambda) return applyPartially(builder.runtime, found, given);
    if (found instanceof Native) return nativePartially(builder.runtime, found, given);
    throw new Undecided();
  };
}

/** Arguments in the places of the parameters; beyond them they are dropped, and left out they are undefined. */
function applyPartially(runtime: Runtime, lambda: Lambda, given: readonly unknown[]): Lambda {
  const places = lambda.given?.filter((one) => one === UNSET) ?? lambda.code.parameters;
  const filled = places.map((_, at) => given[at]);
  let next = 0;
  const all = lambda.given ? lambda.given.map((one) => (one === UNSET ? filled[next++] : one)) : filled;
  return new Lambda(runtime, lambda.code, lambda.input, lambda.frame, all);
}

/** A built-in is called with all of its parameters, and without a look at its signature. */
function nativePartially(runtime: Runtime, native: Native, given: readonly unknown[]): Lambda {
  const count = native.parameterCount;
  // Built-ins do not call built-ins that come as they are.
  if (count === undefined || given.some((one) => one instanceof Native)) throw new Undecided();
  const parameters = Array.from({ length: count }, (_, at) => at + 1);
  const run = (_: unknown, frame: Frame): unknown => {
    if (LOOKING_INSIDE.has(native.name) && isFunction(frame[1])) throw new Undecided();
    return native.implementation.apply(
      runtime.focus,
      parameters.map((at) => frame[at]),
    );
  };
  const body: Activation = { run, deepest: 0 };
  const code: LambdaCode = { parameters, size: count, body, signature: undefined };
  return new Lambda(
    runtime,
    code,
    undefined,
    [],
    parameters.map((_, at) => given[at]),
  );
}
