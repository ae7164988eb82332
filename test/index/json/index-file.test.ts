import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { EtlError } from '../../../src/base/errors.ts';
import { parseIndex, toIndexBytes } from '../../../src/index/json/index-file.ts';

const ENTRY = '{"dhis2_uuid":"AbcdefghijK","uploaded":true,"deleted":false}';

function codeOf(text: string): string {
  try {
    parseIndex(text, 'index.json');
    return 'fine';
  } catch (error) {
    return error instanceof EtlError ? error.code : String(error);
  }
}

describe('an index that cannot be believed is refused', () => {
  test.each([
    ['{', 'index/not-json'],
    ['', 'index/not-json'],
    ['[]', 'index/not-an-object'],
    ['{"a":1}', 'index/bad-entry'],
    ['{"a":{"dhis2_uuid":"short","uploaded":true}}', 'index/bad-uid'],
    ['{"a":{"uploaded":true}}', 'index/bad-uid'],
    ['{"a":{"dhis2_uuid":"AbcdefghijK"}}', 'index/bad-entry'],
    ['{"a":{"dhis2_uuid":"AbcdefghijK","uploaded":"yes"}}', 'index/bad-entry'],
    [`{"a":${ENTRY},"b":${ENTRY}}`, 'index/uid-twice'],
    ['{"a":{"dhis2_uuid":"AbcdefghijK","uploaded":true,"ids":[1]}}', 'index/bad-entry'],
    ['{}', 'fine'],
    [`\uFEFF{"a":${ENTRY}}`, 'fine'],
    [`{"__proto__":${ENTRY}}`, 'fine'],
  ])('%s', (text, code) => expect(codeOf(text)).toBe(code));
});

test('a UID is what the sink says that it is', () => {
  const address = { type: 'string', pattern: '^[a-z]+:[0-9-]+$', expected: 'a place and a month' };
  const textOf = (uid: string): string => JSON.stringify({ a: { dhis2_uuid: uid, uploaded: true } });
  expect(parseIndex(textOf('alpha:2026-01'), 'i', address).get('a')?.dhis2_uuid).toBe('alpha:2026-01');
  expect(() => parseIndex(textOf('AbcdefghijK'), 'i', address)).toThrow(
    expect.objectContaining({ code: 'index/bad-uid' }),
  );
});

test('fields that we do not know are kept, and those that new tools add are there', () => {
  const index = parseIndex(
    '{"a":{"dhis2_uuid":"AbcdefghijK","uploaded":true,"deleted":false,"status":"x","n":{"b":1}}}',
    'i',
  );
  expect(JSON.parse(toIndexBytes(index).toString())).toEqual({
    a: { dhis2_uuid: 'AbcdefghijK', uploaded: true, deleted: false, deleted_dhis2: false, status: 'x', n: { b: 1 } },
  });
});

test('the bytes are those that Python writes with sort_keys, indent 4 and ensure_ascii off', () => {
  const uid = (n: number) => `Abcdefghi${String(n).padStart(2, '0')}`;
  const keys = ['b', 'a', '10', '9', 'É', '😀', '～', 'z\u2028', '__proto__', 'quote"\\'];
  const entries = keys.map(
    (key, n) =>
      `${JSON.stringify(key)}:{"uploaded":false,"dhis2_uuid":"${uid(n)}","deleted":false,"deleted_dhis2":false,"ids":["x","é"],"previous_uids":[]}`,
  );
  const text = `{${entries.join(',')}}`;
  const bytes = toIndexBytes(parseIndex(text, 'i')).toString();
  const python = spawnSync(
    'python3',
    [
      '-c',
      'import json,sys; sys.stdout.buffer.write(json.dumps(json.load(sys.stdin), ensure_ascii=False, indent=4, sort_keys=True).encode())',
    ],
    { input: text },
  );
  // Machines without Python have the order and layout checked all the same.
  if (python.status === 0) expect(bytes).toBe(python.stdout.toString());
  expect(bytes.startsWith('{\n    "10": {\n        "deleted": false,')).toBe(true);
  expect(bytes.indexOf('～')).toBeLessThan(bytes.indexOf('😀'));
});
