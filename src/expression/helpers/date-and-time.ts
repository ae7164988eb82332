import { toIsoDate, twoDigits } from '../../base/real-dates.ts';
import { isOffset, parseIsoTime } from '../../base/iso-date.ts';
import { Miss } from '../../base/miss.ts';
import { formatFault, isoDateTime, isoDay, parseByFormat } from './date-texts.ts';
import { DATE_TIME_SHAPE, DAY_SHAPE, TIME_SHAPE } from '../text-shapes.ts';
import { finding, type Finding } from '../finding.ts';
import type { Helper, HelperCall, WrongLiteral, WrittenCall } from './helper.ts';
import { LEADING_HOUR, LEADING_YEAR } from './leading-parts.ts';
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

/** `$date("DD/MM/YYYY", visit)`: the format first, and the column behind it. */
function turnedRound(name: string, { args: [first, second] }: HelperCall): readonly Finding[] {
  const format = first?.type.literal;
  if (!first || second?.type.cell === undefined || typeof format !== 'string' || !/[YMD]{2}/i.test(format)) return [];
  const value = JSON.stringify(format);
  const why = `the column comes first: $${name}(${second.text}, ${value})`;
  return [finding('expression/argument-value', { value, name, reason: why }, first)];
}

/** What a text is by the one of several formats that fits. Throws Miss where none does, or where they tell different things. */
function oneReading(value: unknown, format: unknown, read: (format: string) => string | undefined): string {
  const formats = [format].flat().map(String);
  const readings = new Set(formats.flatMap((one) => read(one) ?? []));
  if (readings.size > 1) throw new Miss('function/two-readings', value);
  const [reading] = readings;
  if (reading === undefined) throw new Miss('function/not-in-format', value, { format: formats.join(' or ') });
  return reading;
}

/** A date and time by a format, or as ISO; undefined where it does not fit. */
function dateTimeBy(text: string, format: string, offset: string | undefined): string | undefined {
  if (format === 'ISO') {
    const iso = isoDateTime(text);
    return iso && iso.clock + (iso.offset === '' && offset !== undefined ? offsetAt(offset, iso.clock) : iso.offset);
  }
  const parts = parseByFormat(text, format, true);
  if (!parts) return undefined;
  const [year, month, day, ...hours] = parts;
  const clock = `${toIsoDate(year, month, day)}T${hours.map(twoDigits).join(':')}`;
  if (format.endsWith('Z')) return `${clock}Z`;
  return offset === undefined ? clock : clock + offsetAt(offset, clock);
}

const timeOf = ({ first }: WrittenCall): string => `$time(${first})`;
const dateOf = ({ first }: WrittenCall): string => `$date(${first})`;

export const DATE_HELPERS: readonly Helper[] = [
  {
    name: 'date',
    signature: '$date(value, format?)',
    meaning:
      'A real calendar day as yyyy-MM-dd. Without a format: an ISO date, or the day of an ISO date-time as written, never shifted to another time zone. Format letters: YYYY MM M DD D HH H mm ss. Of several formats, in a list, the one that fits; a day that two of them read otherwise rejects the record.',
    types: '<s(as)?:s>',
    errors: ['function/not-a-date', 'function/not-in-format', 'function/bad-format', 'function/two-readings'],
    checkLiterals: ([, format]) => wrongFormat(1, format, false),
    check: (call) => turnedRound('date', call),
    shapeOf: () => DAY_SHAPE,
    leading: LEADING_YEAR,
    instead: { TIME: timeOf, DATETIME: ({ text, first }) => `${first} != "" ? ${text} & "T00:00"` },
    otherNames: [
      [
        'today getdate curdate currentdate sysdate',
        'The day of a run is no part of a record: take it from a column, $date(`_submission_time`).',
      ],
      ['year', 'Write $substring($date(COLUMN), 0, 4)'],
      ['month', 'Write $substring($date(COLUMN), 5, 2)'],
      ['day', 'Write $substring($date(COLUMN), 8, 2)'],
    ],
    examples: [
      { expression: '$date(d)', row: { d: '2025-03-14' }, result: '2025-03-14' },
      { expression: '$date(d)', row: { d: '2025-03-14T23:30:00.000+03:00' }, result: '2025-03-14' },
      { expression: '$date(d, "DD/MM/YYYY")', row: { d: '14/03/2025' }, result: '2025-03-14' },
      {
        expression: '$date(d, ["YYYY-MM-DD", "DD/MM/YYYY"])',
        row: { d: '14/03/2025' },
        result: '2025-03-14',
      },
      { expression: '$date(d)', row: { d: '' }, result: undefined },
    ],
    bind: () => (value, format) => {
      const text = String(value).trim();
      if (format === undefined) {
        const day = isoDay(text);
        if (day === undefined) throw new Miss('function/not-a-date', value);
        return day;
      }
      return oneReading(value, format, (one) => {
        const parts = parseByFormat(text, one, false);
        return parts && toIsoDate(parts[0], parts[1], parts[2]);
      });
    },
  },
  {
    name: 'dateTime',
    signature: '$dateTime(value, format?, offset?)',
    meaning:
      'A real date and time as yyyy-MM-ddTHH:mm:ss, with the offset it was written with; never shifted. Without a format ("ISO"): an ISO date-time. An offset ("+03:00") or a time zone ("Africa/Nairobi") says where the clock stood, if the text does not.',
    types: '<s(as)?s?:s>',
    errors: [
      'function/not-a-date-time',
      'function/not-in-format',
      'function/two-readings',
      'function/bad-format',
      'function/bad-offset',
      'function/no-such-hour',
      'function/hour-twice',
    ],
    checkLiterals: ([, format, offset]) =>
      wrongFormat(1, format === 'ISO' ? undefined : format, true) ?? wrongOffset(2, offset),
    check: (call) => turnedRound('dateTime', call),
    shapeOf: ({ types: [, , offset] }) =>
      offset?.literal === undefined ? DATE_TIME_SHAPE : { ...DATE_TIME_SHAPE, sample: '2025-03-14T10:15:00Z' },
    leading: LEADING_YEAR,
    instead: { TIME: timeOf, DATE: dateOf, AGE: dateOf },
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
      const isIso = format === undefined || format === 'ISO';
      const read = isIso
        ? dateTimeBy(text, 'ISO', given)
        : oneReading(value, format, (one) => dateTimeBy(text, one, given));
      if (read === undefined) throw new Miss('function/not-a-date-time', value);
      return read;
    },
  },
  {
    name: 'time',
    signature: '$time(value)',
    meaning: 'A time of day as HH:mm; seconds and the offset that Kobo adds are dropped.',
    types: '<s:s>',
    errors: ['function/not-a-time'],
    shapeOf: () => TIME_SHAPE,
    leading: LEADING_HOUR,
    examples: [{ expression: '$time(t)', row: { t: '10:15:00.000+03:00' }, result: '10:15' }],
    bind: () => (value) => {
      const time = parseIsoTime(String(value).trim());
      if (!time) throw new Miss('function/not-a-time', value);
      return `${time.hour}:${time.minute}`;
    },
  },
];
