import { describe, expect, test } from 'vitest';
import { toReference } from '../../src/base/document.ts';
import { parseJsonDocument } from '../../src/base/json-document.ts';
import type { Pointer } from '../../src/base/pointer.ts';

const parse = (text: string) => parseJsonDocument({ file: 'x.json', text });

describe('parseJsonDocument', () => {
  test.each([
    ['', '1:1', 'it ends too early'],
    ['{"a":1,}', '1:8', 'the comma before this has nothing after it'],
    ['[1,]', '1:4', 'the comma before this has nothing after it'],
    ['{"a" 1}', '1:6', 'a colon is missing after the key'],
    ['{\n  a: 1\n}', '2:3', 'a key in double quotes is missing here'],
    ['{"a":1\n"b":2}', '2:1', 'a comma or } is missing here'],
    ['[1] 2', '1:5', 'there is more after its end'],
    ['{"a":', '1:6', 'it ends too early'],
    ['["a\nb"]', '1:2', 'this text has no closing quote'],
    ['[01]', '1:3', 'a comma or ] is missing here'],
    ['[NaN]', '1:2', 'a value is missing here'],
    ['['.repeat(100_000), '1:502', 'nested deeper'],
  ])('says where %j stops being JSON', (text, reference, reason) => {
    const { value, problems } = parse(text);
    expect(value).toBeUndefined();
    expect(problems).toHaveLength(1);
    expect(problems[0]?.args['reason']).toContain(reason);
    expect(problems[0]?.place && toReference(problems[0].place)).toBe(`x.json:${reference}`);
  });

  test('agrees with JSON.parse on what is JSON', () => {
    const texts = [
      '1',
      '-0.5e+3',
      '"\\u00e9\\n"',
      '[]',
      '{}',
      ' { "a" : [ true , null ] } ',
      '1.',
      '"\t"',
      '"\\x"',
      '{,}',
      '-',
    ];
    for (const text of texts) {
      let valid = true;
      try {
        JSON.parse(text);
      } catch {
        valid = false;
      }
      expect([text, parse(text).problems.length === 0]).toEqual([text, valid]);
    }
  });

  test('finds keys and values; what is not there, by what is around it', () => {
    const text = '\uFEFF{\n  "é": { "b": [10, "x"] }\n}';
    const { placeOf, value } = parse(text);
    const cut = (pointer: Pointer, part?: 'key'): string => {
      const place = placeOf(pointer, part);
      return text.slice(place.start, place.end);
    };
    expect(value).toEqual({ é: { b: [10, 'x'] } });
    expect(cut(['é', 'b', 1])).toBe('"x"');
    expect(cut(['é', 'b'], 'key')).toBe('"b"');
    expect(cut(['é', 'c', 'd'])).toBe('{ "b": [10, "x"] }');
    expect(toReference(placeOf(['é', 'b', 0]))).toBe('x.json:2:16');
  });

  test('reports a key that stands twice, however it is written, and keys that look like prototypes do no harm', () => {
    const { problems, value } = parse('{"a":1,\n"\\u0061":2, "__proto__": {"x": 1}}');
    expect(problems.map((one) => [one.code, one.args['key'], one.args['line']])).toEqual([
      ['json/duplicate-key', 'a', 1],
    ]);
    expect(Object.keys(value as object)).toEqual(['a', '__proto__']);
    expect(({} as { x?: number }).x).toBeUndefined();
  });
});
