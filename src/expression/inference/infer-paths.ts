/** Types along paths, predicates and groupings: `a.b[c]{d: e}`; and names that can be found nowhere. */
import { checkIndex } from '../rules/check-blanks.ts';
import { toColumnName } from '../names/column-name.ts';
import { withBindings, type Inspection, type Scope } from './part.ts';
import type { Tree } from '../../jsonata/tree.ts';
import { ANYTHING, isOnly, KIND, kindName, listOf, NOTHING, OBJECT, TEXT, union, type Type } from '../types.ts';

/** Texts, numbers and conditions have no parts. */
const FLAT = KIND.text | KIND.number | KIND.boolean;

/** A name where the context is no record. */
export function typeOfPart(inspection: Inspection, node: Tree, { context }: Scope): Type {
  if (context.keys) return typeOfKey(inspection, node, context, context.keys);
  if (!isOnly(context, FLAT)) return ANYTHING;
  const name = String(node.value);
  const args = { name, column: toColumnName(name), context: kindName(context) };
  inspection.report('expression/no-column-here', args, inspection.spans.token(node.position));
  return NOTHING;
}

/** A name in an object that is written out. */
function typeOfKey(inspection: Inspection, node: Tree, object: Type, keys: ReadonlyMap<string, Type>): Type {
  const name = String(node.value);
  const found = keys.get(name);
  if (found) return found;
  const known = [...keys.keys()].slice(0, MOST_KEYS).map((one) => JSON.stringify(one));
  const rewrite = `($lookup(${object.written ?? '{…}'}, ${toColumnName(name)}) ?? "other")`;
  inspection.report(
    'expression/not-a-key',
    { name, column: toColumnName(name), known, rewrite },
    inspection.spans.token(node.position),
  );
  return NOTHING;
}

/** How many keys are shown. */
const MOST_KEYS = 8;

export function typeOfPath(inspection: Inspection, node: Tree, scope: Scope): Type {
  const [first, ...rest] = node.steps ?? [];
  if (!first) return ANYTHING;
  let type = typeOfStep(inspection, first, scope);
  let inner = scope;
  let before = first;
  for (const step of rest) {
    const isRoot = before === first && isRecordItself(first, scope);
    inner = {
      isRecord: isRoot,
      context: isRoot ? OBJECT : itemOf(type),
      variables: withBindings(before, inner.variables),
    };
    type =
      type.cell !== undefined && step.type === 'name'
        ? noPart(inspection, first, step, type.cell)
        : afterStep(type, typeOfStep(inspection, step, inner), isRoot);
    before = step;
  }
  const isRecord = rest.length === 0 && isRecordItself(first, scope);
  return node.group ? typeOfGroup(inspection, node, { ...inner, isRecord, context: itemOf(type) }) : type;
}

/** A step over a list gives a list, a single value or nothing. */
function afterStep(before: Type, found: Type, isRoot: boolean): Type {
  const isSingle = isRoot || before.cell !== undefined || found.kinds === 0 || isOnly(found, KIND.function);
  return isSingle ? found : ANYTHING;
}

function typeOfStep(inspection: Inspection, step: Tree, scope: Scope): Type {
  if (step.type === 'sort') {
    for (const term of step.terms ?? []) inspection.typeOf(term.expression, scope);
    return ANYTHING;
  }
  const type = inspection.typeOf(step, scope);
  // What stands in brackets after anything but a name has been looked at with it.
  return step.type === 'name' ? typeOfTail(inspection, step, scope, type) : type;
}

function noPart(inspection: Inspection, first: Tree, step: Tree, cell: string): Type {
  const span = { start: inspection.spans.of(first).start, end: inspection.spans.token(step.position).end };
  const part = String(step.value);
  inspection.report('expression/no-part-of-text', { text: cell, part, whole: `${cell}.${part}` }, span);
  return NOTHING;
}

/** Predicates and grouping behind a node: they look at what it found. */
export function typeOfTail(inspection: Inspection, node: Tree, scope: Scope, type: Type): Type {
  const filters = [...(node.stages ?? []), ...(node.predicate ?? [])].filter((one) => one.type === 'filter');
  if (filters.length === 0 && (!node.group || node.type === 'path')) return type;
  const inner: Scope = { ...scope, isRecord: isRecordItself(node, scope), context: itemOf(type) };
  for (const one of filters) inspection.typeOf(one.expr, inner);
  const [filter] = filters;
  if (filter && filters.length === 1) checkIndex(inspection, node, filter.expr, type);
  if (node.group) return typeOfGroup(inspection, node, inner);
  if (type.cell !== undefined) return TEXT;
  if (!type.items) return ANYTHING;
  // A number takes one of them.
  const isIndex = filters.some((one) => one.expr.type === 'number');
  return isIndex && isOnly(type, KIND.list) ? type.items : union(type.items, listOf(type.items));
}

function typeOfGroup(inspection: Inspection, node: Tree, scope: Scope): Type {
  for (const pair of node.group?.lhs ?? []) for (const one of pair) inspection.typeOf(one, scope);
  return OBJECT;
}

/** `$$`, and `$` where the context is the record. */
function isRecordItself(node: Tree, scope: Scope): boolean {
  return node.type === 'variable' && (node.value === '$' || (node.value === '' && scope.isRecord));
}

/** What a step, a predicate or a grouping has for its context. */
function itemOf(type: Type): Type {
  return isOnly(type, KIND.list) ? (type.items ?? ANYTHING) : type;
}
