import { toIsoDate, twoDigits } from '../../base/calendar.ts';
import { isOffset, parseIsoTime } from '../../base/iso-date.ts';
import { Miss } from '../../base/miss.ts';
import { formatFault, isoDateTime, isoDay, parseByFormat } from './date-texts.ts';
import type { Helper, WrongLiteral } from './helper.ts';
import { isZone, offsetAt } from './offsets.ts';

function wrongFormat(at: number, literal: unknown, hasTime: boolean): WrongLiteral | undefined {
  const reason = typeof literal === 'string' ? formatFault(literal, hasTime) : undefined;
  if (reason === undefined) return undefined;
  // Other tools write years and days in small letters.
  const near = (literal as string)
    .replace(/[yY]{4}/, 'YYYY')
    .replace(/d{1,2}/, (days) => days.toUpperCase())
    .replace(/^([^M]*)mm/, '$1MM')
    .replace(/hh/, 'HH');
  return { at, reason, ...(formatFault(near, hasTime) === undefined && { nearest: near }) };
}

function wrongOffset(at: number, literal: unknown): WrongLiteral | undefined {
  if (typeof literal !== 'string' || isOffset(literal) || isZone(literal)) return undefined;
  return { at, reason: 'an offset is "Z" or "+03:00", a zone "Africa/Nairobi"' };
}

export const DATE_HELPERS: readonly Helper[] = [
  {
    name: 'date',
    signature: '$date(value, format?)',
    meaning:
      'A real calendar day as yyyy-MM-dd. Without a format: an ISO date, or the day of an ISO date-time as written, never shifted to another time zone. Format letters: YYYY MM M DD D HH H mm ss.',
    minArguments: 1,
    maxArguments: 2,
    types: '<ss?:s>',
    errors: ['function/not-a-date', 'function/not-in-format', 'function/bad-format'],
    checkLiterals: ([, format]) => wrongFormat(1, format, false),
    examples: [
      { expression: '$date(d)', row: { d: '2025-03-14' }, result: '2025-03-14' },
      { expression: '$date(d)', row: { d: '2025-03-14T23:30:00.000+03:00' }, result: '2025-03-14' },
      { expression: '$date(d, "DD/MM/YYYY")', row: { d: '14/03/2025' }, result: '2025-03-14' },
      { expression: '$date(d)', row: { d: '' }, result: undefined },
    ],
    bind: () => (value, format) => {
      const text = String(value).trim();
      if (format === undefined) {
        const day = isoDay(text);
        if (day === undefined) throw new Miss('function/not-a-date', value);
        return day;
      }
      const parts = parseByFormat(text, String(format), false);
      if (!parts) throw new Miss('function/not-in-format', value, { format: String(format) });
      return toIsoDate(parts[0], parts[1], parts[2]);
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
      'function/hour-twice',
    ],
    checkLiterals: ([, format, offset]) =>
      wrongFormat(1, format === 'ISO' ? undefined : format, true) ?? wrongOffset(2, offset),
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
    bind: () => (value, format, offset) => {
      const text = String(value).trim();
      const given = offset === undefined || offset === '' ? undefined : String(offset);
      if (format === undefined || format === 'ISO') {
        const iso = isoDateTime(text);
        if (!iso) throw new Miss('function/not-a-date-time', value);
        return iso.clock + (iso.offset === '' && given !== undefined ? offsetAt(given, iso.clock) : iso.offset);
      }
      const parts = parseByFormat(text, String(format), true);
      if (!parts) throw new Miss('function/not-in-format', value, { format: String(format) });
      const [year, month, day, ...hours] = parts;
      const clock = `${toIsoDate(year, month, day)}T${hours.map(twoDigits).join(':')}`;
      if (String(format).endsWith('Z')) return `${clock}Z`;
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
    bind: () => (value) => {
      const time = parseIsoTime(String(value).trim());
      if (!time) throw new Miss('function/not-a-time', value);
      return `${time.hour}:${time.minute}`;
    },
  },
];
