/** Calls: does the function exist, and does it get what it wants? */
import { nearest } from '../base/nearest.ts';
import { FUNCTIONS } from './functions/function-table.ts';
import { written, type Inspection, type Scope } from './inspect.ts';
import type { Tree } from './tree.ts';
import { BUILT_IN_SIGNATURES, parseSignature, type Parameter, type Signature } from './signatures.ts';
import { checkHelper } from './check-helpers.ts';
import { ANYTHING, isOnly, KIND, kindName, mayBe, type Type } from './types.ts';

const HELPER_SIGNATURES: ReadonlyMap<string, Signature> = new Map(
  [...FUNCTIONS.values()].map((one) => [one.name, parseSignature(one.types)]),
);
/** Functions that hand the items of a list to another function. */
const OVER_ITEMS = new Set(['map', 'filter', 'single', 'sort', 'reduce']);

/** A call: `piped` is what stands before `~>`. */
export function checkCall(inspection: Inspection, node: Tree, scope: Scope, piped?: { node: Tree; type: Type }): Type {
  const procedure = node.procedure as Tree;
  // `a ?? b` is parsed as a call of $exists that nobody has written.
  if (procedure.type === 'variable' && procedure.position === undefined) return { kinds: KIND.boolean };
  const nodes = node.arguments ?? [];
  const own = nodes.map((one, at) => argumentType(inspection, nodes, at, one, scope, procedure));
  const types = piped ? [piped.type, ...own] : own;
  const args = piped ? [piped.node, ...nodes] : nodes;
  if (procedure.type !== 'variable') return callOther(inspection, procedure, scope);
  const name = String(procedure.value);
  const variable = scope.variables.get(name);
  if (variable) return callVariable(inspection, procedure, variable, types.length);
  const signature = HELPER_SIGNATURES.get(name) ?? BUILT_IN_SIGNATURES.get(name);
  if (!signature) return callOwn(inspection, procedure, name, types.length);
  const shifted = checkArguments({ inspection, procedure, name, signature, args, types, scope });
  checkHelper(inspection, node, name, args, types);
  return shifted ? signature.returns : ANYTHING;
}

/** A function passed as an argument knows the type of the items that it will get. */
function argumentType(
  inspection: Inspection,
  nodes: readonly Tree[],
  at: number,
  node: Tree,
  scope: Scope,
  procedure: Tree,
): Type {
  if (node.type === 'operator') return ANYTHING;
  const first = nodes[0];
  if (node.type !== 'lambda' || at === 0 || !first || !OVER_ITEMS.has(String(procedure.value)))
    return inspection.typeOf(node, scope);
  const list = inspection.typeOf(first, scope);
  const isAccumulating = procedure.value === 'reduce';
  return inspection.lambdaType(
    node,
    scope,
    isAccumulating ? ANYTHING : (list.items ?? (isOnly(list, KIND.text) ? { kinds: KIND.text } : ANYTHING)),
  );
}

function callOther(inspection: Inspection, procedure: Tree, scope: Scope): Type {
  const [step] = procedure.steps ?? [];
  if (procedure.type !== 'path' || procedure.steps?.length !== 1 || step?.type !== 'name') {
    const type = inspection.typeOf(procedure, scope);
    return notCallable(inspection, procedure, type);
  }
  const name = String(step.value);
  const near = nearest(name, [...FUNCTIONS.keys(), ...BUILT_IN_SIGNATURES.keys(), ...ownNames(inspection)]);
  const args = near === undefined ? { name } : { name, nearest: `$${near}` };
  inspection.report('expression/missing-dollar', args, inspection.spans.token(step.position));
  return ANYTHING;
}

function notCallable(inspection: Inspection, procedure: Tree, type: Type): Type {
  if (type.kinds !== 0 && !mayBe(type, KIND.function)) {
    const args = { text: written(inspection, procedure), type: kindName(type) };
    inspection.report('expression/not-callable', args, inspection.spans.of(procedure));
  }
  return ANYTHING;
}

function callVariable(inspection: Inspection, procedure: Tree, variable: Type, given: number): Type {
  notCallable(inspection, procedure, variable);
  if (variable.arity !== undefined) checkArity(inspection, procedure, variable.arity, given);
  return ANYTHING;
}

/** A function of the spec's `functions:`. What it gives is not followed. */
function callOwn(inspection: Inspection, procedure: Tree, name: string, given: number): Type {
  const own = inspection.context.userFunctions?.find((one) => one.name === name);
  if (own?.arity !== undefined) checkArity(inspection, procedure, own.arity, given);
  return ANYTHING;
}

