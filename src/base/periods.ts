/** Periods as DHIS2 has them: what they are called, which days they cover, and which follow each other. */
import { isRealDate } from './real-dates.ts';

/** One period. */
export interface Period {
  /** `Monthly`, `WeeklySunday`, …: as DHIS2 names the type. */
  readonly type: string;
  /** As DHIS2 writes it: `202503`, `2025W11`. */
  readonly iso: string;
  /** Its first day, `yyyy-MM-dd`. */
  readonly start: string;
  /** Its last day. */
  readonly end: string;
}

/** A day of the calendar. */
export interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** A kind of period: days are numbers, 0 the first of 1970. */
interface PeriodType {
  /** The first day of the period in which a day lies. */
  readonly startOf: (day: number) => number;
  /** The last day of the period that starts on a day. */
  readonly endOf: (start: number) => number;
  /** What the period that starts on a day is called. */
  readonly isoOf: (start: number) => string;
  /** All ways in which DHIS2 reads it. */
  readonly pattern: RegExp;
  /** A day in the period of these numbers, if there is such a period. */
  readonly dayIn: (year: number, number: number, day: number) => number;
}

const DAY_MS = 86_400_000;

/** Days since 1970. */
export function toDayNumber({ year, month, day }: Day): number {
  // A year below 100 would be taken for one of the 20th century.
  const date = new Date(Date.UTC(2000, 0, 1));
  date.setUTCFullYear(year, month - 1, day);
  return Math.round(date.getTime() / DAY_MS);
}

