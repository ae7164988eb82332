/** Operators: what they want on both sides, and comparisons that decide nothing. */
import { literalText, written, type Inspection, type Scope } from './inspect.ts';
import type { Tree } from './tree.ts';
import { ANYTHING, BOOLEAN, isOnly, KIND, kindName, listOf, mayBe, NUMBER, TEXT, type Type } from './types.ts';

const COMPARING = new Set(['=', '!=', '<', '<=', '>', '>=']);
const CALCULATING = new Set(['+', '-', '*', '/', '%']);
const LOOKS_NUMERIC = /^-?\d+(\.\d+)?$/;

/** Type of a binary operation; reports what is wrong with its operands. */
export function checkBinary(inspection: Inspection, node: Tree, scope: Scope): Type {
  const operator = String(node.value);
  const lhs = node.lhs as Tree;
  const rhs = node.rhs as Tree;
  if (operator === 'and' || operator === 'or') {
    inspection.condition(lhs, scope);
    inspection.condition(rhs, scope);
    checkTogether(inspection, node, operator, scope);
    return BOOLEAN;
  }
  if (operator === '+' && checkJoining(inspection, node, scope)) return TEXT;
  const left = inspection.typeOf(lhs, scope);
  const right = inspection.typeOf(rhs, scope);
  const sides: Sides = { node, operator, lhs, rhs, left, right };
  if (COMPARING.has(operator)) {
    compare(inspection, sides);
    return BOOLEAN;
  }
  if (operator === 'in') {
    checkIn(inspection, sides);
    return BOOLEAN;
  }
  if (CALCULATING.has(operator)) {
    const whole = operator === '/' && isName(lhs) && isName(rhs) ? written(inspection, node).replace(/.*\s.*/, '') : '';
    checkNumber(inspection, operator, lhs, left, whole);
    checkNumber(inspection, operator, rhs, right, whole);
    return NUMBER;
  }
  if (operator === '&') return TEXT;
  return operator === '..' ? listOf(NUMBER) : ANYTHING;
}

interface Sides {
  readonly node: Tree;
  readonly operator: string;
  readonly lhs: Tree;
  readonly rhs: Tree;
  readonly left: Type;
  readonly right: Type;
}

/** A bare column, or a chain of them with slashes between. */
function isName(node: Tree): boolean {
  if (node.type === 'binary' && node.value === '/') return isName(node.lhs as Tree) && isName(node.rhs as Tree);
  return node.type === 'path' && node.steps?.length === 1 && node.steps[0]?.type === 'name';
}

/** `name + " " + sex`: others join texts by a plus. */
function checkJoining(inspection: Inspection, node: Tree, scope: Scope): boolean {
  const parts = flatten(node, '+');
  const isJoined = parts.some((one) => one.type === 'string' && !LOOKS_NUMERIC.test(String(one.value)));
  if (!isJoined) return false;
  for (const one of parts) inspection.typeOf(one, scope);
  const rewrite = parts.map((one) => written(inspection, one)).join(' & ');
  inspection.report('expression/plus-of-texts', { rewrite }, inspection.spans.of(node));
  return true;
}

/** An operand of + - * / %, or of a minus sign; `whole` is the division that may be the name of one column. */
export function checkNumber(inspection: Inspection, operator: string, node: Tree, type: Type, whole = ''): void {
  if (type.kinds === 0 || mayBe(type, KIND.number)) return;
  const text = written(inspection, node);
  const rewrite = type.cell === undefined ? '' : `$int(${text}) or $decimal(${text})`;
  inspection.report(
    'expression/not-a-number',
    { operator, text, type: kindName(type), rewrite, whole },
    inspection.spans.of(node),
  );
}

function compare(inspection: Inspection, sides: Sides): void {
  const { left, right } = sides;
  if (left.kinds === 0 || right.kinds === 0) return;
  if (left.literal !== undefined && right.literal !== undefined) compareLiterals(inspection, sides);
  else if ((left.kinds & right.kinds) === 0) compareKinds(inspection, sides);
  else if (sides.operator !== '=' && sides.operator !== '!=') checkOrder(inspection, sides);
}

function compareKinds(inspection: Inspection, { node, operator, lhs, rhs, left, right }: Sides): void {
  const [l, r] = [written(inspection, lhs), written(inspection, rhs)];
  const span = inspection.spans.of(node);
  const textIsLeft = isOnly(left, KIND.text);
  const other = textIsLeft ? right : left;
  const hasText = textIsLeft || isOnly(right, KIND.text);
  const [text, value] = textIsLeft ? [l, r] : [r, l];
  const put = (one: string, two: string): string =>
    textIsLeft ? `${one} ${operator} ${two}` : `${two} ${operator} ${one}`;
  if (hasText && isOnly(other, KIND.number)) {
    const isEquality = operator === '=' || operator === '!=';
    const verdict = isEquality
      ? operator === '='
        ? 'they are never equal'
        : 'they always differ'
      : 'they have no order';
    const literal = (textIsLeft ? left : right).literal;
    const isQuotedNumber = typeof literal === 'string' && LOOKS_NUMERIC.test(literal);
    const number = isQuotedNumber ? literal : `$${isWhole(other) ? 'int' : 'decimal'}(${text})`;
    const asText = isEquality && typeof other.literal === 'number' ? `${put(text, `"${value}"`)}, or ` : '';
    const rewrite = `${asText}${put(number, value)}`;
    inspection.report('expression/text-with-number', { text, number: value, verdict, rewrite }, span);
  } else if (hasText && isOnly(other, KIND.boolean)) {
    inspection.report(
      'expression/text-with-boolean',
      { text, boolean: value, rewrite: put(`$yesNo(${text})`, value) },
      span,
    );
  } else {
    const rewrite = hasText && isOnly(other, KIND.null) ? put(text, '""') : '';
    const args = { left: l, right: r, leftType: kindName(left), rightType: kindName(right), rewrite };
    inspection.report('expression/never-equal', args, span);
  }
}

