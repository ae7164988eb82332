/** JSONata as it is, on any JSON: no record, no helper. What is wrong comes as problems, placed in the text. */
import { problem, type Problem } from '../base/problem.ts';
import { compilePlain } from '../jsonata/compiler/plain.ts';
import { isTooDeep, parseExpression, toExpressionError } from '../jsonata/parse.ts';
import { riskOfPattern } from '../jsonata/patterns/regex-safety.ts';
import { childrenOf, type Tree } from '../jsonata/tree.ts';
import type { ExpressionText } from '../base/expression-text.ts';
import type { Limits } from '../jsonata/evaluation-limits.ts';
import { syntaxProblem } from './syntax/syntax-problem.ts';

export interface PlainExpression {
  /** Why JSONata's own evaluator does the work; undefined where the expression is compiled. */
  readonly fallback: string | undefined;
  /** The value, or a promise of it; `names` are values of variables. What it throws, or rejects with, `failure` tells. */
  evaluate(input: unknown, names?: Readonly<Record<string, unknown>>): unknown;
  /** What was thrown by an evaluation, as a problem. */
  failure(thrown: unknown): Problem;
}

export type PlainResult =
  | { readonly ok: true; readonly expression: PlainExpression; readonly warnings: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export function compilePlainExpression(typed: ExpressionText, limits: Limits): PlainResult {
  const patterns = checkPatterns(typed);
  if (patterns.some((one) => one.severity === 'error')) return { ok: false, problems: patterns };
  try {
    const plain = compilePlain(typed.text, limits);
    const failure = (thrown: unknown): Problem => {
      const { message, start, end } = toExpressionError(thrown, typed.text);
      return problem('expression/failed', { expression: typed.text, reason: message }, typed.placeOf(start, end));
    };
    const evaluate: PlainExpression['evaluate'] = (input, names) => plain.evaluate(input, names);
    return { ok: true, warnings: patterns, expression: { fallback: plain.fallback?.reason, evaluate, failure } };
  } catch (thrown) {
    return { ok: false, problems: [syntaxProblem(typed, toExpressionError(thrown, typed.text))] };
  }
}

/** No clock stops a pattern once it is at work: those that may take for ever are errors, the rest warnings. */
function checkPatterns(typed: ExpressionText): readonly Problem[] {
  const parsed = parseExpression(typed.text);
  if (!parsed.ok) return [];
  return patternsOf(parsed.tree).flatMap(({ value, position }): Problem[] => {
    const risk = riskOfPattern(value as RegExp);
    const end = position ?? typed.text.length;
    const place = typed.placeOf(Math.max(0, end - String(value).replace(/[a-z]*$/, '').length), end);
    if (risk.is === 'explodes') return [problem('expression/pattern-explodes', { part: risk.part }, place)];
    if (risk.is === 'crawls') return [problem('expression/pattern-too-slow', { part: risk.part }, place)];
    if (risk.is === 'beyond')
      return [problem('expression/pattern-not-understood', { what: risk.what }, place, 'warning')];
    return [];
  });
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
