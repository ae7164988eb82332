import type { Place } from '../base/document.ts';
import type { ExpressionText } from '../base/expression-text.ts';
import { problem, type Problem } from '../base/problem.ts';
import { parseTree } from '../jsonata/parse.ts';
import type { Tree } from '../jsonata/tree.ts';
import { findReferences } from './analyse.ts';
import type { ExpressionContext } from './context.ts';
import { Inference } from './inference/inference.ts';
import type { FollowedFunction } from './inference/own-functions.ts';
import { leavesOf } from './inference/leaves.ts';
import { checkNames } from './names/check-names.ts';
import { checkQuoted } from './names/check-quoted.ts';
import { neverDecides, undecided } from './rules/whole-conditions.ts';
import { Findings } from './rules/rules.ts';
import { KIND, mayBe, type Leaf } from './types.ts';

export interface CheckedExpression {
  readonly problems: readonly Problem[];
  /** Empty where the expression does not parse. */
  readonly leaves: readonly Leaf[];
  /** Names of which only the header can tell whether they are repeats: more may be wrong then. */
  readonly open: ReadonlySet<string>;
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
  { condition, mustDecide }: CheckOptions = {},
): CheckedExpression {
  const parsed = parseTree(text.text);
  if (!parsed.ok) return { problems: [], leaves: [], open: new Set() };
  const inference = infer(text, parsed.tree, context, false);
  const leaves = leavesOf(inference.whole);
  const findings = new Findings(text, inference.visits);
  if (condition !== undefined) findings.add(neverDecides(leaves, text.text.length, condition));
  if (condition !== undefined && mustDecide === true) findings.add(undecided(inference.whole, condition));
  const names = checkNames(text, findReferences(parsed.tree, text.text), context);
  const ofCalls = inference.own.followed.flatMap(broughtAbout);
  const problems = [...names, ...checkQuoted(text), ...findings.problems, ...ofCalls];
  return { problems, leaves, open: context.header ? new Set() : inference.structure.repeats };
}

/** An inference that has gone through all of an expression. */
function infer(text: ExpressionText, tree: Tree, context: ExpressionContext, isFunction: boolean): Inference {
  const inference = new Inference(text, tree, context, isFunction);
  inference.typeOf(tree, inference.whole.scope);
  return inference;
}

/** What calls bring about in a function of the spec; what is wrong with it whoever calls it is told with the function. */
function broughtAbout({ text, inferred: { visits, isFunction }, ofItself }: FollowedFunction): readonly Problem[] {
  const keyOf = ({ code, place }: Problem): string => `${code} ${place?.start} ${place?.end}`;
  const { problems } = new Findings(text, visits.slice(0, ofItself));
  // Which options there are depends on the field: of the function itself that cannot be told.
  const known = new Set(problems.filter((problem) => problem.code !== 'option/no-map' || isFunction).map(keyOf));
  return new Findings(text, visits).problems.filter((one) => !known.has(keyOf(one)));
}

/** Checks a function of the spec's `functions:`, without calling it. */
export function checkFunction(name: string, text: ExpressionText, context: ExpressionContext): readonly Problem[] {
  const parsed = parseTree(text.text);
  if (!parsed.ok) return [];
  const { tree } = parsed;
  const inference = infer(text, tree, context, true);
  if (!isWrittenOut(tree) || !mayBe(inference.whole.type, KIND.function))
    return [problem('function/not-a-function', { name }, text.place)];
  const reads = findReferences(tree, text.text, true);
  const readsColumn = (read: string, place: Place): Problem =>
    problem('function/reads-column', { function: `$${name}`, name: read }, place);
  return [
    ...checkNames(text, reads, context),
    ...reads.columns.map((column) => readsColumn(column.name, text.placeOf(column.start, column.end))),
    ...(reads.readsAll ? [readsColumn('the record', text.place)] : []),
    ...new Findings(text, inference.visits).problems,
  ];
}

/** A function of one's own: another name for one that there is already is none. */
function isWrittenOut(tree: Tree): boolean {
  if (tree.type === 'block') {
    const last = tree.expressions?.at(-1);
    return last !== undefined && isWrittenOut(last);
  }
  return tree.type === 'lambda' || tree.type === 'partial' || tree.type === 'apply';
}
