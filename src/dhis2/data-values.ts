import { EtlError } from '../base/errors.ts';
import { isObject } from '../base/json.ts';
import type { Remote } from '../contracts/sink.ts';
import type { Answer } from '../http/answer.ts';
import { checkAnswer } from './answer-schemas.ts';
import type { Dhis2Client, Query } from './client.ts';
import { COMPLETIONS, DATA_VALUES } from './data-set-answers.ts';
import type { DataSetView } from './data-set-view.ts';
import { fromAddress, type FormObject } from './form-object.ts';
import { halvesOfRead, toReads, type FormRead } from './form-reads.ts';
import type { FormNotes } from './form-notes.ts';
import { DATA_VALUE_JOBS, postImport, type ImportWay } from './import-jobs.ts';
import { addRow, formAt, type DataValueRow, type MutableForm, type ReadRow } from './form-rows.ts';

const VALUES = '/api/dataValueSets';
const IMPORT = { async: false, importStrategy: 'CREATE_AND_UPDATE' } as const;
const COMPLETENESS = '/api/completeDataSetRegistrations';

/** Posts values, those that are good to be stored whatever the others are. Throws as `client.post`. */
export function postDataValues(
  client: Dhis2Client,
  dataSet: string,
  rows: readonly DataValueRow[],
  how: ImportWay = 'sync',
): Promise<Answer> {
  const body = { dataSet, dataValues: rows };
  return postImport(client, { path: VALUES, query: IMPORT, jobs: DATA_VALUE_JOBS }, body, how);
}

/** Has values checked as if they were posted; nothing is stored. Throws as `client.check`. */
export function checkDataValues(
  client: Dhis2Client,
  dataSet: string,
  rows: readonly DataValueRow[],
  means: (answer: Answer) => boolean,
): Promise<Answer> {
  return client.check(VALUES, { ...IMPORT, dryRun: true }, { dataSet, dataValues: rows }, means);
}

/** Where forms are read from. */
export interface FormSource {
  readonly client: Dhis2Client;
  readonly view: DataSetView;
  /** Told what stands beside values. */
  readonly notes: FormNotes;
  /** Whether this user can do anything with a unit; of others nothing is there to be seen. */
  isWithinReach(orgUnit: string): boolean;
}

/** Where people see a form, `{1}` its organisation unit and `{2}` its period: in Data Entry, which every DHIS2 brings. */
export function formLink(url: string, dataSet: string): string {
  return `${url}/dhis-web-aggregate-data-entry/index.html#/?dataSetId=${dataSet}&orgUnitId={1}&periodId={2}`;
}

/**
 * Reads forms by their addresses: those with a value in any cell of the data set, or registered as complete. Throws
 * EtlError `dhis2/org-unit-not-readable` where a unit that can be written cannot be read, and other `dhis2/*`.
 */
export async function fetchForms(
  source: FormSource,
  addresses: readonly string[],
): Promise<Map<string, Remote<FormObject>>> {
  const forms = new Map<string, MutableForm>();
  for (const read of toReads(addresses.map(fromAddress)))
    for await (const found of readForms(source, read)) addForms(forms, found, source.view);
  // A request names pairs of units and periods: what was not asked for is dropped.
  const wanted = new Set(addresses);
  const found = [...forms].filter(([address, form]) => wanted.has(address) && isLive(form));
  for (const address of wanted) source.notes.see(address, forms.get(address)?.notes);
  return new Map(
    found.map(([address, { properties, dataValues }]) => [
      address,
      { is: 'live', object: { ...properties, dataValues } },
    ]),
  );
}

function addForms(forms: Map<string, MutableForm>, { rows, completions }: ReadForms, view: DataSetView): void {
  for (const row of rows) addRow(forms, row, view);
  for (const one of completions) {
    const form = formAt(forms, one.organisationUnit, one.period, one.attributeOptionCombo, view);
    form.properties['completedAt'] = (one.date ?? '').slice(0, 10);
  }
}

