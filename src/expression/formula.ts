/** Expressions in the config of components: JSONata as it is, with variables that the component gives. */
import { nearest } from '../base/nearest.ts';
import { isObject } from '../base/json.ts';
import { describe } from '../messages/describe.ts';
import { reason } from '../messages/reason.ts';
import type { ExpressionText } from '../base/expression-text.ts';
import { problem, type Problem } from '../base/problem.ts';
import type { Formula } from '../contracts/formula.ts';
import { LIMITS } from '../jsonata/evaluation-limits.ts';
import { parseExpression } from '../jsonata/parse.ts';
import { findReferences } from './analyse.ts';
import { compilePlainExpression } from './plain-expression.ts';
import { BUILT_IN_SIGNATURES } from './signatures.ts';

export type CompiledFormula =
  | { readonly formula: Formula; readonly warnings: readonly Problem[] }
  | { readonly problems: readonly Problem[] };

/** Compiles a formula; `variables` are the names that it will be given, without `$`; left out, any. */
export function compileFormula(text: ExpressionText, variables?: readonly string[]): CompiledFormula {
  const compiled = compilePlainExpression(text, LIMITS);
  if (!compiled.ok) return { problems: compiled.problems };
  const unknown = variables ? checkVariables(text, variables) : [];
  if (unknown.length > 0) return { problems: unknown };
  const { expression, warnings } = compiled;
  const evaluate: Formula['evaluate'] = async (input, names) => {
    try {
      return await expression.evaluate(input, names);
    } catch (thrown) {
      // JSONata's own words quote the value that it stumbled on, and this reason goes into the log.
      const why = reason('expression/failed', { expression: text.text, reason: `JSONata says ${codeOf(thrown)}` });
      throw new Error(describe(why.code, why.args).message, { cause: thrown });
    }
  };
  return { formula: { evaluate }, warnings };
}

function checkVariables(text: ExpressionText, variables: readonly string[]): Problem[] {
  const parsed = parseExpression(text.text);
  if (!parsed.ok) return [];
  return findReferences(parsed.tree, text.text).variables.flatMap(({ name, start, end }) => {
    if (BUILT_IN_SIGNATURES.has(name) || variables.includes(name)) return [];
    const near = nearest(name, [...variables, ...BUILT_IN_SIGNATURES.keys()]);
    return [
      problem('expression/unknown-name', { name, ...(near && { nearest: `$${near}` }) }, text.placeOf(start, end)),
    ];
  });
}

function codeOf(thrown: unknown): string {
  const code = isObject(thrown) ? thrown['code'] : undefined;
  return typeof code === 'string' ? code : 'nothing more';
}
