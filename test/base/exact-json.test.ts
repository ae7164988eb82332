import { expect, test } from 'vitest';
import { type ExactNumber, parseExactJson, toNumberText } from '../../src/base/exact-json.ts';

test.each([
  ['0', '0'],
  ['-0', '0'],
  ['1.0', '1'],
  ['9007199254740991', '9007199254740991'],
  ['9007199254740993', '9007199254740993'],
  ['-9007199254740993', '-9007199254740993'],
  ['123456789012345678901234567890', '123456789012345678901234567890'],
  ['0.1', '0.1'],
  ['0.12345678901234567890', '0.1234567890123456789'],
  ['1234567890.12345678', '1234567890.12345678'],
  ['1e3', '1000'],
  ['1E+3', '1000'],
  ['1.5e-7', '0.00000015'],
  ['12.5e1', '125'],
  ['9007199254740993e2', '900719925474099300'],
  ['9007199254740993e-2', '90071992547409.93'],
  ['1e400', `1${'0'.repeat(400)}`],
  ['1e401', '1e401'],
  ['1e-400', `0.${'0'.repeat(399)}1`],
  ['5e-324', `0.${'0'.repeat(323)}5`],
])('%s keeps all its digits: %s', (number, text) => {
  for (const json of [`{"a":${number}}`, `{ "a" : ${number} }`, `[${number}]`, `[1,\n  ${number}\n]`]) {
    const [value] = Object.values(parseExactJson(json) as object).slice(-1) as [number | ExactNumber];
    expect(toNumberText(value)).toBe(text);
    // Where it is written as JSON again nothing is lost either.
    expect(toNumberText(Object.values(parseExactJson(JSON.stringify([value])) as object)[0] as number)).toBe(text);
  }
});

test.each(['{"a":', '', 'x', '[1,]', '{"a":1}}', `${'['.repeat(600)}${']'.repeat(600)}`])(
  '%j is no JSON for us',
  (text) => expect(parseExactJson(text)).toBeUndefined(),
);

test('a byte-order mark is left out', () => expect(parseExactJson('\uFEFF{"a":1}')).toEqual({ a: 1 }));
test('a key of a prototype is a key', () =>
  expect(Object.keys(parseExactJson('{"__proto__":12345678901234567890}') as object)).toEqual(['__proto__']));
