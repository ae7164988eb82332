/** Comparisons whose sides are of different kinds, and those that decide nothing. */
import type { Args } from '../base/problem.ts';
import { isToldWithWhole, tellWithWhole } from './chains.ts';
import { isYear, yearOf } from './dated-texts.ts';
import { literalText, type Inspection, type Scope } from './inspect.ts';
import { asAnswer, asColumn, asNumber, asText, isNumeric, toOperand, valueOfHelper, type Operand } from './rewrites.ts';
import type { Tree } from './tree.ts';
import { isOnly, KIND, kindName, mayBe } from './types.ts';

const ORDERS = new Set(['<', '<=', '>', '>=']);
const COMPARING = new Set(['=', '!=', ...ORDERS]);

interface Comparison {
  readonly node: Tree;
  readonly operator: string;
  readonly left: Operand;
  readonly right: Operand;
}

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

function shownSides({ left, right }: Comparison): Args {
  return { left: left.text, right: right.text, leftType: kindName(left.type), rightType: kindName(right.type) };
}

/** What to write instead of a comparison of two kinds: with two ways, the first that fits; empty where none is known. */
function rewriteOf(inspection: Inspection, { operator, left, right }: Comparison): string {
  const is = (one: Operand, kinds: number): boolean => isOnly(one.type, kinds);
  const isTurned = is(right, KIND.text) && !is(left, KIND.text);
  const [text, other] = isTurned ? [right, left] : [left, right];
  const isEquality = !ORDERS.has(operator);
  const put = (one: string, two: string): string =>
    one === '' || two === '' ? '' : isTurned ? `${two} ${operator} ${one}` : `${one} ${operator} ${two}`;
  const blank = isEquality ? blankRewrite(inspection, operator, left, right) : '';
  if (blank !== '') return blank;
  const list = isEquality ? listRewrite(operator, left, right) : '';
  if (list !== '') return list;
  if (is(text, KIND.text) && is(other, KIND.number)) {
    const year = yearOf(text, other);
    if (year?.isSure === true) return put(year.text, year.literal);
    const ways = [
      isEquality ? put(text.type.literal === undefined ? text.text : '', asText(other.type)) : '',
      put(asNumber(inspection, text), other.text),
      !isEquality && year ? put(year.text, year.literal) : '',
    ];
    return ways.filter((one) => one !== '').join(', or ');
  }
  if (is(left, KIND.boolean) || is(right, KIND.boolean)) {
    const isAnswer =
      is(left, KIND.boolean | KIND.text | KIND.number) && is(right, KIND.boolean | KIND.text | KIND.number);
    const [one, two] = [asAnswer(inspection, left), asAnswer(inspection, right)];
    return isEquality && isAnswer && one !== '' && two !== '' ? `${one} ${operator} ${two}` : '';
  }
  return '';
}

/** `age = null` and `$int(age) = ""`: a blank cell is the empty text, and a helper gives nothing for it. */
function blankRewrite(inspection: Inspection, operator: string, left: Operand, right: Operand): string {
  const isBlank = ({ type }: Operand): boolean => type.literal === null || type.literal === '';
  const value = isBlank(left) ? right : left;
  if (!isBlank(left) && !isBlank(right)) return '';
  const text = isOnly(value.type, KIND.text) ? value.text : valueOfHelper(inspection, value.node);
  if (text !== '') return value === right ? `"" ${operator} ${text}` : `${text} ${operator} ""`;
  return operator === '=' ? `$not($exists(${value.text}))` : `$exists(${value.text})`;
}

/** `$choices(services) = "a"`, and `age = ["1", "2"]`. */
function listRewrite(operator: string, left: Operand, right: Operand): string {
  const [list, item] = isOnly(left.type, KIND.list) ? [left, right] : [right, left];
  if (!isOnly(list.type, KIND.list) || mayBe(item.type, KIND.list) || item.type.literal === null) return '';
  const kinds = list.type.items?.kinds ?? item.type.kinds;
  const shown = (kinds & item.type.kinds) === 0 && kinds === KIND.text ? asText(item.type) : item.text;
  if (shown === '' || ((kinds & item.type.kinds) === 0 && shown === item.text)) return '';
  return operator === '=' ? `${shown} in ${list.text}` : `$not(${shown} in ${list.text})`;
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

/** A cell and a text of digits, compared as numbers; undefined where they may be compared as they are. */
function orderRewrite(inspection: Inspection, { operator, left, right }: Comparison): string | undefined {
  const [cell, other] = left.type.cell === undefined ? [right, left] : [left, right];
  const { literal } = other.type;
  if (cell.type.cell === undefined || !isNumeric(literal) || isYear(literal)) return undefined;
  const [one, two] = [asNumber(inspection, left), asNumber(inspection, right)];
  return one === '' || two === '' ? '' : `${one} ${operator} ${two}`;
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

/** A comparison of literals with the column that one of them may be; empty where it is none. */
function unquotedRewrite(inspection: Inspection, sides: Comparison): string {
  const left = asColumn(sides.left);
  const right = left || sides.left.node.type === 'string' ? undefined : asColumn(sides.right);
  if (!left && !right) return '';
  const found = { ...sides, left: left ?? sides.left, right: right ?? sides.right };
  if ((found.left.type.kinds & found.right.type.kinds) === 0) return rewriteOf(inspection, found);
  const ordered = ORDERS.has(sides.operator) ? orderRewrite(inspection, found) : undefined;
  return ordered ?? `${found.left.text} ${sides.operator} ${found.right.text}`;
}

function isInOrder(operator: string, left: unknown, right: unknown): boolean {
  const [l, r] = [left as string, right as string];
  if (operator === '<') return l < r;
  if (operator === '<=') return l <= r;
  return operator === '>' ? l > r : l >= r;
}
