import { expect, test } from 'vitest';
import { convertValue } from '../../src/mapping/convert.ts';
import type { Field } from '../../src/mapping/field.ts';
import { converterFor } from '../../src/mapping/known-values.ts';

function fieldOf(valueType: string, codes?: readonly string[]): Field {
  const id = 'DeOne000001';
  const optionSet = codes && { id: 'OptionSet01', codes: new Set(codes) };
  return {
    target: { is: 'element', element: { id, name: id, valueType, compulsory: undefined, optionSet } },
    from: { is: 'column', column: id },
    when: undefined,
    required: undefined,
    optionMap: undefined,
    place: { source: { file: 'x', text: '' }, start: 0, end: 0 },
  };
}

test('a value becomes the same whether it comes once or again, and however many have come before it', () => {
  const fields = [fieldOf('INTEGER'), fieldOf('TEXT'), fieldOf('TEXT', ['1', 'x']), fieldOf('BOOLEAN')];
  const odd = ['', ' 1 ', 'x', 'yes', 'true', '1.0', 'x'.repeat(200), 1, 1.5, true, null, undefined, ['x'], {}];
  const many = Array.from({ length: 400 }, (_, at) => String(at));
  for (const field of fields) {
    const convert = converterFor(field);
    for (const raw of [...odd, ...many, ...odd, ...many]) expect(convert(raw)).toEqual(convertValue(field, raw));
  }
});

test('what a text became in one field is not taken for what it becomes in another', () => {
  expect(converterFor(fieldOf('TEXT'))('x')).toMatchObject({ ok: true, value: 'x' });
  expect(converterFor(fieldOf('INTEGER'))('x')).toMatchObject({ ok: false });
});
