/** What functions cannot say in their signature: names of look-ups, formats, and built-ins that mislead. */
import { plural } from './check-arguments.ts';
import { checkConstantCall } from './check-constants.ts';
import { checkContained } from './check-known-values.ts';
import { HELPERS } from '../helpers/helper-table.ts';
import { literalText, written, type Inspection } from '../inference/part.ts';
import { checkMeaning, checkPatternCall } from './pattern-meanings.ts';
import { checkQuotedPattern } from './quoted-patterns.ts';
import { isBare, type Tree } from '../../jsonata/tree.ts';
import { riskOfPattern } from '../../jsonata/patterns/regex-safety.ts';
import type { Type } from '../types.ts';

/** Looks at one call of a built-in or a helper whose arguments have the right number. */
export function checkHelper(
  inspection: Inspection,
  node: Tree,
  name: string,
  args: readonly Tree[],
  types: readonly Type[],
): void {
  const { spans } = inspection;
  const callee = spans.of(node.procedure as Tree);
  const [first] = args;
  checkOfItself(inspection, node.procedure as Tree, name, args, types);
  if (name === 'lookup') inspection.report('expression/unguarded-lookup', {}, spans.of(node), 'warning');
  else if (name === 'reduce') checkReducer(inspection, args[1], types[1]);
  else if (name === 'contains') checkContained(inspection, args, types);
  else if (name === 'toMillis') inspection.report('expression/loose-date', {}, callee, 'warning');
  else if (types[0]?.cell !== undefined && first) checkCell(inspection, node, name, first);
  checkQuotedPattern(inspection, name, args, types);
  checkPatternCall(inspection, name, args, types);
  const found = HELPERS.get(name)?.checkLiterals?.(types.map((one) => one.literal));
  const at = found && args[found.at];
  if (!found || !at) return checkConstantCall(inspection, name, args, types);
  const near = found.nearest === undefined ? {} : { nearest: literalText(found.nearest) };
  const shown = { value: literalText(types[found.at]?.literal), name, reason: found.reason, ...near };
  inspection.report('expression/argument-value', shown, spans.of(at));
}

/** What a helper itself has against a call. */
export function checkOfItself(
  inspection: Inspection,
  callee: Tree,
  name: string,
  args: readonly Tree[],
  types: readonly Type[],
): void {
  const { context, isFunction, spans } = inspection;
  const given = args.map((one, at) => ({
    type: types[at] as Type,
    text: written(inspection, one),
    span: spans.of(one),
  }));
  const call = { context, isFunction, callee: spans.of(callee), args: given, types };
  for (const finding of HELPERS.get(name)?.check?.(call) ?? []) inspection.add(finding);
}

/** $reduce calls its function with what it has so far, and the next item. */
function checkReducer(inspection: Inspection, node: Tree | undefined, type: Type | undefined): void {
  if (!node || type?.arity === undefined || type.arity >= 2) return;
  const args = {
    name: 'reduce',
    wanted: 'a function of two arguments',
    which: 'its second argument',
    text: written(inspection, node).replace(/\s*\{[^]*/, ''),
    type: `one of ${plural(type.arity)}`,
    form: '$reduce(list, function($sum, $item) { … })',
  };
  inspection.report('expression/argument-type', args, inspection.spans.of(node));
}

/** Built-ins that are given a column as it is. */
function checkCell(inspection: Inspection, node: Tree, name: string, first: Tree): void {
  const span = inspection.spans.of(node);
  const text = written(inspection, first);
  if (name === 'number') inspection.report('expression/loose-number', { text }, span, 'warning');
  // `$[status = "1"].name` may be nothing.
  const isThere = first.type === 'path' && (first.steps ?? []).every(isBare);
  if (name === 'count' && isThere) inspection.report('expression/count-of-text', { text }, span, 'warning');
  if (name === 'exists' && isThere) {
    const args = { text, effect: 'this is always true', rewrite: `${text} != ""` };
    inspection.report('expression/blank-is-text', args, span, 'warning');
  }
  if (name === 'boolean' || name === 'not')
    inspection.report('expression/text-as-condition', { text }, inspection.spans.of(first), 'warning');
}

/** Refuses a pattern that may take too long, or of which it cannot be told; warns of one that gets slow. */
export function checkPattern(inspection: Inspection, node: Tree): void {
  if (!(node.value instanceof RegExp)) return;
  checkMeaning(inspection, node, node.value);
  const risk = riskOfPattern(node.value);
  const span = inspection.spans.token(node.position);
  if (risk.is === 'beyond') inspection.report('expression/pattern-not-understood', { what: risk.what }, span);
  if (risk.is === 'crawls') inspection.report('expression/pattern-too-slow', { part: risk.part }, span);
  if (risk.is === 'explodes') inspection.report('expression/pattern-explodes', { part: risk.part }, span);
  if (risk.is === 'slow') inspection.report('expression/pattern-slow', { part: risk.part }, span, 'warning');
}
