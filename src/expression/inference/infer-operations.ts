/** Types of operations, and what an operation that reads otherwise was probably meant to be. */
import type { Tree } from '../../jsonata/tree.ts';
import { ANYTHING, BOOLEAN, KIND, listOf, NUMBER, TEXT, type Type } from '../types.ts';
import { joinedType } from './joined-type.ts';
import { chainOf, literalOf, type Part } from './part.ts';
import type { Inferring, Meeting } from './visit.ts';

export const ORDERS: ReadonlySet<string> = new Set(['<', '<=', '>', '>=']);
const CALCULATING: ReadonlySet<string> = new Set(['+', '-', '*', '/', '%']);

export function typeOfBinary(walk: Inferring, part: Part): Type {
  const { operator, node } = part;
  if (operator === 'in' || isComparison(node)) return typeOfComparison(walk, part);
  const join = operator === '+' ? joinOf(part) : undefined;
  if (join) {
    for (const one of join.operands) walk.typeOf(one.part.node, part.scope);
    return met(walk, 'plus-of-texts', part, TEXT);
  }
  if (operator === '/' && tornColumn(part)) return met(walk, 'torn-column', part, ANYTHING);
  lookAtSides(walk, part);
  if (operator === 'and' || operator === 'or') {
    walk.meet('logical', part);
    if (!walk.structure.isLink(node)) walk.meet('chain', part);
    return BOOLEAN;
  }
  if (CALCULATING.has(operator)) return met(walk, 'calculation', part, NUMBER);
  if (operator !== '&') return operator === '..' ? listOf(NUMBER) : ANYTHING;
  walk.meet('joining', part);
  return walk.structure.isLink(node) ? TEXT : joinedType(part);
}

function lookAtSides(walk: Inferring, { node, scope }: Part): void {
  for (const side of [node.lhs, node.rhs]) walk.typeOf(side as Tree, scope);
}

function met(walk: Inferring, as: Meeting, part: Part, type: Type): Type {
  walk.meet(as, part);
  return type;
}

function isComparison({ type, value }: Tree): boolean {
  return type === 'binary' && (value === '=' || value === '!=' || ORDERS.has(String(value)));
}

function typeOfComparison(walk: Inferring, part: Part): Type {
  const choice = alternativesOf(part);
  // The side with the literals is not looked at: as a value it is but true or false.
  if (choice) walk.typeOf(choice.other.node, part.scope);
  return met(walk, choice ? 'alternatives' : comparedAs(walk, part), part, BOOLEAN);
}

function comparedAs(walk: Inferring, part: Part): Meeting {
  const isPart = walk.compared.has(part.node);
  const isIn = part.operator === 'in';
  const isChain = !isIn && !isPart && isComparison(part.lhs.node) && !part.rhs.mayBe(KIND.boolean);
  if (isChain) for (let { node } = part.lhs; isComparison(node); node = node.lhs as Tree) walk.compared.add(node);
  lookAtSides(walk, part);
  if (isIn) return 'membership';
  return isPart ? 'link' : isChain ? 'comparisons' : 'comparison';
}

/** `sex = ("f" or "m")`: a choice of literals on one side of a comparison. */
export interface Alternatives {
  readonly choice: Part;
  readonly other: Part;
  readonly values: readonly unknown[];
}

export function alternativesOf({ operator, lhs, rhs }: Part): Alternatives | undefined {
  if (ORDERS.has(operator)) return undefined;
  const left = literalsOf(lhs);
  if (left.length > 0) return { choice: lhs, other: rhs, values: left };
  const right = literalsOf(rhs);
  return right.length > 0 ? { choice: rhs, other: lhs, values: right } : undefined;
}

function literalsOf(part: Part): readonly unknown[] {
  const { node } = part;
  if (node.type !== 'block' || node.predicate !== undefined || node.expressions?.length !== 1) return [];
  const inner = node.expressions[0] as Tree;
  if (inner.type !== 'binary' || (inner.value !== 'or' && inner.value !== 'and')) return [];
  const values = chainOf(part.of(inner), inner.value).map((one) => literalOf(one)?.value);
  return values.every((value) => typeof value === 'string' || typeof value === 'number') ? values : [];
}

/** `1 < age < 5` from the left: its operands, and the signs between them. */
export function comparisonsOf(part: Part): {
  readonly operands: readonly Part[];
  readonly operators: readonly string[];
} {
  const { lhs, rhs, operator } = part;
  if (!isComparison(lhs.node)) return { operands: [lhs, rhs], operators: [operator] };
  const before = comparisonsOf(lhs);
  return { operands: [...before.operands, rhs], operators: [...before.operators, operator] };
}

/** An operand of + and &, with the sign before it. */
export interface Joined {
  readonly part: Part;
  readonly operator: string;
}

/** `name + " " + sex`: others join texts by a plus. Its operands; undefined of a sum. */
export function joinOf(part: Part): { readonly operands: readonly Joined[]; readonly hasWords: boolean } | undefined {
  const operands = joinedParts(part, '');
  // `name & " " + sex` is read from the left: what has been joined is text, whatever follows.
  const hasWords = isMixed(part.node) || operands.some((operand) => isWords(operand.part.node));
  const areTexts = operands.every((operand) => operand.part.is(KIND.text) && operand.part.literal === undefined);
  return hasWords || areTexts ? { operands, hasWords } : undefined;
}

/** The operands of + and &, which are of one rank; in brackets they belong to the chain where texts are joined there. */
function joinedParts(part: Part, operator: string): readonly Joined[] {
  const { inner } = part;
  if (!isJoining(inner.node)) return [{ part, operator }];
  const operands = [...joinedParts(inner.lhs, operator), ...joinedParts(inner.rhs, inner.operator)];
  const areTexts =
    operands.some((operand) => isWords(operand.part.node)) || operands.every((operand) => operand.part.is(KIND.text));
  return inner === part || areTexts ? operands : [{ part, operator }];
}

function isMixed(node: Tree): boolean {
  if (!isJoining(node)) return false;
  return node.value === '&' || isMixed(node.lhs as Tree) || isMixed(node.rhs as Tree);
}

function isJoining({ type, value }: Tree): boolean {
  return type === 'binary' && (value === '+' || value === '&');
}

const NUMERIC = /^-?\d+(\.\d+)?$/;

/** Whether a text reads like a number. */
export function isNumeric(literal: unknown): literal is string {
  return typeof literal === 'string' && NUMERIC.test(literal);
}

function isWords({ type, value }: Tree): boolean {
  return type === 'string' && !isNumeric(value);
}

/** `group/question`: cells divided without a blank between are mostly one column. Its parts; undefined of a division. */
export function tornColumn(part: Part): readonly Part[] | undefined {
  const names = namesOf(part);
  if (names.length === 0 || /\s/.test(part.text)) return undefined;
  return names.every((name) => name.isCell) ? names : undefined;
}

/** The names of a chain of them with slashes between; empty where there is anything else. */
function namesOf(part: Part): readonly Part[] {
  const { node } = part;
  if (node.type === 'path' && node.steps?.length === 1 && node.steps[0]?.type === 'name') return [part];
  if (node.type !== 'binary' || node.value !== '/') return [];
  const [left, right] = [namesOf(part.lhs), namesOf(part.rhs)];
  return left.length === 0 || right.length === 0 ? [] : [...left, ...right];
}
