import { ProblemsError } from '../base/errors.ts';
import { problem } from '../base/problem.ts';
import { syntaxProblem } from '../expression/check.ts';
import { compilePlain, type PlainExpression } from '../expression/compiler/plain.ts';
import { toExpressionError } from '../expression/parse.ts';
import { asTyped, typeOf, type Evaluation } from './evaluate.ts';

/** Bounds of one evaluation: milliseconds, and nested calls. */
const LIMITS = { timeout: 10_000, stack: 500 };

/** Evaluates JSONata as it is on any JSON. Throws ProblemsError, drawn inside the expression. */
export async function evaluatePlain(text: string, input: unknown): Promise<Evaluation> {
  const typed = asTyped(text);
  let expression: PlainExpression;
  try {
    expression = compilePlain(text, LIMITS);
  } catch (thrown) {
    throw new ProblemsError([syntaxProblem(typed, toExpressionError(thrown, text))]);
  }
  try {
    const started = performance.now();
    const value: unknown = await expression.evaluate(input);
    const ms = performance.now() - started;
    return { expression: text, value, type: typeOf(value), compiled: expression.fallback === undefined, ms };
  } catch (thrown) {
    const error = toExpressionError(thrown, text);
    const args = { expression: text, reason: error.message };
    throw new ProblemsError([problem('expression/failed', args, typed.placeOf(error.start, error.end))]);
  }
}
