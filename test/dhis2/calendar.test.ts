import { expect, test } from 'vitest';
import { isRealDate } from '../../src/base/real-dates.ts';
import { toServerTime } from '../../src/dhis2/calendar.ts';

test.each([
  [2024, 2, 29, true],
  [2026, 2, 29, false],
  [1900, 2, 29, false],
  [2000, 2, 29, true],
  [2026, 4, 31, false],
  [2026, 13, 1, false],
  [0, 1, 1, false],
  [1, 1, 1, true],
  [9999, 12, 31, true],
  [10_000, 1, 1, false],
])('isRealDate(%d, %d, %d) is %j', (year, month, day, is) => {
  expect(isRealDate(year, month, day)).toBe(is);
});

test.each([
  ['2026-03-14', 'Etc/UTC', '2026-03-14'],
  ['2026-03-14T00:00:00.000', 'Africa/Nairobi', '2026-03-14'],
  ['2026-03-14T10:15', 'Africa/Nairobi', '2026-03-14T10:15:00.000'],
  ['2026-03-14T10', 'Africa/Nairobi', '2026-03-14T10:00:00.000'],
  ['2026-03-14T10:15:00.123456', 'Etc/UTC', '2026-03-14T10:15:00.123'],
  ['2026-03-14T10:15:00.000+03:00', 'Etc/UTC', '2026-03-14T07:15:00.000'],
  ['2026-03-14T02:00:00+0300', 'Etc/UTC', '2026-03-13T23:00:00.000'],
  ['2026-03-14T02:00:00+03', 'Africa/Nairobi', '2026-03-14T02:00:00.000'],
  ['2026-03-14T00:00Z', 'Africa/Nairobi', '2026-03-14T03:00:00.000'],
  ['someday', 'Etc/UTC', 'someday'],
])('toServerTime(%j) on a server in %s is %s', (text, zone, there) => {
  expect(toServerTime(text, zone)).toBe(there);
});
