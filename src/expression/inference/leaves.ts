/** What an expression comes to in the end: each branch, each item of a list, each result of a function by itself. */
import type { Tree } from '../../jsonata/tree.ts';
import { ANYTHING, NOTHING, type Leaf } from '../types.ts';
import { isList, ownFunction, Part } from './part.ts';

export function leavesOf(part: Part): readonly Leaf[] {
  const { node, scope, known } = part;
  if (node.type === 'condition') {
    const other = node.else ? leavesOf(part.of(node.else)) : [known.leafOf(part, NOTHING)];
    return [...leavesOf(part.of(node.then as Tree)), ...other];
  }
  // A call that is put off.
  if (node.type === 'lambda' && node.thunk === true && node.body) return leavesOf(part.of(node.body));
  const isBare = node.predicate === undefined && node.group === undefined;
  if (node.type === 'block' && isBare) {
    const last = node.expressions?.at(-1);
    return last ? leavesOf(new Part(last, known.scopeOfBlock(node, scope), known)) : [];
  }
  const leaf = known.leafOf(part);
  if (!isBare) return [leaf];
  if (node.type === 'function') return leavesOfCall(part) ?? [leaf];
  return isList(node) ? [{ ...leaf, items: part.items.flatMap(leavesOf) }] : [leaf];
}

function leavesOfCall(part: Part): readonly Leaf[] | undefined {
  const { node, known } = part;
  const { procedure, arguments: args = [] } = node;
  const [first, second] = args.map((one) => part.of(one));
  if (procedure?.type !== 'variable' || procedure.predicate !== undefined) return undefined;
  const variable = ownFunction(part.of(procedure));
  if (variable) {
    const types = args.map((one) => (one.type === 'operator' ? ANYTHING : part.of(one).type));
    const found = variable.body?.leavesFor(types) ?? [];
    const call = known.leafOf(part, ANYTHING);
    // A text that a function gives is shown where it stands; whatever else it gives, where it is called.
    const leaves = found.map((one) =>
      one.type.literal === undefined && !one.items ? { ...call, type: one.type } : one,
    );
    return leaves.length > 0 ? leaves : undefined;
  }
  if (procedure.value === 'lookup' && first) return leavesOfLookup(part, first);
  if (procedure.value !== 'map' || !first || !second) return undefined;
  const mapped = second.type.body?.leavesFor([first.type.items ?? ANYTHING, ANYTHING, ANYTHING]);
  return mapped && mapped.length > 0 ? [{ ...known.leafOf(part), items: mapped }] : undefined;
}

/** Any value of the object that is looked in. */
function leavesOfLookup(part: Part, table: Part): readonly Leaf[] | undefined {
  const { node } = table;
  if (node.type === 'unary' && Array.isArray(node.lhs)) {
    const pairs = node.lhs as readonly (readonly [Tree, Tree])[];
    const found = pairs.flatMap(([, value]) => leavesOf(part.of(value)));
    return found.length > 0 ? found : undefined;
  }
  const { keys } = table.type;
  if (!keys || keys.size === 0) return undefined;
  const leaf = part.known.leafOf(part, ANYTHING);
  return [...keys.values()].map((type) => ({ ...leaf, type }));
}
