import { expect, test } from 'vitest';
import type { Json } from '../../src/base/json.ts';
import { toJsonText, withJsonText } from '../../src/base/json-text.ts';

const ODD = ['', '"', '\\', '\u0000', '\u2028', '\ud800', 'é🧼', -0, 1e21, 0.1, true, null];

function* samples(): Iterable<Json> {
  yield* ODD;
  yield [];
  yield {};
  yield { __proto__: null, a: ODD, '"': { b: [[], {}, ODD] } };
  yield { a: undefined, b: 1, 2: 'first', c: undefined } as unknown as Json;
  for (const value of ODD) yield [withJsonText({ name: 'x', value }), { name: 'x', value }];
}

test('a text is what JSON.stringify makes of it, whether an object brings its own or not', () => {
  for (const value of samples()) expect(toJsonText(value)).toBe(JSON.stringify(value));
});

test('an object that brings its text is the same to all others, and stays as it is', () => {
  const object = withJsonText({ name: 'x', value: null as string | null });
  expect(object).toStrictEqual({ name: 'x', value: null });
  expect({ ...object, value: 'new' }).toStrictEqual({ name: 'x', value: 'new' });
  expect(toJsonText({ ...object, value: 'new' })).toBe('{"name":"x","value":"new"}');
  expect(() => Object.assign(object, { value: 'new' })).toThrow(TypeError);
});
