import { expect, test } from 'vitest';
import { DURATION_PATTERN, isTimeZone, parseDuration, parseLimit, SHARE_PATTERN } from '../../src/base/units.ts';

test.each([
  ['45 s', 45_000],
  ['45s', 45_000],
  ['1 second', 1000],
  ['30 minutes', 1_800_000],
  ['5 min', 300_000],
  ['12 hours', 43_200_000],
  ['1.5 h', 5_400_000],
  ['2 days', 172_800_000],
  ['1 week', 604_800_000],
  ['0 days', 0],
])('%s', (text, ms) => {
  expect(text).toMatch(new RegExp(DURATION_PATTERN, 'u'));
  expect(parseDuration(text)).toBe(ms);
});

test.each(['2', '2 months', '-1 days', '2  days', '1,5 h', 'two days', '2 Days', ''])(
  '%j is no length of time',
  (text) => {
    expect(text).not.toMatch(new RegExp(DURATION_PATTERN, 'u'));
  },
);

test('limits are shares or numbers of records', () => {
  expect(parseLimit('50%')).toEqual({ share: 0.5 });
  expect(parseLimit('12.5 %')).toEqual({ share: 0.125 });
  expect(parseLimit(20)).toEqual({ count: 20 });
  for (const text of ['100%', '0%']) expect(text).toMatch(new RegExp(SHARE_PATTERN, 'u'));
  for (const text of ['101%', '50', '-5%', '1000%']) expect(text).not.toMatch(new RegExp(SHARE_PATTERN, 'u'));
});

test('time zones are those of the IANA database', () => {
  for (const name of ['UTC', 'Africa/Nairobi', 'Europe/Brussels']) expect(isTimeZone(name)).toBe(true);
  for (const name of ['', '+03:00', 'Mars/Olympus', 'Nairobi']) expect(isTimeZone(name)).toBe(false);
});
