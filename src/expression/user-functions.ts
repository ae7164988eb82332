/** The analyst's own functions, as an expression sees them. */
import { findReferences, type References } from './analyse.ts';
import type { ExpressionContext, UserFunction } from './context.ts';
import { parseExpression, type ExpressionError } from '../jsonata/parse.ts';

/** An expression with the functions that it calls set before it. */
export interface DefinedExpression {
  readonly text: string;
  /** Where the expression itself begins. */
  readonly offset: number;
}

/**
 * Sets the functions that an expression calls, and those that these call, before it: `($f := function…; expression)`.
 * Undefined where it calls none.
 */
export function withUserFunctions(
  text: string,
  references: References,
  context: Pick<ExpressionContext, 'userFunctions'>,
): DefinedExpression | undefined {
  const known = new Map((context.userFunctions ?? []).map((one) => [one.name, one]));
  if (known.size === 0) return undefined;
  const used = new Set<UserFunction>();
  const add = ({ variables }: References): void => {
    for (const { name } of variables) {
      const found = known.get(name);
      if (found) used.add(found);
    }
  };
  add(references);
  // A set goes on to what is added while it is walked through.
  for (const one of used) {
    const parsed = parseExpression(one.text.text);
    if (parsed.ok) add(findReferences(parsed.tree, one.text.text));
  }
  if (used.size === 0) return undefined;
  const prefix = `(${[...used].map((one) => `$${one.name} := ${one.text.text};\n`).join('')}`;
  return { text: `${prefix}${text}\n)`, offset: prefix.length };
}

/** A place within the defined expression as one of the expression itself; all of it for a place in a function. */
export function toOwnPlace<Place extends Pick<ExpressionError, 'start' | 'end'>>(
  place: Place,
  { offset }: DefinedExpression,
  text: string,
): Place {
  if (place.start < offset) return { ...place, start: 0, end: text.length };
  return { ...place, start: place.start - offset, end: Math.min(place.end - offset, text.length) };
}
