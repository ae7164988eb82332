/** Operators, and what they want on both sides. */
import { isToldWithWhole, tellWithWhole } from './chains.ts';
import { checkComparison, isComparison } from './check-comparisons.ts';
import { checkJoined, checkPlusOfTexts } from './check-joining.ts';
import { checkMembership } from './check-membership.ts';
import { checkTogether } from './check-together.ts';
import { isDated } from './dated-texts.ts';
import { SUGGESTIONS } from '../helpers/helper-table.ts';
import { written, type Inspection, type Scope } from '../inference/part.ts';
import { asNumber, toOperand, type Operand } from './rewrites.ts';
import type { Tree } from '../../jsonata/tree.ts';
import { ANYTHING, BOOLEAN, isOnly, KIND, kindName, listOf, mayBe, NUMBER, TEXT, type Type } from '../types.ts';

const CALCULATING = new Set(['+', '-', '*', '/', '%']);

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
  if (isComparison(node)) {
    checkComparison(inspection, node, scope);
    return BOOLEAN;
  }
  if (operator === 'in') {
    checkMembership(inspection, node, scope);
    return BOOLEAN;
  }
  if (operator === '+' && checkPlusOfTexts(inspection, node, scope)) return TEXT;
  if (operator === '/' && checkTornColumn(inspection, node, scope)) return ANYTHING;
  if (CALCULATING.has(operator)) return checkCalculation(inspection, node, scope);
  const types = [lhs, rhs].map((one) => inspection.typeOf(one, scope));
  if (operator !== '&') return operator === '..' ? listOf(NUMBER) : ANYTHING;
  checkJoined(inspection, lhs, types[0] as Type);
  checkJoined(inspection, rhs, types[1] as Type);
  return TEXT;
}

function checkCalculation(inspection: Inspection, node: Tree, scope: Scope): Type {
  const operator = String(node.value);
  const left = toOperand(inspection, node.lhs as Tree, scope);
  const right = toOperand(inspection, node.rhs as Tree, scope);
  if (operator === '-' && isDated(left.node) && isDated(right.node)) {
    const rewrite = SUGGESTIONS.daysBetween(right.text, left.text);
    const args = { operator, text: left.text, type: kindName(left.type), rewrite };
    inspection.report('expression/not-a-number', args, inspection.spans.of(node));
    return NUMBER;
  }
  checkOperand(inspection, operator, left);
  checkOperand(inspection, operator, right);
  return NUMBER;
}

/** The operand of a minus sign. */
export function checkNumber(inspection: Inspection, operator: string, node: Tree, type: Type): void {
  checkOperand(inspection, operator, { node, type, text: written(inspection, node) });
}

function checkOperand(inspection: Inspection, operator: string, operand: Operand): void {
  const { node, type, text } = operand;
  if (type.kinds === 0 || mayBe(type, KIND.number)) return;
  const help = isDated(node)
    ? { meant: 'date' }
    : { rewrite: isOnly(type, KIND.text) ? asNumber(inspection, operand) : '' };
  const args = { operator, text, type: kindName(type), ...help };
  inspection.report('expression/not-a-number', args, inspection.spans.of(node));
}

/** `group/question`: cells divided without a blank between are mostly one column. Tells whether it was reported. */
function checkTornColumn(inspection: Inspection, node: Tree, scope: Scope): boolean {
  if (isToldWithWhole(node)) return true;
  const whole = written(inspection, node);
  const parts = namesOf(node);
  if (parts.length === 0 || /\s/.test(whole)) return false;
  const operands = parts.map((one) => toOperand(inspection, one, scope));
  if (operands.some((one) => one.type.cell === undefined)) return false;
  for (let part = node.lhs as Tree; part.type === 'binary'; part = part.lhs as Tree) tellWithWhole(part);
  const rewrite = operands.map((one) => asNumber(inspection, one)).join(' / ');
  const [first] = operands as [Operand];
  const args = { operator: '/', text: first.text, type: kindName(first.type), rewrite, meant: 'column', whole };
  inspection.report('expression/not-a-number', args, inspection.spans.of(node));
  return true;
}

/** The names of a chain of them with slashes between; empty where there is anything else. */
function namesOf(node: Tree): Tree[] {
  if (node.type === 'path' && node.steps?.length === 1 && node.steps[0]?.type === 'name') return [node];
  if (node.type !== 'binary' || node.value !== '/') return [];
  const [left, right] = [namesOf(node.lhs as Tree), namesOf(node.rhs as Tree)];
  return left.length === 0 || right.length === 0 ? [] : [...left, ...right];
}
