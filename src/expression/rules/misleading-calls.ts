/** Built-ins that mislead: they do something else with a cell than was meant, or say less than a helper would. */
import { finding, type Finding } from '../finding.ts';
import type { Call } from '../inference/infer-calls.ts';
import { isList, literalText, type Part } from '../inference/part.ts';
import { calledName } from '../inference/structure.ts';
import { SUGGESTIONS } from '../helpers/helper-table.ts';
import { isBare } from '../../jsonata/tree.ts';
import { plural } from './argument-types.ts';
import { callRule, type Rule } from './rule.ts';

/** `$lookup(object, key)` that nobody sees coming to nothing. */
const LOOKUP_OF_NOTHING = callRule(function* ({ name, span, known }) {
  if (name === 'lookup' && !known.structure.isProvidedFor(span))
    yield finding('expression/unguarded-lookup', {}, span, 'warning');
});

const LOOSE_DATE = callRule(function* ({ name, callee }) {
  if (name === 'toMillis') yield finding('expression/loose-date', {}, callee, 'warning');
});

/** $reduce calls its function with what it has so far, and the next item. */
const REDUCER = callRule(function* ({ name, args: [, reducer] }) {
  if (name !== 'reduce' || reducer?.type.arity === undefined || reducer.type.arity >= 2) return;
  const args = {
    name,
    wanted: 'a function of two arguments',
    which: 'its second argument',
    text: reducer.text.replace(/\s*\{[^]*/, ''),
    type: `one of ${plural(reducer.type.arity)}`,
    form: '$reduce(list, function($sum, $item) { … })',
  };
  yield finding('expression/argument-type', args, reducer);
});

/** Built-ins that are given a column as it is. */
const GIVEN_A_CELL = callRule(function* ({ name, span, args: [first] }) {
  if (!first?.isCell) return;
  const { text, node } = first;
  // `$[status = "1"].name` may be nothing.
  const isThere = node.type === 'path' && (node.steps ?? []).every(isBare);
  if (name === 'number') yield finding('expression/loose-number', { text }, span, 'warning');
  if (name === 'count' && isThere) yield finding('expression/count-of-text', { text }, span, 'warning');
  if (name === 'exists' && isThere) {
    const args = { text, effect: 'this is always true', rewrite: `${text} != ""` };
    yield finding('expression/blank-is-text', args, span, 'warning');
  }
  if (name === 'boolean' || name === 'not') yield finding('expression/text-as-condition', { text }, first, 'warning');
});

/** Lists and texts that a blank cell spoils: `$count([a, b])`, `$count($split(a, " "))`, `$join([a, b], ", ")`. */
const BLANK_IN_LIST = callRule(function* (call) {
  const [list, separator] = call.args;
  if (!list) return;
  if (call.name === 'join') yield* blankJoined(call, list, separator);
  if (call.name === 'count') yield* blankCounted(call, list);
});

function blank(call: Call, what: string, rewrite: string): Finding {
  return finding('expression/blank-in-list', { what, rewrite }, call, 'warning');
}

function* blankJoined(call: Call, list: Part, separator: Part | undefined): Iterable<Finding> {
  const literal = separator?.literal;
  if (typeof literal !== 'string' || literal.trim() === '' || cellsOf(list).length < 2) return;
  yield blank(
    call,
    'A blank cell leaves its separator behind',
    `$join(${list.text}[$ != ""], ${literalText(literal)})`,
  );
}

function* blankCounted(call: Call, list: Part): Iterable<Finding> {
  const { node, text, known } = list;
  const cells = cellsOf(list);
  if (cells.length > 0 && cells.length === list.items.length)
    yield blank(
      call,
      `This is ${cells.length} for every row: blank cells are counted, too`,
      `$count(${text}[$ != ""])`,
    );
  const isSplit = calledName(node) === 'split' && node.predicate === undefined;
  const [cell, separator] = isSplit ? (node.arguments ?? []).map((one) => list.of(one)) : [];
  if (!cell?.isCell) return;
  // Somebody has seen to the blanks.
  const whole = known.spans.textOf({ start: 0, end: Infinity });
  if (whole.includes(`${cell.text} != ""`) || whole.includes(`${cell.text} = ""`)) return;
  const isWords = separator?.node.type === 'string' && separator.node.value === ' ';
  const counted = isWords ? SUGGESTIONS.choices(cell.text) : `${text}[$ != ""]`;
  yield blank(call, 'A blank cell is split into one text, so it counts as 1', `$count(${counted})`);
}

/** The items of `[a, b]` that are cells as they are. */
function cellsOf(list: Part): readonly Part[] {
  return isList(list.node) && list.node.predicate === undefined ? list.items.filter((item) => item.isCell) : [];
}

export const MISLEADING_CALLS: readonly Rule[] = [LOOKUP_OF_NOTHING, REDUCER, LOOSE_DATE, GIVEN_A_CELL, BLANK_IN_LIST];
