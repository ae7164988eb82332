import { describe, expect, test } from 'vitest';
import { Native } from '../../src/jsonata/compiler/function-values.ts';
import { convertValue } from '../../src/mapping/convert.ts';
import type { Field } from '../../src/mapping/field.ts';
import { toTable } from '../../src/mapping/lookup-file.ts';
import { fillGaps } from '../../src/mapping/version-gaps.ts';

const PLACE = { source: { file: 'x', text: '' }, start: 0, end: 0 };

function element(id: string, valueType: string, codes?: readonly string[], map?: Record<string, string>): Field {
  const optionSet = codes && { id: 'OsOptionSet1'.slice(0, 11), codes: new Set(codes) };
  return {
    target: { is: 'element', element: { id, name: id, valueType, compulsory: undefined, optionSet } },
    from: { is: 'column', column: id },
    when: undefined,
    required: undefined,
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
    ['codes with blanks', 'MULTI_TEXT', ['Big Toe', 'B C'], { a: 'Big Toe', b: 'B C' }, 'a b', 'Big Toe,B C'],
    [
      'a list of choices with blanks',
      'MULTI_TEXT',
      ['TOE', 'B'],
      { 'Big toe': 'TOE', b: 'B' },
      ['Big toe', 'b'],
      'TOE,B',
    ],
    ['one choice with blanks', 'MULTI_TEXT', ['TOE', 'B'], { 'Big toe': 'TOE', b: 'B' }, ' Big toe ', 'TOE'],
    ['a code with a comma', 'MULTI_TEXT', ['A, B', 'C'], { a: 'A, B', c: 'C' }, ['c', 'a'], 'option/comma'],
  ])('%s', (_, valueType, codes, map, raw, expected) => {
    expect(value(element('DeOne000001', valueType, codes, map), raw)).toBe(expected);
  });
});

describe('choices of a MULTI_TEXT that an expression gives as codes', () => {
  const field = element('DeOne000001', 'MULTI_TEXT', ['FEVER', 'Big Toe', 'A, B', 'Toe']);
  test.each<[string, unknown, string]>([
    ['a list', ['FEVER', 'Big Toe'], 'FEVER,Big Toe'],
    ['a list of one', ['Big Toe'], 'Big Toe'],
    ['a list of one, of which its text is left', 'Big Toe', 'Big Toe'],
    ['codes with a comma between', 'FEVER,Big Toe', 'FEVER,Big Toe'],
    ['and a blank after it', ' FEVER, Big Toe', 'FEVER,Big Toe'],
    ['a cell of names', 'FEVER Toe', 'FEVER,Toe'],
    ['a list with what is no code', ['FEVER', 'Big Toes'], 'option/not-a-code'],
    ['a list with a code that has a comma', ['FEVER', 'A, B'], 'option/comma'],
    ['that code alone', ['A, B'], 'option/comma'],
    ['that code as a text', 'A, B', 'option/comma'],
    ['a list with two codes in one item', ['FEVER Toe'], 'option/not-a-code'],
  ])('%s', (_, raw, expected) => {
    expect(value(field, raw)).toBe(expected);
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

test.each(['TEXT', 'MULTI_TEXT'])('an object or a function is no value of %s', (valueType) => {
  const field = element('DeOne000001', valueType);
  const bare = Object.assign(Object.create(null) as object, { a: 1 });
  const cyclic: { itself?: unknown } = {};
  cyclic.itself = cyclic;
  const ours = new Native('int', () => cyclic, undefined, undefined);
  for (const raw of [{ a: 1 }, bare, cyclic, () => 1, ours]) {
    expect(convertValue(field, raw)).toMatchObject({ ok: false, code: 'field/not-a-value' });
  }
  expect(convertValue(field, ours)).toMatchObject({ args: { type: 'a function' }, value: 'a function' });
});

test.each<[string, unknown, string, string]>([
  ['NUMBER', 1 / 0, 'value/not-finite', 'Infinity'],
  ['NUMBER', Number.NaN, 'value/not-finite', 'NaN'],
  ['NUMBER', 1e21, 'function/too-large', '1e+21'],
  ['INTEGER', true, 'value/not-a-number', 'true'],
])('%s: what is wrong with %s is told with the value as it is', (valueType, raw, code, shown) => {
  expect(convertValue(element('DeOne000001', valueType), raw)).toMatchObject({ ok: false, code, value: shown });
});

test('a computed number goes out in plain digits', () => {
  expect(value(element('DeOne000001', 'NUMBER'), 2 ** 53 - 1)).toBe('9007199254740991');
  expect(value(element('DeOne000001', 'NUMBER'), -1.5e-10)).toBe('-0.00000000015');
});

describe('dates of the event itself', () => {
  const field: Field = {
    target: { is: 'property', property: { name: 'occurredAt', description: '', required: true, type: 'date' } },
    from: { is: 'column', column: 'visit' },
    when: undefined,
    required: 'always',
    optionMap: undefined,
    place: PLACE,
  };
  test.each([
    ['2025-03-02', '2025-03-02'],
    ['2025-03-02 00:30', '2025-03-02T00:30'],
    ['2025-03-02T00:30:00', '2025-03-02T00:30:00'],
    ['2025-03-02T00:30:00.123456789', 'field/not-a-date'],
    ...['Z', 'z', '+03', '-03', '+0300', '+03:00'].map((offset) => [
      `2025-03-02T00:30:00${offset}`,
      'field/date-with-offset',
    ]),
    ['2025-03-02T10-03', 'field/date-with-offset'],
    ['2025-03-02 00:30+03', 'field/date-with-offset'],
    ['2025-02-30', 'field/not-a-date'],
    ['02/03/2025', 'field/not-a-date'],
    // DHIS2 reads these as well, and gives the day back as it is written here.
    ['2025-3-2', '2025-03-02'],
    ['20250302', '2025-03-02'],
    ['2025-2-30', 'field/not-a-date'],
    ['20251301', 'field/not-a-date'],
    ['2025-03', 'field/not-a-date'],
    ['2025', 'field/not-a-date'],
    ['12025-03-02', 'field/not-a-date'],
  ])('%s is %s', (raw, expected) => expect(value(field, raw)).toBe(expected));
});

describe('a geometry', () => {
  const field: Field = {
    target: { is: 'property', property: { name: 'geometry', description: '', required: false, type: 'geometry' } },
    from: { is: 'column', column: 'place' },
    when: undefined,
    required: undefined,
    optionMap: undefined,
    place: PLACE,
  };
  test.each([
    [[12.49, 41.9], [12.49, 41.9], null],
    [['12.49', '41.90'], [12.49, 41.9], 'coordinates as numbers'],
    [['-12', '0.0'], [-12, 0], 'coordinates as numbers'],
    // A number would be another one, or none: it is left to who judges the event.
    [['12.4900000000000000001', '4'], ['12.4900000000000000001', 4], 'coordinates as numbers'],
    [['12,49', ''], ['12,49', ''], null],
  ])('%j has the coordinates %j', (coordinates, expected, conversion) => {
    const given = { type: 'Point', coordinates };
    expect(convertValue(field, given)).toEqual({ ok: true, value: { ...given, coordinates: expected }, conversion });
  });
});

test('a version without a question clears it: DHIS2 merges data values', () => {
  const when = undefined as never;
  const filled = fillGaps([
    { name: 'v1', when, fields: [element('DeOne000001', 'TEXT')] },
    { name: 'v2', when, fields: [element('DeTwo000002', 'TEXT')] },
  ]);
  const told = filled.map(({ fields }) =>
    fields.map((one) => [
      one.target.is === 'element' && one.target.element.id,
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