/** JSONata drops what is too much, which is a slip; what is missing is nothing inside, which may be meant. */
function checkArity(inspection: Inspection, procedure: Tree, arity: number, given: number): void {
  if (given === arity) return;
  const name = String(procedure.value);
  const args = {
    name,
    wanted: plural(arity),
    given: plural(given),
    form: `$${name}(${Array.from({ length: arity }, () => '…').join(', ')})`,
  };
  inspection.report(
    'expression/argument-count',
    args,
    inspection.spans.of(procedure),
    given < arity ? 'warning' : 'error',
  );
}

function plural(count: number): string {
  return count === 0 ? 'no arguments' : count === 1 ? 'one argument' : `${count} arguments`;
}

interface Call {
  readonly inspection: Inspection;
  readonly procedure: Tree;
  readonly name: string;
  readonly signature: Signature;
  readonly args: readonly Tree[];
  readonly types: readonly Type[];
  readonly scope: Scope;
}

/** Compares arguments with the signature; false where their number is wrong. */
function checkArguments(call: Call): boolean {
  const { inspection, procedure, name, signature, args, types, scope } = call;
  const { parameters } = signature;
  const [first] = parameters;
  const most = parameters.some((one) => one.isRepeated) ? Infinity : parameters.length;
  const fits = first !== undefined && types[0] !== undefined && accepts(first, types[0]);
  // Where the first argument may be left out, it is the one that was, if what is given does not fit in its place.
  const isShort = types.length < parameters.filter((one) => !one.isOptional).length;
  const mayShift = first?.takesContext === true && types.length < most && !fits;
  const isShifted = mayShift && (isShort || accepts(first, scope.context));
  const rest = isShifted ? parameters.slice(1) : parameters;
  const least = rest.filter((one) => !one.isOptional).length;
  const given = types.length;
  const contextFits = first !== undefined && accepts(first, scope.context);
  if (given < least || given > (isShifted ? rest.length : most) || (isShifted && !contextFits)) {
    const wanted = countOf(parameters, contextFits);
    const args = { name, wanted, given: plural(given), form: formOf(name, parameters) };
    inspection.report('expression/argument-count', args, inspection.spans.of(procedure));
    return false;
  }
  for (const [at, type] of types.entries()) {
    const parameter = rest[Math.min(at, rest.length - 1)];
    const node = args[at];
    if (parameter && node && !accepts(parameter, type)) reportArgument(call, parameter, node, type, at);
  }
  return true;
}

function countOf(parameters: readonly Parameter[], contextFits: boolean): string {
  const least = parameters.filter((one) => !one.isOptional && !(one.takesContext && contextFits)).length;
  const most = parameters.length;
  if (parameters.some((one) => one.isRepeated)) return `at least ${plural(least)}`;
  return least === most ? plural(most) : `${least} to ${plural(most)}`;
}

/** JSONata takes a single value where it wants a list. */
function accepts({ type }: Parameter, given: Type): boolean {
  if (given.kinds === 0) return true;
  if (!isOnly(type, KIND.list)) return mayBe(given, type.kinds);
  if (!type.items) return true;
  const items = given.items && isOnly(given, KIND.list) ? given.items : given;
  return items.kinds === 0 || mayBe(items, type.items.kinds | KIND.list);
}

const ORDINALS = ['its first argument', 'its second argument', 'its third argument', 'its fourth argument'];

function reportArgument(call: Call, parameter: Parameter, node: Tree, type: Type, at: number): void {
  const { inspection, name, signature } = call;
  const text = written(inspection, node);
  const wantsNumber = mayBe(parameter.type.items ?? parameter.type, KIND.number);
  const rewrite =
    wantsNumber && type.cell !== undefined
      ? `$int(${text}) or $decimal(${text})`
      : isOnly(type, KIND.number) && mayBe(parameter.type, KIND.text)
        ? type.literal === undefined
          ? `$string(${text})`
          : `"${text}"`
        : '';
  const wanted = kindName(parameter.type);
  const args = {
    name,
    wanted,
    which: ORDINALS[at] ?? `argument ${at + 1}`,
    text,
    type: kindName(type),
    rewrite,
    form: formOf(name, signature.parameters),
  };
  inspection.report('expression/argument-type', args, inspection.spans.of(node));
}

/** `$substring(text, number, number?)`; of ours as it stands in the table. */
function formOf(name: string, parameters: readonly Parameter[]): string {
  const own = FUNCTIONS.get(name);
  if (own) return own.signature;
  const names = parameters.map((one) => `${kindName(one.type).replace(/^(an?) /, '')}${one.isOptional ? '?' : ''}`);
  return `$${name}(${names.join(', ')})`;
}

export function ownNames(inspection: Inspection): string[] {
  return (inspection.context.userFunctions ?? []).map((one) => one.name);
}
