import { Miss } from '../../base/miss.ts';
import { dayOf, periodOf, toDayNumber, type Day } from '../../base/periods.ts';
import { isRealDate, toIsoDate } from '../../base/real-dates.ts';
import { DAY_SHAPE } from '../text-shapes.ts';
import { isBlank } from './bind-helper.ts';
import { isoDateTime } from './date-texts.ts';
import { oneOf, toDay } from './age-and-period.ts';
import type { Helper } from './helper.ts';
import { LEADING_YEAR } from './leading-parts.ts';

/** What a day can be the first or the last of, and how DHIS2 calls such a period. */
const STRETCHES: Readonly<Record<string, string>> = {
  week: 'Weekly',
  month: 'Monthly',
  quarter: 'Quarterly',
  year: 'Yearly',
};

const DATE_INSTEAD = { TIME: () => 'a time of day, $time(COLUMN)' };

/** A whole number of days or months; throws Miss. */
function wholeNumber(value: unknown): number {
  if (!Number.isInteger(value)) throw new Miss('function/not-whole', value, { instead: '' });
  return value as number;
}

/** The day as a text; throws Miss where no calendar has it. */
function textOf({ year, month, day }: Day, value: unknown): string {
  if (!isRealDate(year, month, day)) throw new Miss('function/no-such-year', value);
  return toIsoDate(year, month, day);
}

/** So many months later, in the same day of the month; where that month is shorter, its last. */
function monthsLater({ year, month, day }: Day, months: number): Day {
  const at = year * 12 + month - 1 + months;
  const then = { year: Math.floor(at / 12), month: (((at % 12) + 12) % 12) + 1 };
  let last = day;
  while (last > 28 && !isRealDate(then.year, then.month, last)) last -= 1;
  return { ...then, day: last };
}

/** Milliseconds of a date and time, by its own clock where it has no offset; throws Miss. */
function toInstant(value: unknown): { readonly at: number; readonly hasOffset: boolean } {
  const read = isoDateTime(String(value).trim());
  if (read === undefined) throw new Miss('function/not-a-date-time', value);
  const { clock, offset } = read;
  const full = /^[+-]\d{2}$/.test(offset) ? `${offset}:00` : offset.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2');
  return {
    at: Date.parse(`${clock.replace(/(\.\d{3})\d+$/, '$1')}${full.toUpperCase() || 'Z'}`),
    hasOffset: offset !== '',
  };
}

/** The first or the last day of what a day lies in; throws Miss. */
function edgeOf(name: 'startOf' | 'endOf', value: unknown, stretch: unknown): string {
  const iso = textOf(toDay(value), value);
  const type = typeof stretch === 'string' && Object.hasOwn(STRETCHES, stretch) ? STRETCHES[stretch] : undefined;
  if (type === undefined) throw new Miss('function/unknown-stretch', stretch, { name, stretch: String(stretch) });
  const period = periodOf(type, iso);
  if (!period) throw new Miss('function/no-such-year', value);
  return name === 'startOf' ? period.start : period.end;
}

