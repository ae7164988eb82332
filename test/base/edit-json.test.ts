import { expect, test } from 'vitest';
import { editJson, type JsonEdit } from '../../src/base/edit-json.ts';

const edit = (text: string, ...edits: readonly (readonly [string, unknown])[]): string =>
  editJson(
    text,
    edits.map(([path, value]) => ({ path: path.split('/'), value }) as JsonEdit),
  );

const FLAT = '{\r\n  "a" : "1",\r\n  "b" : "2"\r\n}\r\n';
const NESTED = '\ufeff{\n    "set": {\n        "1": "YES",\n        "2": 7\n    }\n}';

test.each([
  ['a value', FLAT, [['a', 'x']], FLAT.replace('"1"', '"x"')],
  ['the same value', FLAT, [['a', '1']], FLAT],
  ['the first member goes', FLAT, [['a', undefined]], '{\r\n  "b" : "2"\r\n}\r\n'],
  ['the last member goes', FLAT, [['b', undefined]], '{\r\n  "a" : "1"\r\n}\r\n'],
  [
    'all go',
    FLAT,
    [
      ['a', undefined],
      ['b', undefined],
    ],
    '{}\r\n',
  ],
  ['a new member', FLAT, [['c', '3']], '{\r\n  "a" : "1",\r\n  "b" : "2",\r\n  "c" : "3"\r\n}\r\n'],
  ['into nothing', '{}\n', [['c', '3']], '{\n    "c": "3"\n}\n'],
  ['on one line', '{"a": 1, "b": 2}', [['c', { x: 1 }]], '{"a": 1, "b": 2, "c": {"x":1}}'],
  ['one alone on one line', '{"a": 1}', [['c', 2]], '{"a": 1,"c": 2}'],
  ['inside', NESTED, [['set/3', 'NO']], NESTED.replace('7\n', '7,\n        "3": "NO"\n')],
  [
    'a new object',
    NESTED,
    [['new', { 1: 'A', 2: 'B' }]],
    `${NESTED.slice(0, -2)},\n    "new": {\n        "1": "A",\n        "2": "B"\n    }\n}`,
  ],
  [
    'keys that are members of every object',
    '{}',
    [
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ],
    '{\n    "__proto__": "x",\n    "constructor": "y"\n}',
  ],
  ['keys with signs', '{"a": 1}', [['é "q" 🏥', 2]], '{"a": 1,"é \\"q\\" 🏥": 2}'],
  ['what is not there does not go', FLAT, [['z', undefined]], FLAT],
] as const)('%s', (_, text, edits, expected) => {
  expect(edit(text, ...edits)).toBe(expected);
});

test('a comma inside a value is no end of it', () => {
  expect(edit('{\n  "a": "x, y",\n  "b": "z"\n}', ['c', 'q'])).toBe('{\n  "a": "x, y",\n  "b": "z",\n  "c": "q"\n}');
});
