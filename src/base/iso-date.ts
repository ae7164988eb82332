/** Dates and times as ISO 8601, Kobo and DHIS2 write them. One grammar: what a helper takes, a value type takes too. */
import { isRealDate } from './real-dates.ts';

/** A time of day, taken apart. Fields that are not there are ''. */
export interface IsoTime {
  /** Two digits each. */
  readonly hour: string;
  readonly minute: string;
  readonly second: string;
  /** Digits of a fraction of a second. */
  readonly fraction: string;
  /** `Z`, or `±HH[[:]mm]`, as written. */
  readonly offset: string;
}

/** A date, or a date and time, taken apart. */
export interface IsoDate extends IsoTime {
  /** `yyyy-MM-dd`. */
  readonly day: string;
}

/** What {@link parseIsoDate} made of a text. */
export type ParsedDate =
  | { readonly is: 'date'; readonly parts: IsoDate }
  | { readonly is: 'noSuchDay' }
  | { readonly is: 'other' };

const OFFSET = '[Zz]|[+-]\\d{2}(?::?\\d{2})?';
const SECOND = '(?::(\\d{2})(?:\\.(\\d{1,9}))?)?';
const TIME = new RegExp(`^(\\d{1,2}):(\\d{2})${SECOND}(${OFFSET})?$`);
const DATE_TIME = new RegExp(`^(\\d{4})-(\\d{2})-(\\d{2})(?:([Tt ])(\\d{1,2})(?::(\\d{2})${SECOND})?(${OFFSET})?)?$`);
const WHOLE_OFFSET = new RegExp(`^(?:${OFFSET})$`);

/**
 * Reads dates, and dates with a time: `T` or a blank between; seconds, fraction and offset as one likes; after `T` the
 * hour may stand alone. Any other way of writing is `other`: no guesses.
 */
export function parseIsoDate(text: string): ParsedDate {
  const known = KNOWN.get(text);
  if (known) return known;
  const parsed = toParsedDate(text);
  if (KNOWN.size >= MOST_KNOWN) KNOWN.clear();
  if (text.length <= LONGEST_KNOWN) KNOWN.set(text, parsed);
  return parsed;
}

/** One date is asked about many times, and most records of a night are of few days. */
const KNOWN = new Map<string, ParsedDate>();
const MOST_KNOWN = 2000;
const LONGEST_KNOWN = 40;

function toParsedDate(text: string): ParsedDate {
  const match = DATE_TIME.exec(text);
  if (!match) return { is: 'other' };
  const [, year, month, date, between, hour = '', minute = '', second = '', fraction = '', offset = ''] = match;
  if (!isRealDate(Number(year), Number(month), Number(date))) return { is: 'noSuchDay' };
  const day = `${year}-${month}-${date}`;
  if (hour === '') return { is: 'date', parts: { day, hour, minute, second, fraction, offset } };
  if (between === ' ' && minute === '') return { is: 'other' };
  const time = realTime({ hour, minute, second, fraction, offset });
  return time ? { is: 'date', parts: { day, ...time } } : { is: 'other' };
}

/** Reads a time of day: hours and minutes; seconds, fraction and offset as one likes. Undefined where it is none. */
export function parseIsoTime(text: string): IsoTime | undefined {
  const match = TIME.exec(text);
  if (!match) return undefined;
  const [, hour = '', minute = '', second = '', fraction = '', offset = ''] = match;
  return realTime({ hour, minute, second, fraction, offset });
}

/** Whether a text is an offset from UTC that some place of the earth has or had: `Z`, `+03:00`, `-0430`, `+03`. */
export function isOffset(text: string): boolean {
  return WHOLE_OFFSET.test(text) && isRealOffset(text);
}

function realTime(time: IsoTime): IsoTime | undefined {
  const { hour, minute, second, offset } = time;
  const isReal = Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60 && isRealOffset(offset);
  return isReal ? { ...time, hour: hour.padStart(2, '0') } : undefined;
}

const WESTERNMOST = -12 * 60;
const EASTERNMOST = 14 * 60;

function isRealOffset(offset: string): boolean {
  if (offset.length < 2) return true;
  const hours = Number(offset.slice(1, 3));
  const minutes = Number(offset.slice(3).replace(':', ''));
  const total = (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
  return minutes < 60 && total >= WESTERNMOST && total <= EASTERNMOST;
}
