/** Calls: does the function exist, and does it get what it wants? */
import { nearest } from '../../base/nearest.ts';
import { resultOf } from '../inference/call-results.ts';
import { foreignHint } from '../names/foreign-names.ts';
import { written, type Inspection, type Scope } from '../inference/part.ts';
import { isBare, type Tree } from '../../jsonata/tree.ts';
import { SIGNATURES } from '../known-functions.ts';
import { checkArguments, plural } from './check-arguments.ts';
import { checkBlanks } from './check-blanks.ts';
import { checkPicture } from './check-pictures.ts';
import { checkHelper, checkOfItself } from './check-helpers.ts';
import { ANYTHING, isOnly, KIND, kindName, mayBe, type Type } from '../types.ts';

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
  if (procedure.type !== 'variable' || !isBare(procedure)) return callOther(inspection, procedure, scope);
  const name = String(procedure.value);
  const variable = scope.variables.get(name);
  if (variable) return callVariable(inspection, procedure, variable, types);
  const signature = SIGNATURES.get(name);
  if (!signature) return callVariable(inspection, procedure, inspection.typeOfOwn(name) ?? ANYTHING, types);
  const isCountRight = checkArguments({ inspection, procedure, name, signature, args, types, scope });
  checkHelper(inspection, node, name, args, types);
  checkBlanks(inspection, node, name, args, types, scope);
  checkPicture(inspection, name, args, types);
  return isCountRight ? resultOf(inspection, name, types, signature.returns) : ANYTHING;
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
  const name = String(procedure.value);
  const [first] = nodes;
  if (at === 0 || !first || !OVER_ITEMS.has(name)) return inspection.typeOf(node, scope);
  const list = inspection.typeOf(first, scope);
  const item = list.items ?? (isOnly(list, KIND.text) ? { kinds: KIND.text } : ANYTHING);
  if (node.type === 'lambda') return inspection.lambdaType(node, scope, PARAMETERS[name]?.(item) ?? [item]);
  if (at === 1 && node.type === 'variable') checkHandedOver(inspection, node, scope, first, item);
  return inspection.typeOf(node, scope);
}

/** What the parameters are where they are not the item first; $reduce has what it has so far before it. */
const PARAMETERS: Readonly<Record<string, (item: Type) => readonly Type[]>> = {
  reduce: (item) => [ANYTHING, item],
  sort: (item) => [item, item],
};

/** `$map([beds, qty], $round)`: a function that is handed over gets the items of the list. */
function checkHandedOver(inspection: Inspection, node: Tree, scope: Scope, list: Tree, item: Type): void {
  const name = String(node.value);
  const own = scope.variables.get(name) ?? inspection.typeOfOwn(name);
  if (own) {
    own.body?.typeFor([item, ANYTHING, ANYTHING]);
    return;
  }
  const signature = SIGNATURES.get(name);
  if (!signature || signature.least > 1) return;
  checkArguments({ inspection, procedure: node, name, signature, args: [list], types: [item], scope });
  checkOfItself(inspection, node, name, [list], [item]);
}

function callOther(inspection: Inspection, procedure: Tree, scope: Scope): Type {
  const [step] = procedure.steps ?? [];
  if (procedure.type !== 'path' || procedure.steps?.length !== 1 || step?.type !== 'name') {
    const type = inspection.typeOf(procedure, scope);
    return notCallable(inspection, procedure, type);
  }
  const name = String(step.value);
  // `{"up": $uppercase}.up("a")`: a function out of an object.
  if (!scope.isRecord && isOnly(scope.context, KIND.object)) return ANYTHING;
  const near = nearest(name, [...SIGNATURES.keys(), ...ownNames(inspection)]);
  const hint = foreignHint(name);
  const args = { name, ...(hint !== undefined && { hint }), ...(near !== undefined && { nearest: `$${near}` }) };
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

/** A function that is bound to a name, here or under `functions:`. */
function callVariable(inspection: Inspection, procedure: Tree, variable: Type, types: readonly Type[]): Type {
  notCallable(inspection, procedure, variable);
  const { arity, least = arity, body } = variable;
  const isEnough = least !== undefined && types.length >= least && types.length <= (arity ?? 0);
  if (arity !== undefined && !isEnough) checkArity(inspection, procedure, arity, types.length);
  return body?.typeFor(types) ?? ANYTHING;
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

export function ownNames(inspection: Inspection): string[] {
  return (inspection.context.userFunctions ?? []).map((one) => one.name);
}
