import { ProblemsError } from '../base/errors.ts';
import { compilePlainExpression } from '../expression/plain-expression.ts';
import type { Evaluated } from './evaluation.ts';
import { measureMicroseconds } from '../cli/measure.ts';
import { asTyped } from './typed-expression.ts';

/** Bounds of one evaluation: milliseconds, and nested calls. */
const LIMITS = { timeout: 10_000, stack: 500 };

/** Evaluates JSONata as it is on any JSON. Throws ProblemsError, drawn inside the expression. */
export async function evaluatePlain(text: string, input: unknown): Promise<Evaluated> {
  const compiled = compilePlainExpression(asTyped(text), LIMITS);
  if (!compiled.ok) throw new ProblemsError(compiled.problems);
  const { expression, warnings } = compiled;
  const evaluate = async (): Promise<unknown> => {
    try {
      return await expression.evaluate(input);
    } catch (thrown) {
      throw new ProblemsError([expression.failure(thrown)]);
    }
  };
  const value = await evaluate();
  const microseconds = await measureMicroseconds(async (times) => {
    for (let at = 0; at < times; at += 1) {
      const again = expression.evaluate(input);
      if (again instanceof Promise) await again;
    }
  });
  return { expression: text, value, fallback: expression.fallback, microseconds, warnings };
}
