/** Comparisons that cannot hold together, or of which one always does: `$int(age) > 5 and $int(age) < 3`. */
import { chainOf } from './check-conditions.ts';
import { unwrapped, written, type Inspection, type Scope } from '../inference/part.ts';
import type { Tree } from '../../jsonata/tree.ts';

type Value = string | number;

/** What one comparison asks of its subject. */
interface Demand {
  readonly node: Tree;
  readonly subject: string;
  readonly isCell: boolean;
  readonly operator: string;
  readonly values: readonly Value[];
}

const MIRRORED: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };
const OPPOSITE: Readonly<Record<string, string>> = { '=': '!=', '!=': '=', '<': '>=', '>=': '<', '>': '<=', '<=': '>' };

/** Looks at each two comparisons of one subject in a chain of `and` or `or`. */
export function checkContradictions(inspection: Inspection, node: Tree, scope: Scope): void {
  const isAnd = node.value === 'and';
  const seen: Demand[] = [];
  for (const part of chainOf(node, String(node.value))) {
    const found = demandOf(inspection, part, scope);
    if (!found) continue;
    const other = seen.find((one) => one.subject === found.subject && clash(one, found, isAnd));
    seen.push(found);
    if (other) report(inspection, other, found, isAnd);
  }
}

/** `x = x`. */
export function checkSame(inspection: Inspection, node: Tree, scope: Scope): void {
  const operator = String(node.value);
  if (OPPOSITE[operator] === undefined) return;
  const [lhs, rhs] = [node.lhs as Tree, node.rhs as Tree];
  const { cell } = inspection.typeOf(lhs, scope);
  if (cell === undefined || cell !== inspection.typeOf(rhs, scope).cell || lhs.type === 'variable') return;
  const reason = `${written(inspection, lhs)} is compared with itself`;
  const isTrue = operator === '=' || operator === '<=' || operator === '>=';
  const span = inspection.spans.of(node);
  if (isTrue) inspection.report('expression/always-true', { reason }, span, 'warning');
  else inspection.report('expression/never-true', { reason }, span);
}

function report(inspection: Inspection, one: Demand, two: Demand, isAnd: boolean): void {
  const span = { start: inspection.spans.of(one.node).start, end: inspection.spans.of(two.node).end };
  const [first, second] = [written(inspection, one.node), written(inspection, two.node)];
  const reason = isAnd ? `${first} and ${second} exclude each other` : `${first} holds wherever ${second} does not`;
  if (isAnd) inspection.report('expression/never-true', { reason }, span);
  else inspection.report('expression/always-true', { reason }, span, 'warning');
}

/** Whether both can never hold (`and`), or at least one always does (`or`): then their opposites never both hold. */
function clash(one: Demand, two: Demand, isAnd: boolean): boolean {
  // Of plain columns that is told with the rewrite at hand.
  const isPlain = one.isCell && two.isCell && one.operator === two.operator && one.operator !== 'in';
  if (isPlain && (one.operator === '=' || one.operator === '!=')) return false;
  if (isAnd) return excludes(one, two);
  const [first, second] = [opposite(one), opposite(two)];
  return first !== undefined && second !== undefined && excludes(first, second);
}

function opposite(demand: Demand): Demand | undefined {
  const operator = OPPOSITE[demand.operator];
  return operator === undefined ? undefined : { ...demand, operator };
}

function excludes(one: Demand, two: Demand): boolean {
  if (one.operator === '=' || one.operator === 'in') return !one.values.some((value) => holds(two, value));
  if (two.operator === '=' || two.operator === 'in') return !two.values.some((value) => holds(one, value));
  const [low, high] =
    [one, two].map((demand) => demand.operator.startsWith('>')).join() === 'true,false' ? [one, two] : [two, one];
  if (!low.operator.startsWith('>') || !high.operator.startsWith('<')) return false;
  const [least, most] = [low.values[0] as Value, high.values[0] as Value];
  if (typeof least !== typeof most) return false;
  return least > most || (least === most && (low.operator === '>' || high.operator === '<'));
}

function holds({ operator, values }: Demand, value: Value): boolean {
  const [other] = values;
  // Kinds that differ are told by themselves.
  if (other === undefined || typeof other !== typeof value) return true;
  if (operator === '=' || operator === 'in') return values.includes(value);
  if (operator === '!=') return value !== other;
  if (operator === '<') return value < other;
  if (operator === '<=') return value <= other;
  return operator === '>' ? value > other : value >= other;
}

function demandOf(inspection: Inspection, part: Tree, scope: Scope): Demand | undefined {
  const node = unwrapped(part);
  const operator = String(node.value);
  if (node.type !== 'binary' || (operator !== 'in' && OPPOSITE[operator] === undefined)) return undefined;
  const [lhs, rhs] = [node.lhs as Tree, node.rhs as Tree];
  if (operator === 'in') {
    const isList = rhs.type === 'unary' && rhs.value === '[';
    const values = (rhs.expressions ?? []).map((one) => valueOf(one));
    return isList && values.length > 0 && valueOf(lhs) === undefined && values.every((one) => one !== undefined)
      ? demand(inspection, part, lhs, operator, values, scope)
      : undefined;
  }
  const [left, right] = [valueOf(lhs), valueOf(rhs)];
  if (left === undefined && right !== undefined) return demand(inspection, part, lhs, operator, [right], scope);
  if (right !== undefined || left === undefined) return undefined;
  return demand(inspection, part, rhs, MIRRORED[operator] ?? operator, [left], scope);
}

function demand(
  inspection: Inspection,
  node: Tree,
  subject: Tree,
  operator: string,
  values: readonly Value[],
  scope: Scope,
): Demand {
  const isCell = inspection.typeOf(subject, scope).cell !== undefined;
  return { node, subject: written(inspection, subject), isCell, operator, values };
}

function valueOf(node: Tree): Value | undefined {
  const { type, value } = unwrapped(node);
  return (type === 'string' || type === 'number') && (typeof value === 'string' || typeof value === 'number')
    ? value
    : undefined;
}
