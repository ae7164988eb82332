/** Comparisons whose sides are of different kinds, and those that decide nothing. */
import type { ArgsOf } from '../../messages/code-table.ts';
import { isToldWithWhole, tellWithWhole } from './chains.ts';
import {
  blankRewrite,
  ORDERS,
  orderRewrite,
  rewriteOf,
  unquotedRewrite,
  type Comparison,
} from './comparison-rewrites.ts';
import { literalText, type Inspection, type Scope } from '../inference/part.ts';
import { asNumber, toOperand, valueOfHelper, type Operand } from './rewrites.ts';
import type { Tree } from '../../jsonata/tree.ts';
import { isOnly, KIND, kindName, mayBe } from '../types.ts';

const COMPARING = new Set(['=', '!=', ...ORDERS]);

export function isComparison({ type, value }: Tree): boolean {
  return type === 'binary' && COMPARING.has(String(value));
}

/** Reports what is wrong with `a = b`, `a < b` and the like. */
export function checkComparison(inspection: Inspection, node: Tree, scope: Scope): void {
  if (isToldWithWhole(node)) return;
  const operator = String(node.value);
  const right = toOperand(inspection, node.rhs as Tree, scope);
  if (isComparison(node.lhs as Tree) && !mayBe(right.type, KIND.boolean)) return checkChain(inspection, node, scope);
  const left = toOperand(inspection, node.lhs as Tree, scope);
  const sides: Comparison = { node, operator, left, right };
  if (left.type.kinds === 0 || right.type.kinds === 0) return;
  if (left.type.literal !== undefined && right.type.literal !== undefined) compareLiterals(inspection, sides);
  else if ((left.type.kinds & right.type.kinds) === 0) compareKinds(inspection, sides);
  else if (ORDERS.has(operator)) checkOrder(inspection, sides);
  else if (operator === '=') checkBlank(inspection, sides);
}

/** `$date(visit) = ""`: a helper gives nothing for a blank, and nothing equals no text. */
function checkBlank(inspection: Inspection, sides: Comparison): void {
  const { node, operator, left, right } = sides;
  const other = left.type.literal === '' ? right : right.type.literal === '' ? left : undefined;
  if (!other || valueOfHelper(inspection, other.node) === '') return;
  const word = other.type.shape?.blank;
  if (word !== undefined) return checkWordForBlank(inspection, node, other, literalText(word));
  const reason = `${other.text} is nothing for a blank, not ""`;
  const args = { reason, rewrite: blankRewrite(inspection, operator, left, right) };
  inspection.report('expression/never-true', args, inspection.spans.of(node), 'warning');
}

/** What has a word for a blank, compared with none. */
function checkWordForBlank(inspection: Inspection, node: Tree, { text }: Operand, word: string): void {
  const args = { reason: `${text} is ${word} for a blank, never ""`, rewrite: `${text} = ${word}` };
  inspection.report('expression/never-true', args, inspection.spans.of(node), 'warning');
}

/** `1 < age < 5`: the first comparison is true or false, which is then compared with 5. */
function checkChain(inspection: Inspection, node: Tree, scope: Scope): void {
  const nodes: Tree[] = [];
  const operators: string[] = [];
  for (let at = node; ; at = at.lhs as Tree) {
    nodes.unshift(at.rhs as Tree);
    operators.unshift(String(at.value));
    if (isComparison(at.lhs as Tree)) {
      tellWithWhole(at.lhs as Tree);
      continue;
    }
    nodes.unshift(at.lhs as Tree);
    break;
  }
  const operands = nodes.map((one) => toOperand(inspection, one, scope));
  const isOfNumbers = operands.some((one) => isOnly(one.type, KIND.number));
  const texts = operands.map((one) =>
    isOfNumbers && isOnly(one.type, KIND.text) ? asNumber(inspection, one) : one.text,
  );
  const pairs = operators.map((operator, at) => `${texts[at] ?? ''} ${operator} ${texts[at + 1] ?? ''}`);
  const last = operands.at(-1) as Operand;
  const { start } = inspection.spans.of(nodes[0] as Tree);
  const args = {
    left: inspection.spans.textOf({ start, end: inspection.spans.of(nodes.at(-2) as Tree).end }),
    leftType: kindName({ kinds: KIND.boolean }),
    right: last.text,
    rightType: kindName(last.type),
    verdict: verdictOf(operators.at(-1) as string),
    rewrite: texts.includes('') ? '' : pairs.join(' and '),
  };
  inspection.report('expression/never-equal', args, inspection.spans.of(node));
}

function verdictOf(operator: string): string {
  if (operator === '=') return 'they are never equal';
  return operator === '!=' ? 'they always differ' : 'they have no order';
}

function compareKinds(inspection: Inspection, sides: Comparison): void {
  const { left, right } = sides;
  const isTextLeft = isOnly(left.type, KIND.text);
  const [text, other] = isTextLeft ? [left, right] : [right, left];
  const hasText = isOnly(text.type, KIND.text);
  const areLiterals = left.type.literal !== undefined && right.type.literal !== undefined;
  const rewrite = areLiterals ? unquotedRewrite(inspection, sides) : rewriteOf(inspection, sides);
  const args = { text: text.text, verdict: verdictOf(sides.operator), rewrite };
  const span = inspection.spans.of(sides.node);
  if (hasText && isOnly(other.type, KIND.number))
    inspection.report('expression/text-with-number', { ...args, number: other.text }, span);
  else if (hasText && isOnly(other.type, KIND.boolean))
    inspection.report('expression/text-with-boolean', { ...args, boolean: other.text }, span);
  else inspection.report('expression/never-equal', { ...args, ...shownSides(sides) }, span);
}

function shownSides({ left, right }: Comparison): Omit<ArgsOf<'expression/never-equal'>, 'verdict' | 'rewrite'> {
  return { left: left.text, right: right.text, leftType: kindName(left.type), rightType: kindName(right.type) };
}

/** `age > "5"`: texts that read like numbers are in no order of numbers. Years and days are, as texts. */
function checkOrder(inspection: Inspection, sides: Comparison): void {
  const { node, left, right } = sides;
  const rewrite = orderRewrite(inspection, sides);
  if (rewrite === undefined) return;
  const [cell, literal] = left.type.cell === undefined ? [right, left] : [left, right];
  const args = { text: cell.text, literal: literalText(literal.type.literal), rewrite };
  inspection.report('expression/text-order', args, inspection.spans.of(node), 'warning');
}

function compareLiterals(inspection: Inspection, sides: Comparison): void {
  const { node, operator, left, right } = sides;
  const [l, r] = [left.type.literal, right.type.literal];
  if (ORDERS.has(operator) && typeof l !== typeof r) return compareKinds(inspection, sides);
  const isEqual = l === r;
  const isTrue = ORDERS.has(operator) ? isInOrder(operator, l, r) : isEqual === (operator === '=');
  const two = `${literalText(l)} and ${literalText(r)}`;
  const verdict = isEqual ? 'are the same' : ORDERS.has(operator) ? 'have this order' : 'are two different values';
  const reason = `${two} ${verdict}, whatever the row`;
  const args = { reason, rewrite: isEqual ? '' : unquotedRewrite(inspection, sides) };
  const span = inspection.spans.of(node);
  if (isTrue) inspection.report('expression/always-true', args, span, 'warning');
  else inspection.report('expression/never-true', args, span);
}

function isInOrder(operator: string, left: unknown, right: unknown): boolean {
  const [l, r] = [left as string, right as string];
  if (operator === '<') return l < r;
  if (operator === '<=') return l <= r;
  return operator === '>' ? l > r : l >= r;
}
