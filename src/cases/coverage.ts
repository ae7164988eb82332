/** What of a mapping no case touches. */
import type { Covered } from '../contracts/coverage.ts';
import type { Header } from '../contracts/record.ts';
import type { LoadedPipeline } from '../job/load-pipeline.ts';
import { columnsOfOrigin, targetName, type Field } from '../mapping/field.ts';
import { traceFields, type FieldTrace } from '../mapping/trace.ts';
import { Branches } from './branches.ts';
import { Marks } from './marks.ts';
import type { TestedSpec } from './test-cases.ts';

/** Of a look-up: how many of its entries some case leads to. */
export interface CoveredTable {
  readonly name: string;
  readonly total: number;
  readonly covered: number;
}

/** How much of a pipeline its cases touch. */
export interface CaseCoverage {
  /** Form versions; null where the spec has none. */
  readonly versions: Covered | null;
  /** Columns that fields read, each in each form version. */
  readonly questions: Covered;
  /** Entries of option maps, each in each form version. */
  readonly choices: Covered;
  /** Ways of conditions in expressions, and of `when`. */
  readonly branches: Covered;
  readonly lookups: readonly CoveredTable[];
}

/** Fields of a form version; of a spec without versions there is one set, without a name. */
interface Form {
  readonly version: string | undefined;
  readonly fields: readonly Field[];
}

/** Goes through the cases of a spec once more, and notes what of the mapping they lead to. */
export async function coverCases({ loaded, file, names, cases }: TestedSpec): Promise<CaseCoverage> {
  const forms = formsOf(loaded);
  const [versions, questions, choices] = [new Marks(), new Marks(), new Marks()];
  const branches = new Branches(loaded, names);
  for (const form of forms) {
    if (form.version !== undefined) versions.add(form.version);
    for (const field of form.fields) {
      for (const column of columnsIn(field, headerFor(loaded, file.header))) questions.add(named(form, column));
      for (const key of field.optionMap?.keys() ?? []) choices.add(named(form, choiceOf(field, key)));
    }
  }
  const keys = new Map([...loaded.parts.tables.keys()].map((name) => [name, new Set<string>()]));
  for (const { outcome } of cases) {
    const form = forms.find(({ version }) => version === outcome.version);
    if (!form || !outcome.record || outcome.is === 'excluded') continue;
    if (form.version !== undefined) versions.add(form.version, true);
    const { context } = await loaded.contextOf(outcome.record);
    const traces = await traceFields(form.fields, outcome.record, context);
    for (const [at, field] of form.fields.entries()) {
      const trace = traces[at] as FieldTrace;
      for (const column of filledIn(trace)) questions.add(named(form, column), true);
      for (const { table, key, found } of trace.lookups) {
        if (found === null) continue;
        if (table === field.optionMap?.name) choices.add(named(form, choiceOf(field, key)), true);
        else keys.get(table)?.add(key);
      }
      await branches.see(form.version, field, outcome.record, context, trace.state === 'off');
    }
  }
  if (loaded.mapping.where) {
    branches.addWhere(cases.map(({ outcome }) => outcome.is));
  }
  const unseen = forms.filter(({ version }) => !cases.some(({ outcome }) => outcome.version === version));
  for (const { version, fields } of unseen) for (const field of fields) branches.add(version, field, loaded.context);
  return {
    versions: loaded.mapping.versions.length > 0 ? versions.toCovered() : null,
    questions: questions.toCovered(),
    choices: choices.toCovered(),
    branches: branches.toCovered(),
    lookups: [...loaded.parts.tables].map(([name, table]) => ({
      name,
      total: [...table.keys()].length,
      covered: keys.get(name)?.size ?? 0,
    })),
  };
}

function formsOf({ mapping }: LoadedPipeline): Form[] {
  if (mapping.versions.length === 0) return [{ version: undefined, fields: mapping.fields }];
  return mapping.versions.map(({ name, fields }) => ({ version: name, fields }));
}

/** The header of what is mapped: that of the rows, or of their groups. */
function headerFor({ parts: { grouping } }: LoadedPipeline, rows: Header): Header {
  if (!grouping) return rows;
  const { columns, as } = grouping;
  return { columns, positions: new Map(columns.map((name, at) => [name, at])), repeats: new Map([[as, rows]]) };
}

function named({ version }: Form, name: string): string {
  return version === undefined ? name : `${version}: ${name}`;
}

function choiceOf(field: Field, key: string): string {
  const [column] = columnsOfOrigin(field.from);
  return `${column ?? targetName(field.target)} ${key}`;
}

/** Columns that a field reads; of children as `members[].age`. */
function columnsIn({ from, when }: Field, header: Header): string[] {
  const used = [...(from.is === 'expression' ? [from.expression] : []), ...(when ? [when.expression] : [])];
  const columns = [
    ...columnsOfOrigin(from),
    ...used.flatMap(({ references }) => references.columns.map(({ name }) => name)),
  ];
  return [...new Set(columns)].flatMap((column) => {
    const children = header.positions.has(column) ? undefined : header.repeats?.get(column);
    if (!children) return [column];
    const names = new Set(used.flatMap(({ references }) => [...references.children.names]));
    return [`${column}[]`, ...children.columns.filter((name) => names.has(name)).map((name) => `${column}[].${name}`)];
  });
}

/** Those of them that say something in a record. */
function filledIn({ cells, repeats }: FieldTrace): string[] {
  const own = cells.flatMap(({ column, cell }) => (cell === '' ? [] : [column]));
  const ofChildren = repeats.flatMap(({ repeat, rows }) =>
    rows.flatMap((row) => [
      `${repeat}[]`,
      ...row.cells.flatMap(({ column, cell }) => (cell === '' ? [] : [`${repeat}[].${column}`])),
    ]),
  );
  return [...own, ...ofChildren];
}
