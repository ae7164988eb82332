import { scalarText } from './loose-json.ts';
import { isObject } from '../base/json.ts';
import { parseInstant } from './instants.ts';
import type { ServerZone } from './server-zone.ts';
import { isUid, randomUid } from './uid.ts';
import type { Traits } from './versions.ts';
import { notInSandbox, Refusal } from './web.ts';

export const STATUSES = ['ACTIVE', 'COMPLETED', 'VISITED', 'SCHEDULE', 'OVERDUE', 'SKIPPED'] as const;
export type EventStatus = (typeof STATUSES)[number];

const GEOMETRY_TYPES = new Set([
  'Point',
  'MultiPoint',
  'LineString',
  'MultiLineString',
  'Polygon',
  'MultiPolygon',
  'GeometryCollection',
]);

export interface IncomingValue {
  /** Empty where the key was missing, null where it was null: the server tells them apart in its message. */
  readonly dataElement: string | null;
  readonly value: string | null;
  readonly providedElsewhere: boolean;
}

export interface IncomingNote {
  readonly note: string;
  readonly value: string | null;
}

export interface Geometry {
  readonly type: string;
  readonly coordinates: unknown;
}

/** An event as it came in, its texts read as the types that the server gives them. Instants as in {@link ServerZone}. */
export interface IncomingEvent {
  readonly event: string;
  readonly program: string | null;
  readonly programStage: string | null;
  readonly orgUnit: string | null;
  readonly enrollment: string | null;
  readonly occurredAt: number | null;
  readonly scheduledAt: number | null;
  readonly completedAt: number | null;
  readonly createdAtClient: number | null;
  readonly updatedAtClient: number | null;
  readonly status: EventStatus;
  readonly storedBy: string | null;
  readonly attributeOptionCombo: string | null;
  readonly attributeCategoryOptions: readonly string[];
  readonly assignedUser: { readonly uid: string | null; readonly username: string | null } | null;
  readonly geometry: Geometry | null;
  readonly notes: readonly IncomingNote[];
  readonly dataValues: readonly IncomingValue[];
  /** `dataValues` was null or held a null, at which the server's look-up of metadata fails for the whole request. */
  readonly breaksPreheat: boolean;
}

/** What of a server counts for reading what is sent to it. */
interface Server {
  readonly traits: Traits;
  readonly zone: ServerZone;
}

/** Parses the JSON body of an import; throws 400 (or 500, by release and where the server trips over a null). */
export function parseTrackerBody(body: Buffer, server: Server): readonly IncomingEvent[] {
  try {
    return parseEvents(body, server);
  } catch (error) {
    if (error instanceof Unreadable)
      throw new Refusal(server.traits.unreadableBody, `JSON parse error: ${error.message}`);
    throw error;
  }
}

/** A body that is no request, on its way to the client. */
class Unreadable extends Error {}

function parseEvents(body: Buffer, server: Server): readonly IncomingEvent[] {
  if (body.length === 0) throw unreadable('Required request body is missing');
  const parsed = parseJson(body);
  if (!isObject(parsed)) throw unreadable(`Cannot deserialize the body from ${kindOf(parsed)}`);
  for (const other of ['trackedEntities', 'enrollments', 'relationships']) {
    if (Array.isArray(parsed[other]) && parsed[other].length > 0) throw notInSandbox(`the import of ${other}`);
  }
  const events = parsed['events'] === undefined ? [] : parsed['events'];
  if (events === null)
    throw new Refusal(500, 'Cannot invoke "java.util.List.stream()" because the list of events is null');
  if (!Array.isArray(events)) throw unreadable(`Cannot deserialize the list of events from ${kindOf(events)}`);
  const incoming = events.flatMap((event: unknown) => (event === null ? [] : [parseEvent(event, server)]));
  if (events.includes(null)) throw new Refusal(500, 'Cannot invoke "Event.getEnrollment()" because "event" is null');
  return incoming;
}

/** JSON as the server's parser takes it: UTF-8 only, a byte order mark allowed, numbers kept as they were written. */
function parseJson(body: Buffer): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw unreadable('Invalid UTF-8 byte');
  }
  try {
    const withNumbers = /"value"\s*:\s*[-\d]/.test(text);
    return withNumbers ? JSON.parse(text, keepNumberText) : JSON.parse(text);
  } catch (error) {
    throw unreadable(error instanceof Error ? error.message : 'Unexpected character');
  }
}

/** `1.0` sent as a number is stored as `1.0`, not as `1`. */
function keepNumberText(key: string, value: unknown, context?: { source?: string }): unknown {
  return key === 'value' && typeof value === 'number' ? (context?.source ?? value) : value;
}

