/** Types along paths, predicates and groupings: `a.b[c]{d: e}`. */
import type { Tree } from '../../jsonata/tree.ts';
import { ANYTHING, isOnly, itemOf, KIND, NOTHING, OBJECT, oneOrMany, TEXT, type Type } from '../types.ts';
import { Part } from './part.ts';
import { typeOfChildColumn } from './record-types.ts';
import { isRecordItself, withBindings, type Scope } from './scopes.ts';
import type { Inferring } from './visit.ts';

/** Texts, numbers and conditions have no parts. */
const FLAT = KIND.text | KIND.number | KIND.boolean;

/** Whether values of this type have no parts that a name could find. */
export function isFlat(type: Type): boolean {
  return isOnly(type, FLAT);
}

/** A name where the context is no record. */
export function typeOfKey({ node, scope: { context } }: Part): Type {
  if (context.child) return typeOfChildColumn(context.child, String(node.value));
  if (context.keys) return context.keys.get(String(node.value)) ?? NOTHING;
  return isFlat(context) ? NOTHING : ANYTHING;
}

export function typeOfPath(walk: Inferring, part: Part): Type {
  const { node, scope } = part;
  const [first, ...rest] = node.steps ?? [];
  if (!first) return ANYTHING;
  let type = typeOfStep(walk, part.of(first));
  let inner = scope;
  let before = first;
  for (const step of rest) {
    const isRoot = before === first && isRecordItself(first, scope);
    const variables = withBindings(before, inner.variables, itemOf(type));
    // `@$v` only gives a name to what was found: the next step looks where this one has looked.
    const staysThere = before.focus !== undefined;
    inner = staysThere
      ? { ...inner, variables }
      : { isRecord: isRoot, context: isRoot ? OBJECT : itemOf(type), variables };
    if (type.cell !== undefined && step.type === 'name' && !staysThere) {
      walk.meet('path', part.of({ ...node, steps: [first, step] }, type));
      type = NOTHING;
    } else if (step.type === 'sort') type = typeOfSort(walk, new Part(step, inner, walk), type);
    else type = afterStep(type, typeOfStep(walk, new Part(step, inner, walk)), isRoot);
    before = step;
  }
  const isRecord = rest.length === 0 && isRecordItself(first, scope);
  return node.group ? typeOfGroup(walk, node, { ...inner, isRecord, context: itemOf(type) }) : type;
}

/** A step over a list gives a list, a single value or nothing. */
function afterStep(before: Type, found: Type, isRoot: boolean): Type {
  const isSingle = isRoot || before.cell !== undefined || found.kinds === 0 || isOnly(found, KIND.function);
  if (isSingle) return found;
  if (!itemOf(before).child) return ANYTHING;
  if (!isOnly(before, KIND.object)) return oneOrMany(itemOf(found));
  // Of one child it is no cell that could be told from that of another.
  const { cell: _, ...value } = found;
  return value;
}

/** The same items in another order. */
function typeOfSort(walk: Inferring, step: Part, before: Type): Type {
  for (const term of step.node.terms ?? []) walk.typeOf(term.expression, step.scope);
  const item = itemOf(before);
  return item.child ? typeOfTail(walk, step, oneOrMany(item)) : ANYTHING;
}

function typeOfStep(walk: Inferring, step: Part): Type {
  const { node } = step;
  // What stands in brackets after anything but a name has been looked at with it.
  return node.type === 'name' ? typeOfTail(walk, step, step.type) : step.type;
}

/** Predicates and grouping behind a node: they look at what it found. */
export function typeOfTail(walk: Inferring, part: Part, type: Type): Type {
  const { node, scope } = part;
  const filters = [...(node.stages ?? []), ...(node.predicate ?? [])].filter((one) => one.type === 'filter');
  if (filters.length === 0 && (!node.group || node.type === 'path')) return type;
  const inner: Scope = { ...scope, isRecord: isRecordItself(node, scope), context: itemOf(type) };
  for (const one of filters) walk.typeOf(one.expr, inner);
  if (filters.length === 1) walk.meet('brackets', part.of(node, type));
  if (node.group) return typeOfGroup(walk, node, inner);
  if (type.cell !== undefined) return TEXT;
  if (!type.items) return ANYTHING;
  // A number takes one of them.
  const isIndex = filters.some((filter) => filter.expr.type === 'number');
  return isIndex ? itemOf(type) : oneOrMany(type.items);
}

function typeOfGroup(walk: Inferring, node: Tree, scope: Scope): Type {
  for (const pair of node.group?.lhs ?? []) for (const one of pair) walk.typeOf(one, scope);
  return OBJECT;
}
