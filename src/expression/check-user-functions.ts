/** Functions of the analyst's own, under `functions:` of the spec. */
import type { Place } from '../base/document.ts';
import type { ExpressionText } from '../base/expression-text.ts';
import { problem, type Problem } from '../base/problem.ts';
import { parseTree } from '../jsonata/parse.ts';
import type { ExpressionContext, UserFunction } from './context.ts';
import { SIGNATURES } from './known-functions.ts';
import { syntaxProblem } from './syntax/syntax-problem.ts';
import { checkFunction } from './check-expression.ts';

/** A function as the spec has it. */
export interface WrittenFunction {
  /** Without `$`. */
  readonly name: string;
  readonly namePlace: Place;
  readonly text: ExpressionText;
}

/** The functions that expressions may call: those that can be one at all. */
export function toUserFunctions(functions: readonly WrittenFunction[]): UserFunction[] {
  return functions
    .filter(({ name, text }) => isName(name) && parseTree(text.text).ok)
    .map(({ name, text }) => ({ name, text }));
}

/** Checks each function, whether or not anybody calls it. */
export function checkUserFunctions(
  functions: readonly WrittenFunction[],
  context: ExpressionContext,
): readonly Problem[] {
  return functions.flatMap(({ name, namePlace, text }) => {
    const problems: Problem[] = [];
    if (SIGNATURES.has(name)) problems.push(problem('function/name-taken', { name }, namePlace));
    if (!isName(name)) problems.push(problem('function/bad-name', badName(name), namePlace));
    const parsed = parseTree(text.text);
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
