/** Calls whose arguments are all written out: what they give is the same for every row, and known beforehand. */
import { describe } from '../../messages/describe.ts';
import { warning, type Problem } from '../../base/problem.ts';
import { toColumnName } from '../names/column-name.ts';
import { bindHelper } from '../helpers/bind-helper.ts';
import { HELPERS } from '../helpers/helper-table.ts';
import { literalText, type Inspection } from '../inference/part.ts';
import { Miss } from '../../base/miss.ts';
import { parseExpression } from '../../jsonata/parse.ts';
import { SIGNATURES } from '../known-functions.ts';
import { Spans } from '../inference/spans.ts';
import type { ExpressionText } from '../../base/expression-text.ts';
import { childrenOf, type Tree } from '../../jsonata/tree.ts';
import type { Type } from '../types.ts';

/** Found already, or to be found elsewhere: by types, and by the names of tables. */
const FOUND_ELSEWHERE = new Set(['function/wrong-type', 'lookup/unknown-table']);

/** Runs a helper whose arguments are all literals, and reports what it would reject every record with. */
export function checkConstantCall(
  inspection: Inspection,
  name: string,
  args: readonly Tree[],
  types: readonly Type[],
): void {
  const helper = HELPERS.get(name);
  if (!helper || helper.dependsOnField === true) return;
  const isTried = types.some((one) => one.literal !== undefined);
  const literals = types.map(({ literal, kinds }) =>
    literal === undefined && isTried && kinds !== 0 ? helper.standIn : literal,
  );
  if (literals.length < (SIGNATURES.get(name)?.least ?? 0) || literals.includes(undefined)) return;
  const miss = missOf(() => bindHelper(helper, inspection.context)(...literals));
  if (!miss || FOUND_ELSEWHERE.has(miss.code)) return;
  const found = literals.findIndex((one) => String(one) === miss.value);
  const at = Math.max(found, 0);
  const literal = literals[at];
  const near = miss.args['nearest'];
  const isName = typeof literal === 'string' && /^[\p{L}_]/u.test(literal);
  const shown = {
    name,
    value: literalText(literal),
    reason: describe(miss.code, miss.args).message,
    ...(near !== undefined && { nearest: literalText(near) }),
    ...(isName && { column: toColumnName(literal) }),
  };
  inspection.report('expression/argument-refused', shown, inspection.spans.of(args[at] as Tree));
}

function missOf(call: () => unknown): Miss | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    if (error instanceof Miss) return error;
    throw error;
  }
}

/** `$trim("name")`: a column in quotes, alone in a call that any text will do for. */
export function checkQuotedArguments(text: ExpressionText, columns: ReadonlySet<string>): Problem[] {
  const parsed = parseExpression(text.text);
  if (!parsed.ok) return [];
  const spans = new Spans(text.text);
  return constantCalls(parsed.tree).flatMap((node) => {
    const [first] = node.arguments ?? [];
    const name = String(first?.value);
    if (!first || first.type !== 'string' || !columns.has(name)) return [];
    const { start, end } = spans.of(first);
    const args = { value: literalText(name), column: toColumnName(name) };
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

function isConstant({ type, procedure, arguments: nodes = [] }: Tree): boolean {
  if (type !== 'function' || procedure?.type !== 'variable') return false;
  const name = String(procedure.value);
  const helper = HELPERS.get(name);
  const isSafe = helper === undefined || helper.errors.length === 0;
  return (
    isSafe &&
    nodes.length >= (SIGNATURES.get(name)?.least ?? Infinity) &&
    nodes.every((one) => one.type === 'string' || one.type === 'number')
  );
}
