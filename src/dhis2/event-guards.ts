import { parseIsoDate } from '../base/iso-date.ts';
import { isObject } from '../base/json.ts';
import type { Refusal } from '../contracts/sink.ts';
import { reason } from '../messages/reason.ts';
import type { EventPlace } from './event-image.ts';
import type { EventObject } from './event-object.ts';
import { isUid } from './uid.ts';
import { orderOf } from './value-order.ts';

const STATUSES = ['ACTIVE', 'COMPLETED'];

/**
 * Why an object must not be sent, whatever DHIS2 would say of it. Either nobody could read the request that it is in, and
 * the others would be lost with it: a bad UID, date, status or NUL. Or DHIS2 would take it, and keep something else than
 * what was sent: a time with an offset, a data element twice, half a character. Empty where it may go. `address` is left
 * out as long as it has none.
 */
export function refusalsOf(
  { address, object }: { readonly address?: string; readonly object: EventObject },
  place: EventPlace,
): Refusal[] {
  const refusals: Refusal[] = [];
  const want = (property: string, value: unknown, isGood: boolean, needed: string): void => {
    if (!isGood) refusals.push(badProperty(property, value, needed));
  };
  want('event', address, address === undefined || isUid(address), 'a UID (a letter, then ten letters or digits)');
  for (const { name, isGood, needed } of PROPERTIES) want(name, object[name], isGood(object[name]), needed);

  for (const property of place.firstDay === undefined ? [] : ['occurredAt', 'completedAt']) {
    const value = object[property];
    if (place.firstDay === undefined || !isEventDate(value) || String(value) >= place.firstDay) continue;
    const where = { field: property, target: property, value: String(value) };
    refusals.push({ ...reason('dhis2/day-moves', { property, from: place.firstDay }), ...where });
  }

  // Nearly all events have the same data elements, and are refused for none of them.
  if (orderOf(object.dataValues)?.areUids && object.dataValues.every(({ value }) => value === null || isWhole(value)))
    return refusals;
  const valued = new Set<string>();
  for (const { dataElement, value } of object.dataValues) {
    const refuse = (code: 'dhis2/nul' | 'dhis2/broken-text' | 'dhis2/duplicate-data-element'): void => {
      const field = place.nameOf(dataElement);
      refusals.push({ ...reason(code, { field }), field, target: dataElement });
    };
    want('dataElement', dataElement, isUid(dataElement), 'the UID of a data element');
    if (value?.includes('\0')) refuse('dhis2/nul');
    if (value?.isWellFormed() === false) refuse('dhis2/broken-text');
    if (valued.has(dataElement)) refuse('dhis2/duplicate-data-element');
    valued.add(dataElement);
  }
  return refusals;
}

function badProperty(property: string, value: unknown, needed: string): Refusal {
  const shown = typeof value === 'string' ? { value } : {};
  return { ...reason('dhis2/bad-property', { property, needed }), field: property, target: property, ...shown };
}

/** What somebody could read of each property. */
const PROPERTIES: readonly {
  readonly name: string;
  readonly isGood: (value: unknown) => boolean;
  readonly needed: string;
}[] = [
  { name: 'orgUnit', isGood: isUid, needed: 'the UID of an organisation unit' },
  {
    name: 'occurredAt',
    isGood: isEventDate,
    needed: 'a real date without offset, as 2025-03-14 or 2025-03-14T10:15:00',
  },
  {
    name: 'completedAt',
    isGood: (value) => value == null || isEventDate(value),
    needed: 'a real date without offset, as 2025-03-14',
  },
  {
    name: 'status',
    isGood: (value) => value == null || STATUSES.some((known) => known === value),
    needed: STATUSES.join(' or '),
  },
  {
    name: 'geometry',
    isGood: (value) => value == null || isGeometry(value),
    needed: 'a GeoJSON Point, Polygon or MultiPolygon',
  },
  {
    name: 'attributeOptionCombo',
    isGood: (value) => value == null || isUid(value),
    needed: 'the UID of an attribute option combo',
  },
];

function isWhole(value: string): boolean {
  return !value.includes('\0') && value.isWellFormed();
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
