import { parseGeopoint } from '../base/geopoint.ts';
import { parseIsoDate, parseIsoTime } from '../base/iso-date.ts';
import { NO_WORDS, YES_WORDS } from '../base/yes-no-words.ts';
import type { ArgsList, ArgsOf, KnownCode } from '../messages/code-table.ts';
import { reason, type Reason } from '../messages/reason.ts';
import { isCoordinate, isDateTime, isPair, isTime, type Check } from './value-checks.ts';

/** Codes of a value that cannot be made into what its value type wants. */
export type ValueCode = Extract<KnownCode, `value/${string}`>;

/**
 * A value for DHIS2, null where the cell means "no value", with the name of the lossless conversion it took (null where
 * it went as it was); or why it cannot go. `args` never hold the value itself, which may be personal data.
 */
export type Converted =
  | { readonly ok: true; readonly value: string | null; readonly conversion: string | null }
  | (Reason<ValueCode> & { readonly ok: false });

/** Takes trimmed, non-empty text in NFC. */
export type Convert = (text: string) => Converted;

export const asIs = (value: string): Converted => ({ ok: true, value, conversion: null });
const made = (value: string | null, conversion: string): Converted => ({ ok: true, value, conversion });
/** The value type is added by who knows it. */
export function refuse<C extends ValueCode>(
  code: C,
  ...[args]: ArgsList<Omit<ArgsOf<C>, 'valueType' | 'instead'>>
): Converted {
  return { ...reason(code, { ...args } as unknown as ArgsOf<C>), ok: false };
}

/** Whatever passes the check goes as it is; the rest fails, `needed` saying in plain words what is wanted. */
export const checked =
  (check: Check, needed: string): Convert =>
  (text) =>
    check(text) ? asIs(text) : refuse('value/wrong-format', { needed });

/** A number of any size within bounds; `0.50` stays `0.50`. */
export const toNumber =
  (check: Check, least = -Infinity, most = Infinity): Convert =>
  (text) => {
    if (check(text)) return asIs(text);
    if (!looksNumeric(text)) return refuse('value/not-a-number');
    const plain = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(text);
    return plain ? refuse('value/out-of-range', { least, most }) : numberFault(text);
  };

/** A whole number within bounds; `3.0` is 3. */
export const toInteger =
  (check: Check, least: number, most: number): Convert =>
  (text) => {
    if (check(text)) return asIs(text);
    const whole = text.replace(/\.0+$/, '').replace(/^-0$/, '0');
    if (check(whole)) return made(whole, 'decimal zeros dropped');
    if (!looksNumeric(text)) return refuse('value/not-a-number');
    if (/^-?(?:0|[1-9]\d*)$/.test(whole)) return refuse('value/out-of-range', { least, most });
    return /^-?(?:0|[1-9]\d*)\.\d+$/.test(text) ? refuse('value/not-whole') : numberFault(text);
  };

/** Digits with separators, signs or blanks: a number, but how it is written would be a guess. */
function looksNumeric(text: string): boolean {
  return /^[-+−]?[.,'’\s]*\d[\d.,'’\s]*(?:e[-+]?\d+)?$/i.test(text);
}

/** Why a text that looks like a number is none. */
function numberFault(text: string): Converted {
  if (/^[-+]?0\d+(?:\.\d+)?$/.test(text)) return refuse('value/leading-zeros');
  return refuse('value/number-format', /e[-+]?\d+$/i.test(text) ? { exponent: true } : {});
}

const YES: ReadonlySet<string> = new Set(YES_WORDS);
const NO: ReadonlySet<string> = new Set(NO_WORDS);

export const toBoolean: Convert = (text) => {
  const word = text.toLowerCase();
  const value = YES.has(word) ? 'true' : NO.has(word) ? 'false' : undefined;
  if (value === undefined) return refuse('value/not-yes-no');
  return value === text ? asIs(text) : made(value, 'yes or no as true or false');
};

/** `false` is not a value of this type: it is sent as no value, which clears. */
export const toTrueOnly: Convert = (text) => {
  const word = text.toLowerCase();
  if (word === 'true') return text === 'true' ? asIs(text) : made('true', 'yes or no as true or false');
  if (YES.has(word)) return made('true', 'yes or no as true or false');
  return NO.has(word) ? made(null, 'no as no value') : refuse('value/not-yes-no');
};

/** The day, as the clock on the wall had it where the form was filled in. */
export const toDay: Convert = (text) => {
  const parsed = parseIsoDate(text);
  if (parsed.is === 'noSuchDay') return refuse('value/no-such-day');
  if (parsed.is === 'other') return refuse(/\d/.test(text) ? 'value/date-format' : 'value/not-a-date');
  return parsed.parts.day === text ? asIs(text) : made(parsed.parts.day, 'day of a date and time');
};

/** A date with its time; the offset is kept, because DHIS2 keeps the text. */
export const toDateTime: Convert = (text) => {
  const parsed = parseIsoDate(text);
  if (parsed.is === 'noSuchDay') return refuse('value/no-such-day');
  if (parsed.is === 'other') return refuse(/\d/.test(text) ? 'value/date-format' : 'value/not-a-date');
  if (parsed.parts.hour === '') return refuse('value/no-time');
  if (isDateTime(text)) return asIs(text);
  const joined = text.replace(' ', 'T').replace(/(\.\d{6})0+/, '$1');
  return isDateTime(joined) ? made(joined, 'date and time joined by T') : refuse('value/date-format');
};

/** Hours and minutes. Kobo's seconds and offset go, unless the seconds say something. */
export const toTime: Convert = (text) => {
  if (isTime(text)) return asIs(text);
  const time = parseIsoTime(text);
  if (!time) return refuse('value/not-a-time');
  if (Number(time.second) !== 0 || Number(time.fraction) !== 0) return refuse('value/time-with-seconds');
  return made(text.slice(0, text.indexOf(':') + 3), 'seconds and offset of a time dropped');
};

/** Kobo's geopoint is `latitude longitude altitude accuracy`; DHIS2 wants `[longitude,latitude]`. */
export const toCoordinate: Convert = (text) => {
  if (isCoordinate(text)) return asIs(text);
  const geopoint = parseGeopoint(text);
  if (!geopoint) return refuse(isPair(text) ? 'value/coordinate-out-of-range' : 'value/not-a-coordinate');
  const point = `[${geopoint.longitude},${geopoint.latitude}]`;
  return isCoordinate(point)
    ? made(point, 'geopoint as [longitude,latitude]')
    : refuse('value/coordinate-out-of-range');
};

/** A select-multiple's names, blanks between, become codes with commas between. */
export const toMultiText: Convert = (text) =>
  /\s/.test(text) && !text.includes(',') ? made(text.split(/\s+/).join(','), 'choices joined by commas') : asIs(text);
