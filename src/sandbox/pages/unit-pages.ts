import { html } from '../../pages/html.ts';
import { table } from '../../pages/page.ts';
import type { Answer } from '../web.ts';
import { listEvents } from './event-pages.ts';
import { formsOf, listForms } from './form-pages.ts';
import { answerPage, columns, leaf, link, notFound, number, type Shelf } from './frame.ts';

/** All units, each below those that it belongs to. */
export function unitsPage(query: URLSearchParams, shelf: Shelf): Answer {
  const { metadata, names } = shelf;
  const events = count(shelf.events.newestFirst().filter(({ deleted }) => !deleted));
  const values = count([...shelf.dataValues.all()].filter(({ deleted }) => !deleted));
  const units = metadata
    .all('organisationUnits')
    .map(({ id }) => ({ id, name: names.of('organisationUnits', id), above: names.above(id) }))
    .sort((a, b) => compare(a.above, b.above) || compare(a.name, b.name));
  const { rows, ways } = leaf(units, query);
  const cells = rows.map(({ id, name, above }) => [
    link(`/sandbox/units/${id}`, name),
    above,
    number(events.get(id) ?? 0),
    number(values.get(id) ?? 0),
    html`<span class="id">${id}</span>`,
  ]);
  const titles = columns('Unit', 'Belongs to', '#Events', '#Values', 'UID');
  return answerPage({ title: 'Units', body: html`${ways}${table('Units', titles, cells)}${ways}` }, shelf);
}

/** What has arrived for one unit. */
export function unitPage(uid: string, query: URLSearchParams, shelf: Shelf): Answer {
  const { metadata, names } = shelf;
  if (!metadata.get('organisationUnits', uid)) return notFound(`There is no unit ${uid}.`, shelf);
  const events = shelf.events.newestFirst().filter(({ orgUnit }) => orgUnit === uid);
  const forms = formsOf(shelf).filter(({ orgUnit }) => orgUnit === uid);
  const body = html`<p class="soft"><span class="id">${uid}</span> ${names.above(uid)}</p>
    <h2>Events</h2>
    ${listEvents(events, query, shelf)}
    <h2>Forms of data sets</h2>
    ${listForms(forms, query, shelf)}`;
  return answerPage({ title: names.of('organisationUnits', uid), body }, shelf);
}

function count(objects: readonly { readonly orgUnit: string }[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { orgUnit } of objects) counts.set(orgUnit, (counts.get(orgUnit) ?? 0) + 1);
  return counts;
}

const { compare } = new Intl.Collator('en');
