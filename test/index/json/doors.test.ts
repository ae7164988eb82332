/** The index and its sidecar as other tools and hands may leave them: refused with a code and a place, or taken whole. */
import { describe, expect, test } from 'vitest';
import { EtlError } from '../../../src/base/errors.ts';
import { parseIndex, toIndexBytes } from '../../../src/index/json/index-file.ts';
import { parseSidecar } from '../../../src/index/json/sidecar-schema.ts';

const DEEP = `${'['.repeat(3000)}${']'.repeat(3000)}`;
const ENTRY = { dhis2_uuid: 'AbcdefghijK', uploaded: true, deleted: false, deleted_dhis2: false };
const SIDECAR = { format: 1, namespace: 'n', server: 's', program: 'p', header: ['a'], entries: 1, liveEntries: 1 };

/** Values of every type, those that break what takes them for another among them. */
const VALUES: readonly unknown[] = [null, true, 0, -1, 1.5, 1e308, '', 'x', [], [1], [[]], {}, { toString: 1 }];

function failure(work: () => unknown): Pick<EtlError, 'code' | 'exitCode' | 'message'> | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (!(error instanceof EtlError)) throw error;
    return { code: error.code, exitCode: error.exitCode, message: error.message };
  }
}

const FIELDS: readonly (readonly [field: string, isGood: (value: unknown) => boolean])[] = [
  ['uploaded', (value) => typeof value === 'boolean'],
  ['deleted', (value) => value === null || typeof value === 'boolean'],
  ['deleted_dhis2', (value) => value === null || typeof value === 'boolean'],
  ['error', (value) => value === null || typeof value === 'string'],
  ['hash', (value) => typeof value === 'string'],
  ['pair', (value) => typeof value === 'string'],
  ['was', (value) => typeof value === 'string'],
  ['shape', (value) => typeof value === 'string'],
  ['part_of', (value) => typeof value === 'string'],
  ['moved_from', (value) => Array.isArray(value) && value.length === 0],
  ['ids', (value) => Array.isArray(value) && value.length === 0],
  ['previous_uids', (value) => Array.isArray(value) && value.length === 0],
  ['doubts', (value) => Array.isArray(value) && value.length === 0],
  ['left', (value) => JSON.stringify(value) === '{}'],
  ['generation', (value) => value === 0],
  ['sent_at', () => false],
  ['missing_since', () => false],
  ['since', () => false],
];

describe.each(FIELDS)('the field %s of an entry', (field, isGood) => {
  test.each(VALUES.map((value) => [JSON.stringify(value), value]))('%s', (_, value) => {
    const text = JSON.stringify({ k: { ...ENTRY, [field]: value } });
    const failed = failure(() => toIndexBytes(parseIndex(text, 'i.json')));
    if (isGood(value)) expect(failed).toBeUndefined();
    else {
      expect(failed).toMatchObject({ code: 'index/bad-entry', exitCode: 3 });
      expect(failed?.message).toMatch(new RegExp(`i\\.json.*"${field}.*entry k`));
    }
  });
});

test.each(VALUES.map((value) => [JSON.stringify(value), value]))('a UID that is none: %s', (_, value) =>
  expect(failure(() => parseIndex(JSON.stringify({ k: { ...ENTRY, dhis2_uuid: value } }), 'i.json'))).toMatchObject({
    code: 'index/bad-uid',
    exitCode: 3,
  }),
);

describe('the index as a file', () => {
  test.each([
    ['a UID nested', `{"k":{"dhis2_uuid":${DEEP},"uploaded":true}}`, 'index/not-json', 'nested deeper'],
    ['an unknown field nested', `{"k":{"note":\n${DEEP}}}`, 'index/not-json', 'line 2'],
    [
      'a key twice',
      `{"k":{},\n"l":{},\n"k":{}}`,
      'index/key-twice',
      'the key k stands twice in one object, on lines 1 and 3',
    ],
    ['a field twice', `{"k":{"uploaded":true,\n"uploaded":false}}`, 'index/key-twice', 'lines 1 and 2'],
    [
      'no such day',
      JSON.stringify({ k: { ...ENTRY, missing_since: '2026-13-40' } }),
      'index/bad-entry',
      'missing_since',
    ],
  ])('%s', (_, text, code, says) => {
    const failed = failure(() => parseIndex(text, 'i.json'));
    expect(failed).toMatchObject({ code, exitCode: 3 });
    expect(failed?.message).toContain(says);
  });

  test('what is nobody’s but other tools’ is kept: names from birth, nested values', () => {
    const entry = { ...ENTRY, toString: 1, constructor: { a: [null] }, status: { x: 1 } };
    const text = `{"__proto__":${JSON.stringify(entry)},"constructor":${JSON.stringify({ ...entry, dhis2_uuid: 'AbcdefghijL' })}}`;
    expect(JSON.parse(toIndexBytes(parseIndex(text, 'i')).toString())).toEqual(JSON.parse(text));
  });
});

describe.each(Object.keys(SIDECAR).concat('serial', 'digest', 'seals', 'shapes', 'address'))(
  'the field %s of the sidecar',
  (field) => {
    test.each(VALUES.map((value) => [JSON.stringify(value), value]))('%s', (_, value) => {
      const failed = failure(() => parseSidecar(JSON.stringify({ ...SIDECAR, [field]: value }), 's.json'));
      if (failed === undefined) return;
      expect(failed).toMatchObject({ code: 'index/bad-sidecar', exitCode: 3 });
      expect(failed.message).toMatch(new RegExp(`s\\.json.*"${field}`));
    });
  },
);

test.each([
  ['null', 'null'],
  ['a list', '[]'],
  ['nested', DEEP],
  ['a key twice', '{"format":1,"format":1}'],
  ['no field', '{}'],
])('a sidecar that is none: %s', (_, text) =>
  expect(failure(() => parseSidecar(text, 's.json'))).toMatchObject({ code: 'index/bad-sidecar', exitCode: 3 }),
);

test('a sidecar with fields of later versions is taken', () =>
  expect(parseSidecar(JSON.stringify({ ...SIDECAR, later: { a: 1 } }), 's')).toMatchObject(SIDECAR));
