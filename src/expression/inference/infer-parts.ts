/** Types of what is put together of other parts: lists and objects, branches, blocks. */
import { checkLiteralCondition } from '../rules/check-conditions.ts';
import { withOwnName, written, type Inspection, type Scope } from './part.ts';
import type { HandledAbsence } from './handled-absence.ts';
import type { Tree } from '../../jsonata/tree.ts';
import { ANYTHING, isOnly, KIND, listOf, mayBe, NOTHING, OBJECT, union, type Type } from '../types.ts';

/** `[…]` or `{…}`. */
export function typeOfConstructor(inspection: Inspection, node: Tree, scope: Scope): Type {
  if (node.value === '[') return typeOfList(inspection, node, scope);
  const keys = new Map<string, Type>();
  let isKnown = true;
  for (const [key, value] of Array.isArray(node.lhs) ? (node.lhs as [Tree, Tree][]) : []) {
    const { literal } = inspection.typeOf(key, scope);
    const type = inspection.typeOf(value, scope);
    if (typeof literal === 'string') keys.set(literal, type);
    else isKnown = false;
  }
  const isOnlyObject = isKnown && node.value === '{';
  return isOnlyObject ? { kinds: KIND.object, keys, written: written(inspection, withoutTail(node)) } : OBJECT;
}

/** A node without the brackets behind it. */
function withoutTail(node: Tree): Tree {
  return Object.fromEntries(Object.entries(node).filter(([part]) => !TAIL.has(part))) as unknown as Tree;
}

const TAIL = new Set(['predicate', 'stages', 'group']);

function typeOfList(inspection: Inspection, node: Tree, scope: Scope): Type {
  const types = (node.expressions ?? []).map((one) => inspection.typeOf(one, scope));
  const items = types.map((one) =>
    isOnly(one, KIND.list) ? (one.items ?? ANYTHING) : mayBe(one, KIND.list) ? ANYTHING : one,
  );
  const [first] = items;
  if (items.length === 1 && first) return listOf(first);
  return listOf(items.reduce((a, b) => union({ kinds: a.kinds }, { kinds: b.kinds }), NOTHING));
}

/** `… ? … : …`, `… ?? …` and `… ?: …`, which are parsed as conditions, too. */
export function typeOfCondition(inspection: Inspection, handled: HandledAbsence, node: Tree, scope: Scope): Type {
  const condition = node.condition as Tree;
  const then = node.then as Tree;
  // `a ?? b` asks $exists(a), which nobody has written; `a ?: b` asks a itself.
  const isCoalescing = condition.type === 'function' && condition.procedure?.position === undefined;
  const isDefault = !isCoalescing && inspection.spans.of(condition).start === inspection.spans.of(then).start;
  if (isCoalescing || isDefault) handled.add(then);
  const first = inspection.typeOf(then, scope);
  const second = node.else ? inspection.typeOf(node.else, scope) : NOTHING;
  if (isCoalescing && first.cell !== undefined && node.else) {
    const [text, other] = [written(inspection, then), written(inspection, node.else)];
    const args = { text, effect: '?? never takes the other value', rewrite: `${text} != "" ? ${text} : ${other}` };
    inspection.report('expression/blank-is-text', args, inspection.spans.of(node), 'warning');
  }
  if (!isCoalescing && !isDefault) {
    inspection.condition(condition, scope);
    checkLiteralCondition(inspection, condition);
  }
  return union(first, second);
}

/** What a block gives, and the scope behind its last expression. */
export interface Block {
  readonly type: Type;
  readonly scope: Scope;
}

/** A block, and the scope behind its last expression. */
export function typeOfBlock(inspection: Inspection, node: Tree, scope: Scope): Block {
  const variables = new Map(scope.variables);
  const inner = { ...scope, variables };
  let type: Type = NOTHING;
  for (const one of node.expressions ?? []) {
    type = inspection.typeOf(one, inner);
    if (one.type === 'bind') variables.set(String((one.lhs as Tree).value), type);
  }
  return { type, scope: inner };
}

/** `$name := …`. */
export function typeOfBinding(inspection: Inspection, node: Tree, scope: Scope): Type {
  return inspection.typeOf(node.rhs as Tree, { ...scope, variables: withOwnName(node, scope.variables) });
}
