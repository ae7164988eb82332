/** `x = "1" and x = "2"`, which is never true, and its mirror image `x != "1" or x != "2"`, which always is. */
import { literalText, unwrapped, written, type Inspection, type Scope } from '../inference/part.ts';
import type { Tree } from '../../jsonata/tree.ts';

interface Equality {
  readonly cell: string;
  readonly literal: unknown;
  readonly operator: string;
}

/** One of the conditions of a chain. */
interface Part {
  readonly node: Tree;
  /** With the brackets around it that belong to no other one. */
  readonly outer: Tree;
}

export function checkTogether(inspection: Inspection, node: Tree, operator: 'and' | 'or', scope: Scope): void {
  const isAnd = operator === 'and';
  const parts = partsOf(node, operator);
  const seen = new Map<string, { readonly part: Part; readonly literal: unknown }>();
  for (const part of parts) {
    const found = equalityOf(inspection, unwrapped(part.node), scope);
    if (!found || found.operator !== (isAnd ? '=' : '!=')) continue;
    const before = seen.get(found.cell);
    seen.set(found.cell, { part, literal: found.literal });
    if (before === undefined || before.literal === found.literal) continue;
    const two = [before.part, part].map((one) => written(inspection, one.node));
    const reason = `${found.cell} cannot be ${literalText(before.literal)} and ${literalText(found.literal)} at once${isAnd ? '' : ', so it is never both'}`;
    const args = { reason, rewrite: parts.length === 2 ? two.join(isAnd ? ' or ' : ' and ') : '' };
    const isNear = before.part.outer !== part.outer;
    const [first, last] = isNear ? [before.part.outer, part.outer] : [part.outer, part.outer];
    const span = { start: inspection.spans.of(first).start, end: inspection.spans.of(last).end };
    inspection.report(
      isAnd ? 'expression/never-true' : 'expression/always-true',
      args,
      span,
      isAnd ? 'error' : 'warning',
    );
  }
}

/** The operands of `a and b and (c and d)`. */
function partsOf(node: Tree, operator: string, outer?: Tree): Part[] {
  const inner = unwrapped(node);
  if (inner.type !== 'binary' || inner.value !== operator) return [{ node, outer: outer ?? node }];
  // Inside brackets, the brackets as a whole are what stands in the chain.
  const around = outer ?? (inner === node ? undefined : node);
  return [...partsOf(inner.lhs as Tree, operator, around), ...partsOf(inner.rhs as Tree, operator, around)];
}

function equalityOf(inspection: Inspection, node: Tree, scope: Scope): Equality | undefined {
  if (node.type !== 'binary' || (node.value !== '=' && node.value !== '!=')) return undefined;
  const left = inspection.typeOf(node.lhs as Tree, scope);
  const right = inspection.typeOf(node.rhs as Tree, scope);
  const cell = left.cell ?? right.cell;
  const literal = left.cell === undefined ? left.literal : right.literal;
  return cell === undefined || literal === undefined ? undefined : { cell, literal, operator: node.value };
}
