/** Comparisons that cannot hold together, or of which one always does: `$int(age) > 5 and $int(age) < 3`. */
import { ORDERS } from '../inference/infer-operations.ts';
import { besideLiteral, chainOf, isList, literalOf, literalText, type Part } from '../inference/part.ts';
import { isInOrder } from './comparisons.ts';
import { decided, type Rule } from './rule.ts';

/** One of the conditions of a chain. */
interface Link {
  readonly part: Part;
  /** With the brackets around it that belong to no other one. */
  readonly outer: Part;
}

/** The operands of `a and b and (c and d)`. Inside brackets, the brackets as a whole are what stands in the chain. */
function linksOf(part: Part, operator: string, outer?: Part): readonly Link[] {
  const { inner } = part;
  if (inner.node.type !== 'binary' || inner.node.value !== operator) return [{ part, outer: outer ?? part }];
  const around = outer ?? (inner === part ? undefined : part);
  return [inner.lhs, inner.rhs].flatMap((one) => linksOf(one, operator, around));
}

/** `x = "1" and x = "2"`, which is never true, and its mirror image `x != "1" or x != "2"`, which always is. */
const TWO_AT_ONCE: Rule = {
  on: ['logical'],
  *find(part) {
    const isAnd = part.operator === 'and';
    const links = linksOf(part, part.operator);
    const before = new Map<string, { readonly link: Link; readonly literal: unknown }>();
    for (const link of links) {
      const equality = equalityOf(link.part.inner, isAnd ? '=' : '!=');
      if (!equality) continue;
      const { cell, literal } = equality;
      const other = before.get(cell);
      before.set(cell, { link, literal });
      if (!other || other.literal === literal) continue;
      const both = `${literalText(other.literal)} and ${literalText(literal)}`;
      const reason = `${cell} cannot be ${both} at once${isAnd ? '' : ', so it is never both'}`;
      const texts = [other.link.part.text, link.part.text];
      const rewrite = links.length === 2 ? texts.join(isAnd ? ' or ' : ' and ') : '';
      const isApart = other.link.outer !== link.outer;
      const start = (isApart ? other.link : link).outer.span.start;
      yield decided(!isAnd, reason, { start, end: link.outer.span.end }, rewrite);
    }
  },
};

function equalityOf({ node, lhs, rhs }: Part, operator: string): { cell: string; literal: unknown } | undefined {
  if (node.type !== 'binary' || node.value !== operator) return undefined;
  const cell = lhs.type.cell ?? rhs.type.cell;
  const literal = lhs.isCell ? rhs.literal : lhs.literal;
  return cell === undefined || literal === undefined ? undefined : { cell, literal };
}

type Value = string | number;

/** What one comparison asks of its subject. */
interface Demand {
  readonly part: Part;
  readonly subject: Part;
  readonly operator: string;
  readonly values: readonly Value[];
}

const MIRRORED: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };
const OPPOSITE: Readonly<Record<string, string>> = { '=': '!=', '!=': '=', '<': '>=', '>=': '<', '>': '<=', '<=': '>' };

/** Each two comparisons of one subject in a chain of `and` or `or`. */
const EXCLUDING: Rule = {
  on: ['chain'],
  *find(part) {
    const isAnd = part.operator === 'and';
    const earlier: Demand[] = [];
    for (const one of chainOf(part, part.operator)) {
      const demand = demandOf(one);
      if (!demand) continue;
      const other = earlier.find(
        (before) => before.subject.text === demand.subject.text && clash(before, demand, isAnd),
      );
      earlier.push(demand);
      if (!other) continue;
      const [first, second] = [other.part, demand.part];
      const reason = isAnd
        ? `${first.text} and ${second.text} exclude each other`
        : `${first.text} holds wherever ${second.text} does not`;
      yield decided(!isAnd, reason, { start: first.span.start, end: second.span.end });
    }
  },
};

/** Whether both can never hold (`and`), or at least one always does (`or`): then their opposites never both hold. */
function clash(one: Demand, two: Demand, isAnd: boolean): boolean {
  // Of plain columns that is told with the rewrite at hand.
  const isPlain = one.subject.isCell && two.subject.isCell && one.operator === two.operator;
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
  const [low, high] = one.operator.startsWith('>') && !two.operator.startsWith('>') ? [one, two] : [two, one];
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
  return operator === '!=' ? value !== other : isInOrder(operator, value, other);
}

function demandOf(part: Part): Demand | undefined {
  const { inner } = part;
  const { operator, node, lhs, rhs } = inner;
  if (node.type !== 'binary') return undefined;
  if (operator === 'in') {
    const values = rhs.items.map((one) => literalOf(one)?.value).filter(isValue);
    const isWrittenOut = isList(rhs.node) && values.length > 0 && values.length === rhs.items.length;
    return isWrittenOut && !isValue(literalOf(lhs)?.value) ? { part, subject: lhs, operator, values } : undefined;
  }
  const compared = besideLiteral(inner);
  if ((operator !== '=' && operator !== '!=' && !ORDERS.has(operator)) || !isValue(compared?.value)) return undefined;
  const { subject, value } = compared;
  const isTurned = subject.node === node.rhs;
  return { part, subject, operator: (isTurned && MIRRORED[operator]) || operator, values: [value] };
}

/** A text or a number. */
function isValue(value: unknown): value is Value {
  return typeof value === 'string' || typeof value === 'number';
}

export const CONTRADICTIONS: readonly Rule[] = [TWO_AT_ONCE, EXCLUDING];