/** Comments alone make no form. */
function isLive({ properties, dataValues }: MutableForm): boolean {
  return dataValues.length > 0 || properties['completedAt'] !== undefined;
}

/** Whether anything was ever entered for a data set at, or below, some units: values or completions, deleted ones too. */
export async function hasForms(client: Dhis2Client, dataSet: string, orgUnits: readonly string[]): Promise<boolean> {
  const query = {
    dataSet,
    orgUnit: orgUnits,
    children: true,
    startDate: '1900-01-01',
    endDate: '2199-12-31',
    limit: 1,
  };
  const values = await client.getAnswer(VALUES, { ...query, includeDeleted: true }, isOutOfView);
  if (isOutOfView(values)) return true;
  checkAnswer(DATA_VALUES, values.json, `GET ${client.url}${VALUES}`);
  if (((values.json as { dataValues?: unknown[] | null }).dataValues ?? []).length > 0) return true;
  const completions = await client.get(COMPLETENESS, query);
  return completionsIn(client, completions).length > 0;
}

/** What a request gave of some forms. */
export interface ReadForms {
  readonly rows: readonly ReadRow[];
  readonly completions: readonly Completion[];
}

/** Reads some forms; in halves where a unit among them cannot be read. `more`: what is asked for beside their values. */
export async function* readForms(source: FormSource, read: FormRead, more: Query = {}): AsyncGenerator<ReadForms> {
  const { client, view } = source;
  const query = { dataSet: view.dataSet.id, period: read.periods, orgUnit: read.orgUnits };
  const answer = await client.getAnswer(VALUES, { ...query, ...more }, isOutOfView);
  if (isOutOfView(answer)) {
    yield* readHalves(source, read, more);
    return;
  }
  checkAnswer(DATA_VALUES, answer.json, `GET ${client.url}${VALUES}`);
  const top = answer.json as Partial<ReadRow> & { readonly dataValues?: readonly ReadRow[] | null };
  const completions = completionsIn(client, await client.get(COMPLETENESS, query));
  yield {
    rows: (top.dataValues ?? []).map((row) => withTop(row, top)),
    completions: completions.filter((one) => one.completed !== false),
  };
}

async function* readHalves(source: FormSource, read: FormRead, more: Query): AsyncGenerator<ReadForms> {
  const halves = halvesOfRead(read);
  if (halves) for (const half of halves) yield* readForms(source, half, more);
  const [orgUnit = ''] = read.orgUnits;
  if (halves || !source.isWithinReach(orgUnit)) return;
  throw new EtlError('dhis2/org-unit-not-readable', { orgUnit, user: source.client.loginName });
}

/** From 2.43 on, what is the same in all rows stands at the top alone. */
function withTop(row: ReadRow, { period, orgUnit, attributeOptionCombo }: Partial<ReadRow>): ReadRow {
  return {
    ...row,
    period: row.period ?? period ?? null,
    orgUnit: row.orgUnit ?? orgUnit ?? null,
    attributeOptionCombo: row.attributeOptionCombo ?? attributeOptionCombo ?? null,
  };
}

/** Up to 2.42 an empty body, then E2012: a unit is not among those that the user may see. That says nothing of its values. */
function isOutOfView({ status, text, json }: Answer): boolean {
  return (status === 200 && text.trim() === '') || (status === 409 && isObject(json) && json['errorCode'] === 'E2012');
}

export interface Completion {
  readonly period: string;
  readonly organisationUnit: string;
  readonly attributeOptionCombo?: string | null;
  readonly date?: string | null;
  readonly completed?: boolean | null;
}

function completionsIn(client: Dhis2Client, answer: unknown): readonly Completion[] {
  checkAnswer(COMPLETIONS, answer, `GET ${client.url}${COMPLETENESS}`);
  return (answer as { completeDataSetRegistrations?: Completion[] | null }).completeDataSetRegistrations ?? [];
}
