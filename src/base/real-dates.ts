const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Days of the real calendar (proleptic Gregorian, years 1–9999): the only dates that DHIS2 and people agree on. */
export function isRealDate(year: number, month: number, day: number): boolean {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1) return false;
  if (month === 2 && day === 29) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return day <= (DAYS[month - 1] ?? 0);
}

const TWO_DIGITS = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, '0'));

/** A number from 0 to 99 in two digits. */
export function twoDigits(number: number): string {
  return TWO_DIGITS[number] as string;
}

/** `yyyy-MM-dd`. */
export function toIsoDate(year: number, month: number, day: number): string {
  return `${twoDigits(Math.floor(year / 100))}${twoDigits(year % 100)}-${twoDigits(month)}-${twoDigits(day)}`;
}
