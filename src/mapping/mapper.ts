import { reason } from '../messages/reason.ts';
import { throwOnErrors } from '../base/errors.ts';
import { problem, type Problem } from '../base/problem.ts';
import { columnSuggestion } from '../base/suggestion.ts';
import type { Mapped, Mapper, ReadColumns } from '../contracts/mapper.ts';
import type { Header, SourceRecord } from '../contracts/record.ts';
import type { FieldReason } from '../contracts/shape.ts';
import { withoutConsequences } from '../expression/consequences.ts';
import { checkColumnNames } from '../expression/names/check-columns.ts';
import { Failed, RecordRow, type Row } from '../expression/batch.ts';
import { readColumns } from '../expression/read-columns.ts';
import { checkResult } from './check-result.ts';
import { targetName } from './field.ts';
import type { UsedExpression } from './fields.ts';
import { comparedColumns, propertiesOf, textColumns } from './field-columns.ts';
import { Form } from './form.ts';
import { allFields, columnsRead, type Mapping, type VersionFields } from './mapping.ts';
import { evaluateField, withRowsAtFault } from './raw-values.ts';
import { failure, notACondition } from './rejects.ts';

/** Checks every column that the mapping names against a header. */
export function checkColumns(mapping: Mapping, header: Header): Problem[] {
  const columns = new Set(header.columns);
  const problems = [
    ...mapping.used.flatMap((used) => checkColumnNames(used.text, used.expression.references, header)),
    ...checkChildren(mapping, header),
  ];
  const named = new Set<string>();
  for (const field of allFields(mapping)) {
    if (field.from.is !== 'column' || columns.has(field.from.column) || named.has(field.from.column)) continue;
    named.add(field.from.column);
    const { column } = field.from;
    const args = { column, field: targetName(field.target), ...columnSuggestion(column, columns) };
    problems.push(problem('mapping/column-not-in-source', args, field.place));
  }
  return withoutConsequences(problems);
}

/** What is wrong with expressions that read children, or might: which names are repeats only the header tells. */
function checkChildren(mapping: Mapping, header: Header): Problem[] {
  const leaves = new Map<UsedExpression['expression'], UsedExpression['leaves']>();
  const problems = mapping.used.flatMap((used) => {
    const checked = used.checkWith?.(header);
    if (checked) leaves.set(used.expression, checked.leaves);
    return checked?.problems ?? [];
  });
  const results = allFields(mapping).flatMap((field) =>
    field.from.is === 'expression' ? checkResult(field, leaves.get(field.from.expression) ?? []) : [],
  );
  return [...problems, ...results];
}

/** Binds the mapping to a header. Throws ProblemsError where it names columns that the header lacks. */
export function bindMapper(mapping: Mapping, header: Header): Mapper {
  throwOnErrors(checkColumns(mapping, header));
  const conversions = new Map<string, number>();
  const reads = columnsRead(mapping);
  const forms = new Map([mapping, ...mapping.versions].map((of) => [of, new Form(mapping.shape, of.fields)]));
  const formOf: FormOf = (of) => forms.get(of) as Form;
  const mapBatch = async (records: readonly SourceRecord[]): Promise<Mapped[]> => {
    const rows = records.map((record) => new RecordRow(record, reads));
    const mapped = new Array<Mapped>(rows.length);
    const groups = await sortIntoVersions(mapping, formOf, rows, mapped);
    for (const group of groups) await mapGroup(group, reads, rows, mapped, conversions);
    return mapped;
  };
  return {
    mapBatch,
    conversions,
    reads,
    textColumns: textColumns(allFields(mapping), header),
    comparedColumns: comparedColumns([mapping.where, ...mapping.versions.map((version) => version.when)]),
    propertiesOf: (columns) => propertiesOf(allFields(mapping), columns),
  };
}

/** What is filled for the records of a form version; of a mapping that has none, for all. */
type FormOf = (of: Mapping | VersionFields) => Form;

interface Group {
  /** Name of the form version; undefined where the spec has none. */
  readonly version: string | undefined;
  readonly form: Form;
  /** Indexes of the rows. */
  readonly at: number[];
}

/** The form version of a record; undefined where the mapping has none, or none of them holds for it. */
export async function versionOf({ versions }: Mapping, record: SourceRecord): Promise<VersionFields | undefined> {
  for (const version of versions) {
    const { expression } = version.when;
    const row = new RecordRow(record, readColumns([expression.references]));
    const [holds] = await expression.evaluateBatch([row]);
    if (holds === true) return version;
  }
  return undefined;
}

/** Sorts rows out by `where` and into their form versions; those that go no further get their verdict in `mapped`. */
async function sortIntoVersions(
  mapping: Mapping,
  formOf: FormOf,
  rows: readonly Row[],
  mapped: Mapped[],
): Promise<Group[]> {
  let left = rows.flatMap(({ record }, at) => {
    const { isExcluded, faults } = record.madeOf ?? { isExcluded: false, faults: [] };
    if (isExcluded) mapped[at] = { is: 'excluded', record };
    else if (faults.length > 0) reject(mapped, rows, at, faults);
    else return [at];
    return [];
  });
  if (mapping.where) {
    const { yes, no } = await split(mapping.where, '`where`', rows, left, mapped);
    for (const at of no) mapped[at] = { is: 'excluded', record: (rows[at] as Row).record };
    left = yes;
  }
  if (mapping.versions.length === 0) return [{ version: undefined, form: formOf(mapping), at: left }];
  const groups: Group[] = [];
  for (const version of mapping.versions) {
    const { yes, no } = await split(version.when, `\`when\` of version ${version.name}`, rows, left, mapped);
    groups.push({ version: version.name, form: formOf(version), at: yes });
    left = no;
  }
  for (const at of left) reject(mapped, rows, at, [reason('version/none', {})]);
  return groups;
}

/** Evaluates a condition; a row for which it gives neither true nor false is rejected. */
async function split(
  condition: UsedExpression,
  where: string,
  rows: readonly Row[],
  at: readonly number[],
  mapped: Mapped[],
): Promise<{ yes: number[]; no: number[] }> {
  const results = await condition.expression.evaluateBatch(at.map((index) => rows[index] as Row));
  const yes: number[] = [];
  const no: number[] = [];
  for (const [place, index] of at.entries()) {
    const result = results[place];
    if (result === true) yes.push(index);
    else if (result === false) no.push(index);
    else
      reject(mapped, rows, index, [
        result instanceof Failed ? failure(result, condition.text.text) : notACondition(where, result),
      ]);
  }
  return { yes, no };
}

function reject(mapped: Mapped[], rows: readonly Row[], at: number, rejects: readonly FieldReason[]): void {
  mapped[at] = { is: 'rejected', record: (rows[at] as Row).record, rejects };
}

/** Maps the rows of one version, field by field: an expression runs once over the whole batch. */
async function mapGroup(
  { version, form, at }: Group,
  reads: ReadColumns,
  rows: readonly Row[],
  mapped: Mapped[],
  conversions: Map<string, number>,
): Promise<void> {
  const group = at.map((index) => rows[index] as Row);
  const raws = await form.rawsBy(async (field) => withRowsAtFault(await evaluateField(field, group), group, reads));
  for (const [place, index] of at.entries()) {
    const row = group[place] as Row;
    const { filled, rejects } = form.fill(raws, place, row, conversions);
    const of = { record: row.record, ...(version !== undefined && { version }) };
    mapped[index] = rejects.length > 0 ? { is: 'rejected', ...of, rejects, filled } : { is: 'mapped', ...of, filled };
  }
}
