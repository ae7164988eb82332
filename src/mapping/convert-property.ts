import { toDecimalText } from '../base/decimal-text.ts';
import { parseIsoDate } from '../base/iso-date.ts';
import { canonicalJson, isObject, type Json } from '../base/json.ts';
import { parsePeriod } from '../base/periods.ts';
import type { ShapeProperty } from '../contracts/shape.ts';
import { isUid } from '../dhis2/uid.ts';
import { toDhis2Value } from '../dhis2/value-types.ts';
import { failed, isNoScalar, NO_VALUE, typeName, type Converted } from './converted.ts';

/** Turns a raw value into what a property of an object takes. */
export function convertProperty(property: ShapeProperty, raw: unknown): Converted {
  const { type } = property;
  if (type === 'geometry') return convertGeometry(raw);
  if (isNoScalar(raw)) return failed('field/not-a-value', raw, { type: typeName(raw) });
  const text = String(raw).trim();
  if (text === '') return NO_VALUE;
  if (type === 'uid')
    return isUid(text)
      ? { ok: true, value: text, conversion: null }
      : failed('field/not-a-uid', raw, { property: property.name });
  if (type === 'date') return convertDate(text);
  if (type === 'period') return convertPeriod(text);
  if (type === 'text') return { ok: true, value: text, conversion: null };
  if (!type.includes(text)) return failed('field/not-one-of', raw, { allowed: type });
  return { ok: true, value: text, conversion: null };
}

/** GeoJSON. Coordinates that are texts become the numbers that they write: DHIS2 reads them so, and others do not. */
function convertGeometry(raw: unknown): Converted {
  if (!isObject(raw)) return failed('field/not-a-geometry', raw, {});
  const { type, coordinates } = raw;
  if (typeof type !== 'string' || !Array.isArray(coordinates)) return failed('field/not-a-geometry', raw, {});
  const numbers = toNumbers(coordinates as Json);
  const isSame = canonicalJson(numbers) === canonicalJson(coordinates as Json);
  return { ok: true, value: { type, coordinates: numbers }, conversion: isSame ? null : 'coordinates as numbers' };
}

/** A text of which a number would be another one, or none, stays. */
function toNumbers(coordinates: Json): Json {
  if (Array.isArray(coordinates)) return coordinates.map(toNumbers);
  if (typeof coordinates !== 'string' || !/^-?\d+(?:\.\d+)?$/.test(coordinates)) return coordinates;
  const shortest = coordinates.includes('.') ? coordinates.replace(/\.?0+$/, '') : coordinates;
  return toDecimalText(Number(coordinates)) === shortest ? Number(coordinates) : coordinates;
}

/** Days that DHIS2 reads too, with year, month and day in their order: `2026-3-4`, `20260304`. */
const OTHER_DAYS = [/^(\d{4})-(\d{1,2})-(\d{1,2})$/, /^(\d{4})(\d{2})(\d{2})$/];

/** Dates of the event itself: a day, or a wall-clock time. With an offset the server would move it to its own zone. */
function convertDate(text: string): Converted {
  const written = toIsoDay(text);
  const parsed = parseIsoDate(written);
  if (parsed.is !== 'date') return failed('field/not-a-date', text, {});
  if (parsed.parts.offset !== '') return failed('field/date-with-offset', text, {});
  const converted = toDhis2Value(parsed.parts.hour === '' ? 'DATE' : 'DATETIME', written);
  if (!converted.ok) return failed('field/not-a-date', text, {});
  return written === text ? converted : { ...converted, conversion: 'days as YYYY-MM-DD' };
}

function toIsoDay(text: string): string {
  for (const form of OTHER_DAYS) {
    const [, year = '', month = '', day = ''] = form.exec(text) ?? [];
    if (year !== '') return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  }
  return text;
}

/** A period of whatever type. `2026-03` may be a month, or what is left of a day: `$period` says which. */
function convertPeriod(text: string): Converted {
  const period = /^\d{4}-\d{2}$/.test(text) ? undefined : parsePeriod(text);
  if (!period) return failed('field/not-a-period', text, {});
  return { ok: true, value: period.iso, conversion: period.iso === text ? null : 'periods as DHIS2 writes them' };
}
