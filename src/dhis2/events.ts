import { EtlError } from '../base/errors.ts';
import type { JsonObject } from '../base/json.ts';
import type { Listed, Remote } from '../contracts/sink.ts';
import { checkAnswer, eventsIn } from './answer-schemas.ts';
import type { Answer } from '../http/answer.ts';
import { toServerTime } from './calendar.ts';
import type { Dhis2Client } from './client.ts';
import type { DhisEvent } from './event-image.ts';
import type { DataValue, EventObject } from './event-object.ts';
import { postImport, TRACKER_JOBS, type ImportWay } from './import-jobs.ts';
import type { Dialect } from './versions.ts';

const IMPORT = {
  async: false,
  importStrategy: 'CREATE_AND_UPDATE',
  importMode: 'COMMIT',
  atomicMode: 'OBJECT',
  reportMode: 'FULL',
} as const;

/**
 * Where people see an event of a program without registration, `{1}` its UID: in Capture, which every DHIS2 brings. From
 * 2.42 on the server sends this address on to `/apps/capture`, and a browser keeps what stands behind the `#`.
 */
export function eventLink(url: string): string {
  return `${url}/dhis-web-capture/index.html#/viewEvent?viewEventId={1}`;
}

/** Posts events, those that are good to be stored whatever the others are. Throws as `client.post`. */
export function postEvents(
  client: Dhis2Client,
  events: readonly DhisEvent[],
  how: ImportWay = 'sync',
): Promise<Answer> {
  return postImport(client, { path: '/api/tracker', query: IMPORT, jobs: TRACKER_JOBS }, { events }, how);
}

/** Has events checked as if they were posted; nothing is stored. Throws as `client.check`. */
export function validateEvents(
  client: Dhis2Client,
  events: readonly DhisEvent[],
  means: (answer: Answer) => boolean,
): Promise<Answer> {
  return client.check('/api/tracker', { ...IMPORT, importMode: 'VALIDATE' }, { events }, means);
}

const CHUNK = 100;
const FIELDS =
  'event,deleted,status,orgUnit,occurredAt,completedAt,geometry,attributeOptionCombo,dataValues[dataElement,value]';

/** What to read, and what of it is not part of the object. */
export interface ReadOptions {
  readonly program: string;
  readonly dialect: Dialect;
  readonly keyDataElement: string | null;
  /** False where the program has only the default combo, which the server adds to all events. */
  readonly keepsCombo: boolean;
  /** The server's. */
  readonly timeZone: string;
}

/** Reads events by UID, deleted ones too; those that never were are absent. Throws EtlError `dhis2/*`. */
export async function fetchEvents(
  client: Dhis2Client,
  uids: readonly string[],
  options: ReadOptions,
): Promise<Map<string, Remote<EventObject>>> {
  const remotes = new Map<string, Remote<EventObject>>();
  for (let start = 0; start < uids.length; start += CHUNK) {
    const chunk = uids.slice(start, start + CHUNK);
    // A server that does not know the parameter would answer with any events: what was not asked for is dropped.
    const wanted = new Set(chunk);
    for (const event of await fetchChunk(client, chunk, options)) {
      const uid = event.event;
      if (wanted.has(uid)) remotes.set(uid, toRemote(event, options));
    }
  }
  return remotes;
}

/** Whether a program has any event that we may see, deleted ones too. */
export async function hasEvents(client: Dhis2Client, program: string, dialect: Dialect): Promise<boolean> {
  const answer = await client.get('/api/tracker/events', {
    program,
    includeDeleted: true,
    pageSize: 1,
    fields: 'event',
  });
  return listOf(client, answer, dialect).length > 0;
}

const PAGE = 1000;

/**
 * All events of a program that this user may see, page by page, deleted ones too; an empty page is the end, since a server
 * may give fewer than were asked for. Oldest first: what comes in meanwhile moves no page. `since`: changed since then.
 */
