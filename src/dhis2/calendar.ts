import { isRealDate } from '../base/calendar.ts';

/** A date, or a date and time, taken apart. Fields of a time that is not there are ''. */
export interface DateParts {
  /** `yyyy-MM-dd`. */
  readonly day: string;
  /** Two digits each. */
  readonly hour: string;
  readonly minute: string;
  readonly second: string;
  /** Digits of a fraction of a second. */
  readonly fraction: string;
  /** `Z`, or `±HH[:]mm`, as written. */
  readonly offset: string;
}

const DATE_TIME =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|z|[+-]\d{2}(?::?\d{2})?)?)?$/;

/** What {@link parseDate} made of a text. */
export type ParsedDate =
  | { readonly is: 'date'; readonly parts: DateParts }
  | { readonly is: 'noSuchDay' }
  | { readonly is: 'other' };

/**
 * Reads ISO dates and dates with a time (`T` or a blank between, seconds, fraction and offset as one likes): what Kobo
 * and DHIS2 write. Any other way of writing is `other`: no guesses.
 */
export function parseDate(text: string): ParsedDate {
  const found = DATE_TIME.exec(text);
  if (!found) return { is: 'other' };
  const [, year, month, day, hour = '', minute = '', second = '', fraction = '', offset = ''] = found;
  if (!isRealDate(Number(year), Number(month), Number(day))) return { is: 'noSuchDay' };
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return { is: 'other' };
  return {
    is: 'date',
    parts: { day: `${year}-${month}-${day}`, hour: hour && hour.padStart(2, '0'), minute, second, fraction, offset },
  };
}

/**
 * A date or date-time as DHIS2 gives it back, made short: the wall clock of `timeZone`, to the millisecond, without
 * offset; the day alone where the time is midnight. Text that is no date stays as it is.
 */
export function toServerTime(text: string, timeZone: string): string {
  const parsed = parseDate(text);
  if (parsed.is !== 'date') return text;
  const { day, hour, minute, second, fraction, offset } = parsed.parts;
  if (hour === '') return day;
  const time = `${hour}:${minute}:${second || '00'}.${fraction.slice(0, 3).padEnd(3, '0')}`;
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
