import { reason } from '../messages/reason.ts';
import { parseIsoDate } from '../base/iso-date.ts';
import { canonicalJson, isObject, type Json } from '../base/json.ts';
import type { Difference, Refusal, Sending } from '../contracts/sink.ts';
import { toServerTime } from './calendar.ts';
import type { DataValue, EventObject } from './event-object.ts';
import { isUid } from './uid.ts';

/** Where events go. */
export interface EventPlace {
  readonly program: string;
  readonly programStage: string;
  /** Data element that carries the record's key, filled by the sink alone. */
  readonly keyDataElement: string | null;
  /** Name and UID of a data element, for people. */
  nameOf(dataElement: string): string;
}

/** An event as DHIS2 wants it. */
export type DhisEvent = { readonly [property: string]: Json } & {
  readonly event: string;
  readonly dataValues: readonly DataValue[];
};

const PROPERTIES = ['orgUnit', 'occurredAt', 'status', 'completedAt', 'geometry', 'attributeOptionCombo'] as const;
const STATUSES = ['ACTIVE', 'COMPLETED'];

/**
 * The event to send. Where nothing can be under its UID yet (`mayExist` false) values that are null are left out;
 * otherwise they go as explicit nulls, because DHIS2 merges data values and a missing one would live on.
 */
export function toEvent(
  sending: Pick<Sending<EventObject>, 'ref' | 'address' | 'object'>,
  place: EventPlace,
  mayExist: boolean,
): DhisEvent {
  const { object, address } = sending;
  const { program, programStage, keyDataElement } = place;
  const properties = PROPERTIES.flatMap((name) => (object[name] == null ? [] : [[name, object[name]] as const]));
  const mapped = object.dataValues.filter((value) => value.dataElement !== keyDataElement);
  const key = keyDataElement === null ? [] : [{ dataElement: keyDataElement, value: toBareKey(sending.ref.key) }];
  const dataValues = [...mapped, ...key].filter((value) => mayExist || value.value !== null);
  return { event: address, program, programStage, ...Object.fromEntries(properties), dataValues };
}

function toBareKey(key: string): string {
  return key.replace(/^uuid:/, '');
}

/**
 * Why an object must not be sent: one bad UID, date, status or NUL makes the whole request fail, and the others with
 * it. Empty where it may go. `address` is left out as long as it has none.
 */
export function refusalsOf(
  { address, object }: { readonly address?: string; readonly object: EventObject },
  place: EventPlace,
): Refusal[] {
  const refusals: Refusal[] = [];
  const want = (property: string, value: unknown, isGood: boolean, needed: string): void => {
    if (isGood) return;
    const shown = typeof value === 'string' ? { value } : {};
    const where = { field: property, target: property };
    refusals.push({ ...reason('dhis2/bad-property', { property, needed }), ...where, ...shown });
  };
  const { orgUnit, occurredAt, completedAt, status, geometry, attributeOptionCombo } = object;
  want('event', address, address === undefined || isUid(address), 'a UID (a letter, then ten letters or digits)');
  want('orgUnit', orgUnit, isUid(orgUnit), 'the UID of an organisation unit');
  want(
    'occurredAt',
    occurredAt,
    isEventDate(occurredAt),
    'a real date without offset, as 2025-03-14 or 2025-03-14T10:15:00',
  );
  want(
    'completedAt',
    completedAt,
    completedAt == null || isEventDate(completedAt),
    'a real date without offset, as 2025-03-14',
  );
  want('status', status, status == null || STATUSES.some((known) => known === status), STATUSES.join(' or '));
  want('geometry', geometry, geometry == null || isGeometry(geometry), 'a GeoJSON Point, Polygon or MultiPolygon');
  const combo = attributeOptionCombo;
  want('attributeOptionCombo', combo, combo == null || isUid(combo), 'the UID of an attribute option combo');

  const valued = new Set<string>();
  for (const { dataElement, value } of object.dataValues) {
    const refuse = (code: 'dhis2/nul' | 'dhis2/duplicate-data-element'): void => {
      const field = place.nameOf(dataElement);
      refusals.push({ ...reason(code, { field }), field, target: dataElement });
    };
    want('dataElement', dataElement, isUid(dataElement), 'the UID of a data element');
    if (value?.includes('\0')) refuse('dhis2/nul');
    if (valued.has(dataElement)) refuse('dhis2/duplicate-data-element');
    valued.add(dataElement);
  }
  return refusals;
}

/** A day, or the server's own wall clock: a time with an offset it would move to its zone, and to another day perhaps. */
function isEventDate(value: unknown): boolean {
  if (typeof value !== 'string' || value.includes(' ')) return false;
  const parsed = parseIsoDate(value);
  return parsed.is === 'date' && parsed.parts.fraction.length <= 6 && parsed.parts.offset === '';
}

const DEPTHS: { readonly [type: string]: number } = { Point: 0, Polygon: 2, MultiPolygon: 3 };