/** The day of such a number. */
export function dayOf(number: number): Day {
  const date = new Date(number * DAY_MS);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

const DAILY: PeriodType = {
  startOf: (day) => day,
  endOf: (start) => start,
  isoOf: (start) => toIsoText(start).replaceAll('-', ''),
  pattern: /^(\d{4})(-?)(\d{2})\2(\d{2})$/,
  dayIn: (year, month, day) => (isRealDate(year, month, day) ? toDayNumber({ year, month, day }) : Number.NaN),
};

/** How a period of months is written: `2025Q1` is the year, `Q`, and its number in one digit. */
interface Written {
  readonly before?: string;
  readonly digits: 0 | 1 | 2;
  readonly after?: string;
  /** What DHIS2 reads as well between year and number. */
  readonly alsoBetween?: string;
}

/**
 * Stretches of some months in years that begin with a month. Such a year is called by the calendar year in which it
 * begins; those that begin in November by the one in which they end.
 */
function months(
  length: number,
  firstMonth: number,
  { before = '', digits, after = '', alsoBetween = '' }: Written,
): PeriodType {
  const shift = firstMonth === NOVEMBER ? 1 : 0;
  const from = firstMonth - 1;
  const toMonth = (day: number): number => {
    const { year, month } = dayOf(day);
    return year * 12 + month - 1 - from;
  };
  const firstOf = (month: number): number =>
    toDayNumber({ year: Math.floor((month + from) / 12), month: ((month + from) % 12) + 1, day: 1 });
  return {
    startOf: (day) => firstOf(Math.floor(toMonth(day) / length) * length),
    endOf: (start) => firstOf(toMonth(start) + length) - 1,
    isoOf(start) {
      const month = toMonth(start);
      const number = digits === 0 ? '' : pad((month % 12) / length + 1, digits);
      return `${pad(Math.floor(month / 12) + shift, 4)}${before}${number}${after}`;
    },
    pattern: new RegExp(`^(\\d{4})(${before}${alsoBetween})(\\d{${digits}})${after}$`),
    dayIn(year, number) {
      const at = digits === 0 ? 0 : number - 1;
      return at >= 0 && at < 12 / length ? firstOf((year - shift) * 12 + at * length) : Number.NaN;
    },
  };
}

const NOVEMBER = 11;

/** Day numbers of the first weekdays there are: 1970 began on a Thursday. */
const THURSDAY = 0;
const SATURDAY = 2;
const SUNDAY = 3;
const MONDAY = 4;
const WEDNESDAY = 6;

/**
 * Weeks that start on one day of the week: a week belongs to the year in which its fourth day lies, as ISO weeks do, and
 * as DHIS2 has it for the others too. Of two together, the first has an odd number: after a year of 53 weeks DHIS2 lets
 * the last two of them reach into the first two of the next year, to which the days of that week belong.
 */
function weeks(firstDay: number, before: string, together: 1 | 2 = 1): PeriodType {
  const weekOf = (day: number): number => day - ((((day - firstDay) % 7) + 7) % 7);
  const numbered = (start: number): { year: number; week: number } => {
    const { year } = dayOf(start + 3);
    return { year, week: Math.floor((start + 3 - toDayNumber({ year, month: 1, day: 1 })) / 7) + 1 };
  };
  return {
    startOf(day) {
      const start = weekOf(day);
      return together === 2 && numbered(start).week % 2 === 0 ? start - 7 : start;
    },
    endOf: (start) => start + 7 * together - 1,
    isoOf(start) {
      const { year, week } = numbered(start);
      return `${pad(year, 4)}${before}${Math.ceil(week / together)}`;
    },
    pattern: new RegExp(`^(\\d{4})(${before})(\\d{1,2})$`),
    dayIn(year, number) {
      const start = weekOf(toDayNumber({ year, month: 1, day: 4 })) + (number - 1) * 7 * together;
      return numbered(start).year === year ? start : Number.NaN;
    },
  };
}

const TYPES: ReadonlyMap<string, PeriodType> = new Map([
  ['Daily', DAILY],
  ['Weekly', weeks(MONDAY, 'W')],
  ['WeeklyWednesday', weeks(WEDNESDAY, 'WedW')],
  ['WeeklyThursday', weeks(THURSDAY, 'ThuW')],
  ['WeeklySaturday', weeks(SATURDAY, 'SatW')],
  ['WeeklySunday', weeks(SUNDAY, 'SunW')],
  ['BiWeekly', weeks(MONDAY, 'BiW', 2)],
  ['Monthly', months(1, 1, { digits: 2, alsoBetween: '-?' })],
  ['BiMonthly', months(2, 1, { digits: 2, after: 'B' })],
  ['Quarterly', months(3, 1, { before: 'Q', digits: 1 })],
  ['QuarterlyNov', months(3, NOVEMBER, { before: 'NovQ', digits: 1 })],
  ['SixMonthly', months(6, 1, { before: 'S', digits: 1 })],
  ['SixMonthlyApril', months(6, 4, { before: 'AprilS', digits: 1 })],
  ['SixMonthlyNov', months(6, NOVEMBER, { before: 'NovS', digits: 1 })],
  ['Yearly', months(12, 1, { digits: 0 })],
  ['FinancialApril', months(12, 4, { digits: 0, after: 'April' })],
  ['FinancialJuly', months(12, 7, { digits: 0, after: 'July' })],
  ['FinancialSep', months(12, 9, { digits: 0, after: 'Sep' })],
  ['FinancialOct', months(12, 10, { digits: 0, after: 'Oct' })],
  ['FinancialNov', months(12, NOVEMBER, { digits: 0, after: 'Nov' })],
]);

/** Names of all types of periods. */
export const PERIOD_TYPES: readonly string[] = [...TYPES.keys()];

/** What the period of a type in which a real day lies is called; undefined where there is no such type. */
export function isoPeriodOf(type: string, day: Day): string | undefined {
  const kind = TYPES.get(type);
  return kind?.isoOf(kind.startOf(toDayNumber(day)));
}

/** The period of a type in which a day (`yyyy-MM-dd`, a real one) lies; undefined where there is no such type. */
export function periodOf(type: string, day: string): Period | undefined {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  return periodAt(type, toDayNumber({ year, month, day: date }));
}

/**
 * The period that a text names, whatever its type; undefined where it names none. `2026W05` and `2026-03` are what DHIS2
 * makes of them, `2026W5` and `202603`.
 */
export function parsePeriod(text: string): Period | undefined {
  for (const [type, { pattern, dayIn }] of TYPES) {
    const [, year = '', , number = '', date = ''] = pattern.exec(text) ?? [];
    if (year === '') continue;
    const day = dayIn(Number(year), Number(number), Number(date));
    return Number.isNaN(day) || Number(year) === 0 ? undefined : periodAt(type, day);
  }
  return undefined;
}

/** The period of the same type after one. */
export function nextPeriod({ type, end }: Period): Period {
  return periodAt(type, toNumber(end) + 1) as Period;
}

/** The period of the same type before one. */
export function previousPeriod({ type, start }: Period): Period {
  return periodAt(type, toNumber(start) - 1) as Period;
}

function periodAt(type: string, day: number): Period | undefined {
  const kind = TYPES.get(type);
  if (!kind) return undefined;
  const start = kind.startOf(day);
  return { type, iso: kind.isoOf(start), start: toIsoText(start), end: toIsoText(kind.endOf(start)) };
}

function toIsoText(number: number): string {
  const { year, month, day } = dayOf(number);
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

function toNumber(iso: string): number {
  const [year = 0, month = 0, day = 0] = iso.split('-').map(Number);
  return toDayNumber({ year, month, day });
}
