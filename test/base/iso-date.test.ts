import { expect, test } from 'vitest';
import { isOffset, parseIsoDate, parseIsoTime } from '../../src/base/iso-date.ts';

test.each([
  ['2026-03-14', ['2026-03-14', '', '', '', '', '']],
  ['2026-03-14T10', ['2026-03-14', '10', '', '', '', '']],
  ['2026-03-14T10-03', ['2026-03-14', '10', '', '', '', '-03']],
  ['2026-03-14 9:15', ['2026-03-14', '09', '15', '', '', '']],
  ['2026-03-14t10:15:07.123456789z', ['2026-03-14', '10', '15', '07', '123456789', 'z']],
  ['2026-03-14T10:15:00.000+03:00', ['2026-03-14', '10', '15', '00', '000', '+03:00']],
  ['2026-03-14T10:15+0300', ['2026-03-14', '10', '15', '', '', '+0300']],
  ['2026-03-14T10:15+03', ['2026-03-14', '10', '15', '', '', '+03']],
])('parseIsoDate(%j)', (text, [day, hour, minute, second, fraction, offset]) => {
  expect(parseIsoDate(text)).toEqual({ is: 'date', parts: { day, hour, minute, second, fraction, offset } });
});

test.each([
  '2026-3-14',
  '14/03/2026',
  '2026-03-14T24:00',
  '2026-03-14T10:60',
  '2026-03-14T10:15:60',
  '2026-03-14T10:15+15:00',
  '2026-03-14T10:15+99:99',
  '2026-03-14 10',
  '2026-03-14T',
  '2026-03',
  '20260314',
  '',
])('parseIsoDate(%j) does not guess', (text) => expect(parseIsoDate(text)).toEqual({ is: 'other' }));

test('a day that the calendar does not have', () => expect(parseIsoDate('2026-02-30')).toEqual({ is: 'noSuchDay' }));

test.each([
  ['Z', true],
  ['z', true],
  ['+03', true],
  ['+0545', true],
  ['-12:00', true],
  ['-12:01', false],
  ['-14:30', false],
  ['+14:00', true],
  ['+14:01', false],
  ['+14:59', false],
  ['+03:60', false],
  ['+3', false],
  ['03:00', false],
  ['', false],
])('isOffset(%j) is %j', (text, is) => expect(isOffset(text)).toBe(is));

test.each([
  ['9:05', '09:05'],
  ['10:15:00.000+03:00', '10:15'],
  ['10:15z', '10:15'],
  ['24:00', undefined],
  ['10:15+15:00', undefined],
  ['10', undefined],
])('parseIsoTime(%j)', (text, expected) => {
  const time = parseIsoTime(text);
  expect(time && `${time.hour}:${time.minute}`).toBe(expected);
});
