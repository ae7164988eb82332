/** Functions of the analyst's own, under `functions:` of the spec. */
import { problem, type Problem } from '../base/problem.ts';
import { arityOf, checkFunction } from '../expression/rules/check-expression.ts';
import { BUILT_IN_NAMES, syntaxProblem } from '../expression/rules/check.ts';
import type { ExpressionContext, UserFunction } from '../expression/helpers/helper.ts';
import { HELPERS } from '../expression/helpers/helper-table.ts';
import { parseExpression } from '../jsonata/parse.ts';
import type { FunctionSpec } from '../pipeline/pipeline-spec.ts';

/** The functions that expressions may call: those that can be one at all. */
export function toUserFunctions(specs: readonly FunctionSpec[]): UserFunction[] {
  return specs
    .filter(({ name, text }) => isName(name) && parseExpression(text.text).ok)
    .map(({ name, text }) => ({ name, text, arity: arityOf(text.text) }));
}

/** Checks each function, whether or not anybody calls it. */
export function checkUserFunctions(specs: readonly FunctionSpec[], context: ExpressionContext): Problem[] {
  return specs.flatMap(({ name, namePlace, text }) => {
    const problems: Problem[] = [];
    if (BUILT_IN_NAMES.has(name) || HELPERS.has(name))
      problems.push(problem('function/name-taken', { name }, namePlace));
    if (!isName(name)) problems.push(problem('function/bad-name', badName(name), namePlace));
    const parsed = parseExpression(text.text);
    if (!parsed.ok) return [...problems, syntaxProblem(text, parsed.error, name)];
    return [...problems, ...checkFunction(name, text, context)];
  });
}

function badName(name: string): { name: string; nearest?: string } {
  const words = name.replace(/^\$/, '').split(/[^\p{L}\p{N}_]+/u);
  const near = words.map((one, at) => (at === 0 ? one : one.charAt(0).toUpperCase() + one.slice(1))).join('');
  return isName(near) ? { name, nearest: near } : { name };
}

function isName(name: string): boolean {
  return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name);
}
