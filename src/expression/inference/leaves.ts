/** What an expression comes to in the end: each branch, each item of a list, each result of a function by itself. */
import { written, type Inspection, type Scope } from './part.ts';
import type { Tree } from '../../jsonata/tree.ts';
import { ANYTHING, NOTHING, type Leaf, type Type } from '../types.ts';

/** What leaves need of the walk beside types. */
export interface LeafInspection extends Inspection {
  leafOf(node: Tree, type: Type): Leaf;
  /** The scope behind the last expression of a block. */
  scopeOfBlock(node: Tree, scope: Scope): Scope;
}

export function leavesOf(inspection: LeafInspection, node: Tree, scope: Scope): readonly Leaf[] {
  if (node.type === 'condition') {
    const other = node.else ? leavesOf(inspection, node.else, scope) : [inspection.leafOf(node, NOTHING)];
    return [...leavesOf(inspection, node.then as Tree, scope), ...other];
  }
  // A call that is put off.
  if (node.type === 'lambda' && node.thunk === true && node.body) return leavesOf(inspection, node.body, scope);
  const isBare = node.predicate === undefined && node.group === undefined;
  if (node.type === 'block' && isBare) {
    const last = node.expressions?.at(-1);
    return last ? leavesOf(inspection, last, inspection.scopeOfBlock(node, scope)) : [];
  }
  const leaf = inspection.leafOf(node, inspection.typeOf(node, scope));
  if (!isBare) return [leaf];
  if (node.type === 'function') return leavesOfCall(inspection, node, scope) ?? [leaf];
  if (node.type === 'unary' && node.value === '[') {
    const items = (node.expressions ?? []).flatMap((one) => leavesOf(inspection, one, scope));
    return [{ ...leaf, items }];
  }
  return [leaf];
}

function leavesOfCall(inspection: LeafInspection, node: Tree, scope: Scope): readonly Leaf[] | undefined {
  const { procedure, arguments: args = [] } = node;
  const [first, second] = args;
  if (procedure?.type !== 'variable' || procedure.predicate !== undefined) return undefined;
  const name = String(procedure.value);
  const variable = scope.variables.get(name) ?? inspection.typeOfOwn(name);
  if (variable) {
    const types = args.map((one) => (one.type === 'operator' ? ANYTHING : inspection.typeOf(one, scope)));
    const found = variable.body?.leavesFor(types) ?? [];
    const call = inspection.leafOf(node, ANYTHING);
    // A text that a function gives is shown where it stands; whatever else it gives, where it is called.
    const leaves = found.map((one) =>
      one.type.literal === undefined && !one.items ? { ...call, type: one.type } : one,
    );
    return leaves.length > 0 ? leaves : undefined;
  }
  if (name === 'lookup' && first) return leavesOfLookup(inspection, node, first, scope);
  if (name !== 'map' || !first || !second) return undefined;
  const list = inspection.typeOf(first, scope);
  const mapped = inspection.typeOf(second, scope).body?.leavesFor([list.items ?? ANYTHING, ANYTHING, ANYTHING]);
  if (!mapped || mapped.length === 0) return undefined;
  return [{ ...inspection.leafOf(node, inspection.typeOf(node, scope)), items: mapped }];
}

/** Any value of the object that is looked in. */
function leavesOfLookup(
  inspection: LeafInspection,
  node: Tree,
  table: Tree,
  scope: Scope,
): readonly Leaf[] | undefined {
  if (table.type === 'unary' && Array.isArray(table.lhs)) {
    const pairs = table.lhs as readonly (readonly [Tree, Tree])[];
    const found = pairs.flatMap(([, value]) => leavesOf(inspection, value, scope));
    return found.length > 0 ? found : undefined;
  }
  const { keys } = inspection.typeOf(table, scope);
  if (!keys || keys.size === 0) return undefined;
  const { place, isWhole } = inspection.leafOf(node, ANYTHING);
  return [...keys.values()].map((type) => ({ type, place, isWhole, text: written(inspection, node) }));
}
