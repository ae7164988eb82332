/** The children of a record: columns that they do not have, and repeats where a single value is wanted. */
import { nearestColumn } from '../../base/nearest-column.ts';
import type { Header } from '../../contracts/record.ts';
import { finding, type Finding } from '../finding.ts';
import type { Part } from '../inference/part.ts';
import { toColumnName } from '../names/column-name.ts';
import type { Child } from '../types.ts';
import { callRule, type Rule } from './rule.ts';

/** `members[agee < "5"]`, and `members[FACILITY = "a"]`, where FACILITY is a column of the record. */
const CHILD_COLUMN: Rule = {
  on: ['name'],
  *find({ node, scope: { context }, known }) {
    const { child } = context;
    const name = String(node.value);
    if (!child || namesOf(child.header).includes(name)) return;
    yield finding('expression/unknown-column', unknownArgs(name, child, known), known.spans.token(node.position));
  },
};

/** `$lookup(members[0], "agee")`. */
const CHILD_LOOKUP = callRule(function* ({ name, known, args: [of, key] }) {
  const child = name === 'lookup' ? (of?.type.child ?? of?.type.items?.child) : undefined;
  const column = key?.type.literal;
  if (!child || !key || typeof column !== 'string' || namesOf(child.header).includes(column)) return;
  yield finding('expression/unknown-column', unknownArgs(column, child, known), key);
});

/** A column that children lack: of the record around them it is one, or what it may have been meant to be. */
function unknownArgs(name: string, child: Child, { context: { header } }: Part['known']) {
  const about = { name, repeat: child.name };
  if (header && namesOf(header).includes(name))
    return { ...about, meant: 'outer', rewrite: `$$.${toColumnName(name)}` };
  const near = nearestColumn(name, namesOf(child.header));
  return near === undefined ? about : { ...about, nearest: toColumnName(near) };
}

/** `$count(members)`, where a column of the record is called so, too: the column counts. */
const COLUMN_AND_REPEAT: Rule = {
  on: ['name'],
  *find({ node, scope: { isRecord }, known }) {
    const name = String(node.value);
    const { header } = known.context;
    if (!isRecord || !known.structure.repeats.has(name)) return;
    if (header?.positions.has(name) !== true || header.repeats?.has(name) !== true) return;
    yield finding('expression/column-and-repeat', { name }, known.spans.token(node.position));
  },
};

function namesOf({ columns, repeats }: Header): readonly string[] {
  return [...columns, ...(repeats?.keys() ?? [])];
}

/** `members = "5"`, `members + 1`, `"Members: " & members`, `$trim(members)`. */
const REPEAT_AS_VALUE: Rule = {
  on: ['comparison', 'comparisons', 'link', 'calculation', 'joining'],
  *find(part) {
    const isMinus = part.node.type === 'unary';
    for (const side of isMinus ? [] : [part.lhs, part.rhs]) {
      const found = repeatAsValue(side);
      if (found) yield found;
    }
  },
};

/** A repeat, or one of its children, in the place of a value; undefined of anything else. */
export function repeatAsValue(part: Part): Finding | undefined {
  const child = part.type.child ?? part.type.items?.child;
  return (
    child && finding('expression/repeat-as-value', repeatArgs(part.text, child, part.type.repeat !== undefined), part)
  );
}

/** What is said of it, and what can be written instead. */
export function repeatArgs(text: string, { name, header }: Child, isRepeat: boolean) {
  const column = toColumnName(header.columns.find((one) => one !== '' && !one.startsWith('_')) ?? 'COLUMN');
  return { text, repeat: name, rewrite: `$count(${text})`, first: `${text}${isRepeat ? '[0]' : ''}.${column}`, column };
}

/** `$exists(members)`: it is always there. */
const ALWAYS_THERE = callRule(function* ({ name, span, args: [first] }) {
  if (name !== 'exists' || first?.type.repeat === undefined) return;
  yield finding(
    'expression/repeat-always-there',
    { text: first.text, rewrite: `$count(${first.text}) > 0` },
    span,
    'warning',
  );
});

export const CHILDREN: readonly Rule[] = [CHILD_COLUMN, CHILD_LOOKUP, COLUMN_AND_REPEAT, REPEAT_AS_VALUE, ALWAYS_THERE];
