/** Conditions that are neither true nor false for some rows, which are rejected then: `where`, and `when` of a version. */
import { HELPERS } from '../helpers/helper-table.ts';
import { written, type Scope } from '../inference/part.ts';
import type { LeafInspection } from '../inference/leaves.ts';
import { isOnly, KIND } from '../types.ts';
import type { Tree } from '../../jsonata/tree.ts';

const ORDERING = new Set(['<', '<=', '>', '>=']);

/** Warns of a branch that is missing, and of blanks: a helper gives no value for them, and so does an order. */
export function checkUndecided(inspection: LeafInspection, node: Tree, scope: Scope, where: string): void {
  for (const leaf of branchesOf(inspection, node, scope)) {
    if (leaf.is === 'missing') {
      const text = written(inspection, leaf.node);
      const args = { where, what: 'where the condition does not hold', rewrite: `${text} : false` };
      inspection.report('expression/undecided', args, inspection.spans.of(leaf.node), 'warning');
      continue;
    }
    const blank = blankOf(inspection, leaf.node, leaf.scope);
    // A condition that asks for the column has seen to it.
    if (blank === undefined || leaf.behind.includes(blank)) continue;
    const args = {
      where,
      what: `where ${blank} is blank`,
      rewrite: `${blank} != "" and ${written(inspection, leaf.node)}`,
    };
    inspection.report('expression/undecided', args, inspection.spans.of(leaf.node), 'warning');
  }
}

interface Branch {
  readonly is: 'missing' | 'there';
  readonly node: Tree;
  readonly scope: Scope;
  /** The conditions that lead here. */
  readonly behind: string;
}

function branchesOf(inspection: LeafInspection, node: Tree, scope: Scope, behind = ''): readonly Branch[] {
  if (node.type === 'condition') {
    const condition = node.condition as Tree;
    const inner = `${behind} ${written(inspection, condition)}`;
    const other: readonly Branch[] = node.else
      ? branchesOf(inspection, node.else, scope, inner)
      : [{ is: 'missing', node, scope, behind }];
    // `a ?? b` and `a ?: b` provide for what is not there.
    const isProvided = inspection.spans.of(condition).start === inspection.spans.of(node.then as Tree).start;
    return isProvided ? other : [...branchesOf(inspection, node.then as Tree, scope, inner), ...other];
  }
  const last = node.type === 'block' && node.predicate === undefined ? node.expressions?.at(-1) : undefined;
  if (last) return branchesOf(inspection, last, inspection.scopeOfBlock(node, scope), behind);
  return [{ is: 'there', node, scope, behind }];
}

/** The column whose blank cells leave it undecided. */
function blankOf(inspection: LeafInspection, node: Tree, scope: Scope): string | undefined {
  if (node.type === 'function')
    return isOnly(inspection.typeOf(node, scope), KIND.boolean) ? columnOf(inspection, node, scope) : undefined;
  if (node.type !== 'binary' || !ORDERING.has(String(node.value))) return undefined;
  return columnOf(inspection, node.lhs as Tree, scope) ?? columnOf(inspection, node.rhs as Tree, scope);
}

/** The cell that a helper is given: of a blank one it makes nothing. */
function columnOf(inspection: LeafInspection, node: Tree, scope: Scope): string | undefined {
  const [first] = node.arguments ?? [];
  const isHelper = node.type === 'function' && HELPERS.has(String(node.procedure?.value));
  if (!isHelper || !first || inspection.typeOf(first, scope).cell === undefined) return undefined;
  return written(inspection, first);
}
