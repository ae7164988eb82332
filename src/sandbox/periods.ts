export const DAY_MS = 86_400_000;

/**
 * Last moment (epoch milliseconds) of the period of a type in which a day lies; null for types that the sandbox does
 * not know, whose events then never expire.
 */
export function endOfPeriod(type: string, instant: number): number | null {
  const date = new Date(instant);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  switch (type) {
    case 'Daily':
      return Date.UTC(year, month, date.getUTCDate());
    case 'Weekly': {
      const daysToSunday = (7 - date.getUTCDay()) % 7;
      return Date.UTC(year, month, date.getUTCDate()) + daysToSunday * DAY_MS;
    }
    case 'Monthly':
      return dayBefore(year, month + 1);
    case 'BiMonthly':
      return dayBefore(year, month - (month % 2) + 2);
    case 'Quarterly':
      return dayBefore(year, month - (month % 3) + 3);
    case 'SixMonthly':
      return dayBefore(year, month - (month % 6) + 6);
    case 'Yearly':
      return dayBefore(year + 1, 0);
    default:
      return null;
  }
}

/** The day before the first of a month. */
function dayBefore(year: number, month: number): number {
  return Date.UTC(year, month, 1) - DAY_MS;
}
