import { nearest } from '../../base/nearest.ts';
import { Miss } from '../../base/miss.ts';
import { isoPeriodOf, PERIOD_TYPES, toDayNumber, type Day } from '../../base/periods.ts';
import { isBlank } from './bind-helper.ts';
import { isoDay } from './date-texts.ts';
import { like } from '../text-shapes.ts';
import type { Helper, WrongLiteral } from './helper.ts';
import { LEADING_YEAR } from './leading-parts.ts';

const KNOWN_TYPES: ReadonlySet<string> = new Set(PERIOD_TYPES);

const UNITS = ['years', 'months', 'weeks', 'days'];

/** The day of an ISO date or date-time, as written; throws Miss. */
export function toDay(value: unknown): Day {
  const iso = isoDay(String(value).trim());
  if (iso === undefined) throw new Miss('function/not-a-date', value);
  const [year = 0, month = 0, day = 0] = iso.split('-').map(Number);
  return { year, month, day };
}

/** What is wrong with an argument that is none of these words. */
export function oneOf(at: number, literal: unknown, words: readonly string[]): WrongLiteral | undefined {
  if (typeof literal !== 'string' || words.includes(literal)) return undefined;
  const near = nearest(literal, words) ?? words.find((word) => word.toLowerCase().startsWith(literal.toLowerCase()));
  return { at, reason: `known are ${words.join(', ')}`, ...(near !== undefined && { nearest: near }) };
}

export const AGE_AND_PERIOD_HELPERS: readonly Helper[] = [
  {
    name: 'age',
    signature: '$age(birth, on, unit?)',
    meaning:
      'Full years between two dates; with a unit: "years", "months", "weeks" or "days". Who is born on 29 February is a year older on 1 March.',
    types: '<sss?:n>',
    errors: ['function/not-a-date', 'function/born-later', 'function/unknown-unit'],
    checkLiterals: ([, , unit]) => oneOf(2, unit, UNITS),
    // How old somebody is depends on both days; whether one of them is a day at all does not.
    standIn: '2000-01-01',
    suggestions: { daysBetween: (from, to) => `$age(${from}, ${to}, "days")` },
    instead: { AGE: ({ first }) => `$date(${first}): AGE is the date of birth.` },
    otherNames: [['datediff daysbetween', 'Write $age(from, to, "days")']],
    examples: [
      { expression: '$age(birth, visit)', row: { birth: '2020-03-15', visit: '2025-03-14' }, result: 4 },
      { expression: '$age(birth, visit)', row: { birth: '2020-03-15', visit: '2025-03-15' }, result: 5 },
      { expression: '$age(birth, visit, "months")', row: { birth: '2025-01-31', visit: '2025-02-28' }, result: 0 },
      { expression: '$age(birth, visit, "days")', row: { birth: '2024-02-28', visit: '2024-03-01' }, result: 2 },
      { expression: '$age(birth, visit)', row: { birth: '2020-03-15', visit: '' }, result: undefined },
    ],
    bind: () => (birth, on, unit) => {
      if (isBlank(on)) return undefined;
      const from = toDay(birth);
      const to = toDay(on);
      const days = toDayNumber(to) - toDayNumber(from);
      if (days < 0) throw new Miss('function/born-later', birth, { on: String(on) });
      const months = (to.year - from.year) * 12 + to.month - from.month - (to.day < from.day ? 1 : 0);
      if (unit === 'days') return days;
      if (unit === 'weeks') return Math.floor(days / 7);
      if (unit === 'months') return months;
      if (unit !== undefined && unit !== 'years') throw new Miss('function/unknown-unit', unit, { unit: String(unit) });
      return Math.floor(months / 12);
    },
  },
  {
    name: 'period',
    signature: '$period(date, type)',
    meaning:
      'The DHIS2 period in which a day lies: "Daily" 20250314, "Weekly" 2025W11 (ISO weeks, Monday first), "WeeklyWednesday" 2025WedW11 (Thursday, Saturday and Sunday alike), "BiWeekly" 2025BiW6, "Monthly" 202503, "BiMonthly" 202502B, "Quarterly" 2025Q1, "QuarterlyNov" 2025NovQ2, "SixMonthly" 2025S1, "SixMonthlyApril" 2024AprilS2, "SixMonthlyNov" 2025NovS1, "Yearly" 2025, "FinancialApril" 2024April, "FinancialJuly" 2024July, "FinancialSep" 2024Sep, "FinancialOct" 2024Oct, "FinancialNov" 2025Nov (named for the year in which it ends).',
    types: '<ss:s>',
    errors: ['function/not-a-date', 'function/unknown-period'],
    checkLiterals: ([, type]) => oneOf(1, type, PERIOD_TYPES),
    shapeOf({ types: [, type] }) {
      const sample = isoPeriodOf(String(type?.literal), { year: 2025, month: 3, day: 14 });
      return sample === undefined ? undefined : like(sample);
    },
    // `202503` is all of a month.
    leading: {
      ...LEADING_YEAR,
      wholeFor: (number) => (/^\d{6}(?:\d\d)?$/.test(String(number)) ? String(number) : undefined),
    },
    instead: { DATE: ({ first }) => `$date(${first})`, AGE: ({ first }) => `$date(${first})` },
    examples: [
      { expression: '$period(visit, "Monthly")', row: { visit: '2025-03-14' }, result: '202503' },
      { expression: '$period(visit, "Weekly")', row: { visit: '2024-12-30' }, result: '2025W1' },
      { expression: '$period(visit, "Weekly")', row: { visit: '2027-01-03' }, result: '2026W53' },
      { expression: '$period(visit, "Daily")', row: { visit: '2025-03-14T23:30:00+03:00' }, result: '20250314' },
      { expression: '$period(visit, "Quarterly")', row: { visit: '2025-03-14' }, result: '2025Q1' },
      { expression: '$period(visit, "Yearly")', row: { visit: '2025-03-14' }, result: '2025' },
    ],
    bind: () => (date, type) => {
      if (!KNOWN_TYPES.has(String(type))) throw new Miss('function/unknown-period', type, { type: String(type) });
      return isoPeriodOf(String(type), toDay(date));
    },
  },
];
