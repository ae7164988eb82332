import { nearest } from '../../base/nearest.ts';
import { problem, type Problem } from '../../base/problem.ts';
import type { ExpressionText } from '../../base/expression-text.ts';
import type { References } from '../analyse.ts';
import type { ExpressionContext } from '../context.ts';
import { Spans } from '../inference/spans.ts';
import { FORBIDDEN, SIGNATURES } from '../known-functions.ts';
import { foreignHint } from './foreign-names.ts';

/** Checks the functions and variables that an expression names but does not set. */
export function checkNames(
  text: ExpressionText,
  references: References,
  context: Pick<ExpressionContext, 'userFunctions'> = {},
): Problem[] {
  const locals = localNames(text.text);
  const functions = new Set((context.userFunctions ?? []).map((own) => own.name));
  return references.variables.flatMap(({ name, start, end }) => {
    const place = text.placeOf(start, end);
    const forbidden = FORBIDDEN.get(name);
    if (forbidden) return [problem(forbidden, { name }, place)];
    if (SIGNATURES.has(name) || functions.has(name)) return [];
    if (locals.includes(name)) return [problem('expression/unknown-name', { name, isElsewhere: true }, place)];
    const hint = nearest(name, [...locals, ...functions]) === undefined ? foreignHint(name) : undefined;
    if (hint !== undefined) return [problem('expression/unknown-name', { name, hint }, place)];
    const near = nearest(name, [...locals, ...functions, ...SIGNATURES.keys()]);
    return [problem('expression/unknown-name', { name, ...(near && { nearest: `$${near}` }) }, place)];
  });
}

/** Variables and parameters that an expression sets somewhere: words that a misspelt one may stand for. */
export function localNames(text: string): string[] {
  const spans = new Spans(text);
  const tokens = spans.tokens.map((one) => spans.textOf(one));
  return tokens.flatMap((token, at) => {
    if (tokens[at + 1] === ':=') return token.startsWith('$') ? [token.slice(1)] : [];
    if (!LAMBDAS.has(token) || tokens[at + 1] !== '(') return [];
    const list = tokens.slice(at + 2, tokens.indexOf(')', at));
    return list.filter((one) => one.startsWith('$')).map((one) => one.slice(1));
  });
}

const LAMBDAS: ReadonlySet<string> = new Set(['function', 'λ']);