function isGeometry(value: unknown): boolean {
  if (!isObject(value)) return false;
  const depth = DEPTHS[String(value['type'])];
  return depth !== undefined && isNested(value['coordinates'], depth);
}

function isNested(value: unknown, depth: number): boolean {
  if (!Array.isArray(value) || value.length === 0) return false;
  if (depth > 0) return value.every((inner) => isNested(inner, depth - 1));
  return value.length >= 2 && value.every((coordinate) => Number.isFinite(coordinate));
}

/** What the server keeps of an object, as text: equal for what we sent and what it gives back. */
export function canonicalEvent(object: EventObject, timeZone: string, keepsCombo: boolean): string {
  const kept = keptProperties(keepsCombo);
  const members = kept.flatMap((name) => {
    const value = normalised(name, object[name], timeZone);
    return value === null ? [] : [[name, canonicalJson(value)] as const];
  });
  return toObjectText([...members, ['dataValues', canonicalValues(object.dataValues)]]);
}

function keptProperties(keepsCombo: boolean): readonly string[] {
  return keepsCombo ? COMPARED : COMPARED.filter((name) => name !== 'attributeOptionCombo');
}

/** The same of some properties alone; undefined where the server keeps none of them, or one has no value. */
export function canonicalProperties(
  object: EventObject,
  properties: readonly string[],
  timeZone: string,
  keepsCombo: boolean,
): string | undefined {
  const kept = new Set(keptProperties(keepsCombo));
  const told = properties.filter((name) => kept.has(name));
  if (told.length === 0 || told.some((name) => object[name] == null)) return undefined;
  const values = told.map((name) => [name, object[name] as Json]);
  return canonicalEvent({ ...Object.fromEntries(values), dataValues: [] }, timeZone, keepsCombo);
}

/** This is done for every record of every night: straight to text, for objects of many different keys are slow. */
function canonicalValues(dataValues: readonly DataValue[]): string {
  const members: (readonly [string, string])[] = [];
  for (const { dataElement, value } of dataValues) {
    if (value !== null) members.push([dataElement, JSON.stringify(value)]);
  }
  return toObjectText(members);
}

/** An object of members whose values are JSON already, sorted by name; of two of one name the later counts. */
function toObjectText(members: (readonly [name: string, json: string])[]): string {
  members.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  let text = '';
  for (const [at, [name, json]] of members.entries()) {
    if (members[at + 1]?.[0] === name) continue;
    text += `${text === '' ? '{' : ','}${JSON.stringify(name)}:${json}`;
  }
  return text === '' ? '{}' : `${text}}`;
}

/** Not `completedAt`: DHIS2 takes it when an event becomes COMPLETED and ignores later ones. */
const COMPARED = PROPERTIES.filter((name) => name !== 'completedAt');

function normalised(name: string, value: Json | undefined, timeZone: string): Json {
  if (name === 'status') return value ?? 'ACTIVE';
  if (name === 'occurredAt' && typeof value === 'string') return toServerTime(value, timeZone);
  return value ?? null;
}

/** Replaced by every update, also where we have none. */
const ALWAYS: ReadonlySet<string> = new Set(['status', 'geometry']);

/** What an object sets: its properties, each with a dot before it, and its data elements, those without a value too. */
export function targetsOf(object: EventObject): string[] {
  const properties = COMPARED.filter((name) => name in object || ALWAYS.has(name));
  return [...properties.map((name) => `.${name}`), ...object.dataValues.map((value) => value.dataElement)];
}

/** What an object in DHIS2 has of some targets. */
export function restrict(there: EventObject, targets: readonly string[]): EventObject {
  const wanted = new Set(targets);
  const properties = Object.entries(there).filter(([name]) => wanted.has(`.${name}`));
  return {
    ...Object.fromEntries(properties),
    dataValues: there.dataValues.filter((value) => wanted.has(value.dataElement)),
  };
}

/**
 * In what an object in DHIS2 differs from what we would send, in nothing but what we would send: our properties (the
 * status is ACTIVE, and there is no geometry, where we have none) and our data elements, those without a value included. Not `completedAt`, which
 * DHIS2 does not let us change. Times are compared in `timeZone`, the server's.
 */
export function differences(sent: EventObject, there: EventObject, timeZone = 'UTC'): Difference[] {
  const differing: Difference[] = [];
  const compare = (target: string, ours: Json, theirs: Json): void => {
    if (canonicalJson(ours) !== canonicalJson(theirs)) differing.push({ target, ours, theirs });
  };
  for (const name of COMPARED) {
    if (sent[name] === undefined && !ALWAYS.has(name)) continue;
    // Not read back where the program has only the default combo: then there is nothing to compare.
    if (name === 'attributeOptionCombo' && there[name] === undefined) continue;
    compare(name, normalised(name, sent[name], timeZone), normalised(name, there[name], timeZone));
  }
  const theirs = new Map(there.dataValues.map((value) => [value.dataElement, value.value]));
  for (const { dataElement, value } of sent.dataValues) compare(dataElement, value, theirs.get(dataElement) ?? null);
  return differing;
}
