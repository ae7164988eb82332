import { expect, test } from 'vitest';
import { describe as say } from '../../src/messages/describe.ts';
import { toReference } from '../../src/base/document.ts';
import { parseJsonDocument } from '../../src/base/json-document.ts';
import { checkSchema, defineSchema } from '../../src/base/schema.ts';

const SCHEMA = defineSchema({
  type: 'object',
  additionalProperties: false,
  required: ['a'],
  oneOf: [{ required: ['token'] }, { required: ['user', 'password'] }],
  properties: {
    a: { type: 'integer', minimum: 1, description: 'How many there are.' },
    token: { type: 'string' },
    user: { type: 'string' },
    password: { type: 'string' },
    mode: { enum: ['sync', 'async'], notYet: ['async'], default: 'sync' },
    key: {
      anyOf: [
        { type: 'string', minLength: 1 },
        { type: 'array', minItems: 1, items: { type: 'string' } },
      ],
    },
    later: { notYet: true },
    uid: { type: 'string', pattern: '^[a-z]{3}$', expected: 'three letters' },
    names: { type: 'object', propertyNames: { pattern: '^a', expected: 'a name that starts with a' } },
  },
});

function check(text: string): { value: unknown; found: string[] } {
  const { value, placeOf } = parseJsonDocument({ file: 'x', text });
  const problems = checkSchema(SCHEMA, value, placeOf);
  const found = problems.map((one) => {
    const { message, hint } = say(one.code, one.args);
    return [one.place && toReference(one.place), one.code, message, hint].filter(Boolean).join(' ');
  });
  return { value, found: found.sort() };
}

test.each<[string, string[]]>([
  ['{"a":1,"token":"t"}', []],
  ['{"a":1}', ['x:1:1 spec/one-of-keys This file needs token, or user and password.']],
  [
    '{"a":1,"token":"t","user":"u","password":"p"}',
    ['x:1:1 spec/one-of-keys This file takes only one of these: token, or user and password.'],
  ],
  [
    '{"token":"t","usr":1}',
    [
      'x:1:1 spec/missing-key The key "a" is missing. It holds: How many there are.',
      'x:1:14 spec/unknown-key There is no key "usr". Did you mean user?',
    ],
  ],
  ['{"a":0.5,"token":"t"}', ['x:1:6 spec/wrong-value a must be a whole number, and here is 0.5.']],
  ['{"a":0,"token":"t"}', ['x:1:6 spec/wrong-value a must be 1 or more, and here is 0.']],
  [
    '{"a":1,"token":"t","mode":"async"}',
    ['x:1:27 spec/not-yet mode: "async" is part of the language, but not built yet. Leave it out, or use sync.'],
  ],
  ['{"a":1,"token":"t","mode":"synk"}', ['x:1:27 spec/not-one-of mode cannot be "synk". Did you mean sync?']],
  ['{"a":1,"token":"t","mode":3}', ['x:1:27 spec/not-one-of mode cannot be 3. It is one of: sync, async.']],
  [
    '{"a":1,"token":"t","later":[]}',
    ['x:1:20 spec/not-yet later is part of the language, but not built yet. Leave it out.'],
  ],
  ['{"a":1,"token":"t","key":3}', ['x:1:26 spec/wrong-value key must be text or a list, and here is 3.']],
  [
    '{"a":1,"token":"t","key":[]}',
    ['x:1:26 spec/wrong-value key must be a list of at least one entry, and here is an empty list.'],
  ],
  ['{"a":1,"token":"t","key":["x",1]}', ['x:1:31 spec/wrong-value key, entry 2 must be text, and here is 1.']],
  ['{"a":1,"token":"t","uid":"ABCD"}', ['x:1:26 spec/wrong-value uid must be three letters, and here is "ABCD".']],
  [
    '{"a":1,"token":"t","names":{"b":1}}',
    ['x:1:29 spec/wrong-name The name "b" in names must be a name that starts with a.'],
  ],
  ['[]', ['x:1:1 spec/wrong-value This file must be a set of keys and values, and here is an empty list.']],
])('%s', (text, expected) => {
  expect(check(text).found).toEqual(expected);
});

test('fills in the defaults', () => {
  expect(check('{"a":1,"token":"t"}').value).toEqual({ a: 1, token: 't', mode: 'sync' });
});
