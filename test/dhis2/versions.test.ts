import { expect, test } from 'vitest';
import { dialectOf, parseVersion } from '../../src/dhis2/versions.ts';

test.each([
  ['2.40.12', 40, 12],
  ['2.41.9.1', 41, 9],
  ['2.42.7-SNAPSHOT', 42, 7],
  ['2.43', 43, 0],
  ['2.44-SNAPSHOT', 44, 0],
  ['44.0', 44, 0],
])('parseVersion(%j)', (text, minor, patch) => {
  expect(parseVersion(text)).toEqual({ text, minor, patch });
});

test.each(['', 'DHIS2', 'v2.42'])('parseVersion(%j) is null', (text) => expect(parseVersion(text)).toBeNull());

test.each([
  ['2.38.8', 'instances', 'event', ';'],
  ['2.40.12', 'instances', 'event', ';'],
  ['2.41.9.1', 'events', 'events', ','],
  ['2.42.5.2', 'events', 'events', ','],
  ['2.43.1', 'events', 'events', ','],
  ['2.45.0', 'events', 'events', ','],
])('%s lists %s, asked by %s and %j', (text, eventList, uidParameter, uidSeparator) => {
  const version = parseVersion(text);
  expect(version && dialectOf(version)).toMatchObject({ eventList, uidParameter, uidSeparator });
});

test('2.37 is too old', () => {
  const version = parseVersion('2.37.9');
  expect(version && dialectOf(version)).toBeUndefined();
});
