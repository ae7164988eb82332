import { hash } from 'node:crypto';
import { expect, test } from 'vitest';
import { DigestList, FingerprintMap } from '../../src/base/fingerprints.ts';

/** More than either starts with room for. */
const MANY = 5000;

const digestOf = (text: string): string => hash('sha256', text, 'base64url').slice(0, 22);

test('a list tells equal digests, however long it grows', () => {
  const list = new DigestList();
  for (let at = 0; at < MANY; at += 1) list.add(digestOf(`row ${at % 2500}`));
  expect(list.areEqual(7, 2507)).toBe(true);
  expect(list.areEqual(0, 2500)).toBe(true);
  expect(list.areEqual(7, 2508)).toBe(false);
});

test('digests that differ in one of their first twenty letters are different', () => {
  const digest = digestOf('row');
  for (let at = 0; at < 20; at += 1) {
    const list = new DigestList();
    list.add(digest);
    for (const letter of 'A9z-_') list.add(digest.slice(0, at) + letter + digest.slice(at + 1));
    const equal = [1, 2, 3, 4, 5].filter((other) => list.areEqual(0, other)).length;
    expect(equal).toBe('A9z-_'.includes(digest.charAt(at)) ? 1 : 0);
  }
});

test('a text keeps the number that it got first, however many come after it', () => {
  const map = new FingerprintMap();
  for (let at = 0; at < MANY; at += 1) expect(map.getOrSet(`id ${at}`, at)).toBe(at);
  for (let at = 0; at < MANY; at += 1) expect(map.getOrSet(`id ${at}`, MANY)).toBe(at);
  expect(map.getOrSet('id', MANY)).toBe(MANY);
});

test('texts that differ in nothing but a sign that nobody sees are different', () => {
  const map = new FingerprintMap();
  expect(['', '\u0000', 'é', 'e\u0301'].map((text, at) => map.getOrSet(text, at))).toEqual([0, 1, 2, 3]);
});
