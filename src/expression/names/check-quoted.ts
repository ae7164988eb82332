/** `='$trim(name)'`: with the = before the quotes, what was meant to be computed is a text, the same for every row. */
import { problem, warning, type Problem } from '../../base/problem.ts';
import { toSingleQuoted } from '../../base/yaml-faults.ts';
import { findReferences } from '../analyse.ts';
import { parseTree } from '../../jsonata/parse.ts';
import type { ExpressionText } from '../../base/expression-text.ts';
import { childrenOf, type Tree } from '../../jsonata/tree.ts';
import { HELPERS } from '../helpers/helper-table.ts';
import { calledName } from '../inference/structure.ts';
import { Spans } from '../inference/spans.ts';
import { SIGNATURES } from '../known-functions.ts';
import { toColumnName } from './column-name.ts';

const COMPARING = new Set(['=', '!=', '<', '<=', '>', '>=', 'in', '&']);

/**
 * A problem where the whole expression is a text that reads like an expression: by what it calls or compares, or by
 * its columns, once these are known.
 */
export function checkQuoted(text: ExpressionText, columns?: ReadonlySet<string>): Problem[] {
  const outer = parseTree(text.text);
  if (!outer.ok || outer.tree.type !== 'string') return [];
  const content = String(outer.tree.value);
  const inner = parseTree(content);
  const isColumn = columns?.has(content) === true;
  const args = (expression: string) => ({ content, rewrite: toSingleQuoted(`=${expression}`) });
  if (inner.ok && isComputed(inner.tree))
    return columns ? [] : [problem('expression/in-quotes', args(content), text.place)];
  if (isColumn) {
    const isName = inner.ok && inner.tree.type === 'path';
    return [warning('expression/in-quotes', args(isName ? content : `\`${content}\``), text.place)];
  }
  if (!columns || !inner.ok) return [];
  const read = findReferences(inner.tree, content).columns;
  const isKnown = read.length > 0 && read.every((one) => columns.has(one.name));
  return isKnown ? [problem('expression/in-quotes', args(content), text.place)] : [];
}

/** Calls a function, decides, or compares with a text: nobody writes a constant so. */
function isComputed(node: Tree): boolean {
  const { type, value } = node;
  if (type === 'condition' || calledName(node) !== '') return true;
  const isCompared = type === 'binary' && COMPARING.has(String(value));
  if (isCompared && [node.lhs as Tree, node.rhs as Tree].some((one) => one.type === 'string')) return true;
  return childrenOf(node).some((one) => isComputed(one));
}

/** `$trim("name")`: a column in quotes, alone in a call that any text will do for. */
export function checkQuotedArguments(text: ExpressionText, columns: ReadonlySet<string>): Problem[] {
  const parsed = parseTree(text.text);
  if (!parsed.ok) return [];
  const spans = new Spans(text.text);
  return constantCalls(parsed.tree).flatMap((node) => {
    const [first] = node.arguments ?? [];
    const name = String(first?.value);
    if (!first || first.type !== 'string' || !columns.has(name)) return [];
    const { start, end } = spans.of(first);
    const args = { value: JSON.stringify(name), column: toColumnName(name) };
    return [warning('expression/column-in-quotes', args, text.placeOf(start, end))];
  });
}

/** Calls that have all the arguments they need, all of them literals, and cannot fail at a text. */
function constantCalls(node: Tree): Tree[] {
  // Behind a point, and in brackets, the context may be the first argument.
  const isBehind = node.type === 'path' ? (node.steps ?? []).slice(1) : [];
  const below = childrenOf(node, ['predicate', 'stages']).filter((one) => !isBehind.includes(one));
  return [...(isConstant(node) ? [node] : []), ...below.flatMap((one) => constantCalls(one))];
}

function isConstant(node: Tree): boolean {
  const { arguments: nodes = [] } = node;
  const name = calledName(node);
  const isSafe = (HELPERS.get(name)?.errors ?? []).length === 0;
  return (
    isSafe &&
    nodes.length >= (SIGNATURES.get(name)?.least ?? Infinity) &&
    nodes.every(({ type }) => type === 'string' || type === 'number')
  );
}
