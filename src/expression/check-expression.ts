import { problem, type Problem } from '../base/problem.ts';
import { findReferences } from './analyse.ts';
import { checkNames } from './names/check-names.ts';
import { checkUndecided } from './rules/check-undecided.ts';
import { checkQuoted } from './names/check-quoted.ts';
import type { ExpressionContext } from './context.ts';
import { Inferrer } from './inference/inference.ts';
import { RECORD_SCOPE } from './inference/part.ts';
import { parseExpression } from '../jsonata/parse.ts';
import { readsOfRecord } from './names/record-reads.ts';
import type { ExpressionText } from '../base/expression-text.ts';
import type { Tree } from '../jsonata/tree.ts';
import { BOOLEAN, isOnly, KIND, kindName, mayBe, type Leaf, type Type } from './types.ts';

export interface CheckedExpression {
  readonly problems: readonly Problem[];
  /** Empty where the expression does not parse. */
  readonly leaves: readonly Leaf[];
}

export interface CheckOptions {
  /** What the expression decides, where it must be true or false: `where`, `when`. */
  readonly condition?: string;
  /** Whether a row for which it is neither is rejected. */
  readonly mustDecide?: boolean;
}

/**
 * Checks an expression by its text alone: names of functions and variables, arguments, comparisons, patterns. Columns
 * come later, with the header. A text that does not parse gives nothing here: compiling says so.
 */
export function checkExpression(
  text: ExpressionText,
  context: ExpressionContext,
  options: CheckOptions = {},
): CheckedExpression {
  const parsed = parseExpression(text.text);
  if (!parsed.ok) return { problems: [], leaves: [] };
  const inferrer = new Inferrer(text, context, false);
  inferrer.typeOf(parsed.tree, RECORD_SCOPE);
  const leaves = inferrer.leaves(parsed.tree, RECORD_SCOPE);
  if (options.condition !== undefined) checkDecides(inferrer, leaves, text, options.condition);
  if (options.condition !== undefined && options.mustDecide === true)
    checkUndecided(inferrer, parsed.tree, RECORD_SCOPE, options.condition);
  const names = checkNames(text, findReferences(parsed.tree, text.text), context);
  const { problems, problemsOfCalls } = inferrer;
  return { problems: [...names, ...checkQuoted(text), ...problems, ...problemsOfCalls], leaves };
}

/** A condition must be able to be true, and not always. */
function checkDecides(inferrer: Inferrer, leaves: readonly Leaf[], text: ExpressionText, where: string): void {
  const whole = { start: 0, end: text.text.length };
  for (const { type, text: shown } of leaves) {
    if (type.kinds === 0 || mayBe(type, KIND.boolean)) continue;
    const rewrite = decisionFor(type, shown);
    inferrer.report('expression/not-boolean', { where, type: kindName(type), rewrite }, whole);
  }
  const [only] = leaves;
  if (leaves.length !== 1 || !only || !isOnly(only.type, BOOLEAN.kinds) || only.type.literal === undefined) return;
  const reason = `${where} is ${String(only.type.literal)} for every row`;
  if (only.type.literal === true) inferrer.report('expression/always-true', { reason }, whole, 'warning');
  else inferrer.report('expression/never-true', { reason }, whole);
}

/** What a value that is neither true nor false may have been meant to decide. */
function decisionFor(type: Type, shown: string): string {
  if (type.cell !== undefined) return `${shown} != "", or compare it: ${shown} = "1"`;
  if (isOnly(type, KIND.number)) return `${shown} > 0`;
  return isOnly(type, KIND.list) ? `$count(${shown}) > 0` : containsFor(shown);
}

/** Whether there is a match, for what gives the match itself: `name ~> /x/`, `$match(name, /x/)`. */
export function containsFor(text: string): string {
  const [, piped, pattern] = /^([^~]+?)\s*~>\s*(\/.*\/[im]*)$/.exec(text) ?? [];
  if (piped !== undefined && pattern !== undefined) return `$contains(${piped}, ${pattern})`;
  const [, args] = /^\$match\(([^,]+, \/.*\/[im]*)\)$/.exec(text) ?? [];
  return args === undefined ? '' : `$contains(${args})`;
}

/** Checks a function of the spec's `functions:`, without calling it. */
export function checkFunction(name: string, text: ExpressionText, context: ExpressionContext): readonly Problem[] {
  const parsed = parseExpression(text.text);
  if (!parsed.ok) return [];
  const { tree } = parsed;
  const inferrer = new Inferrer(text, context, true);
  const type = inferrer.typeOf(tree, RECORD_SCOPE);
  if (!isWrittenOut(tree) || !mayBe(type, KIND.function))
    return [problem('function/not-a-function', { name }, text.place)];
  const references = findReferences(tree, text.text);
  const reads = readsOfRecord(tree, text.text);
  const columns = reads.columns.map((one) =>
    problem('function/reads-column', { function: `$${name}`, name: one.name }, text.placeOf(one.start, one.end)),
  );
  const record = reads.readsAll
    ? [problem('function/reads-column', { function: `$${name}`, name: 'the record' }, text.place)]
    : [];
  return [...checkNames(text, references, context), ...columns, ...record, ...inferrer.problems];
}

/** A function of one's own: another name for one that there is already is none. */
function isWrittenOut(tree: Tree): boolean {
  if (tree.type === 'block') {
    const last = tree.expressions?.at(-1);
    return last !== undefined && isWrittenOut(last);
  }
  return tree.type === 'lambda' || tree.type === 'partial' || tree.type === 'apply';
}
