import type { Problem } from '../base/problem.ts';
import { problem, warning } from '../base/problem.ts';
import type { Place } from '../base/document.ts';
import { nearest } from '../base/nearest.ts';
import type { References } from './analyse.ts';
import { checkQuoted } from './check-quoted.ts';
import type { ExpressionError } from './parse.ts';
import type { FunctionContext } from './functions/etl-function.ts';
import { FUNCTIONS } from './functions/function-table.ts';
import { BUILT_IN_SIGNATURES } from './signatures.ts';
import { syntaxHint } from './syntax-hints.ts';
import type { ExpressionText } from './text.ts';

/** JSONata's own functions, language version 2.2. */
export const BUILT_IN_NAMES: ReadonlySet<string> = new Set(BUILT_IN_SIGNATURES.keys());

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
  const hint = syntaxHint(text.text, error);
  const args = { reason: error.message, ...(hint !== undefined && { hint }) };
  return problem('expression/syntax', args, text.placeOf(error.start, error.end));
}

/** Checks the functions and variables that an expression names but does not set. */
export function checkNames(
  text: ExpressionText,
  references: References,
  context: Pick<FunctionContext, 'userFunctions'> = {},
): Problem[] {
  const locals = localNames(text.text);
  const functions = new Set((context.userFunctions ?? []).map((one) => one.name));
  return references.variables.flatMap(({ name, start, end }) => {
    const place = text.placeOf(start, end);
    const forbidden = FORBIDDEN.get(name);
    if (forbidden) return [problem(forbidden, { name }, place)];
    if (BUILT_IN_NAMES.has(name) || FUNCTIONS.has(name) || functions.has(name)) return [];
    if (locals.includes(name)) return [problem('expression/unknown-name', { name, isElsewhere: true }, place)];
    const near = nearest(name, [...locals, ...functions, ...FUNCTIONS.keys(), ...BUILT_IN_NAMES]);
    return [problem('expression/unknown-name', { name, ...(near && { nearest: `$${near}` }) }, place)];
  });
}

/** Variables and parameters that an expression sets somewhere: words that a misspelt one may stand for. */
function localNames(text: string): string[] {
  const set = [...text.matchAll(/\$([\p{L}\p{N}_]+)\s*:=/gu)].map(([, name]) => name as string);
  const lists = [...text.matchAll(/(?:function|λ)\s*\(([^)]*)\)/gu)].map(([, list]) => list as string);
  return [
    ...set,
    ...lists.flatMap((list) => [...list.matchAll(/\$([\p{L}\p{N}_]+)/gu)].map(([, name]) => name as string)),
  ];
}

/** Checks the columns that an expression reads against the source's. */
export function checkColumnNames(
  text: ExpressionText,
  references: References,
  columns: ReadonlySet<string>,
): Problem[] {
  const split = findSplitColumns(text.text).filter(({ name }) => columns.has(name));
  const problems = split.map(({ name, readAs, start, end }) =>
    problem('expression/needs-backticks', { name, readAs }, text.placeOf(start, end)),
  );
  for (const { name, start, end } of references.columns) {
    if (columns.has(name) || split.some((one) => start >= one.start && end <= one.end)) continue;
    const near = nearest(name, columns);
    problems.push(
      problem('expression/unknown-column', { name, ...(near && { nearest: near }) }, text.placeOf(start, end)),
    );
  }
  return [...problems, ...checkQuoted(text, columns)];
}

/** Where the source is out of reach: names that are nearly those of a column that the mapping knows. */
export function guessColumnNames(text: ExpressionText, references: References, known: ReadonlySet<string>): Problem[] {
  return checkColumnNames(text, references, known).flatMap(({ code, args, place }) => {
    if (code === 'expression/needs-backticks') return [problem(code, args, place)];
    return args['nearest'] === undefined ? [] : [warning('expression/column-unsure', args, place)];
  });
}

/**
 * What a slip has torn apart makes further faults inside: `group/question` is a column, so its division by text is
 * not worth a word.
 */
export function withoutConsequences(problems: readonly Problem[]): Problem[] {
  const roots = problems.filter((one) => ROOTS.has(one.code));
  return problems.filter((one) => ROOTS.has(one.code) || !roots.some((root) => isWithin(one.place, root.place)));
}

/** Slips that explain whatever else is found at their place. */
const ROOTS: ReadonlySet<string> = new Set([
  'expression/needs-backticks',
  'expression/missing-dollar',
  'expression/in-quotes',
]);

function isWithin(inner: Place | undefined, outer: Place | undefined): boolean {
  if (!inner || !outer || inner.source.file !== outer.source.file) return false;
  return inner.start >= outer.start && inner.end <= outer.end;
}

/** A chain of bare names with / - or . between them, as somebody would write a column without its backticks. */
function findSplitColumns(text: string): { name: string; readAs: string; start: number; end: number }[] {
  const bare = text.replace(/"(?:\\[^]|[^"\\])*"|'(?:\\[^]|[^'\\])*'|`[^`]*`|\/\*[^]*?\*\//g, (quoted) =>
    ' '.repeat(quoted.length),
  );
  return [...bare.matchAll(/(?<![\p{L}\p{N}_$])[\p{L}_][\p{L}\p{N}_]*(?:[/.-][\p{L}\p{N}_]+)+/gu)].map((match) => {
    const [name] = match;
    const readAs = name.includes('/') ? 'a division' : name.includes('-') ? 'a difference' : 'a part of an object';
    return { name, readAs, start: match.index, end: match.index + name.length };
  });
}
