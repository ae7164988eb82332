import { objectsOf, scalarText } from './loose-json.ts';
import { stringify } from 'csv-stringify/sync';
import type { EventStore, StoredEvent } from './event-store.ts';
import { toEventView } from './event-view.ts';
import { parseFields, pick } from './field-choice.ts';
import { parseInstant } from './instants.ts';
import { parseFilters } from './list-filters.ts';
import type { Metadata } from './metadata.ts';
import { inScope, may, type Person } from './people.ts';
import type { ServerZone } from './server-zone.ts';
import { isUid } from './uid.ts';
import type { Traits } from './versions.ts';
import { containerPage, flag, json, notInSandbox, Refusal, wholeNumber, type Answer, type Call } from './web.ts';

const DEFAULT_FIELDS = '*,!relationships';

/** `GET /api/tracker/events/{uid}` and `GET /api/tracker/events`. */
export class EventsApi {
  readonly #store: EventStore;
  readonly #metadata: Metadata;
  readonly #traits: Traits;
  readonly #zone: ServerZone;

  constructor(store: EventStore, metadata: Metadata, traits: Traits, zone: ServerZone) {
    this.#store = store;
    this.#metadata = metadata;
    this.#traits = traits;
    this.#zone = zone;
  }

  one(uid: string, call: Call, person: Person): Answer {
    if (!isUid(uid)) throw new Refusal(400, `Value '${uid}' is not valid for path parameter uid. ${uidRule(uid)}`);
    const event = this.#store.get(uid);
    if (!event || event.deleted || !this.#mayRead(event, person)) {
      throw new Refusal(404, `Event with id ${uid} could not be found.`, 'E1005');
    }
    return json(this.#show(event, call));
  }

  list(call: Call, person: Person, origin: string): Answer {
    const { query } = call;
    if (this.#traits.singleEvents && !query.has('program')) {
      return containerPage(400, "Required parameter 'program' is not present.");
    }
    const chosen = this.#chosen(call, person);
    const { olderParameters, eventList } = this.#traits;
    const byOlder = !(olderParameters && flag(query, 'skipPaging', false));
    const paging = this.#traits.pager === 'beside' ? byOlder : flag(query, 'paging', byOlder);
    const page = Math.max(1, wholeNumber(query, 'page', 1));
    const pageSize = Math.max(1, wholeNumber(query, 'pageSize', 50));
    const rows = paging ? chosen.slice((page - 1) * pageSize, page * pageSize) : chosen;
    if (call.suffix === 'csv') return csv(rows.map((event) => this.#view(event)));
    const events = rows.map((event) => this.#show(event, call));
    if (!paging) return json({ [eventList.property]: events });
    const pageCount = Math.ceil(chosen.length / pageSize);
    const totals = flag(query, 'totalPages', false) ? { total: chosen.length, pageCount } : {};
    const pager = { page, pageSize, ...totals };
    const list = { [eventList.property]: events };
    if (this.#traits.pager === 'beside') return json({ ...pager, ...list });
    if (this.#traits.pager === 'twice') return json({ pager, ...pager, ...list });
    const link = (to: number): string => pageLink(call, origin, to);
    const links = {
      ...(page > 1 ? { prevPage: link(page - 1) } : {}),
      ...(page < pageCount ? { nextPage: link(page + 1) } : {}),
    };
    return json({ pager: { ...pager, ...links }, ...list });
  }

  #view(event: StoredEvent): Record<string, unknown> {
    return toEventView(event, this.#metadata, this.#traits);
  }

  #show(event: StoredEvent, call: Call): Record<string, unknown> {
    const fields = parseFields(call.query.get('fields') ?? DEFAULT_FIELDS);
    return pick(this.#view(event), fields, (object) => object);
  }

  #mayRead(event: StoredEvent, person: Person): boolean {
    const path = this.#metadata.model.orgUnits.get(event.orgUnit)?.path ?? '';
    const program = this.#metadata.get('programs', event.program);
    return inScope(person, path) && program !== undefined && may(person, 'readData', program);
  }

  /** The events that a list asks for, in its order. */
  #chosen({ query }: Call, person: Person): StoredEvent[] {
    const { parameter, separator } = this.#traits.eventList;
    const uids = uidList(query, parameter, separator);
    const filters = query.getAll('filter').filter((filter) => filter !== '');
    if (uids && filters.length > 0) {
      throw new Refusal(400, 'Event UIDs and filters can not be specified at the same time', 'E1003');
    }
    const byDate = dateTests(query, this.#zone);
    const tests = [this.#placeTest(query, person), this.#programTest(query), statusTest(query), ...byDate];
    const matches = parseFilters(filters, false, (object) => object, this.#traits);
    const withDeleted = flag(query, 'includeDeleted', false);
    const candidates = uids ? this.#store.newestFirstOf(uids) : this.#store.newestFirst();
    const listed = candidates.filter((event) => {
      if (event.deleted && !withDeleted) return false;
      if (!this.#mayRead(event, person) || !tests.every((test) => test(event))) return false;
      return filters.length === 0 || matches(Object.fromEntries(event.values));
    });
    return ordered(listed, query, (event) => this.#view(event));
  }

  #programTest(query: URLSearchParams): (event: StoredEvent) => boolean {
    const program = query.get('program');
    if (program !== null && !this.#metadata.get('programs', program)) {
      throw new Refusal(400, `Program is specified but does not exist: ${program}`, 'E1003');
    }
    const stage = query.get('programStage');
    return (event) =>
      (program === null || event.program === program) && (stage === null || event.programStage === stage);
  }

  #placeTest(query: URLSearchParams, person: Person): (event: StoredEvent) => boolean {
    const uid = query.get('orgUnit');
    if (uid === null) return () => true;
    const unit = this.#metadata.model.orgUnits.get(uid);
    if (!unit) throw new Refusal(400, `Organisation unit is specified but does not exist: ${uid}`, 'E1003');
    if (!inScope(person, unit.path)) {
      throw new Refusal(403, `Organisation unit is not part of your search scope: ${uid}`, 'E1006');
    }
    const olderMode = this.#traits.olderParameters ? query.get('ouMode') : null;
    const mode = query.get('orgUnitMode') ?? olderMode ?? 'SELECTED';
    const pathOf = (event: StoredEvent): string => this.#metadata.model.orgUnits.get(event.orgUnit)?.path ?? '';
    if (mode === 'SELECTED') return (event) => event.orgUnit === uid;
    if (mode === 'DESCENDANTS') return (event) => `${pathOf(event)}/`.startsWith(`${unit.path}/`);
    if (mode === 'CHILDREN') {
      return (event) => event.orgUnit === uid || pathOf(event) === `${unit.path}/${event.orgUnit}`;
    }
    if (mode === 'ACCESSIBLE' || mode === 'CAPTURE' || mode === 'ALL') return () => true;
    throw new Refusal(400, `Value '${mode}' is not valid for parameter orgUnitMode.`);
  }
}

function statusTest(query: URLSearchParams): (event: StoredEvent) => boolean {
  const status = query.get('status');
  return (event) => status === null || event.status === status;
}

function dateTests(query: URLSearchParams, zone: ServerZone): ((event: StoredEvent) => boolean)[] {
  const limit = (name: string): number | null => {
    const text = query.get(name);
    if (text === null || text === '') return null;
    const instant = parseInstant(text, zone);
    if (instant === null) throw new Refusal(400, `Value '${text}' is not valid for parameter ${name}.`);
    return instant;
  };
  const [occurredAfter, occurredBefore] = [limit('occurredAfter'), limit('occurredBefore')];
  const [updatedAfter, updatedBefore] = [limit('updatedAfter'), limit('updatedBefore')];
  if (query.has('updatedWithin')) throw notInSandbox('updatedWithin');
  return [
    (event) => between(event.occurredAt, occurredAfter, occurredBefore),
    (event) => between(event.updated.at, updatedAfter, updatedBefore),
  ];
}

function between(value: number | null, after: number | null, before: number | null): boolean {
  if (value === null) return after === null && before === null;
  return value >= (after ?? value) && value <= (before ?? value);
}

/** Sorts by `order=property:asc,…`; without one the newest comes first. */
function ordered(
  events: StoredEvent[],
  query: URLSearchParams,
  toView: (event: StoredEvent) => Record<string, unknown>,
): StoredEvent[] {
  const wishes = (query.get('order') ?? '').split(',').filter((wish) => wish !== '');
  if (wishes.length === 0) return events;
  const keys = wishes.map((wish) => {
    const [property = '', direction = 'asc'] = wish.split(':');
    return { property, sign: direction.toLowerCase() === 'desc' ? -1 : 1 };
  });
  const rows = events.map((event) => ({ event, view: toView(event) }));
  rows.sort((a, b) => {
    for (const { property, sign } of keys) {
      const [left, right] = [scalarText(a.view[property]), scalarText(b.view[property])];
      if (left !== right) return left < right ? -sign : sign;
    }
    const first = keys[0]?.sign ?? 1;
    return (a.event.sequence - b.event.sequence) * first;
  });
  return rows.map(({ event }) => event);
}

function uidList(query: URLSearchParams, name: string, separator: string): ReadonlySet<string> | null {
  const text = query.get(name);
  if (text === null || text === '') return null;
  const uids = text.split(separator);
  if (uids.every(isUid)) return new Set(uids);
  throw new Refusal(400, `Value '${text}' is not valid for parameter ${name}. ${uidRule(text)}`);
}

function uidRule(text: string): string {
  return `UID must be an alphanumeric string of 11 characters starting with a letter, but was: ${text}`;
}

function pageLink(call: Call, origin: string, page: number): string {
  const others = call.rawQuery.split('&').filter((pair) => pair !== '' && !pair.startsWith('page='));
  return `${origin}${call.path}?${[...others, `page=${page}`].join('&')}`;
}

/** One line per data value, in the columns that a CSV import takes. */
function csv(views: readonly Record<string, unknown>[]): Answer {
  const columns = ['event', 'status', 'program', 'programStage', 'orgUnit', 'occurredAt', 'dataElement', 'value'];
  const rows = views.flatMap((view) => {
    const values = objectsOf(view['dataValues']);
    return (values.length > 0 ? values : [{}]).map((value) => Object.assign({}, view, value));
  });
  const body = stringify(rows, { header: true, columns });
  return { status: 200, headers: { 'content-type': 'application/csv;charset=UTF-8' }, body };
}
