import { parseIsoDate } from '../base/iso-date.ts';

/**
 * A date or date-time as DHIS2 gives it back, made short: the wall clock of `timeZone`, to the millisecond, without
 * offset; the day alone where the time is midnight. Text that is no date stays as it is.
 */
export function toServerTime(text: string, timeZone: string): string {
  const parsed = parseIsoDate(text);
  if (parsed.is !== 'date') return text;
  const { day, hour, minute, second, fraction, offset } = parsed.parts;
  if (hour === '') return day;
  const time = `${hour}:${minute || '00'}:${second || '00'}.${fraction.slice(0, 3).padEnd(3, '0')}`;
  if (offset !== '') return short(inZone(new Date(`${day}T${time}${toIsoOffset(offset)}`), timeZone));
  return short(`${day}T${time}`);
}

function short(dateTime: string): string {
  return dateTime.endsWith('T00:00:00.000') ? dateTime.slice(0, 10) : dateTime;
}

function toIsoOffset(offset: string): string {
  if (offset.toUpperCase() === 'Z') return 'Z';
  return `${offset.slice(0, 3)}:${offset.slice(3).replace(':', '') || '00'}`;
}

/** Making one costs far more than using it. */
const FORMATS = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = FORMATS.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-CA-u-ca-iso8601-hc-h23', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
  });
  FORMATS.set(timeZone, made);
  return made;
}

function inZone(instant: Date, timeZone: string): string {
  const parts = formatOf(timeZone).formatToParts(instant);
  const get = (type: string): string => parts.find((one) => one.type === type)?.value ?? '';
  const year = get('year').padStart(4, '0');
  const time = `${get('hour')}:${get('minute')}:${get('second')}.${get('fractionalSecond')}`;
  return `${year}-${get('month')}-${get('day')}T${time}`;
}
