import { expect, test } from 'vitest';
import { FingerprintList, FingerprintMap } from '../../src/base/fingerprints.ts';

/** More than either starts with room for. */
const MANY = 5000;

test('a list tells equal texts, however long it grows', () => {
  const list = new FingerprintList();
  for (let at = 0; at < MANY; at += 1) list.add(`row ${at % 2500}`);
  expect(list.areEqual(7, 2507)).toBe(true);
  expect(list.areEqual(0, 2500)).toBe(true);
  expect(list.areEqual(7, 2508)).toBe(false);
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
