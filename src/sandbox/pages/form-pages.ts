import { html, type Html } from '../../pages/html.ts';
import { table } from '../../pages/page.ts';
import type { Completion } from '../aggregate/completion-store.ts';
import type { StoredDataValue } from '../aggregate/data-value-store.ts';
import type { Answer } from '../web.ts';
import { answerPage, columns, leaf, link, notFound, number, time, type Shelf } from './frame.ts';

/** What is known of a form: a unit, a period, and how much is in it. */
export interface FormSummary {
  readonly dataSet: string;
  readonly orgUnit: string;
  readonly period: string;
  values: number;
  updated: number;
}

/** Forms with a value, of one data set or of all, last written first. A value of several sets is in each. */
export function formsOf({ metadata, dataValues }: Shelf, only?: string): readonly FormSummary[] {
  const forms = new Map<string, FormSummary>();
  const sets = [...metadata.model.dataSets.values()].filter(({ uid }) => only === undefined || uid === only);
  for (const { dataElement, orgUnit, period, value, deleted, updated } of dataValues.all()) {
    if (deleted || value === null) continue;
    for (const { uid: dataSet, elements } of sets) {
      if (!elements.has(dataElement)) continue;
      const key = `${dataSet} ${orgUnit} ${period}`;
      const form = forms.get(key) ?? { dataSet, orgUnit, period, values: 0, updated };
      form.values += 1;
      form.updated = Math.max(form.updated, updated);
      forms.set(key, form);
    }
  }
  return [...forms.values()].sort((a, b) => b.updated - a.updated);
}

/** The forms of a data set that have arrived. */
export function dataSetPage(uid: string, query: URLSearchParams, shelf: Shelf): Answer {
  const model = shelf.metadata.model.dataSets.get(uid);
  if (!model) return notFound(`There is no data set ${uid}.`, shelf);
  const forms = formsOf(shelf, uid);
  const body = html`<p class="soft"><span class="id">${uid}</span> ${model.periodType}</p>
    ${listForms(forms, query, shelf)}`;
  return answerPage({ title: shelf.names.of('dataSets', uid), body }, shelf);
}

export function listForms(forms: readonly FormSummary[], query: URLSearchParams, shelf: Shelf): Html {
  if (forms.length === 0) return html`<p>No value has arrived yet.</p>`;
  const { names } = shelf;
  const complete = new Set(
    shelf.completions
      .all()
      .filter((one) => one.completed)
      .map(nameOfForm),
  );
  const { rows, ways } = leaf(forms, query);
  const cells = rows.map((form) => [
    link(addressOf(form), html`${names.of('organisationUnits', form.orgUnit)}, ${form.period}`),
    names.of('dataSets', form.dataSet),
    number(form.values),
    complete.has(nameOfForm(form)) ? 'complete' : '',
    time(form.updated),
  ]);
  return html`${ways}${table('Forms', columns('Form', 'Data set', '#Values', 'State', 'Written'), cells)}${ways}`;
}

/** One form: each cell by its data element and its category. */
export function formPage(
  { dataSet, orgUnit, period }: Record<'dataSet' | 'orgUnit' | 'period', string>,
  query: URLSearchParams,
  shelf: Shelf,
): Answer {
  const model = shelf.metadata.model.dataSets.get(dataSet);
  if (!model || !shelf.metadata.get('organisationUnits', orgUnit)) {
    return notFound(`There is no form of data set ${dataSet} at unit ${orgUnit}.`, shelf);
  }
  const { names } = shelf;
  const order = [...model.elements.keys()];
  const values = shelf.dataValues
    .inForm(orgUnit, period)
    .filter(({ dataElement }) => model.elements.has(dataElement))
    .toSorted((a, b) => order.indexOf(a.dataElement) - order.indexOf(b.dataElement));
  const { rows, ways } = leaf(values, query);
  const titles = columns('Data element', 'Category', 'Attribute', 'Value', 'Stored as', 'Comment', 'Written', 'UID');
  const own = (one: Completion): boolean => nameOfForm(one) === nameOfForm({ dataSet, orgUnit, period });
  const completions = shelf.completions.all().filter((one) => own(one) && one.completed);
  const body = html`<p>
      ${link(`/sandbox/data-sets/${dataSet}`, names.of('dataSets', dataSet))},
      ${link(`/sandbox/units/${orgUnit}`, names.of('organisationUnits', orgUnit))}, ${period}
    </p>
    ${completions.map((one) => html`<p>${drawCompletion(one, shelf)}</p>`)}
    ${
      values.length === 0
        ? html`<p>No value has arrived yet.</p>`
        : html`${ways}${table(
            'Values',
            titles,
            rows.map((value) => toCells(value, shelf)),
          )}${ways}`
    }`;
  return answerPage({ title: `${names.of('organisationUnits', orgUnit)}, ${period}`, body }, shelf);
}

function toCells(one: StoredDataValue, { names }: Shelf): (string | Html)[] {
  const { dataElement, value, deleted } = one;
  const words = value === null ? null : names.value(dataElement, value);
  return [
    names.element(dataElement),
    names.optionCombo(one.categoryOptionCombo),
    names.optionCombo(one.attributeOptionCombo),
    deleted ? 'deleted' : (words ?? value ?? ''),
    deleted || words === null ? '' : (value ?? ''),
    one.comment ?? '',
    time(one.updated),
    html`<span class="id">${dataElement}</span>`,
  ];
}

function drawCompletion({ attributeOptionCombo, date, storedBy }: Completion, { names }: Shelf): string {
  const combo = names.optionCombo(attributeOptionCombo);
  return `Complete since ${time(date).slice(0, 10)}${storedBy ? `, by ${storedBy}` : ''}${combo && ` (${combo})`}`;
}

function addressOf({ dataSet, orgUnit, period }: FormSummary): string {
  return `/sandbox/forms/${dataSet}/${orgUnit}/${encodeURIComponent(period)}`;
}

function nameOfForm({ dataSet, orgUnit, period }: Pick<FormSummary, 'dataSet' | 'orgUnit' | 'period'>): string {
  return `${dataSet} ${orgUnit} ${period}`;
}
