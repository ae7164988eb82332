/** Comparisons with texts that the other side never is: a choice that the form has not, a date in another form. */
import type { Severity } from '../../base/problem.ts';
import { finding, type Finding } from '../finding.ts';
import { HELPERS } from '../helpers/helper-table.ts';
import { ORDERS } from '../inference/infer-operations.ts';
import { isList, literalText, type Part } from '../inference/part.ts';
import type { Shape } from '../text-shapes.ts';
import { isOnly, KIND, wordsOf, type Type } from '../types.ts';
import { callRule, type Rule } from './rule.ts';

/** What is compared: a shape, as the type of `part` tells it, with a text that is written out. */
interface Pairing {
  readonly part: Part;
  readonly shape: Shape;
  readonly other: Part;
  readonly literal: string;
  /** The text is to be one of many. */
  readonly isPart?: boolean;
}

/** Both sides of a comparison whose kinds are fine. */
const NEVER_THIS: Rule = {
  on: ['comparison', 'comparisons', 'link'],
  *find({ lhs, rhs, operator }) {
    for (const [part, other] of [
      [lhs, rhs],
      [rhs, lhs],
    ] as const) {
      const shape = shapeOf(part.type);
      const literal = textOf(other);
      if (!shape || literal === undefined) continue;
      const pairing = { part, shape, other, literal };
      if (ORDERS.has(operator)) {
        if (shape.orders?.(literal) === false) yield neverThis(pairing, 'has no order with', 'error');
        // Choices without an option are set aside in this way.
      } else if (operator === '=' || !shape.isCustom || shape.mend?.(literal) !== undefined) yield* equal(pairing);
    }
  },
};

const NEVER_AMONG: Rule = {
  on: ['membership'],
  *find({ lhs, rhs }) {
    const literal = textOf(lhs);
    const isPart = rhs.is(KIND.list);
    const items = shapeOf(isPart ? (rhs.type.items ?? rhs.type) : rhs.type);
    const shape = shapeOf(lhs.type);
    if (literal !== undefined && items) yield* equal({ part: rhs, shape: items, other: lhs, literal, isPart });
    else if (shape)
      for (const other of rhs.items) {
        const text = textOf(other);
        if (text !== undefined) yield* equal({ part: lhs, shape, other, literal: text });
      }
  },
};

/** `$contains(services, "vacination")`: no choice holds it. */
const NEVER_CONTAINED: Rule = callRule(function* ({ name, args: [part, other] }) {
  if (name !== 'contains' || !part || !other) return;
  const shape = wordsOf(part.type);
  const { literal } = other;
  if (!shape?.values || typeof literal !== 'string' || /\s/.test(literal)) return;
  if ([...shape.values].some((value) => value.includes(literal))) return;
  yield* equal({ part, shape, other, literal, isPart: true });
});

/** Only of what is always a text. */
function shapeOf(type: Type): Shape | undefined {
  return isOnly(type, KIND.text) && type.literal === undefined ? type.shape : undefined;
}

/** The text that is written there; a blank is compared with everything. */
function textOf({ literal }: Part): string | undefined {
  return typeof literal === 'string' && literal !== '' ? literal : undefined;
}

function* equal(pairing: Pairing): Iterable<Finding> {
  const { shape, literal, isPart } = pairing;
  const isDoubtful = shape.isDoubtful?.(literal) === true;
  if (shape.fits(literal) && !isDoubtful) return;
  const severity = shape.isCustom || isDoubtful ? 'warning' : 'error';
  yield neverThis(pairing, isPart ? 'never holds' : isDoubtful ? 'is hardly' : 'is never', severity);
}

function neverThis({ part, shape, other, literal, isPart }: Pairing, verdict: string, severity: Severity): Finding {
  const near = shape.mend?.(literal);
  const args = {
    text: part.text,
    value: literalText(literal),
    verdict,
    known: `${isPart ? 'a part' : 'it'} is ${shape.name}`,
    ...(near !== undefined && { nearest: literalText(near) }),
  };
  return finding('expression/never-this', args, other, severity);
}

/** Cells that are compared with words which a helper knows better. */
const WORDS_OF_HELPERS: Rule = {
  on: ['comparison', 'comparisons', 'link', 'membership'],
  *find({ lhs, rhs, operator, span }) {
    if (ORDERS.has(operator)) return;
    const [cell, other] = lhs.isCell || operator === 'in' ? [lhs, rhs] : [rhs, lhs];
    const isWrittenOut = isList(other.node);
    const words = (isWrittenOut ? other.items : [other]).map((one) => one.literal);
    if (!cell.isCell || !words.every((word) => typeof word === 'string')) return;
    for (const helper of HELPERS.values()) {
      const found = helper.checkComparison?.({ cell, operator, words, isList: isWrittenOut, span });
      if (found) yield found;
    }
  },
};

export const KNOWN_VALUES: readonly Rule[] = [NEVER_THIS, NEVER_AMONG, NEVER_CONTAINED, WORDS_OF_HELPERS];
