import { describe, expect, it } from 'vitest';
import { nextPeriod, parsePeriod, PERIOD_TYPES, periodOf, previousPeriod } from '../../src/base/periods.ts';

/** Type, a day, and the period in which DHIS2 has it. */
const TABLE: readonly (readonly [type: string, day: string, iso: string, start: string, end: string])[] = [
  ['Daily', '2024-02-29', '20240229', '2024-02-29', '2024-02-29'],
  // ISO weeks at both ends of a year: that of 2026 has 53.
  ['Weekly', '2024-12-29', '2024W52', '2024-12-23', '2024-12-29'],
  ['Weekly', '2024-12-30', '2025W1', '2024-12-30', '2025-01-05'],
  ['Weekly', '2026-12-31', '2026W53', '2026-12-28', '2027-01-03'],
  ['Weekly', '2027-01-03', '2026W53', '2026-12-28', '2027-01-03'],
  ['Weekly', '2027-01-04', '2027W1', '2027-01-04', '2027-01-10'],
  ['WeeklyWednesday', '2025-12-31', '2026WedW1', '2025-12-31', '2026-01-06'],
  ['WeeklyThursday', '2025-12-31', '2025ThuW52', '2025-12-25', '2025-12-31'],
  ['WeeklySaturday', '2026-01-02', '2025SatW52', '2025-12-27', '2026-01-02'],
  ['WeeklySunday', '2026-01-03', '2025SunW53', '2025-12-28', '2026-01-03'],
  ['BiWeekly', '2025-01-05', '2025BiW1', '2024-12-30', '2025-01-12'],
  ['BiWeekly', '2025-01-12', '2025BiW1', '2024-12-30', '2025-01-12'],
  ['BiWeekly', '2025-01-13', '2025BiW2', '2025-01-13', '2025-01-26'],
  ['BiWeekly', '2025-12-28', '2025BiW26', '2025-12-15', '2025-12-28'],
  // Week 53 begins a 27th pair; the week after it is the next year's first.
  ['BiWeekly', '2027-01-03', '2026BiW27', '2026-12-28', '2027-01-10'],
  ['BiWeekly', '2027-01-04', '2027BiW1', '2027-01-04', '2027-01-17'],
  ['Monthly', '2024-02-29', '202402', '2024-02-01', '2024-02-29'],
  ['Monthly', '2025-12-31', '202512', '2025-12-01', '2025-12-31'],
  ['BiMonthly', '2025-03-01', '202502B', '2025-03-01', '2025-04-30'],
  ['Quarterly', '2025-10-01', '2025Q4', '2025-10-01', '2025-12-31'],
  ['QuarterlyNov', '2024-11-01', '2025NovQ1', '2024-11-01', '2025-01-31'],
  ['QuarterlyNov', '2025-01-31', '2025NovQ1', '2024-11-01', '2025-01-31'],
  ['QuarterlyNov', '2025-10-31', '2025NovQ4', '2025-08-01', '2025-10-31'],
  ['SixMonthly', '2025-06-30', '2025S1', '2025-01-01', '2025-06-30'],
  ['SixMonthlyApril', '2025-03-31', '2024AprilS2', '2024-10-01', '2025-03-31'],
  ['SixMonthlyApril', '2025-04-01', '2025AprilS1', '2025-04-01', '2025-09-30'],
  ['SixMonthlyNov', '2024-11-01', '2025NovS1', '2024-11-01', '2025-04-30'],
  ['SixMonthlyNov', '2025-05-01', '2025NovS2', '2025-05-01', '2025-10-31'],
  ['Yearly', '2025-12-31', '2025', '2025-01-01', '2025-12-31'],
  ['FinancialApril', '2025-03-31', '2024April', '2024-04-01', '2025-03-31'],
  ['FinancialJuly', '2025-07-01', '2025July', '2025-07-01', '2026-06-30'],
  ['FinancialSep', '2025-08-31', '2024Sep', '2024-09-01', '2025-08-31'],
  ['FinancialOct', '2025-10-01', '2025Oct', '2025-10-01', '2026-09-30'],
  // Years that begin in November are called by the year in which they end.
  ['FinancialNov', '2025-10-31', '2025Nov', '2024-11-01', '2025-10-31'],
  ['FinancialNov', '2025-11-01', '2026Nov', '2025-11-01', '2026-10-31'],
];

describe('periods', () => {
  it.each(TABLE)('%s of %s is %s', (type, day, iso, start, end) => {
    const period = { type, iso, start, end };
    expect(periodOf(type, day)).toEqual(period);
    expect(parsePeriod(iso)).toEqual(period);
  });

  it.each(PERIOD_TYPES)('every day has its period, and periods follow each other: %s', (type) => {
    const day = (at: number): string => new Date(Date.UTC(2019, 0, 1 + at)).toISOString().slice(0, 10);
    let before = periodOf(type, day(0));
    for (let at = 1; at < 10 * 366; at += 1) {
      const period = periodOf(type, day(at));
      if (!period || !before) throw new Error('no period');
      expect(parsePeriod(period.iso)).toEqual(period);
      expect(period.start <= day(at) && day(at) <= period.end).toBe(true);
      if (period.iso !== before.iso) {
        expect(nextPeriod(before)).toEqual(period);
        expect(previousPeriod(period)).toEqual(before);
      }
      before = period;
    }
  });

  it.each([
    ['2026W05', '2026W5'],
    ['2026-03', '202603'],
    ['2026-03-14', '20260314'],
  ])('reads %s as DHIS2 does: %s', (text, iso) => {
    expect(parsePeriod(text)?.iso).toBe(iso);
  });

  it.each([
    '',
    'March',
    '2026w5',
    '202613',
    '202600',
    '2026W54',
    '2025W53',
    '2026W0',
    '2026Q5',
    '2026Q0',
    '2026S3',
    '20260230',
    '202607B',
    '2025BiW27',
    '2026BiW28',
    '2026NovQ5',
    '2026NovS3',
    '0000',
    '26',
    '2026 ',
    '2026Sept',
  ])('%j is no period', (text) => {
    expect(parsePeriod(text)).toBeUndefined();
  });

  it('knows no other types', () => {
    expect(periodOf('month', '2026-01-01')).toBeUndefined();
  });
});
