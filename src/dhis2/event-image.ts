import { canonicalJson, type Json } from '../base/json.ts';
import type { Difference, Sending } from '../contracts/sink.ts';
import { toServerTime } from './calendar.ts';
import type { DataValue, EventObject } from './event-object.ts';
import { orderOf, type ValueOrder } from './value-order.ts';

/** Where events go. */
export interface EventPlace {
  readonly program: string;
  readonly programStage: string;
  /** Data element that carries the record's key, filled by the sink alone. */
  readonly keyDataElement: string | null;
  /** The first day that the server keeps as it is sent; undefined: it keeps all. */
  readonly firstDay?: string | undefined;
  /** Name and UID of a data element, for people. */
  nameOf(dataElement: string): string;
}

/** An event as DHIS2 wants it. */
export type DhisEvent = { readonly [property: string]: Json } & {
  readonly event: string;
  readonly dataValues: readonly DataValue[];
};

const PROPERTIES = ['orgUnit', 'occurredAt', 'status', 'completedAt', 'geometry', 'attributeOptionCombo'] as const;

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
  const properties: Record<string, Json> = {};
  for (const name of PROPERTIES) if (object[name] != null) properties[name] = object[name];
  const dataValues = object.dataValues.filter(
    ({ dataElement, value }) => dataElement !== keyDataElement && (mayExist || value !== null),
  );
  if (keyDataElement !== null) dataValues.push({ dataElement: keyDataElement, value: toBareKey(sending.ref.key) });
  return { event: address, program, programStage, ...properties, dataValues };
}

function toBareKey(key: string): string {
  return key.replace(/^uuid:/, '');
}

/** What the server keeps of an object, as text: equal for what we sent and what it gives back. */
export function canonicalEvent(object: EventObject, timeZone: string, keepsCombo: boolean): string {
  let text = '';
  for (const [name, head] of keepsCombo ? MEMBERS : MEMBERS_WITHOUT_COMBO) {
    const json = name === DATA_VALUES ? canonicalValues(object.dataValues) : canonicalProperty(object, name, timeZone);
    if (json !== null) text += (text === '' ? '{' : ',') + head + json;
  }
  return `${text}}`;
}

function canonicalProperty(object: EventObject, name: string, timeZone: string): string | null {
  const value = normalised(name, object[name], timeZone);
  return value === null ? null : canonicalJson(value);
}

/** The same of some properties alone; undefined where the server keeps none of them, or one has no value. */
export function canonicalProperties(
  object: EventObject,
  properties: readonly string[],
  timeZone: string,
  keepsCombo: boolean,
): string | undefined {
  const told = properties.filter((name) => COMPARED.has(name) && (keepsCombo || name !== COMBO));
  if (told.length === 0 || told.some((name) => object[name] == null)) return undefined;
  const values = told.map((name) => [name, object[name] as Json]);
  return canonicalEvent({ ...Object.fromEntries(values), dataValues: [] }, timeZone, keepsCombo);
}

/** This is done for every record of every night: straight to text, for objects of many different keys are slow. */
function canonicalValues(dataValues: readonly DataValue[]): string {
  const order = orderOf(dataValues);
  if (order) return inOrder(dataValues, order);
  const members: (readonly [string, string])[] = [];
  for (const { dataElement, value } of dataValues) {
    if (value !== null) members.push([dataElement, JSON.stringify(value)]);
  }
  return toObjectText(members);
}

function inOrder(dataValues: readonly DataValue[], order: ValueOrder): string {
  let text = '';
  for (const at of order.sorted) {
    const { value } = dataValues[at] as DataValue;
    if (value !== null) text += (text === '' ? '{' : ',') + order.member(at, value);
  }
  return text === '' ? '{}' : `${text}}`;
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
const COMPARED: ReadonlySet<string> = new Set(PROPERTIES.filter((name) => name !== 'completedAt'));

const DATA_VALUES = 'dataValues';
const COMBO = 'attributeOptionCombo';

/** What is compared of an event, sorted by name: each with the head of its member, `"name":`. */
const MEMBERS = [...COMPARED, DATA_VALUES].sort().map((name) => [name, `${JSON.stringify(name)}:`] as const);
const MEMBERS_WITHOUT_COMBO = MEMBERS.filter(([name]) => name !== COMBO);

function normalised(name: string, value: Json | undefined, timeZone: string): Json {
  if (name === 'status') return value ?? 'ACTIVE';
  if (name === 'occurredAt' && typeof value === 'string') return toServerTime(value, timeZone);
  return value ?? null;
}

/** Replaced by every update, also where we have none. */
const ALWAYS: ReadonlySet<string> = new Set(['status', 'geometry']);

/** What an object sets: its properties, each with a dot before it, and its data elements, those without a value too. */
export function targetsOf(object: EventObject): readonly string[] {
  const order = orderOf(object.dataValues);
  if (!order) return toTargets(object);
  const id = idOfProperties(object);
  let known = order.targets.get(id);
  if (!known) order.targets.set(id, (known = toTargets(object)));
  return known;
}

function toTargets(object: EventObject): string[] {
  const properties = [...COMPARED].filter((name) => sets(object, name)).map((name) => `.${name}`);
  return [...properties, ...object.dataValues.map((value) => value.dataElement)];
}

/** A bit for each property that an object sets. */
function idOfProperties(object: EventObject): number {
  let id = 0;
  for (const name of COMPARED) id = id * 2 + (sets(object, name) ? 1 : 0);
  return id;
}

function sets(object: EventObject, property: string): boolean {
  return property in object || ALWAYS.has(property);
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
