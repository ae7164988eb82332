/** `source.group`: which rows count, and by what they are grouped. */
import { problem, type Problem } from '../base/problem.ts';
import { columnSuggestion } from '../base/suggestion.ts';
import type { Grouping, Placed, RowReason } from '../contracts/grouping.ts';
import type { Header, SourceRecord } from '../contracts/record.ts';
import { Failed, RecordRow } from '../expression/batch.ts';
import type { ExpressionContext } from '../expression/context.ts';
import { checkColumnNames } from '../expression/names/check-columns.ts';
import { readColumns } from '../expression/read-columns.ts';
import { KIND, kindName, kindOf } from '../expression/types.ts';
import { reason } from '../messages/reason.ts';
import { compileText, type UsedExpression } from './fields.ts';
import type { GroupBySpec, MappingSpec } from './mapping-spec.ts';
import { failure, notACondition } from './rejects.ts';

/** One of the values by which rows are grouped, compiled. */
interface GroupBy {
  readonly name: string;
  readonly spec: GroupBySpec;
  readonly used: UsedExpression | undefined;
}

/** The expressions of a grouping, which are about rows. */
export interface RowGrouping extends Grouping {
  readonly used: readonly UsedExpression[];
  /** Their columns, before the header is known. */
  readonly named: ReadonlySet<string>;
  /** What is wrong with them, once the header of the rows is known. */
  check(header: Header): Problem[];
}

/** Compiles `where` and what is grouped by; adds to `problems`. Undefined where nothing is grouped. */
export function compileGrouping(
  { group, where: whereText }: MappingSpec['source'],
  context: ExpressionContext,
  problems: Problem[],
): RowGrouping | undefined {
  if (!group) return undefined;
  const used: UsedExpression[] = [];
  const where =
    whereText && compileText(whereText, context, problems, used, { condition: '`where`', mustDecide: true });
  const by = group.by.map((spec) => compileGroupBy(spec, context, problems, used));
  problems.push(...checkNames(by, group.as));
  const plain = by.flatMap(({ spec: { from } }) => (from.is === 'column' ? [from.column] : []));
  const references = used.map(({ expression }) => expression.references);
  const reads = readColumns(references, plain);
  return {
    columns: by.map(({ name }) => name),
    as: group.as,
    used,
    reads,
    named: new Set([...plain, ...references.flatMap(({ columns }) => columns.map(({ name }) => name))]),
    check: (header) => [
      ...by.flatMap((one) => checkColumn(one, header)),
      ...used.flatMap((one) => checkUsed(one, header)),
    ],
    place: (_, records) =>
      place(
        where,
        by,
        records.map((record) => new RecordRow(record, reads)),
      ),
  };
}

function compileGroupBy(
  spec: GroupBySpec,
  context: ExpressionContext,
  problems: Problem[],
  all: UsedExpression[],
): GroupBy {
  const { from, place } = spec;
  const used = from.is === 'expression' ? compileText(from.text, context, problems, all) : undefined;
  const name = spec.name ?? (from.is === 'expression' ? calledIn(from.text.text) : undefined);
  if (name === undefined && from.is === 'expression')
    problems.push(problem('group/unnamed', { from: from.text.text }, place));
  return { name: name ?? '', spec, used };
}

/** `$period(visit, "Monthly")` is called `period`; undefined of anything but one call. */
function calledIn(text: string): string | undefined {
  const [, name, rest = ''] = /^\$([A-Za-z]\w*)\((.*)\)$/s.exec(text.trim()) ?? [];
  return /[()]/.test(rest.replaceAll(/"[^"]*"/g, '')) ? undefined : name;
}

function checkNames(by: readonly GroupBy[], as: string): Problem[] {
  const known = new Set([as]);
  return by.flatMap(({ name, spec }) => {
    if (name === '' || !known.has(name)) {
      known.add(name);
      return [];
    }
    return [problem('group/name-twice', { name }, spec.place)];
  });
}

function checkColumn({ spec: { from, place } }: GroupBy, header: Header): Problem[] {
  if (from.is !== 'column' || header.positions.has(from.column)) return [];
  return [
    problem('group/not-in-source', { column: from.column, ...columnSuggestion(from.column, header.columns) }, place),
  ];
}

function checkUsed({ text, expression, checkWith }: UsedExpression, header: Header): Problem[] {
  return [...checkColumnNames(text, expression.references, header), ...(checkWith?.(header)?.problems ?? [])];
}

async function place(
  where: UsedExpression | undefined,
  by: readonly GroupBy[],
  rows: readonly RecordRow[],
): Promise<readonly Placed[]> {
  const counts = where ? await where.expression.evaluateBatch(rows) : undefined;
  const values: (readonly unknown[])[] = [];
  for (const { spec, used } of by)
    values.push(used ? await used.expression.evaluateBatch(rows) : rows.map(({ record }) => cellOf(record, spec)));
  return rows.map((_, at) => {
    const isCounted = counts ? counts[at] : true;
    if (where && typeof isCounted !== 'boolean') return { is: 'rejected', reason: undecided(where, isCounted) };
    const found = by.map((one, index) => valueOf(one, values[index]?.[at]));
    const refused = found.find((one) => typeof one !== 'string');
    if (refused === undefined) return { is: 'placed', values: found as string[], isExcluded: isCounted === false };
    return isCounted === false ? { is: 'excluded' } : { is: 'rejected', reason: refused };
  });
}

function cellOf({ header, cells }: SourceRecord, { from }: GroupBySpec): string | undefined {
  return from.is === 'column' ? cells[header.positions.get(from.column) ?? -1] : undefined;
}

function undecided({ text }: UsedExpression, result: unknown): RowReason {
  return result instanceof Failed ? failure(result, text.text) : notACondition('`where`', result);
}

const SCALARS = KIND.text | KIND.number | KIND.boolean;

/** A value of a group, without blanks around; or why the row has none. */
function valueOf({ name, spec, used }: GroupBy, value: unknown): string | RowReason {
  const column = columnOf(spec, used);
  if (value instanceof Failed) return { ...failure(value, used?.text.text ?? ''), ...column, field: name };
  if (value !== undefined && value !== null && (kindOf(value) & SCALARS) === 0)
    return {
      ...reason('group/not-a-value', { name, type: kindName({ kinds: kindOf(value) }) }),
      ...column,
      field: name,
    };
  const text = String(value ?? '')
    .trim()
    .normalize('NFC');
  return text === '' ? { ...reason('group/no-value', { name }), ...column, field: name } : text;
}

/** The only column that it is made of. */
function columnOf({ from }: GroupBySpec, used: UsedExpression | undefined): Pick<RowReason, 'column'> {
  const names =
    from.is === 'column' ? [from.column] : (used?.expression.references.columns ?? []).map(({ name }) => name);
  const [only, other] = new Set(names);
  return only !== undefined && other === undefined ? { column: only } : {};
}
