/** Comparisons with texts that the other side never is: a choice that the form has not, a date in another form. */
import type { Severity } from '../../base/problem.ts';
import { literalText, written, type Inspection, type Scope } from '../inference/part.ts';
import type { Shape } from '../text-shapes.ts';
import type { Tree } from '../../jsonata/tree.ts';
import { isOnly, KIND, type Type } from '../types.ts';

const ORDERING = new Set(['<', '<=', '>', '>=']);

/** What is compared: a shape, as the type of `node` tells it, with a text that is written out. */
interface Pairing {
  readonly node: Tree;
  readonly shape: Shape;
  readonly other: Tree;
  readonly literal: string;
  /** The text is to be one of many. */
  readonly isPart?: boolean;
}

/** Looks at both sides of a comparison whose kinds are fine. */
export function checkKnownValues(inspection: Inspection, node: Tree, scope: Scope): void {
  const operator = String(node.value);
  const [lhs, rhs] = [node.lhs as Tree, node.rhs as Tree];
  if (operator === 'in') return checkMembership(inspection, lhs, rhs, scope);
  if (operator !== '=' && operator !== '!=' && !ORDERING.has(operator)) return;
  for (const [one, other] of [
    [lhs, rhs],
    [rhs, lhs],
  ] as const) {
    const shape = shapeOf(inspection.typeOf(one, scope));
    const literal = textOf(inspection.typeOf(other, scope));
    if (!shape || literal === undefined) continue;
    const pairing = { node: one, shape, other, literal };
    if (ORDERING.has(operator)) checkOrder(inspection, pairing);
    // Choices without an option are set aside in this way.
    else if (operator === '=' || shape.isCertain || shape.mend(literal) !== undefined) checkEqual(inspection, pairing);
  }
}

function checkMembership(inspection: Inspection, lhs: Tree, rhs: Tree, scope: Scope): void {
  const [left, right] = [inspection.typeOf(lhs, scope), inspection.typeOf(rhs, scope)];
  const literal = textOf(left);
  const isList = isOnly(right, KIND.list);
  const items = isList ? shapeOf(right.items ?? right) : shapeOf(right);
  if (literal !== undefined && items)
    return checkEqual(inspection, { node: rhs, shape: items, other: lhs, literal, isPart: isList });
  const shape = shapeOf(left);
  if (!shape || rhs.type !== 'unary' || rhs.value !== '[') return;
  for (const one of rhs.expressions ?? []) {
    const text = textOf(inspection.typeOf(one, scope));
    if (text !== undefined) checkEqual(inspection, { node: lhs, shape, other: one, literal: text });
  }
}

/** `$contains(services, "vacination")`: no choice holds it. */
export function checkContained(inspection: Inspection, args: readonly Tree[], types: readonly Type[]): void {
  const [node, other] = args;
  const [type, pattern] = types;
  const shape = type?.words ?? type?.shape;
  const literal = pattern?.literal;
  if (!node || !other || !shape?.values || typeof literal !== 'string' || /\s/.test(literal)) return;
  if ([...shape.values].some((value) => value.includes(literal))) return;
  checkEqual(inspection, { node, shape, other, literal, isPart: true });
}

/** Only of what is always a text. */
function shapeOf(type: Type): Shape | undefined {
  return isOnly(type, KIND.text) && type.literal === undefined ? type.shape : undefined;
}

/** The text that is written there; a blank is compared with everything. */
function textOf({ literal }: Type): string | undefined {
  return typeof literal === 'string' && literal !== '' ? literal : undefined;
}

function checkEqual(inspection: Inspection, pairing: Pairing): void {
  const { shape, literal, isPart } = pairing;
  const isDoubtful = shape.isDoubtful?.(literal) === true;
  if (shape.fits(literal) && !isDoubtful) return;
  const severity = shape.isCertain && !isDoubtful ? 'error' : 'warning';
  report(inspection, pairing, isPart ? 'never holds' : isDoubtful ? 'is hardly' : 'is never', severity);
}

function checkOrder(inspection: Inspection, pairing: Pairing): void {
  const { shape, literal } = pairing;
  if (shape.orders && !shape.orders(literal)) report(inspection, pairing, 'has no order with', 'error');
}

function report(inspection: Inspection, pairing: Pairing, verdict: string, severity: Severity): void {
  const { node, shape, other, literal, isPart } = pairing;
  const near = shape.mend(literal);
  const args = {
    text: written(inspection, node),
    value: literalText(literal),
    verdict,
    known: `${isPart ? 'a part' : 'it'} is ${shape.name}`,
    ...(near !== undefined && { nearest: literalText(near) }),
  };
  inspection.report('expression/never-this', args, inspection.spans.of(other), severity);
}
