import type { Problem } from '../base/problem.ts';
import { problem } from '../base/problem.ts';
import { nearest } from '../base/nearest.ts';
import type { References } from './analyse.ts';
import type { ExpressionError } from './parse.ts';
import { FUNCTIONS } from './functions/function-table.ts';
import type { ExpressionText } from './text.ts';

/** JSONata's own functions, language version 2.2. */
const BUILT_IN = new Set(
  `string substring substringBefore substringAfter length trim pad uppercase lowercase match contains replace split join
  formatNumber formatBase formatInteger parseInteger number floor ceil round abs sqrt power boolean not sum max min average
  count append exists spread merge reverse each error assert type sort shuffle distinct base64encode base64decode
  encodeUrlComponent encodeUrl decodeUrlComponent decodeUrl zip lookup keys map filter single reduce sift clone fromMillis
  toMillis eval now millis random`.split(/\s+/),
);

/** Their result changes from run to run, and with it every hash; or they would run text from the data. */
const FORBIDDEN: ReadonlyMap<string, 'expression/not-deterministic' | 'expression/no-eval'> = new Map([
  ['now', 'expression/not-deterministic'],
  ['millis', 'expression/not-deterministic'],
  ['random', 'expression/not-deterministic'],
  ['shuffle', 'expression/not-deterministic'],
  ['eval', 'expression/no-eval'],
]);

/** A syntax error as a problem, placed inside the file. */
export function syntaxProblem(text: ExpressionText, error: ExpressionError): Problem {
  return problem('expression/syntax', { reason: error.message }, text.placeOf(error.start, error.end));
}

/** Checks an expression's names. Without `columns` (the source is out of reach) columns are not checked. */
export function checkReferences(
  text: ExpressionText,
  references: References,
  columns: ReadonlySet<string> | undefined,
): Problem[] {
  const problems: Problem[] = [];
  for (const { name, start, end } of references.variables) {
    const forbidden = FORBIDDEN.get(name);
    if (forbidden) problems.push(problem(forbidden, { name }, text.placeOf(start, end)));
    else if (!BUILT_IN.has(name) && !FUNCTIONS.has(name)) {
      const near = nearest(name, [...FUNCTIONS.keys(), ...BUILT_IN]);
      problems.push(problem('expression/unknown-name', { name, ...(near && { nearest: `$${near}` }) }, text.placeOf(start, end)));
    }
  }
  for (const { name, start, end } of columns ? references.columns : []) {
    if (columns?.has(name)) continue;
    const near = nearest(name, columns ?? []);
    problems.push(problem('expression/unknown-column', { name, ...(near && { nearest: near }) }, text.placeOf(start, end)));
  }
  return problems;
}
