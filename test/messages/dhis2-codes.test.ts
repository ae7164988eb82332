/**
 * Every code under which DHIS2 was seen to refuse an event or an aggregate value has words of its own: nobody is left with
 * a number.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe as group, expect, test } from 'vitest';
import { knownCodes, whoCanMend, type KnownCode } from '../../src/messages/code-table.ts';
import { describe } from '../../src/messages/describe.ts';

const RECORDINGS = '/work/shared/dhis2/recordings';

/** Of warnings, which refuse nothing; of tracked entities and enrollments, which are not sent; of requests, not of objects. */
const OTHERS = new Set(['E1119', 'E1120', 'E1308', 'E1033', 'E1079', 'E1313', 'E8000', 'E8002', 'E8003']);

function isKnown(code: string): boolean {
  return knownCodes().includes(`dhis2/${code}` as KnownCode);
}

test('codes in our own recordings have words', () => {
  const text = readFileSync(path.join(import.meta.dirname, '../dhis2/recordings/import-reports.json'), 'utf8');
  const codes = new Set([...text.matchAll(/"errorCode": ?"(E\d{4})"/g)].map(([, code = '']) => code));
  expect(codes.size).toBeGreaterThan(10);
  expect([...codes].filter((code) => !isKnown(code) && !OTHERS.has(code))).toEqual([]);
});

group.skipIf(!existsSync(RECORDINGS))('in all recordings (skipped where they are not at hand)', () => {
  const releases = existsSync(RECORDINGS) ? readdirSync(RECORDINGS).filter((name) => /^2\.\d+/.test(name)) : [];

  test.each(releases)('%s: codes of events and of aggregate values have words', (release) => {
    const seen = JSON.parse(readFileSync(path.join(RECORDINGS, release, 'codes-seen.json'), 'utf8')) as Record<
      string,
      { readonly kind: string; readonly seenIn: readonly string[] }
    >;
    const ofObjects = Object.entries(seen).filter(([code, { kind, seenIn }]) => {
      const isSent = seenIn.some((name) => /^[1-8]\d\d-/.test(name) || (name.startsWith('B') && kind === 'conflict'));
      return isSent && (/^E1[0-3]\d\d$/.test(code) || /^E[78]\d{3}$/.test(code));
    });
    const notOurs = new Set([...OTHERS, 'E1002', 'E1003', 'E1005', 'E1006']);
    expect(ofObjects.length).toBeGreaterThan(30);
    expect(ofObjects.map(([code]) => code).filter((code) => !isKnown(code) && !notOurs.has(code))).toEqual([]);
  });
});

test.each(knownCodes().filter((code) => /^dhis2\/E\d/.test(code)))(
  '%s says what is wrong, what to do and who can do it, with facts and without',
  (code) => {
    for (const args of [{ message: 'No way' }, FACTS]) {
      const { message, hint } = describe(code, args as never);
      expect(message).toMatch(/^[^\s].*[^\s]\.?$/);
      expect(`${message} ${hint ?? ''}`).not.toMatch(/undefined| {2}|\(\)|""| ,| \./);
      expect(hint).toMatch(/\.$/);
      expect(whoCanMend(code, args)).toBeDefined();
    }
  },
);

const FACTS = {
  message: 'No way',
  what: 'Sex of client (KobDeSex001)',
  value: 'MAN',
  facility: 'FACILITY = "North Hospital"',
  orgUnit: 'OuNorthHosp',
  program: 'Visits',
  stage: 'Visit',
  dataSet: 'Monthly report',
  period: '202603',
  combo: 'Partner A',
  user: 'kobo',
  version: '2.42.5',
  valueType: 'INTEGER',
  needed: 'a whole number, as 12 or -3',
  optionSet: 'Sex',
  allowed: ['MALE', 'FEMALE'],
  options: 2,
  nearest: 'MALE',
  least: '2026-01-01',
  most: '2026-03-31',
  days: 10,
  featureType: 'POINT',
  type: 'Polygon',
};
