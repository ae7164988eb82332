import { expect, test } from 'vitest';
import { describe } from '../../src/messages/describe.ts';

const messageWith = (name: string): string => describe('yaml/alias', { name }).message;

test('an arg does not begin a line of its own', () => {
  for (const end of ['\n', '\r\n', '\v', '\f', '\r', '\u0085', '\u2028', '\u2029'])
    expect(messageWith(`a${end}b`)).toContain('*a·b ');
});

test('a rewrite keeps its lines', () => {
  expect(describe('yaml/expression-folded', { rewrite: '|\n  =a' }).hint).toBe('Write it with a bar:\n|\n  =a');
});

test('a text of megabytes is cut', () => {
  expect(messageWith('x'.repeat(1_000_000)).length).toBeLessThan(5100);
});

test('a list is joined by commas, and says how many more there are', () => {
  const location = 'index.json';
  expect(describe('guard/header-changed', { location, columns: ['a', 'b'] }).message).toContain(': a, b.');
  const many = Array.from({ length: 1200 }, (_, n) => `c${n}`);
  expect(describe('guard/header-changed', { location, columns: many }).message).toMatch(/c99 and 1,100 more\.$/);
});

test('several files are told in the plural', () => {
  const tell = (files: string[]) => describe('mapping/frozen', { files, causes: [] });
  expect(tell(['a.json']).message).toBe('a.json is not what it is made from, and with --frozen it is not made anew.');
  const { message, hint } = tell(['a.json', 'b.json']);
  expect(message).toBe('a.json, b.json are not what they are made from, and with --frozen they are not made anew.');
  expect(hint).toContain('write them, and commit them');
});

test('an absent arg is an empty text', () => {
  expect(describe('index/missing', { uid: 'u', since: '' }).message).not.toContain('since');
  expect(describe('index/two-entries', {} as never).message).toBe('Two live entries of the index know this record.');
});
