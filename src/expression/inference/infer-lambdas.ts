/** Functions that are written out, in an expression or under `functions:`, followed with the types of a call's arguments. */
import { childrenOf, type Tree } from '../../jsonata/tree.ts';
import { ANYTHING, KIND, NOTHING, type Leaf, type Type } from '../types.ts';
import { leavesOf } from './leaves.ts';
import { Part } from './part.ts';
import type { Scope } from './scopes.ts';
import { calledName } from './structure.ts';
import type { Inferring } from './visit.ts';

/** A lambda of which the first parameters are known; its body is looked at for any others. */
export function typeOfLambda(walk: Inferring, node: Tree, scope: Scope, known: readonly Type[]): Type {
  const names = node.arguments ?? [];
  const inner = scopeOfCall(node, scope, [...known, ...names.slice(known.length).map(() => ANYTHING)]);
  const found = node.body ? walk.typeOf(node.body, inner) : NOTHING;
  // A call in the last place of a function, put off until the function has returned.
  if (node.thunk === true) return found;
  /** By the types of their arguments. */
  const calls = new Map<string, Followed>();
  const follow = (types: readonly Type[]): Followed => {
    const key = JSON.stringify(
      types.map(({ kinds, cell, child, items }) => [kinds, cell, child?.name, items?.kinds, items?.child?.name]),
    );
    const call = calls.get(key) ?? followCall(walk, node, scope, types);
    calls.set(key, call);
    return call;
  };
  const body = {
    typeFor: (types: readonly Type[]) => follow(types).type,
    leavesFor: (types: readonly Type[]) => follow(types).leaves,
  };
  return { kinds: KIND.function, arity: names.length, least: leastArguments(node), body };
}

/** A call of a lambda. One with a signature of its own may take the context, or other types than it is given. */
function followCall(walk: Inferring, node: Tree, scope: Scope, types: readonly Type[]): Followed {
  const body = bodyOf(node);
  if (!body || node.signature || asksForType(node)) return NOT_FOLLOWED;
  const inner = scopeOfCall(node, scope, withoutWords(types));
  return (
    walk.inCall(() => ({ type: walk.typeOf(body, inner), leaves: leavesOf(new Part(body, inner, walk)) })) ??
    NOT_FOLLOWED
  );
}

/** The scope of a lambda's body for a call with arguments of these types; those that are left out are nothing. */
function scopeOfCall(lambda: Tree, scope: Scope, types: readonly Type[]): Scope {
  const variables = new Map(scope.variables);
  for (const [at, { value }] of (lambda.arguments ?? []).entries()) variables.set(String(value), types[at] ?? NOTHING);
  return { ...scope, variables };
}

/** What a lambda comes to: a call in its last place is put off, wrapped into a lambda of its own. */
function bodyOf({ body }: Tree): Tree | undefined {
  return body?.type === 'lambda' && body.thunk === true ? body.body : body;
}

/**
 * The types of a call's arguments, as far as a function may rely on them: it serves many columns, and a branch of it
 * that is not for this text is no fault.
 */
function withoutWords(types: readonly Type[]): readonly Type[] {
  return types.map(({ kinds, cell, child, items, arity, body }) => ({
    kinds,
    ...(cell !== undefined && { cell }),
    ...(child && { child }),
    ...(items && { items: { kinds: items.kinds, ...(items.child && { child: items.child }) } }),
    ...(arity !== undefined && { arity }),
    ...(body && { body }),
  }));
}

/** A function that asks of what type its argument is does right by each of them. */
function asksForType(node: Tree): boolean {
  return calledName(node) === 'type' || childrenOf(node).some((one) => asksForType(one));
}

/** How many arguments a lambda needs: those at its end may be left out that it asks for with `$exists` or `??`. */
function leastArguments(lambda: Tree): number {
  const names = (lambda.arguments ?? []).map((argument) => String(argument.value));
  const asked = new Set<string>();
  const visit = (node: Tree): void => {
    const [first] = node.arguments ?? [];
    if (calledName(node) === 'exists' && first?.type === 'variable') asked.add(String(first.value));
    for (const one of childrenOf(node)) visit(one);
  };
  if (lambda.body) visit(lambda.body);
  let least = names.length;
  while (least > 0 && asked.has(names[least - 1] as string)) least -= 1;
  return least;
}

/** Result and branches of a call. */
interface Followed {
  readonly type: Type;
  readonly leaves: readonly Leaf[];
}

const NOT_FOLLOWED: Followed = { type: ANYTHING, leaves: [] };
