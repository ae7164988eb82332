import { html, type Html } from '../../pages/html.ts';
import { fold, table } from '../../pages/page.ts';
import type { StoredEvent } from '../event-store.ts';
import { referenceOf } from '../item.ts';
import { objectsOf } from '../loose-json.ts';
import type { Answer } from '../web.ts';
import { answerPage, columns, leaf, link, notFound, time, type Shelf } from './frame.ts';

/** All events of a sandbox, or those of one program. */
export function eventsPage(query: URLSearchParams, shelf: Shelf, program?: string): Answer {
  const all = shelf.events.newestFirst();
  if (program === undefined) return answerPage({ title: 'Events', body: listEvents(all, query, shelf) }, shelf);
  if (!shelf.metadata.get('programs', program)) return notFound(`There is no program ${program}.`, shelf);
  const own = all.filter((event) => event.program === program);
  const title = shelf.names.of('programs', program);
  return answerPage(
    {
      title,
      body: html`<p class="soft id">${program}</p>
        ${listEvents(own, query, shelf)}`,
    },
    shelf,
  );
}

/** Newest first, with the deleted ones: they have arrived too. */
export function listEvents(events: readonly StoredEvent[], query: URLSearchParams, shelf: Shelf): Html {
  if (events.length === 0) return html`<p>No event has arrived yet.</p>`;
  const { names } = shelf;
  const { rows, ways } = leaf(events, query);
  const cells = rows.map((event) => [
    link(`/sandbox/events/${event.event}`, html`<span class="id">${event.event}</span>`),
    time(event.occurredAt).slice(0, 10),
    link(`/sandbox/units/${event.orgUnit}`, names.of('organisationUnits', event.orgUnit)),
    names.of('programs', event.program),
    statusOf(event),
    time(event.updated.at),
  ]);
  return html`${ways}${table('Events', columns('Event', 'Date', 'Unit', 'Program', 'Status', 'Written'), cells)}${ways}`;
}

/** An event as people read it: each question with its answer in words. */
export function eventPage(uid: string, shelf: Shelf): Answer {
  const event = shelf.events.get(uid);
  if (!event) return notFound(`There is no event ${uid}.`, shelf);
  const body = html`${event.deleted && html`<p class="card bad"><strong>This event has been deleted.</strong></p>`}
    <h2>Event</h2>
    ${drawFacts(event, shelf)}
    <h2>Values</h2>
    ${drawValues(event, shelf)}${drawBlanks(event, shelf)} ${drawNotes(event, shelf)}`;
  return answerPage({ title: `Event ${uid}`, body }, shelf);
}

function drawFacts(event: StoredEvent, { names }: Shelf): Html {
  const who = (uid: string): string => names.of('users', uid);
  const above = names.above(event.orgUnit);
  const facts: [string, Html | string][] = [
    ['Program', link(`/sandbox/programs/${event.program}`, names.of('programs', event.program))],
    ['Stage', names.of('programStages', event.programStage)],
    [
      'Unit',
      html`${link(`/sandbox/units/${event.orgUnit}`, names.of('organisationUnits', event.orgUnit))}
      ${above !== '' && html`<span class="soft">${above}</span>`}`,
    ],
    ['Date', time(event.occurredAt).slice(0, 10)],
    ['Status', statusOf(event)],
    ['Category', names.optionCombo(event.attributeOptionCombo)],
    ['Place', event.geometry ? JSON.stringify(event.geometry.coordinates) : ''],
    ['Completed', event.completedAt === null ? '' : `${time(event.completedAt)} by ${who(event.completedBy ?? '')}`],
    ['First written', `${time(event.created.at)} by ${who(event.created.by)}`],
    ['Last written', `${time(event.updated.at)} by ${who(event.updated.by)}`],
  ];
  return table(
    'Event',
    columns('About it', 'What it says'),
    facts.filter(([, fact]) => fact !== ''),
  );
}

function drawValues(event: StoredEvent, shelf: Shelf): Html {
  const { names } = shelf;
  const inOrder = [...new Set([...elementsOf(event, shelf), ...event.values.keys()])];
  const cells = inOrder.flatMap((element) => {
    const value = event.values.get(element);
    if (value === undefined) return [];
    const words = names.value(element, value);
    const id = html`<span class="id">${element}</span>`;
    return [[names.element(element), words ?? value, words === null ? '' : value, names.type(element), id]];
  });
  if (cells.length === 0) return html`<p>It has no values.</p>`;
  return table('Values', columns('Data element', 'Value', 'Stored as', 'Type', 'UID'), cells);
}

function drawBlanks(event: StoredEvent, shelf: Shelf): Html | undefined {
  const blanks = elementsOf(event, shelf).filter((element) => !event.values.has(element));
  if (blanks.length === 0) return undefined;
  const names = blanks.map(
    (element) => html`<li>${shelf.names.element(element)} <span class="id">${element}</span></li> `,
  );
  return fold(
    `Without a value: ${blanks.length}`,
    html`<ul>
      ${names}
    </ul>`,
  );
}

function drawNotes({ notes }: StoredEvent, { names }: Shelf): Html | undefined {
  if (notes.length === 0) return undefined;
  const cells = notes.map(({ value, stored }) => [value, time(stored.at), names.of('users', stored.by)]);
  return html`<h2>Notes</h2>
    ${table('Notes', columns('Note', 'Written', 'By'), cells)}`;
}

/** Data elements of its stage, in the order of the form. */
function elementsOf({ programStage }: StoredEvent, { metadata }: Shelf): string[] {
  const entries = objectsOf(metadata.get('programStages', programStage)?.['programStageDataElements']);
  return entries.map((entry) => referenceOf(entry, 'dataElement')).filter((uid) => uid !== null);
}

function statusOf({ deleted, status }: StoredEvent): string {
  return deleted ? 'deleted' : status.toLowerCase();
}