export async function* listEvents(
  client: Dhis2Client,
  program: string,
  { eventList }: Dialect,
  timeZone: string,
  since: Date | undefined,
): AsyncGenerator<readonly Listed[]> {
  let before = new Set<string>();
  for (let page = 1; ; page += 1) {
    const answer = await client.get('/api/tracker/events', {
      program,
      includeDeleted: true,
      order: 'createdAt:asc',
      page,
      pageSize: PAGE,
      fields: 'event,deleted,orgUnit,occurredAt',
      ...(since && { updatedAfter: toServerTime(since.toISOString(), timeZone) }),
    });
    const events = listOf(client, answer, { eventList });
    if (events.length === 0) return;
    const fresh = events.filter(({ event }) => !before.has(event));
    if (fresh.length === 0) throw endless(client, page);
    before = new Set(events.map(({ event }) => event));
    yield fresh.map((event) => toListed(event, timeZone));
  }
}

function toListed({ event, deleted, orgUnit, occurredAt }: RawEvent, timeZone: string): Listed {
  const day = typeof occurredAt === 'string' ? toShortDate(occurredAt, timeZone) : '';
  const place = typeof orgUnit === 'string' ? orgUnit : '';
  return { address: event, place, when: day, ...(deleted === true && { isDeleted: true }) };
}

function endless({ url }: Dhis2Client, page: number): EtlError {
  const request = `GET ${url}/api/tracker/events`;
  return new EtlError('dhis2/unexpected-answer', { request, status: 200, reason: `page ${page} is the one before it` });
}

type RawEvent = Record<string, unknown> & { readonly event: string };

async function fetchChunk(
  client: Dhis2Client,
  uids: readonly string[],
  options: ReadOptions,
): Promise<readonly RawEvent[]> {
  const { uidParameter, uidSeparator } = options.dialect;
  const answer = await client.get('/api/tracker/events', {
    program: options.program,
    [uidParameter]: uids.join(uidSeparator),
    includeDeleted: true,
    pageSize: uids.length,
    fields: FIELDS,
  });
  return listOf(client, answer, options.dialect);
}

function listOf(client: Dhis2Client, answer: unknown, { eventList }: Pick<Dialect, 'eventList'>): readonly RawEvent[] {
  checkAnswer(eventsIn(eventList), answer, `GET ${client.url}/api/tracker/events`);
  return (answer as Record<string, RawEvent[]>)[eventList] ?? [];
}

function toRemote(event: RawEvent, { keyDataElement, keepsCombo, timeZone }: ReadOptions): Remote<EventObject> {
  if (event['deleted'] === true) return { is: 'deleted' };
  const dataValues = toDataValues(event['dataValues']).filter((value) => value.dataElement !== keyDataElement);
  const { orgUnit, occurredAt, status, completedAt, geometry, attributeOptionCombo } = event;
  const properties = {
    orgUnit,
    occurredAt: typeof occurredAt === 'string' ? toShortDate(occurredAt, timeZone) : undefined,
    status,
    completedAt,
    geometry,
    attributeOptionCombo: keepsCombo ? attributeOptionCombo : undefined,
  };
  const given = Object.entries(properties).filter(([, value]) => value !== undefined && value !== null);
  return { is: 'live', object: { ...(Object.fromEntries(given) as JsonObject), dataValues } };
}

function toDataValues(list: unknown): DataValue[] {
  const values = (list ?? []) as readonly { readonly dataElement: string; readonly value?: string | null }[];
  return values.map(({ dataElement, value }) => ({ dataElement, value: value ?? null }));
}

/** The server writes a day as its first moment, without offset. No other time is touched. */
function toShortDate(text: string, timeZone: string): string {
  const short = toServerTime(text, timeZone);
  return short.length === 10 && !/(?:Z|[+-]\d{2}:?\d{2})$/i.test(text.slice(10)) ? short : text;
}
