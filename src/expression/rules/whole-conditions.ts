/** Conditions as a whole, `where` and `when`: what they can never decide, and rows for which they decide nothing. */
import { HELPERS } from '../helpers/helper-table.ts';
import { finding, type Finding } from '../finding.ts';
import { ORDERS } from '../inference/infer-operations.ts';
import { Part } from '../inference/part.ts';
import { calledName, takesTheOther } from '../inference/structure.ts';
import type { Tree } from '../../jsonata/tree.ts';
import { isOnly, KIND, kindName, mayBe, type Leaf, type Type } from '../types.ts';
import { decided } from './rule.ts';

/** A condition must be able to be true, and not always. `leaves` are all that it comes to. */
export function* neverDecides(leaves: readonly Leaf[], length: number, where: string): Iterable<Finding> {
  const whole = { start: 0, end: length };
  for (const { type, text } of leaves) {
    if (type.kinds === 0 || mayBe(type, KIND.boolean)) continue;
    const args = { where, type: kindName(type), rewrite: decisionFor(type, text) };
    yield finding('expression/not-boolean', args, whole);
  }
  const [only] = leaves;
  if (leaves.length !== 1 || !only || !isOnly(only.type, KIND.boolean) || only.type.literal === undefined) return;
  yield decided(only.type.literal === true, `${where} is ${String(only.type.literal)} for every row`, whole);
}

/** What a value that is neither true nor false may have been meant to decide. */
function decisionFor(type: Type, text: string): string {
  if (type.cell !== undefined) return `${text} != "", or compare it: ${text} = "1"`;
  if (isOnly(type, KIND.number)) return `${text} > 0`;
  return isOnly(type, KIND.list) ? `$count(${text}) > 0` : containsFor(text);
}

/** Whether there is a match, for what gives the match itself: `name ~> /x/`, `$match(name, /x/)`. */
export function containsFor(text: string): string {
  const [, piped, pattern] = /^([^~]+?)\s*~>\s*(\/.*\/[im]*)$/.exec(text) ?? [];
  if (piped !== undefined && pattern !== undefined) return `$contains(${piped}, ${pattern})`;
  const [, args] = /^\$match\(([^,]+, \/.*\/[im]*)\)$/.exec(text) ?? [];
  return args === undefined ? '' : `$contains(${args})`;
}

/** A branch that is missing, and blanks: a helper gives no value for them, and so does an order. */
export function* undecided(part: Part, where: string): Iterable<Finding> {
  for (const { is, at, behind } of branchesOf(part, '')) {
    const blank = is === 'missing' ? undefined : blankOf(at);
    // A condition that asks for the column has seen to it.
    if (is === 'there' && (blank === undefined || behind.includes(blank))) continue;
    const what = blank === undefined ? 'where the condition does not hold' : `where ${blank} is blank`;
    const rewrite = blank === undefined ? `${at.text} : false` : `${blank} != "" and ${at.text}`;
    yield finding('expression/undecided', { where, what, rewrite }, at, 'warning');
  }
}

interface Branch {
  readonly is: 'missing' | 'there';
  readonly at: Part;
  /** The conditions that lead here. */
  readonly behind: string;
}

function branchesOf(part: Part, behind: string): readonly Branch[] {
  const { node, scope, known } = part;
  if (node.type === 'condition') {
    const inner = `${behind} ${part.of(node.condition as Tree).text}`;
    const other: readonly Branch[] = node.else
      ? branchesOf(part.of(node.else), inner)
      : [{ is: 'missing', at: part, behind }];
    // `a ?? b` and `a ?: b` provide for what is not there.
    const isProvided = takesTheOther(node, known.spans) !== undefined;
    return isProvided ? other : [...branchesOf(part.of(node.then as Tree), inner), ...other];
  }
  const last = node.type === 'block' && node.predicate === undefined ? node.expressions?.at(-1) : undefined;
  if (last) return branchesOf(new Part(last, known.scopeOfBlock(node, scope), known), behind);
  return [{ is: 'there', at: part, behind }];
}

/** The column whose blank cells leave it undecided. */
function blankOf(part: Part): string | undefined {
  if (part.node.type === 'function') return part.is(KIND.boolean) ? columnOf(part) : undefined;
  if (part.node.type !== 'binary' || !ORDERS.has(part.operator)) return undefined;
  return columnOf(part.lhs) ?? columnOf(part.rhs);
}

/** The cell that a helper is given: of a blank one it makes nothing. */
function columnOf(part: Part): string | undefined {
  if (!HELPERS.has(calledName(part.node))) return undefined;
  const [first] = (part.node.arguments ?? []).map((one) => part.of(one));
  return first?.isCell === true ? first.text : undefined;
}
