import { ProblemsError } from '../base/errors.ts';
import { problem } from '../base/problem.ts';
import { syntaxProblem } from '../expression/check.ts';
import { parseExpression, toExpressionError } from '../expression/parse.ts';
import { asTyped, typeOf, type Evaluation } from './evaluate.ts';

/** Evaluates JSONata as it is on any JSON. Throws ProblemsError, drawn inside the expression. */
export async function evaluatePlain(text: string, input: unknown): Promise<Evaluation> {
  const typed = asTyped(text);
  const parsed = parseExpression(text);
  if (!parsed.ok) throw new ProblemsError([syntaxProblem(typed, parsed.error)]);
  try {
    const started = performance.now();
    const value: unknown = await parsed.evaluator.evaluate(input);
    const ms = performance.now() - started;
    return { expression: text, value, type: typeOf(value), compiled: false, ms };
  } catch (thrown) {
    const error = toExpressionError(thrown, text);
    const args = { expression: text, reason: error.message };
    throw new ProblemsError([problem('expression/failed', args, typed.placeOf(error.start, error.end))]);
  }
}
