/** Where expressions are parsed: what jsonata throws and what it parses become our own shapes here. */
import jsonata from 'jsonata';
import { LIMITS, type Limits } from './evaluation-limits.ts';
import { BoundedRegExp } from './patterns/matching.ts';
import type { Tree } from './tree.ts';

/** An error inside an expression: offsets into its text. */
export interface ExpressionError {
  /** jsonata's own code, `S0203`. */
  readonly code: string;
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

export type Parsed =
  | { readonly ok: true; readonly tree: Tree; readonly evaluator: jsonata.Expression }
  | { readonly ok: false; readonly error: ExpressionError };

/** Parses a JSONata expression; its evaluator keeps to limits of time and depth. Never throws. */
export function parseExpression(text: string, { timeout, stack }: Limits = LIMITS): Parsed {
  if (hasTooManySteps(text)) return { ok: false, error: toExpressionError(new TooDeep(), text) };
  try {
    const bounds = { ...(timeout !== undefined && { timeout }), ...(stack !== undefined && { stack }) };
    const evaluator = jsonata(text, { ...bounds, RegexEngine: BoundedRegExp as unknown as RegExpConstructor });
    return { ok: true, tree: evaluator.ast() as unknown as Tree, evaluator };
  } catch (error) {
    return { ok: false, error: toExpressionError(error, text) };
  }
}

/** The tree of an expression for those who only look at it, and change nothing in it. */
export type ReadTree =
  | { readonly ok: true; readonly tree: Tree }
  | { readonly ok: false; readonly error: ExpressionError };

/** While a spec is checked one and the same text is looked at a dozen times, and anew for each form version. */
const known = new Map<string, ReadTree>();
const MOST_KNOWN = 1000;

/** Parses an expression to look at it. Never throws. */
export function parseTree(text: string): ReadTree {
  let parsed = known.get(text);
  if (!parsed) {
    if (known.size >= MOST_KNOWN) known.clear();
    const found = parseExpression(text);
    parsed = found.ok ? { ok: true, tree: found.tree } : found;
    known.set(text, parsed);
  }
  return parsed;
}

/**
 * An expression within names that are bound to others, each parsed by itself: `($name := value; expression)`. Its evaluator
 * is that of a block of the same shape, into which their trees are put: it works on the very tree that it shows.
 */
export function bindAround(tree: Tree, values: ReadonlyMap<string, Parsed>, limits: Limits): Parsed {
  const block = parseExpression(`(${[...values.keys()].map((name) => `$${name} := 0; `).join('')}0)`, limits);
  if (!block.ok) return block;
  const places = block.tree.expressions as Tree[];
  for (const [at, value] of [...values.values()].entries()) {
    if (!value.ok) return value;
    places[at] = Object.assign(places[at] as Tree, { rhs: value.tree });
  }
  places[values.size] = tree;
  return block;
}

/** The place of what stands in another text than the expression. */
const ELSEWHERE = -1;

/** Marks all of a tree as standing in another text. */
export function withoutPlaces(part: unknown): void {
  if (typeof part !== 'object' || part === null) return;
  if ('position' in part) part.position = ELSEWHERE;
  for (const one of Object.values(part)) withoutPlaces(one);
}

/** Whether a place is one in the expression. */
export function isPlace(position: number | undefined): position is number {
  return position !== undefined && position !== ELSEWHERE;
}

/**
 * Whether a path has more steps than may stand within each other: jsonata's parser goes over all of them again at each.
 * Dots in texts and numbers do not count.
 */
function hasTooManySteps(text: string): boolean {
  if (text.split('.').length <= LIMITS.stack) return false;
  const withoutTexts = text.replace(/"(?:\\[^]|[^"\\])*"?|'(?:\\[^]|[^'\\])*'?|`[^`]*`?|\d\.\d/g, 'x');
  return LONG_PATH.test(withoutTexts);
}

/** A step, and what may stand behind it before the next dot: no blank or operator that would end the path. */
const LONG_PATH = new RegExp(String.raw`(?:\.\s*(?:[^\s.,;:?+\-*/%|=<>&!~]+\s*)?){${LIMITS.stack},}`);

/** An expression is nested deeper than an evaluation may go. */
export class TooDeep extends Error {}

/** Whether an expression is nested too deeply: for an evaluation, or for JavaScript's own stack. */
export function isTooDeep(thrown: unknown): boolean {
  return thrown instanceof TooDeep || (thrown instanceof RangeError && /call stack/.test(thrown.message));
}

/** jsonata throws plain objects whose `position` is the offset after the token; `(end)` stands for the end of the text. */
export function toExpressionError(thrown: unknown, text: string): ExpressionError {
  if (isTooDeep(thrown))
    return {
      code: 'too-deep',
      message: `it is nested too deeply: ${LIMITS.stack} steps are the most`,
      start: 0,
      end: Math.max(text.length, 1),
    };
  const error = (thrown ?? {}) as { code?: string; message?: string; position?: number; token?: unknown };
  const end = Math.min(isPlace(error.position) ? error.position : text.length, text.length);
  // What is missing at the end is missing behind the last letter.
  const isAtEnd = error.token === '(end)' || error.code === 'S0207';
  return {
    code: error.code ?? 'unknown',
    message: (error.message ?? 'it failed').replace(/\.$/, ''),
    ...(isAtEnd
      ? { start: text.length, end: text.length }
      : { start: startOfToken(error, text, end), end: Math.max(end, 1) }),
  };
}

/** jsonata gives a variable without its dollar sign, and a text without its quotes. */
function startOfToken({ token, position }: { token?: unknown; position?: number }, text: string, end: number): number {
  if (position === ELSEWHERE) return 0;
  const name = String(token);
  const written = [`$${name}`, `"${name}"`, `'${name}'`, name].find((one) => text.slice(0, end).endsWith(one));
  return token === undefined || written === undefined || written === '' ? Math.max(end - 1, 0) : end - written.length;
}