function isWhole({ literal }: Type): boolean {
  return typeof literal === 'number' && Number.isInteger(literal);
}

function checkOrder(inspection: Inspection, { node, operator, lhs, rhs, left, right }: Sides): void {
  const [cell, literal, cellIsLeft] = left.cell === undefined ? [rhs, left.literal, false] : [lhs, right.literal, true];
  if ((left.cell ?? right.cell) === undefined || typeof literal !== 'string' || !LOOKS_NUMERIC.test(literal)) return;
  const text = written(inspection, cell);
  const number = `$${literal.includes('.') ? 'decimal' : 'int'}(${text})`;
  const rewrite = cellIsLeft ? `${number} ${operator} ${literal}` : `${literal} ${operator} ${number}`;
  const args = { text, literal: literalText(literal), rewrite };
  inspection.report('expression/text-order', args, inspection.spans.of(node), 'warning');
}

function compareLiterals(inspection: Inspection, { node, operator, lhs, left, right }: Sides): void {
  if (operator !== '=' && operator !== '!=') return;
  const isEqual = left.literal === right.literal;
  const reason = `${literalText(left.literal)} and ${literalText(right.literal)} are ${isEqual ? 'the same' : 'two different values'}, whatever the row`;
  const isName = lhs.type === 'string' && /^[\p{L}_][\p{L}\p{N}_/]*$/u.test(String(left.literal)) && !isEqual;
  const name = /\//.test(String(left.literal)) ? `\`${String(left.literal)}\`` : String(left.literal);
  const args = { reason, rewrite: isName ? `${name} ${operator} ${literalText(right.literal)}` : '' };
  const isTrue = isEqual === (operator === '=');
  inspection.report(
    isTrue ? 'expression/always-true' : 'expression/never-true',
    args,
    inspection.spans.of(node),
    isTrue ? 'warning' : 'error',
  );
}

function checkIn(inspection: Inspection, { node, lhs, rhs, left, right }: Sides): void {
  const text = written(inspection, rhs);
  if (right.cell !== undefined) {
    const args = { text, rewrite: `${written(inspection, lhs)} in $choices(${text})` };
    inspection.report('expression/in-text', args, inspection.spans.of(node), 'warning');
  }
  const { items } = right;
  if (!items || !isOnly(left, KIND.text) || !isOnly(items, KIND.number)) return;
  const rewrite = `${written(inspection, lhs)} in ${text.replace(/(?<![\w"])-?\d+(?:\.\d+)?(?![\w"])/g, '"$&"')}`;
  const args = { text: written(inspection, lhs), number: text, verdict: 'it is never among them', rewrite };
  inspection.report('expression/text-with-number', args, inspection.spans.of(node));
}

interface Equality {
  readonly node: Tree;
  readonly cell: string;
  readonly literal: unknown;
  readonly operator: string;
}

/** `x = "1" and x = "2"`, and its mirror image `x != "1" or x != "2"`. */
function checkTogether(inspection: Inspection, node: Tree, operator: 'and' | 'or', scope: Scope): void {
  const parts = flatten(node, operator);
  const seen = new Map<string, Equality>();
  for (const part of parts) {
    const found = equalityOf(inspection, part, scope);
    if (!found || found.operator !== (operator === 'and' ? '=' : '!=')) continue;
    const before = seen.get(found.cell);
    seen.set(found.cell, found);
    if (before === undefined || before.literal === found.literal) continue;
    const other = operator === 'and' ? 'or' : 'and';
    const rewrite =
      parts.length === 2 ? `${written(inspection, before.node)} ${other} ${written(inspection, found.node)}` : '';
    const two = `${literalText(before.literal)} and ${literalText(found.literal)}`;
    const isAnd = operator === 'and';
    const reason = isAnd
      ? `${found.cell} cannot be ${two} at once`
      : `${found.cell} cannot be ${two} at once, so it is never both`;
    const { start } = inspection.spans.of(before.node);
    const span = { start, end: inspection.spans.of(found.node).end };
    inspection.report(
      isAnd ? 'expression/never-true' : 'expression/always-true',
      { reason, rewrite },
      span,
      isAnd ? 'error' : 'warning',
    );
  }
}

function flatten(node: Tree, operator: string): Tree[] {
  if (node.type === 'block' && node.expressions?.length === 1) return flatten(node.expressions[0] as Tree, operator);
  if (node.type !== 'binary' || node.value !== operator) return [node];
  return [...flatten(node.lhs as Tree, operator), ...flatten(node.rhs as Tree, operator)];
}

function equalityOf(inspection: Inspection, node: Tree, scope: Scope): Equality | undefined {
  if (node.type !== 'binary' || (node.value !== '=' && node.value !== '!=')) return undefined;
  const left = inspection.typeOf(node.lhs as Tree, scope);
  const right = inspection.typeOf(node.rhs as Tree, scope);
  const cell = left.cell ?? right.cell;
  const literal = left.cell === undefined ? left.literal : right.literal;
  return cell === undefined || literal === undefined ? undefined : { node, cell, literal, operator: node.value };
}
