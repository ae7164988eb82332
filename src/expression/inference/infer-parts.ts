/** Types of what is put together of other parts: lists and objects, branches, blocks. */
import type { Tree } from '../../jsonata/tree.ts';
import { ANYTHING, isOnly, KIND, listOf, mayBe, NOTHING, OBJECT, union, type Type } from '../types.ts';
import { isList, type Known, type Part } from './part.ts';
import type { Scope } from './scopes.ts';
import { takesTheOther } from './structure.ts';
import type { Inferring } from './visit.ts';

/** `[…]` or `{…}`. */
export function typeOfConstructor(part: Part): Type {
  const { node } = part;
  if (isList(node)) return typeOfList(part);
  const keys = new Map<string, Type>();
  let isKnown = node.value === '{';
  for (const [key, value] of Array.isArray(node.lhs) ? (node.lhs as [Tree, Tree][]) : []) {
    const { literal } = part.of(key);
    const { type } = part.of(value);
    if (typeof literal === 'string') keys.set(literal, type);
    else isKnown = false;
  }
  return isKnown ? { kinds: KIND.object, keys, written: part.of(withoutTail(node)).text } : OBJECT;
}

/** A node without the brackets behind it. */
function withoutTail(node: Tree): Tree {
  return Object.fromEntries(Object.entries(node).filter(([part]) => !TAIL.has(part))) as unknown as Tree;
}

const TAIL = new Set(['predicate', 'stages', 'group']);

function typeOfList({ items: parts }: Part): Type {
  const types = parts.map((part) => part.type);
  const items = types.map((one) =>
    isOnly(one, KIND.list) ? (one.items ?? ANYTHING) : mayBe(one, KIND.list) ? ANYTHING : one,
  );
  const [first] = items;
  if (items.length === 1 && first) return listOf(first);
  return listOf(items.reduce((a, b) => union({ kinds: a.kinds }, { kinds: b.kinds }), NOTHING));
}

/** `… ? … : …`, `… ?? …` and `… ?: …`, which are parsed as conditions, too. */
export function typeOfCondition(walk: Inferring, part: Part): Type {
  const { node } = part;
  const first = part.of(node.then as Tree).type;
  const second = node.else ? part.of(node.else).type : NOTHING;
  if (takesTheOther(node, walk.spans) === undefined) walk.typeOf(node.condition as Tree, part.scope);
  walk.meet('condition', part);
  return union(first, second);
}

/** What a block gives, and the scope behind its last expression. */
export interface Block {
  readonly type: Type;
  readonly scope: Scope;
}

export function blockOf(known: Known, node: Tree, outer: Scope): Block {
  const expressions = node.expressions ?? [];
  const variables = new Map(outer.variables);
  // Brackets that name nothing change nothing.
  const scope = expressions.some((expression) => expression.type === 'bind') ? { ...outer, variables } : outer;
  let type: Type = NOTHING;
  for (const one of expressions) {
    type = known.typeOf(one, scope);
    if (one.type === 'bind') variables.set(String((one.lhs as Tree).value), type);
  }
  return { type, scope };
}
