import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../src/base/json.ts';
import { toLegacyJson } from '../../src/base/legacy-json.ts';
import { parseJson } from '../../src/base/parse-json.ts';

const deep = (levels: number, open = '[', close = ']'): string => open.repeat(levels) + close.repeat(levels);

describe('what is no JSON of ours is refused with its line', () => {
  test.each([
    ['nothing', '', { is: 'broken', line: 1 }],
    ['cut short', '{\n"a": [1,\n', { is: 'broken', line: 3 }],
    ['NaN', '{"a":\nNaN}', { is: 'broken', line: 2 }],
    ['more after its end', '{}\n{}', { is: 'broken', line: 2 }],
    ['lists too deep', deep(3000), { is: 'broken', line: 1 }],
    ['objects too deep', `${'{"a":\n'.repeat(3000)}1${'}'.repeat(3000)}`, { is: 'broken' }],
    ['lists far too deep', deep(1_000_000), { is: 'broken', line: 1 }],
    ['brackets that never close', '['.repeat(1_000_000), { is: 'broken' }],
    ['a key twice', '{"a":1,\n"b":2,\n"a":3}', { is: 'twice', key: 'a', first: 1, line: 3 }],
    ['a key twice, written in two ways', '{"a":1,\n"\\u0061":3}', { is: 'twice', key: 'a', first: 1, line: 2 }],
    ['a key twice, further in', '{"x":[{"a":1},\n{"a":1,\n"a":2}]}', { is: 'twice', key: 'a', first: 2, line: 3 }],
    ['__proto__ twice', '{"__proto__":1,\n"__proto__":2}', { is: 'twice', key: '__proto__', first: 1, line: 2 }],
  ])('%s', (_, text, refusal) => expect(parseJson(text)).toMatchObject({ refusal }));
});

describe('what is JSON is taken, and can be written again', () => {
  test.each([
    ['scalars', '"a:\\"{[b"'],
    ['a byte-order mark', '\uFEFF{"a":1}'],
    ['one key in two objects', '[{"a":1},{"a":2}]'],
    ['quotes and backslashes', '{"a\\\\":"\\\\","b\\"":"\\\\\\":{["}'],
    ['keys that objects have from birth', '{"__proto__":{"a":1},"constructor":2,"toString":3,"hasOwnProperty":4}'],
    ['as deep as may be', deep(500)],
    ['objects as deep as may be', `${'{"a":'.repeat(499)}1${'}'.repeat(499)}`],
  ])('%s', (_, text) => {
    const parsed = parseJson(text);
    expect(parsed).toHaveProperty('value');
    if (!('value' in parsed)) return;
    const again = JSON.parse(text.replace('\uFEFF', '')) as unknown;
    expect(JSON.parse(canonicalJson(parsed.value))).toEqual(again);
    expect(JSON.parse(toLegacyJson(parsed.value))).toEqual(again);
  });
});
