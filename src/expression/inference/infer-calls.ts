/** Types of calls: of built-ins and helpers by their signature, of the analyst's own functions by following them. */
import { isBare, type Tree } from '../../jsonata/tree.ts';
import { SIGNATURES } from '../known-functions.ts';
import type { Signature } from '../signatures.ts';
import { ANYTHING, FUNCTION, isOnly, KIND, OBJECT, TEXT, type Type } from '../types.ts';
import { resultOf } from './call-results.ts';
import { fitOf } from './fit.ts';
import { typeOfLambda } from './infer-lambdas.ts';
import { ownFunction, Part } from './part.ts';
import type { Inferring } from './visit.ts';

/** A call. What is piped into it is its first argument. */
export class Call extends Part {
  readonly args: readonly Part[];
  readonly types: readonly Type[];
  /** The function that is called: a name, mostly. */
  readonly callee: Part;
  /** Without `$`; empty where what is called is no variable. */
  readonly name: string;
  /** Of a built-in or a helper. */
  readonly signature: Signature | undefined;
  /** Of anything else that is called. */
  readonly target: Type;

  constructor(part: Part, args: readonly Part[]) {
    super(part.node, part.scope, part.known);
    this.args = args;
    this.types = args.map((argument) => argument.type);
    this.callee = part.of(part.node.procedure as Tree);
    const { node } = this.callee;
    this.name = node.type === 'variable' && isBare(node) ? String(node.value) : '';
    const variable = this.name === '' ? undefined : part.scope.variables.get(this.name);
    this.signature = variable || this.name === '' ? undefined : SIGNATURES.get(this.name);
    this.target = variable ?? (this.signature ? FUNCTION : this.#targetOf(part));
  }

  #targetOf({ known }: Part): Type {
    const { node } = this.callee;
    // Of `$` and `$$` nothing is said before a row is read.
    if (node.type === 'variable' && isBare(node)) return known.typeOfOwn(this.name) ?? ANYTHING;
    return nameWithoutDollar(this) === undefined ? this.callee.type : ANYTHING;
  }
}

/** `trim(name)`: a name that is called as others call functions. */
export function nameWithoutDollar({ callee: { node } }: Call): Tree | undefined {
  const [step] = node.steps ?? [];
  return node.type === 'path' && node.steps?.length === 1 && step?.type === 'name' ? step : undefined;
}

/** `piped` is what stands before `~>`. */
export function typeOfCall(walk: Inferring, part: Part, piped?: Part): Type {
  const procedure = part.node.procedure as Tree;
  // `a ?? b` is parsed as a call of $exists that nobody has written.
  if (procedure.type === 'variable' && procedure.position === undefined) return { kinds: KIND.boolean };
  const own = (part.node.arguments ?? []).map((one, at) => argumentOf(walk, part, one, at));
  const call = new Call(part, piped ? [piped, ...own] : own);
  walk.meet('call', call);
  const { name, signature, types, target, scope } = call;
  if (!signature) return (name === '' ? undefined : target.body?.typeFor(types)) ?? ANYTHING;
  const { wanted } = fitOf(signature, types, scope.context);
  return wanted ? resultOf(walk, name, types, signature.returns) : ANYTHING;
}

/** Functions that hand the items of a list to another function. */
const OVER_ITEMS = new Set(['map', 'filter', 'single', 'sort', 'reduce']);

/** What the parameters are where they are not the item first; $reduce has what it has so far before it. */
const PARAMETERS: Readonly<Record<string, (item: Type) => readonly Type[]>> = {
  reduce: (item) => [ANYTHING, item],
  sort: (item) => [item, item],
};

/** The items that a call hands to a function, and the list that they are of. */
export function handedItems(call: Part): { readonly list: Part; readonly item: Type } | undefined {
  const [first] = call.node.arguments ?? [];
  if (!first || !OVER_ITEMS.has(String(call.node.procedure?.value))) return undefined;
  const list = call.of(first);
  return { list, item: list.type.items ?? (list.is(KIND.text) ? TEXT : ANYTHING) };
}

/** A function passed as an argument knows the type of the items that it will get. */
function argumentOf(walk: Inferring, call: Part, node: Tree, at: number): Part {
  if (node.type === 'operator') return call.of(node, ANYTHING);
  const handed = at === 0 ? undefined : handedItems(call);
  if (handed && node.type === 'lambda') {
    const parameters = PARAMETERS[String(call.node.procedure?.value)]?.(handed.item) ?? [handed.item];
    return call.of(node, typeOfLambda(walk, node, call.scope, parameters));
  }
  const given = call.of(node);
  if (handed && at === 1 && node.type === 'variable')
    ownFunction(given)?.body?.typeFor([handed.item, ANYTHING, ANYTHING]);
  // Looked at now, in the order of the arguments.
  return call.of(node, given.type);
}

/** `… ~> …` */
export function typeOfApplication(walk: Inferring, { lhs, rhs, scope }: Part): Type {
  const { node } = rhs;
  const isFunction = isOnly(lhs.type, KIND.function);
  if (node.type === 'function') return typeOfCall(walk, rhs, isFunction ? undefined : lhs);
  const target = rhs.type;
  if (isFunction) return FUNCTION;
  // A pattern gives its first match, or nothing.
  if (node.type === 'regex') return OBJECT;
  if (node.type !== 'variable') return target.kinds === 0 ? target : ANYTHING;
  const call = { type: 'function', procedure: node, arguments: [] } as Tree;
  return typeOfCall(walk, new Part(call, scope, walk), lhs);
}
