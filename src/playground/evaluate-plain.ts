import { ProblemsError } from '../base/errors.ts';
import { problem, type Problem } from '../base/problem.ts';
import { syntaxProblem } from '../expression/rules/check.ts';
import { compilePlain, type PlainExpression } from '../jsonata/compiler/plain.ts';
import { isTooDeep, parseExpression, toExpressionError } from '../jsonata/parse.ts';
import { riskOfPattern } from '../jsonata/patterns/regex-safety.ts';
import type { ExpressionText } from '../base/expression-text.ts';
import { childrenOf, type Tree } from '../jsonata/tree.ts';
import type { Evaluated } from './evaluation.ts';
import { measureMicroseconds } from '../cli/measure.ts';
import { asTyped } from './typed-expression.ts';

/** Bounds of one evaluation: milliseconds, and nested calls. */
const LIMITS = { timeout: 10_000, stack: 500 };

/** Evaluates JSONata as it is on any JSON. Throws ProblemsError, drawn inside the expression. */
export async function evaluatePlain(text: string, input: unknown): Promise<Evaluated> {
  const typed = asTyped(text);
  const warnings = checkPatterns(typed);
  const expression = compile(typed);
  const evaluate = async (): Promise<unknown> => {
    try {
      return await expression.evaluate(input);
    } catch (thrown) {
      const { message, start, end } = toExpressionError(thrown, text);
      throw new ProblemsError([
        problem('expression/failed', { expression: text, reason: message }, typed.placeOf(start, end)),
      ]);
    }
  };
  const value = await evaluate();
  const microseconds = await measureMicroseconds(async (times) => {
    for (let at = 0; at < times; at += 1) {
      const again = expression.evaluate(input);
      if (again instanceof Promise) await again;
    }
  });
  return { expression: text, value, fallback: expression.fallback?.reason, microseconds, warnings };
}

function compile(typed: ExpressionText): PlainExpression {
  try {
    return compilePlain(typed.text, LIMITS);
  } catch (thrown) {
    throw new ProblemsError([syntaxProblem(typed, toExpressionError(thrown, typed.text))]);
  }
}

/** No clock stops a pattern once it is at work: those that may take for ever are refused. Gives warnings of the rest. */
function checkPatterns(typed: ExpressionText): readonly Problem[] {
  const parsed = parseExpression(typed.text);
  if (!parsed.ok) return [];
  const problems = patternsOf(parsed.tree).flatMap(({ value, position }): Problem[] => {
    const risk = riskOfPattern(value as RegExp);
    const end = position ?? typed.text.length;
    const place = typed.placeOf(Math.max(0, end - String(value).replace(/[a-z]*$/, '').length), end);
    if (risk.is === 'explodes') return [problem('expression/pattern-explodes', { part: risk.part }, place)];
    if (risk.is === 'crawls') return [problem('expression/pattern-too-slow', { part: risk.part }, place)];
    if (risk.is === 'beyond')
      return [problem('expression/pattern-not-understood', { what: risk.what }, place, 'warning')];
    return [];
  });
  if (problems.some((one) => one.severity === 'error')) throw new ProblemsError(problems);
  return problems;
}

function patternsOf(tree: Tree): Tree[] {
  try {
    return tree.value instanceof RegExp ? [tree] : childrenOf(tree).flatMap(patternsOf);
  } catch (thrown) {
    // Compiling says so.
    if (isTooDeep(thrown)) return [];
    throw thrown;
  }
}
