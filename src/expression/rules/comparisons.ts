/** Comparisons whose sides are of different kinds, and those that decide nothing. */
import type { ArgsOf } from '../../messages/code-table.ts';
import { finding, type Finding } from '../finding.ts';
import { comparisonsOf, ORDERS } from '../inference/infer-operations.ts';
import { literalText, type Part } from '../inference/part.ts';
import { KIND, kindName } from '../types.ts';
import { blankRewrite, orderRewrite, rewriteOf, unquotedRewrite } from './comparison-rewrites.ts';
import { asNumber, valueOfHelper } from './rewrites.ts';
import { repeatAsValue } from './children.ts';
import { decided, type Rule } from './rule.ts';

/** `a = b`, `a < b` and the like. */
const COMPARED: Rule = {
  on: ['comparison'],
  *find(part) {
    const { lhs, rhs, operator } = part;
    if (lhs.isNothing || rhs.isNothing || repeatAsValue(lhs) || repeatAsValue(rhs)) return;
    if (lhs.literal !== undefined && rhs.literal !== undefined) yield literalsCompared(part);
    else if ((lhs.type.kinds & rhs.type.kinds) === 0) yield kindsCompared(part);
    else if (ORDERS.has(operator)) yield* textsInOrder(part);
    else if (operator === '=') yield* blankOfHelper(part);
  },
};

/** `$date(visit) = ""`: a helper gives nothing for a blank, and nothing equals no text. */
function* blankOfHelper(part: Part): Iterable<Finding> {
  const { lhs, rhs } = part;
  const other = lhs.literal === '' ? rhs : rhs.literal === '' ? lhs : undefined;
  if (!other || valueOfHelper(other) === '') return;
  const { blank } = other.type.shape ?? {};
  const word = blank === undefined ? undefined : literalText(blank);
  const reason = word
    ? `${other.text} is ${word} for a blank, never ""`
    : `${other.text} is nothing for a blank, not ""`;
  const rewrite = word ? `${other.text} = ${word}` : blankRewrite(part);
  yield decided(false, reason, part, rewrite, 'warning');
}

/** `1 < age < 5`: the first comparison is true or false, which is then compared with 5. */
const COMPARED_IN_A_CHAIN: Rule = {
  on: ['comparisons'],
  *find(part) {
    const { operands, operators } = comparisonsOf(part);
    const isOfNumbers = operands.some((operand) => operand.is(KIND.number));
    const texts = operands.map((one) => (isOfNumbers && one.is(KIND.text) ? asNumber(one) : one.text));
    const pairs = operators.map((operator, at) => `${texts[at] ?? ''} ${operator} ${texts[at + 1] ?? ''}`);
    const [start, end] = [(operands[0] as Part).span.start, (operands.at(-2) as Part).span.end];
    const args = {
      left: part.known.spans.textOf({ start, end }),
      leftType: kindName({ kinds: KIND.boolean }),
      right: part.rhs.text,
      rightType: kindName(part.rhs.type),
      verdict: verdictOf(part.operator),
      rewrite: texts.includes('') ? '' : pairs.join(' and '),
    };
    yield finding('expression/never-equal', args, part);
  },
};

function verdictOf(operator: string): string {
  if (operator === '=') return 'they are never equal';
  return operator === '!=' ? 'they always differ' : 'they have no order';
}

function kindsCompared(part: Part): Finding {
  const { lhs, rhs, operator } = part;
  const [text, other] = lhs.is(KIND.text) ? [lhs, rhs] : [rhs, lhs];
  const hasText = text.is(KIND.text);
  const areLiterals = lhs.literal !== undefined && rhs.literal !== undefined;
  const rewrite = areLiterals ? unquotedRewrite(part) : rewriteOf(part);
  const args = { text: text.text, verdict: verdictOf(operator), rewrite };
  if (hasText && other.is(KIND.number))
    return finding('expression/text-with-number', { ...args, number: other.text }, part);
  if (hasText && other.is(KIND.boolean))
    return finding('expression/text-with-boolean', { ...args, boolean: other.text }, part);
  return finding('expression/never-equal', { ...args, ...shownSides(lhs, rhs) }, part);
}

export function shownSides(left: Part, right: Part): Omit<ArgsOf<'expression/never-equal'>, 'verdict' | 'rewrite'> {
  return { left: left.text, right: right.text, leftType: kindName(left.type), rightType: kindName(right.type) };
}

/** `age > "5"`: texts that read like numbers are in no order of numbers. Years and days are, as texts. */
function* textsInOrder(part: Part): Iterable<Finding> {
  const { lhs, rhs } = part;
  const rewrite = orderRewrite(part);
  if (rewrite === undefined) return;
  const [cell, literal] = lhs.isCell ? [lhs, rhs] : [rhs, lhs];
  const args = { text: cell.text, literal: literalText(literal.literal), rewrite };
  yield finding('expression/text-order', args, part, 'warning');
}

function literalsCompared(part: Part): Finding {
  const { operator } = part;
  const [left, right] = [part.lhs.literal, part.rhs.literal];
  const isOrder = ORDERS.has(operator);
  if (isOrder && typeof left !== typeof right) return kindsCompared(part);
  const isEqual = left === right;
  const isTrue = isOrder ? isInOrder(operator, left, right) : isEqual === (operator === '=');
  const verdict = isEqual ? 'are the same' : isOrder ? 'have this order' : 'are two different values';
  const reason = `${literalText(left)} and ${literalText(right)} ${verdict}, whatever the row`;
  return decided(isTrue, reason, part, isEqual ? '' : unquotedRewrite(part));
}

export function isInOrder(operator: string, left: unknown, right: unknown): boolean {
  const [l, r] = [left as string, right as string];
  if (operator === '<') return l < r;
  if (operator === '<=') return l <= r;
  return operator === '>' ? l > r : l >= r;
}

/** `x = x`. */
const COMPARED_WITH_ITSELF: Rule = {
  on: ['comparison', 'comparisons', 'link'],
  *find(part) {
    const { lhs, rhs, operator } = part;
    if (!lhs.isCell || lhs.type.cell !== rhs.type.cell || lhs.node.type === 'variable') return;
    yield decided(['=', '<=', '>='].includes(operator), `${lhs.text} is compared with itself`, part);
  },
};

export const COMPARISONS: readonly Rule[] = [COMPARED, COMPARED_IN_A_CHAIN, COMPARED_WITH_ITSELF];