export const CALCULATED_DATE_HELPERS: readonly Helper[] = [
  {
    name: 'addDays',
    signature: '$addDays(date, days)',
    meaning: 'The day that comes so many days after another as yyyy-MM-dd; before it, where the number is negative.',
    types: '<sn:s>',
    errors: ['function/not-a-date', 'function/not-whole', 'function/no-such-year'],
    shapeOf: () => DAY_SHAPE,
    leading: LEADING_YEAR,
    instead: DATE_INSTEAD,
    otherNames: [['dateadd adddate plusdays', 'Write $addDays(COLUMN, 7), or $addMonths(COLUMN, 1)']],
    examples: [
      { expression: '$addDays(visit, 7)', row: { visit: '2025-02-25' }, result: '2025-03-04' },
      { expression: '$addDays(visit, -1)', row: { visit: '2025-01-01' }, result: '2024-12-31' },
      { expression: '$addDays(visit, $int(days))', row: { visit: '2025-03-14', days: '3' }, result: '2025-03-17' },
      { expression: '$addDays(visit, 7)', row: { visit: '' }, result: undefined },
    ],
    bind: () => (date, days) =>
      isBlank(days) ? undefined : textOf(dayOf(toDayNumber(toDay(date)) + wholeNumber(days)), date),
  },
  {
    name: 'addMonths',
    signature: '$addMonths(date, months)',
    meaning:
      'The same day of the month so many months later as yyyy-MM-dd, or the last one where that month is shorter; earlier, where the number is negative. 12 months are a year.',
    types: '<sn:s>',
    errors: ['function/not-a-date', 'function/not-whole', 'function/no-such-year'],
    shapeOf: () => DAY_SHAPE,
    leading: LEADING_YEAR,
    instead: DATE_INSTEAD,
    otherNames: [['edate plusmonths', 'Write $addMonths(COLUMN, 1)']],
    examples: [
      { expression: '$addMonths(visit, 1)', row: { visit: '2025-01-31' }, result: '2025-02-28' },
      { expression: '$addMonths(visit, -14)', row: { visit: '2025-01-15' }, result: '2023-11-15' },
      { expression: '$addMonths(visit, 12)', row: { visit: '2024-02-29' }, result: '2025-02-28' },
    ],
    bind: () => (date, months) =>
      isBlank(months) ? undefined : textOf(monthsLater(toDay(date), wholeNumber(months)), date),
  },
  {
    name: 'minutesBetween',
    signature: '$minutesBetween(from, to)',
    meaning:
      'Full minutes from one date and time to another; negative, where the second comes first. Both have an offset, or neither: then both are of one clock.',
    types: '<ss:n>',
    errors: ['function/not-a-date-time', 'function/one-offset'],
    otherNames: [['timediff hoursbetween', 'Write $minutesBetween(from, to), for hours divided by 60']],
    examples: [
      {
        expression: '$minutesBetween(start, end)',
        row: { start: '2025-03-14T23:50:00.000+03:00', end: '2025-03-15T00:20:30.000+03:00' },
        result: 30,
      },
      {
        expression: '$minutesBetween(start, end)',
        row: { start: '2025-03-14T10:00:00Z', end: '2025-03-14T13:30:00+03:00' },
        result: 30,
      },
      { expression: '$minutesBetween(start, end)', row: { start: '2025-03-14T10:00', end: '' }, result: undefined },
    ],
    bind: () => (from, to) => {
      if (isBlank(to)) return undefined;
      const [start, end] = [toInstant(from), toInstant(to)];
      if (start.hasOffset !== end.hasOffset) throw new Miss('function/one-offset', from, { other: String(to) });
      return Math.trunc((end.at - start.at) / 60_000) + 0;
    },
  },
  ...(['startOf', 'endOf'] as const).map((name): Helper => ({
    name,
    signature: `$${name}(date, stretch)`,
    meaning: `The ${name === 'startOf' ? 'first' : 'last'} day of the "week" (Monday to Sunday), "month", "quarter" or "year" in which a day lies, as yyyy-MM-dd.`,
    types: '<ss:s>',
    errors: ['function/not-a-date', 'function/unknown-stretch', 'function/no-such-year'],
    checkLiterals: ([, stretch]) => oneOf(1, stretch, Object.keys(STRETCHES)),
    shapeOf: () => DAY_SHAPE,
    leading: LEADING_YEAR,
    instead: DATE_INSTEAD,
    otherNames: name === 'endOf' ? [['eomonth lastday endofmonth', 'Write $endOf(COLUMN, "month")']] : [],
    examples: [
      {
        expression: `$${name}(visit, "week")`,
        row: { visit: '2025-03-14' },
        result: name === 'startOf' ? '2025-03-10' : '2025-03-16',
      },
      {
        expression: `$${name}(visit, "month")`,
        row: { visit: '2024-02-10' },
        result: name === 'startOf' ? '2024-02-01' : '2024-02-29',
      },
    ],
    bind: () => (date, stretch) => edgeOf(name, date, stretch),
  })),
];
