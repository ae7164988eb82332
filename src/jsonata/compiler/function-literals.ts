/** Functions of the expression itself, calls put off to their caller, and partial application. */
import { GIVES_SCALARS } from './builtins.ts';
import { within, type Builder, type Site } from './builder.ts';
import { Fault, Undecided, Unsupported } from './fault.ts';
import { isFunction, Lambda, Native, TailCall, type LambdaCode, type TailCallParts } from './function-values.ts';
import { UNSET, type Frame, type Run, type Runtime } from './runtime.ts';
import { assignedIn, makeScope } from './scope.ts';
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
  const procedure = body.procedure as Tree;
  const below: Site = { ...site, depth: 1 };
  const call = {
    procedure: builder.compile(procedure, below),
    args: (body.arguments ?? []).map((one) => builder.compile(one, below)),
    name: procedure.type === 'variable' ? procedure.value : undefined,
    position: procedure.position,
  };
  const native = site.depth === 1 && !builder.isGuarded ? nativeOf(procedure, site, builder) : undefined;
  const atOnce = native && callAtOnce(native, call, builder.runtime);
  return atOnce ?? ((input, frame) => new TailCall(call, input, frame));
}

/**
 * A body that is nothing but the call of a simple built-in need not leave that to its caller, if the arguments fit. If
 * something is wrong, the caller makes the call with what the arguments came to, and blames as jsonata has it.
 */
function callAtOnce(native: Native, call: TailCallParts, { focus }: Runtime): Run | undefined {
  const { args } = call;
  const fits =
    native.signature && GIVES_SCALARS.has(native.name) && quickFits(native.signature.definition, args.length);
  if (!fits) return undefined;
  const { implementation } = native;
  const [only] = args;
  const [fit] = fits;
  if (only && fit && args.length === 1) {
    return (input, frame) => {
      let value: unknown;
      try {
        value = only(input, frame);
      } catch (thrown) {
        return failLater(call, thrown, input, frame);
      }
      const fitting = fit(value);
      try {
        return fitting === MISFIT ? callLater(call, [value], input, frame) : implementation.call(focus, fitting);
      } catch {
        return callLater(call, [value], input, frame);
      }
    };
  }
  return (input, frame) => {
    let values: unknown[];
    try {
      values = args.map((one) => one(input, frame));
    } catch (thrown) {
      return failLater(call, thrown, input, frame);
    }
    const fitting = values.map((one, at) => (fits[at] as Fit)(one));
    try {
      return fitting.includes(MISFIT) ? callLater(call, values, input, frame) : implementation.apply(focus, fitting);
    } catch {
      return callLater(call, values, input, frame);
    }
  };
}

function callLater(call: TailCallParts, values: readonly unknown[], input: unknown, frame: Frame): TailCall {
  return new TailCall({ ...call, args: values.map((one) => () => one) }, input, frame);
}

function failLater(call: TailCallParts, thrown: unknown, input: unknown, frame: Frame): TailCall {
  const fail: Run = () => {
    throw thrown;
  };
  return new TailCall({ ...call, args: [fail] }, input, frame);
}

export function compilePartial(tree: Tree, site: Site, builder: Builder): Run {
  const below = within(site);
  const isOpen = (one: Tree): boolean => one.type === 'operator' && one.value === '?';
  const args = (tree.arguments ?? []).map((one) => (isOpen(one) ? undefined : builder.compile(one, below)));
  const procedure = tree.procedure as Tree;
  const callee = builder.compile(procedure, below);
  const name = procedure.type === 'path' ? procedure.steps?.[0]?.value : procedure.value;
  const variable = procedure.type === 'path' ? namedVariable(procedure, below, builder) : undefined;
  return (input, frame) => {
    const given = args.map((one) => (one ? one(input, frame) : UNSET));
    const found = callee(input, frame);
    if (found === undefined && variable?.(input, frame))
      throw new Fault('T1007', { position: tree.position, token: name });
    if (found instanceof Lambda) return applyPartially(builder.runtime, found, given);
    if (found instanceof Native) return nativePartially(builder.runtime, found, given);
    if (isFunction(found)) throw new Undecided();
    throw new Fault('T1008', { position: tree.position, token: name });
  };
}

/** The variable of the name that was called without its `$`. */
export function namedVariable(path: Tree, site: Site, builder: Builder): Run {
  return builder.compile({ type: 'variable', value: path.steps?.[0]?.value }, site);
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
  const body = { run, deepest: 0, guarded: () => run };
  const code: LambdaCode = { parameters, size: count, body, signature: undefined };
  return new Lambda(
    runtime,
    code,
    undefined,
    [],
    parameters.map((_, at) => given[at]),
  );
}
