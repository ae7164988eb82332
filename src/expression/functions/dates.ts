import { isRealDate, toIsoDate } from '../../base/calendar.ts';
import { Miss } from '../miss.ts';
import type { EtlFunction, WrongLiteral } from './etl-function.ts';
import { isOffset, isZone, offsetAt } from './offsets.ts';

/** Parts of a date format, longest first, with what they read. */
const PARTS: readonly (readonly [token: string, pattern: string, part: keyof Parts])[] = [
  ['YYYY', '(\\d{4})', 'year'],
  ['MM', '(\\d{2})', 'month'],
  ['DD', '(\\d{2})', 'day'],
  ['HH', '(\\d{2})', 'hour'],
  ['mm', '(\\d{2})', 'minute'],
  ['ss', '(\\d{2})', 'second'],
  ['M', '(\\d{1,2})', 'month'],
  ['D', '(\\d{1,2})', 'day'],
  ['H', '(\\d{1,2})', 'hour'],
];

interface Parts {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

interface Format {
  readonly pattern: RegExp;
  readonly order: readonly (keyof Parts)[];
}

const FORMATS = new Map<string, Format>();

/** Reads a text by an explicit format such as `DD/MM/YYYY`; undefined where it does not fit or is no real date. */
export function parseByFormat(text: string, format: string): Parts | undefined {
  const { pattern, order } = formatOf(format);
  const found = pattern.exec(text);
  if (!found) return undefined;
  const parts: Parts = { year: 0, month: 1, day: 1, hour: 0, minute: 0, second: 0 };
  for (const [at, part] of order.entries()) parts[part] = Number(found[at + 1]);
  const isTime = parts.hour < 24 && parts.minute < 60 && parts.second < 60;
  return isTime && isRealDate(parts.year, parts.month, parts.day) ? parts : undefined;
}

function formatOf(format: string): Format {
  const known = FORMATS.get(format);
  if (known) return known;
  let pattern = '';
  const order: (keyof Parts)[] = [];
  for (let at = 0; at < format.length;) {
    const part = PARTS.find(([token]) => format.startsWith(token, at));
    pattern += part ? part[1] : (format[at] as string).replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
    if (part) order.push(part[2]);
    at += part ? part[0].length : 1;
  }
  if (!isFormat(format)) throw new Miss('function/bad-format', format, { format });
  const made = { pattern: new RegExp(`^${pattern}$`), order };
  FORMATS.set(format, made);
  return made;
}

/** A format has a year, each part once, and no letters that mean nothing (`T` and `Z` stand for themselves). */
function isFormat(format: string): boolean {
  const parts: string[] = [];
  let rest = format;
  while (rest !== '') {
    const part = PARTS.find(([token]) => rest.startsWith(token));
    if (part) parts.push(part[2]);
    else if (/^(?![TZ])\p{L}/u.test(rest)) return false;
    rest = rest.slice(part ? part[0].length : 1);
  }
  return parts.includes('year') && new Set(parts).size === parts.length;
}

function wrongFormat(at: number, literal: unknown): WrongLiteral | undefined {
  if (typeof literal !== 'string' || isFormat(literal)) return undefined;
  // Other tools write years and days in small letters.
  const near = literal
    .replace(/[yY]{4}/, 'YYYY')
    .replace(/d{1,2}/, (days) => days.toUpperCase())
    .replace(/^([^M]*)mm/, '$1MM')
    .replace(/hh/, 'HH');
  const reason = 'a format is made of YYYY, MM, DD, HH, mm and ss';
  return { at, reason, ...(isFormat(near) && { nearest: near }) };
}

function wrongOffset(at: number, literal: unknown): WrongLiteral | undefined {
  if (typeof literal !== 'string' || isOffset(literal) || isZone(literal)) return undefined;
  return { at, reason: 'an offset is "Z" or "+03:00", a zone "Africa/Nairobi"' };
}

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(\.\d{1,6})?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** An ISO date or date-time, in its parts as written; undefined where it is none. */
export function parseIso(text: string): { date: string; time: string | undefined; offset: string } | undefined {
  const found = ISO.exec(text);
  if (!found || !isRealDate(Number(found[1]), Number(found[2]), Number(found[3]))) return undefined;
  const time = found[4] === undefined ? undefined : `${found[4]}:${found[5]}:${found[6] ?? '00'}${found[7] ?? ''}`;
  return { date: text.slice(0, 10), time, offset: found[8] ?? '' };
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

export const DATE_FUNCTIONS: readonly EtlFunction[] = [
  {
    name: 'date',
    signature: '$date(value, format?)',
    meaning:
      'A real calendar day as yyyy-MM-dd. Without a format: an ISO date, or the day of an ISO date-time as written, never shifted to another time zone. Format letters: YYYY MM M DD D HH H mm ss.',
    minArguments: 1,
    maxArguments: 2,
    types: '<ss?:s>',
    errors: ['function/not-a-date', 'function/not-in-format', 'function/bad-format'],
    checkLiterals: ([, format]) => wrongFormat(1, format),
    examples: [
      { expression: '$date(d)', row: { d: '2025-03-14' }, result: '2025-03-14' },
      { expression: '$date(d)', row: { d: '2025-03-14T23:30:00.000+03:00' }, result: '2025-03-14' },
      { expression: '$date(d, "DD/MM/YYYY")', row: { d: '14/03/2025' }, result: '2025-03-14' },
      { expression: '$date(d)', row: { d: '' }, result: undefined },
    ],
    run: ([value, format]) => {
      const text = String(value).trim();
      if (format === undefined) {
        const iso = parseIso(text);
        if (!iso) throw new Miss('function/not-a-date', value);
        return iso.date;
      }
      const parts = parseByFormat(text, String(format));
      if (!parts) throw new Miss('function/not-in-format', value, { format: String(format) });
      return toIsoDate(parts.year, parts.month, parts.day);
    },
  },
  {
    name: 'dateTime',
    signature: '$dateTime(value, format?, offset?)',
    meaning:
      'A real date and time as yyyy-MM-ddTHH:mm:ss, with the offset it was written with; never shifted. Without a format ("ISO"): an ISO date-time. An offset ("+03:00") or a time zone ("Africa/Nairobi") says where the clock stood, if the text does not.',
    minArguments: 1,
    maxArguments: 3,
    types: '<ss?s?:s>',
    errors: [
      'function/not-a-date-time',
      'function/not-in-format',
      'function/bad-format',
      'function/bad-offset',
      'function/no-such-hour',
    ],
    checkLiterals: ([, format, offset]) =>
      wrongFormat(1, format === 'ISO' ? undefined : format) ?? wrongOffset(2, offset),
    examples: [
      {
        expression: '$dateTime(t)',
        row: { t: '2025-03-14T10:15:00.000+03:00' },
        result: '2025-03-14T10:15:00.000+03:00',
      },
      { expression: '$dateTime(t, "DD/MM/YYYY HH:mm")', row: { t: '14/03/2025 10:15' }, result: '2025-03-14T10:15:00' },
      {
        expression: '$dateTime(t, "DD/MM/YYYY HH:mm", "Africa/Nairobi")',
        row: { t: '14/03/2025 10:15' },
        result: '2025-03-14T10:15:00+03:00',
      },
      { expression: '$dateTime(t, "ISO", "Z")', row: { t: '2025-03-14 10:15' }, result: '2025-03-14T10:15:00Z' },
    ],
    run: ([value, format, offset]) => {
      const text = String(value).trim();
      const iso = format === undefined || format === 'ISO' ? parseIso(text) : undefined;
      const given = offset === undefined || offset === '' ? undefined : String(offset);
      if (iso?.time !== undefined) {
        const clock = `${iso.date}T${iso.time}`;
        return clock + (iso.offset === '' && given !== undefined ? offsetAt(given, clock) : iso.offset);
      }
      if (format === undefined || format === 'ISO') throw new Miss('function/not-a-date-time', value);
      const p = parseByFormat(text, String(format));
      if (!p) throw new Miss('function/not-in-format', value, { format: String(format) });
      const clock = `${toIsoDate(p.year, p.month, p.day)}T${pad(p.hour)}:${pad(p.minute)}:${pad(p.second)}`;
      return given === undefined ? clock : clock + offsetAt(given, clock);
    },
  },
  {
    name: 'time',
    signature: '$time(value)',
    meaning: 'A time of day as HH:mm; seconds and the offset that Kobo adds are dropped.',
    minArguments: 1,
    maxArguments: 1,
    types: '<s:s>',
    errors: ['function/not-a-time'],
    examples: [{ expression: '$time(t)', row: { t: '10:15:00.000+03:00' }, result: '10:15' }],
    run: ([value]) => {
      const found = /^([01]?\d|2[0-3]):([0-5]\d)(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?$/.exec(
        String(value).trim(),
      );
      if (!found) throw new Miss('function/not-a-time', value);
      return `${(found[1] as string).padStart(2, '0')}:${found[2]}`;
    },
  },
];
