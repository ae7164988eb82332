import { nearest } from '../../base/nearest.ts';
import { Miss } from '../miss.ts';
import { isoDay } from './date-texts.ts';
import type { EtlFunction, WrongLiteral } from './etl-function.ts';

const DAY_MS = 86_400_000;
const UNITS = ['years', 'months', 'days'];

interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** Periods as DHIS2 writes them, by the name of their type. */
const PERIODS: ReadonlyMap<string, (day: Day) => string> = new Map([
  ['Daily', ({ year, month, day }: Day) => `${pad(year, 4)}${pad(month, 2)}${pad(day, 2)}`],
  ['Weekly', toWeek],
  ['Monthly', ({ year, month }: Day) => `${pad(year, 4)}${pad(month, 2)}`],
  ['Quarterly', ({ year, month }: Day) => `${pad(year, 4)}Q${Math.ceil(month / 3)}`],
  ['Yearly', ({ year }: Day) => pad(year, 4)],
]);

/** The day of an ISO date or date-time, as written; throws Miss. */
function toDay(value: unknown): Day {
  const iso = isoDay(String(value).trim());
  if (iso === undefined) throw new Miss('function/not-a-date', value);
  const [year = 0, month = 0, day = 0] = iso.split('-').map(Number);
  return { year, month, day };
}

function toDayNumber({ year, month, day }: Day): number {
  // A year below 100 would be taken for one of the 20th century.
  const date = new Date(Date.UTC(2000, month - 1, day));
  date.setUTCFullYear(year, month - 1, day);
  return Math.round(date.getTime() / DAY_MS);
}

/** ISO week: it belongs to the year in which its Thursday lies. */
function toWeek(day: Day): string {
  const number = toDayNumber(day);
  const weekday = (((number + 3) % 7) + 7) % 7;
  const thursday = number - weekday + 3;
  const year = new Date(thursday * DAY_MS).getUTCFullYear();
  const first = toDayNumber({ year, month: 1, day: 1 });
  return `${pad(year, 4)}W${Math.floor((thursday - first) / 7) + 1}`;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || String(value).trim() === '';
}

function oneOf(at: number, literal: unknown, words: readonly string[]): WrongLiteral | undefined {
  if (typeof literal !== 'string' || words.includes(literal)) return undefined;
  const near = nearest(literal, words) ?? words.find((one) => one.toLowerCase().startsWith(literal.toLowerCase()));
  return { at, reason: `known are ${words.join(', ')}`, ...(near !== undefined && { nearest: near }) };
}

export const PERIOD_FUNCTIONS: readonly EtlFunction[] = [
  {
    name: 'age',
    signature: '$age(birth, on, unit?)',
    meaning:
      'Full years between two dates; with a unit: "years", "months" or "days". Who is born on 29 February is a year older on 1 March.',
    minArguments: 2,
    maxArguments: 3,
    types: '<sss?:n>',
    errors: ['function/not-a-date', 'function/born-later', 'function/unknown-unit'],
    checkLiterals: ([, , unit]) => oneOf(2, unit, UNITS),
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
      if (unit === 'months') return months;
      if (unit !== undefined && unit !== 'years') throw new Miss('function/unknown-unit', unit, { unit: String(unit) });
      return Math.floor(months / 12);
    },
  },
  {
    name: 'period',
    signature: '$period(date, type)',
    meaning:
      'The DHIS2 period in which a day lies: "Daily" 20250314, "Weekly" 2025W11 (ISO weeks, Monday first), "Monthly" 202503, "Quarterly" 2025Q1, "Yearly" 2025.',
    minArguments: 2,
    maxArguments: 2,
    types: '<ss:s>',
    errors: ['function/not-a-date', 'function/unknown-period'],
    checkLiterals: ([, type]) => oneOf(1, type, [...PERIODS.keys()]),
    examples: [
      { expression: '$period(visit, "Monthly")', row: { visit: '2025-03-14' }, result: '202503' },
      { expression: '$period(visit, "Weekly")', row: { visit: '2024-12-30' }, result: '2025W1' },
      { expression: '$period(visit, "Weekly")', row: { visit: '2027-01-03' }, result: '2026W53' },
      { expression: '$period(visit, "Daily")', row: { visit: '2025-03-14T23:30:00+03:00' }, result: '20250314' },
      { expression: '$period(visit, "Quarterly")', row: { visit: '2025-03-14' }, result: '2025Q1' },
      { expression: '$period(visit, "Yearly")', row: { visit: '2025-03-14' }, result: '2025' },
    ],
    bind: () => (date, type) => {
      const format = PERIODS.get(String(type));
      if (!format) throw new Miss('function/unknown-period', type, { type: String(type) });
      return format(toDay(date));
    },
  },
];