function parseEvent(event: unknown, { traits, zone }: Server): IncomingEvent {
  if (!isObject(event)) throw unreadable(`Cannot construct instance of an event from ${kindOf(event)}`);
  const values = 'dataValues' in event ? event['dataValues'] : [];
  const status = eventStatus(text(event, 'status') ?? 'ACTIVE');
  if (values !== null && !Array.isArray(values))
    throw unreadable(`Cannot deserialize data values from ${kindOf(values)}`);
  return {
    event: uid(event['event'], traits) ?? randomUid(),
    program: text(event, 'program'),
    programStage: text(event, 'programStage'),
    orgUnit: text(event, 'orgUnit'),
    enrollment: text(event, 'enrollment'),
    occurredAt: instant(event, 'occurredAt', zone),
    scheduledAt: instant(event, 'scheduledAt', zone),
    completedAt: instant(event, 'completedAt', zone),
    createdAtClient: instant(event, 'createdAtClient', zone),
    updatedAtClient: instant(event, 'updatedAtClient', zone),
    status,
    storedBy: text(event, 'storedBy'),
    attributeOptionCombo: text(event, 'attributeOptionCombo'),
    attributeCategoryOptions: (text(event, 'attributeCategoryOptions') ?? '')
      .split(traits.listSeparator)
      .filter((word) => word !== ''),
    assignedUser: assignedUser(event['assignedUser'] ?? null, traits),
    geometry: geometry(event['geometry'] ?? null),
    notes: notes(event['notes'] ?? [], traits),
    dataValues: (values ?? []).filter((value) => value !== null).flatMap(dataValue),
    breaksPreheat: values === null || values.includes(null),
  };
}

function eventStatus(word: string): EventStatus {
  const status = STATUSES.find((known) => known === word);
  if (status) return status;
  const problem = `not one of the values accepted for Enum class: [${STATUSES.join(', ')}]`;
  throw unreadable(`Cannot deserialize value of type EventStatus from String "${word}": ${problem}`);
}

/** One entry of `dataValues`. An array or object as its value is misread by the server, and so here. */
function dataValue(entry: unknown): readonly IncomingValue[] {
  if (!isObject(entry)) throw unreadable(`Cannot construct instance of a data value from ${kindOf(entry)}`);
  const element = entry['dataElement'];
  const read = {
    dataElement: element === undefined ? '' : textOrNull(element),
    value: textOrNull(entry['value']),
    providedElsewhere: entry['providedElsewhere'] === true,
  };
  return isObject(entry['value']) ? [read, { dataElement: '', value: null, providedElsewhere: false }] : [read];
}

function assignedUser(user: unknown, traits: Traits): IncomingEvent['assignedUser'] {
  if (user === null) return null;
  if (!isObject(user)) throw unreadable(`Cannot construct instance of a user from ${kindOf(user)}`);
  return { uid: uid(user['uid'], traits), username: text(user, 'username') };
}

function geometry(value: unknown): Geometry | null {
  if (value === null) return null;
  if (!isObject(value)) throw unreadable(`Cannot read a geometry from ${kindOf(value)}`);
  const type = scalarText(value['type']);
  if (!GEOMETRY_TYPES.has(type)) throw unreadable(`Invalid geometry type: ${type}`);
  return { type, coordinates: numbers(value['coordinates']) };
}

function numbers(coordinates: unknown): unknown {
  return Array.isArray(coordinates) ? coordinates.map(numbers) : Number(coordinates);
}

function notes(list: unknown, traits: Traits): readonly IncomingNote[] {
  if (!Array.isArray(list)) throw unreadable(`Cannot deserialize notes from ${kindOf(list)}`);
  return list
    .filter(isObject)
    .map((note) => ({ note: uid(note['note'], traits) ?? randomUid(), value: text(note, 'value') }));
}

function uid(value: unknown, { uidsAreTexts }: Traits): string | null {
  if (value === undefined || value === null) return null;
  const text = scalarText(value);
  if (uidsAreTexts) return text === '' ? null : text;
  if (isUid(text)) return text;
  const rule = 'UID must be an alphanumeric string of 11 characters starting with a letter';
  throw unreadable(`Cannot construct instance of \`org.hisp.dhis.common.UID\`, problem: ${rule}, but was: ${text}`);
}

function instant(event: Record<string, unknown>, property: string, zone: ServerZone): number | null {
  const value = text(event, property);
  if (value === null) return null;
  const parsed = parseInstant(value, zone);
  if (parsed !== null) return parsed;
  const formats = "only 'yyyy-MM-dd'T'HH:mm:ss.SSS' format end epoch milliseconds are supported.";
  throw unreadable(`Invalid date format '${value}', ${formats}`);
}

/** Text of a property; null where it is absent, null or empty. */
function text(object: Record<string, unknown>, property: string): string | null {
  return textOrNull(object[property]);
}

function textOrNull(value: unknown): string | null {
  const text = scalarText(value);
  return text === '' ? null : text;
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'Array value' : isObject(value) ? 'Object value' : `${typeof value} value`;
}

function unreadable(reason: string): Unreadable {
  return new Unreadable(reason);
}
