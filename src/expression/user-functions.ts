/** The analyst's own functions, as an expression sees them. */
import { findReferences, type References } from './analyse.ts';
import type { ExpressionContext, UserFunction } from './context.ts';
import type { Limits } from '../jsonata/evaluation-limits.ts';
import { bindAround, parseExpression, withoutPlaces, type Parsed } from '../jsonata/parse.ts';

interface ParsedFunction {
  readonly parsed: Parsed;
  /** Of its body. */
  readonly variables: readonly string[];
}

/** Each function is parsed once, however many expressions call it. */
const PARSED = new WeakMap<UserFunction, ParsedFunction>();

/**
 * Binds the functions that an expression calls, and those that these call, around it. Gives the error of a function that
 * cannot be parsed.
 */
export function withUserFunctions(
  expression: Parsed & { ok: true },
  references: References,
  context: Pick<ExpressionContext, 'userFunctions'>,
  limits: Limits,
): Parsed {
  const known = new Map((context.userFunctions ?? []).map((own) => [own.name, own]));
  const called = new Set<UserFunction>();
  const add = (names: readonly string[]): void => {
    for (const name of names) {
      const found = known.get(name);
      if (found) called.add(found);
    }
  };
  if (known.size > 0) add(references.variables.map(({ name }) => name));
  // A set goes on to what is added while it is walked through.
  for (const one of called) add(parseFunction(one).variables);
  if (called.size === 0) return expression;
  return bindAround(expression.tree, new Map([...called].map((one) => [one.name, parseFunction(one).parsed])), limits);
}

function parseFunction(userFunction: UserFunction): ParsedFunction {
  const known = PARSED.get(userFunction);
  if (known) return known;
  const { text } = userFunction.text;
  const parsed = parseExpression(text);
  const { variables } = parsed.ok ? findReferences(parsed.tree, text) : { variables: [] };
  if (parsed.ok) withoutPlaces(parsed.tree);
  const found = { parsed, variables: variables.map(({ name }) => name) };
  PARSED.set(userFunction, found);
  return found;
}
