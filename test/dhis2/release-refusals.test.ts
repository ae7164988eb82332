import { describe, expect, test } from 'vitest';
import { refusalsByRelease, type Recipient } from '../../src/dhis2/release-refusals.ts';
import { parseVersion, rulesOf, type ServerVersion } from '../../src/dhis2/versions.ts';
import type { EventObject } from '../../src/dhis2/event-object.ts';
import { readPackage, readVerdicts, RELEASES } from '../sandbox/recordings.ts';

const ELEMENT = 'DataElement';
const TYPED = new Set(['INTEGER', 'NUMBER', 'DATE', 'BOOLEAN']);

describe.each(RELEASES)('what %s refuses', (release) => {
  const verdicts = readVerdicts(release).map(([valueType, optionSet, value, codes]) => {
    const found = refusalsByRelease(
      { dataValues: [{ dataElement: ELEMENT, value: value === '' ? null : value }] },
      recipient(release, valueType, optionSet),
    );
    return { valueType, optionSet, value, codes, found: found.map((one) => one.code) };
  });

  test('nothing is kept back that the real server took', () => {
    const keptBack = verdicts.filter((one) => one.codes.length === 0 && one.found.length > 0);
    expect(keptBack).toEqual([]);
  });

  test('several codes of a MULTI_TEXT are known beforehand', () => {
    const codes = optionCodes();
    const several = verdicts.filter(
      ({ valueType, value }) =>
        valueType === 'MULTI_TEXT' && value.includes(',') && value.split(',').every((one) => codes.has(one)),
    );
    expect(several.length).toBeGreaterThan(3);
    const isOld = release === '2.40.12';
    const told = several.map(({ value, codes, found }) => [value, codes, found]);
    const expected = [isOld ? ['E1125'] : [], isOld ? ['dhis2/one-code-only'] : []];
    expect(told).toEqual(several.map(({ value }) => [value, ...expected]));
  });

  test('user names that are refused although they are well formed are known beforehand', () => {
    const names = verdicts.filter(
      ({ valueType, value }) => valueType === 'USERNAME' && /^[a-z]{2,20}[._-]?[a-z0-9]{2,50}$/i.test(value),
    );
    expect(names.length).toBeGreaterThan(3);
    const refused = names.filter((one) => one.codes.length > 0);
    expect(names.filter((one) => one.found.length > 0)).toEqual(refused);
  });

  test('options that are no value of their type are known beforehand, where the type counts beside them', () => {
    const both = verdicts.filter(
      ({ optionSet, valueType, codes }) => optionSet !== null && TYPED.has(valueType) && codes.length === 2,
    );
    expect(both.length > 0).toBe(release !== '2.40.12');
    expect(both.filter((one) => one.found.join() !== 'dhis2/code-not-of-type')).toEqual([]);
  });
});

describe('completedAt', () => {
  const ordinary = { closesCompleted: true } as const;
  test.each([
    ['2.40.12', { status: 'COMPLETED' }, ordinary, ['dhis2/completed-at-missing']],
    ['2.41.9.1', { status: 'COMPLETED' }, ordinary, ['dhis2/completed-at-missing']],
    ['2.41.9.1', { status: 'COMPLETED', completedAt: '2026-03-14' }, ordinary, []],
    ['2.41.9.1', { status: 'COMPLETED' }, {}, []],
    ['2.41.9.1', { status: 'ACTIVE', completedAt: '2026-03-14' }, {}, []],
    ['2.42.5.2', { status: 'COMPLETED' }, ordinary, []],
    ['2.42.5.2', { status: 'ACTIVE', completedAt: '2026-03-14' }, {}, ['dhis2/completed-at-too-early']],
    ['2.42.5.2', { completedAt: '2026-03-14' }, {}, ['dhis2/completed-at-too-early']],
    ['2.43.1', { status: 'ACTIVE', completedAt: '2026-03-14' }, {}, ['dhis2/completed-at-too-early']],
    ['2.43.1', { status: 'ACTIVE', completedAt: null }, {}, []],
  ])('%s: %j', (release, properties, about, codes) => {
    const object: EventObject = { ...properties, dataValues: [] };
    const found = refusalsByRelease(object, { ...recipient(release, 'TEXT', null), ...about });
    expect(found.map((one) => one.code)).toEqual(codes);
  });
});

/** Of releases that nobody has seen nothing is said beforehand: the server's own verdict has to do. */
test.each(['2.44.0', '2.41.8', '2.42.4', '45.1'])('%s is not judged by what others do', (text) => {
  const rules = rulesOf(version(text));
  expect(rules).toMatchObject({ oneCodeOnly: false, codesAreTyped: false, usernames: 'any' });
});

function recipient(release: string, valueType: string, optionSet: string | null): Recipient {
  const elements = {
    nameOf: (uid: string) => uid,
    valueTypeOf: () => valueType,
    optionSetOf: () => optionSet ?? undefined,
  };
  return { version: release, rules: rulesOf(version(release)), elements, username: 'admin', closesCompleted: false };
}

function version(text: string): ServerVersion {
  return parseVersion(text) as ServerVersion;
}

function optionCodes(): ReadonlySet<string> {
  const { options } = readPackage('all-value-types') as { options: readonly { code: string }[] };
  return new Set(options.map((one) => one.code));
}
