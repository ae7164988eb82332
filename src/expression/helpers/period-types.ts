/** Periods as DHIS2 writes them. */

/** A day of the calendar. */
export interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const DAY_MS = 86_400_000;

/** Days since 1970. */
export function toDayNumber({ year, month, day }: Day): number {
  // A year below 100 would be taken for one of the 20th century.
  const date = new Date(Date.UTC(2000, month - 1, day));
  date.setUTCFullYear(year, month - 1, day);
  return Math.round(date.getTime() / DAY_MS);
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

/** Day numbers of the first weekdays there are: 1970 began on a Thursday. */
const THURSDAY = 0;
const SATURDAY = 2;
const SUNDAY = 3;
const MONDAY = 4;
const WEDNESDAY = 6;

/**
 * Weeks that start on one day of the week: a week belongs to the year in which its fourth day lies, as ISO weeks do, and
 * as DHIS2 has it for the others too.
 */
function weeks(firstDay: number, prefix: string): (day: Day) => string {
  return (day) => {
    const number = toDayNumber(day);
    const sinceStart = (((number - firstDay) % 7) + 7) % 7;
    const fourth = number - sinceStart + 3;
    const year = new Date(fourth * DAY_MS).getUTCFullYear();
    const newYear = toDayNumber({ year, month: 1, day: 1 });
    return `${pad(year, 4)}${prefix}${Math.floor((fourth - newYear) / 7) + 1}`;
  };
}

/** Years that start with a month, and have the number of the year in which they do. */
function yearsFrom(firstMonth: number, name: string): (day: Day) => string {
  return ({ year, month }) => `${pad(month < firstMonth ? year - 1 : year, 4)}${name}`;
}

/** The period in which a day lies, by the name of its type. */
export const PERIOD_TYPES: ReadonlyMap<string, (day: Day) => string> = new Map([
  ['Daily', ({ year, month, day }: Day) => `${pad(year, 4)}${pad(month, 2)}${pad(day, 2)}`],
  ['Weekly', weeks(MONDAY, 'W')],
  ['WeeklyWednesday', weeks(WEDNESDAY, 'WedW')],
  ['WeeklyThursday', weeks(THURSDAY, 'ThuW')],
  ['WeeklySaturday', weeks(SATURDAY, 'SatW')],
  ['WeeklySunday', weeks(SUNDAY, 'SunW')],
  ['Monthly', ({ year, month }: Day) => `${pad(year, 4)}${pad(month, 2)}`],
  ['BiMonthly', ({ year, month }: Day) => `${pad(year, 4)}${pad(Math.ceil(month / 2), 2)}B`],
  ['Quarterly', ({ year, month }: Day) => `${pad(year, 4)}Q${Math.ceil(month / 3)}`],
  ['SixMonthly', ({ year, month }: Day) => `${pad(year, 4)}S${Math.ceil(month / 6)}`],
  ['SixMonthlyApril', (day: Day) => `${yearsFrom(4, 'AprilS')(day)}${day.month >= 4 && day.month <= 9 ? 1 : 2}`],
  ['Yearly', ({ year }: Day) => pad(year, 4)],
  ['FinancialApril', yearsFrom(4, 'April')],
  ['FinancialJuly', yearsFrom(7, 'July')],
  ['FinancialOct', yearsFrom(10, 'Oct')],
]);
