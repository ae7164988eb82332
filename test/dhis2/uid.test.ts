import { expect, test } from 'vitest';
import { deriveUid, isUid } from '../../src/dhis2/uid.ts';

const KEY = '5f1c0f0e-9d9a-4d3c-8a83-0c6f0f6f0001';

test.each([
  ['sipca', KEY, 0, 'rmDy21ObH86'],
  ['sipca', KEY, 1, 'hJJd2lDxzaj'],
  ['forms/é', '1', 0, 'Gsc7mk1U1gU'],
])('the UID of %j, %j, generation %d is %s for ever', (namespace, key, generation, uid) => {
  expect(deriveUid(namespace, key, generation)).toBe(uid);
});

test('derived UIDs have the shape of UIDs and do not collide', () => {
  const uids = Array.from({ length: 20_000 }, (_, at) => deriveUid('n', String(at), 0));
  expect(new Set(uids).size).toBe(uids.length);
  expect(uids.filter((uid) => !isUid(uid))).toEqual([]);
});

test.each([
  ['Abcdefghij1', true],
  ['1bcdefghijk', false],
  ['Abcdefghij', false],
  ['Abcdefghijkl', false],
  ['Abcdefghi-k', false],
  ['Abcdefghijk\n', false],
  ['Äbcdefghijk', false],
  [null, false],
])('isUid(%j) is %j', (text, is) => {
  expect(isUid(text)).toBe(is);
});
