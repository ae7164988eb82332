/** Cells that are compared with words a helper knows better. */
import { HELPERS } from '../helpers/helper-table.ts';
import type { WordComparison } from '../helpers/helper.ts';
import { written, type Inspection, type Scope } from '../inference/part.ts';
import type { Tree } from '../../jsonata/tree.ts';

export function checkWords(inspection: Inspection, node: Tree, scope: Scope): void {
  const operator = String(node.value);
  if (operator !== '=' && operator !== '!=' && operator !== 'in') return;
  const [lhs, rhs] = [node.lhs as Tree, node.rhs as Tree];
  const isCell = (one: Tree): boolean => inspection.typeOf(one, scope).cell !== undefined;
  if (!isCell(lhs) && (operator === 'in' || !isCell(rhs))) return;
  const [cell, other] = isCell(lhs) ? [lhs, rhs] : [rhs, lhs];
  const words = wordsOf(inspection, other, scope);
  if (!words) return;
  const type = inspection.typeOf(cell, scope);
  const comparison: WordComparison = {
    cell: { type, text: written(inspection, cell), span: inspection.spans.of(cell) },
    operator,
    words,
    isList: other.type === 'unary',
    span: inspection.spans.of(node),
  };
  for (const helper of HELPERS.values()) {
    const found = helper.checkComparison?.(comparison);
    if (found) inspection.add(found);
  }
}

/** The texts that are written there; undefined where they are not. */
function wordsOf(inspection: Inspection, node: Tree, scope: Scope): readonly string[] | undefined {
  if (node.type === 'unary' && node.value === '[') {
    const words = (node.expressions ?? []).map((one) => inspection.typeOf(one, scope).literal);
    return words.every((one) => typeof one === 'string') ? words : undefined;
  }
  const { literal } = inspection.typeOf(node, scope);
  return typeof literal === 'string' ? [literal] : undefined;
}
