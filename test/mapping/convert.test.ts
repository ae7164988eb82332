import { describe, expect, test } from 'vitest';
import { convertValue } from '../../src/mapping/convert.ts';
import type { Field } from '../../src/mapping/field.ts';
import { toTable } from '../../src/mapping/lookup-file.ts';
import { fillGaps } from '../../src/mapping/version-gaps.ts';

const PLACE = { source: { file: 'x', text: '' }, start: 0, end: 0 };

function element(uid: string, valueType: string, codes?: readonly string[], map?: Record<string, string>): Field {
  const optionSet = codes && { uid: 'OsOptionSet1'.slice(0, 11), codes: new Set(codes) };
  return {
    target: { is: 'element', element: { uid, name: uid, valueType, compulsory: false, optionSet } },
    from: { is: 'column', column: uid },
    when: undefined,
    required: false,
    optionMap: map && toTable('Choices', Object.entries(map)),
    place: PLACE,
  };
}

const value = (field: Field, raw: unknown) => {
  const converted = convertValue(field, raw);
  return converted.ok ? converted.value : converted.code;
};

describe('options', () => {
  test.each<[string, string, readonly string[], Record<string, string>, unknown, string | null]>([
    ['mapped', 'TEXT', ['YES'], { '1': 'YES' }, '1', 'YES'],
    ['outer blanks of the cell', 'TEXT', ['YES'], { '1': 'YES' }, ' 1 ', 'YES'],
    ['a code goes out letter by letter', 'TEXT', ['GOOD '], { '1': 'GOOD ' }, '1', 'GOOD '],
    ['a code that looks like a decimal', 'INTEGER', ['1.0'], { a: '1.0' }, 'a', '1.0'],
    ['not mapped', 'TEXT', ['YES'], { '1': 'YES' }, '2', 'option/no-match'],
    ['case never matches', 'TEXT', ['YES'], { a: 'YES' }, 'A', 'option/no-match'],
    ['mapped to what is no code', 'TEXT', ['YES'], { '1': 'NO' }, '1', 'option/not-a-code'],
    ['blank', 'TEXT', ['YES'], { '1': 'YES' }, '  ', null],
    ['a select-multiple', 'MULTI_TEXT', ['A', 'B'], { a: 'A', b: 'B' }, 'b  a', 'B,A'],
    ['a select-multiple with an unknown choice', 'MULTI_TEXT', ['A'], { a: 'A' }, 'a x', 'option/no-match'],
    ['a list', 'MULTI_TEXT', ['A', 'B'], { a: 'A', b: 'B' }, ['a', 'b'], 'A,B'],
  ])('%s', (_, valueType, codes, map, raw, expected) => {
    expect(value(element('DeOne000001', valueType, codes, map), raw)).toBe(expected);
  });
});

describe('the items of a list are looked at one by one', () => {
  const field = element('DeOne000001', 'MULTI_TEXT');
  test.each<[string, unknown, string | null]>([
    ['blanks and nulls are left out', [null, undefined, '', ' ', 'a'], 'a'],
    ['numbers and conditions', [1, true, 'a'], '1,true,a'],
    ['a small number keeps its digits', [1e-7], '0.0000001'],
    ['an object', ['a', { b: 1 }], 'field/not-a-value'],
    ['a list', ['a', ['b']], 'field/not-a-value'],
    ['a function', [() => 1], 'field/not-a-value'],
    ['a number with lost digits', [Number('12345678901234567890')], 'function/too-large'],
    ['a comma', ['a,b'], 'option/comma'],
    ['a NUL', ['a\0'], 'value/nul'],
    ['an accent in two parts', ['e\u0301'], '\u00e9'],
    ['too long in all', Array.from({ length: 60 }, () => 'x'.repeat(1000)), 'value/too-long'],
    ['none at all', [null], null],
  ])('%s', (_, raw, expected) => {
    expect(value(field, raw)).toBe(expected);
  });

  test('outer blanks of a code stay', () => {
    expect(value(element('DeOne000001', 'MULTI_TEXT', ['A ', 'B'], { a: 'A ', b: 'B' }), ['b', 'a'])).toBe('B,A ');
  });
});

test('an object is no value', () => {
  expect(value(element('DeOne000001', 'TEXT'), { a: 1 })).toBe('field/not-a-value');
});

test('a version without a question clears it: DHIS2 merges data values', () => {
  const when = undefined as never;
  const filled = fillGaps([
    { name: 'v1', when, fields: [element('DeOne000001', 'TEXT')] },
    { name: 'v2', when, fields: [element('DeTwo000002', 'TEXT')] },
  ]);
  const told = filled.map(({ fields }) =>
    fields.map((one) => [
      one.target.is === 'element' && one.target.element.uid,
      one.from.is,
      convertValue(one, one.from.is === 'literal' ? one.from.value : 'x'),
    ]),
  );
  expect(told).toEqual([
    [
      ['DeOne000001', 'column', expect.objectContaining({ value: 'x' })],
      ['DeTwo000002', 'literal', expect.objectContaining({ value: null })],
    ],
    [
      ['DeTwo000002', 'column', expect.objectContaining({ value: 'x' })],
      ['DeOne000001', 'literal', expect.objectContaining({ value: null })],
    ],
  ]);
});
