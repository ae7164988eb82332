/** Choices of a MULTI_TEXT from an expression: checked, and then mapped. A list is a list, whatever its items look like. */
import { expect, test } from 'vitest';
import type { TargetElement } from '../../src/mapping/field.ts';
import { buildFields } from '../../src/mapping/fields.ts';
import { toTable } from '../../src/mapping/lookup-file.ts';
import { bindMapper } from '../../src/mapping/mapper.ts';

const PLACE = { source: { file: 'x', text: '' }, start: 0, end: 0 };
const CODES = ['FEVER', 'Big Toe', 'A, B'];
const ELEMENT: TargetElement = {
  id: 'DeSympt0001',
  name: 'Symptoms',
  valueType: 'MULTI_TEXT',
  compulsory: undefined,
  optionSet: { id: 'OsSympt0001', codes: new Set(CODES) },
};
const OPTIONS = toTable('Symptoms', [
  ['fever', 'FEVER'],
  ['big toe', 'Big Toe'],
  ['toe', 'Big Toe'],
]);

/** What the field comes to: its problems, or its value, or the code of its reject. */
async function choicesOf(text: string, form: 'short' | 'long', row: Record<string, string>): Promise<unknown> {
  const expression = { text, place: PLACE, placeOf: () => PLACE };
  const written = { is: 'expression', expression } as const;
  const field =
    form === 'short'
      ? ({ form, value: written } as const)
      : ({ form, from: written, when: undefined, required: undefined, place: PLACE } as const);
  const { fields, used, problems } = buildFields(
    { properties: [], values: [{ name: 'Symptoms', namePlace: PLACE, field }] },
    {
      of: 'program',
      mappedFor: undefined,
      elements: [{ element: ELEMENT, names: [ELEMENT.name], column: 'q', optionMap: OPTIONS, place: PLACE }],
      optionMaps: new Map([['OsSympt0001', OPTIONS]]),
    },
    [],
    { table: () => undefined, tableNames: [] },
  );
  if (problems.length > 0) return problems.map((one) => one.code);
  const columns = Object.keys(row);
  const header = { columns, positions: new Map(columns.map((name, at) => [name, at])) };
  const mapper = bindMapper({ shape: 'event', where: undefined, versions: [], fields, used }, header);
  const [mapped] = await mapper.mapBatch([{ header, cells: Object.values(row), row: 1, line: 2 }]);
  if (mapped?.is === 'mapped') return mapped.filled.values[0];
  return mapped?.is === 'rejected' ? mapped.rejects.map((one) => one.code) : mapped;
}

test.each<[string, 'short' | 'long', string, unknown]>([
  ['["FEVER", "Big Toe"]', 'short', '', 'FEVER,Big Toe'],
  ['["Big Toe"]', 'short', '', 'Big Toe'],
  ['"Big Toe"', 'short', '', 'Big Toe'],
  ['q = "1" ? ["FEVER", "Big Toe"] : "Big Toe"', 'short', '1', 'FEVER,Big Toe'],
  ['q = "1" ? ["FEVER", "Big Toe"] : "Big Toe"', 'short', '2', 'Big Toe'],
  ['["FEVER", "Big Toe"][$ != "FEVER"]', 'short', '', 'Big Toe'],
  ['[q = "1" ? "FEVER", "Big Toe"]', 'short', '1', 'FEVER,Big Toe'],
  ['$map($choices(q), function($c) { $option($c) })', 'short', 'fever toe', 'FEVER,Big Toe'],
  ['$choices(q)', 'long', 'fever toe', 'FEVER,Big Toe'],
  ['["fever", "big toe"]', 'long', '', 'FEVER,Big Toe'],
  ['["big toe"]', 'long', '', 'Big Toe'],
  ['"big toe"', 'long', '', 'Big Toe'],
  ['["FEVER", "Big"]', 'short', '', ['expression/result-value']],
  ['["FEVER Big Toe"]', 'short', '', ['expression/result-value']],
  ['["FEVER", "A, B"]', 'short', '', ['expression/result-value']],
  ['["FEVER", q]', 'short', 'A, B', ['option/comma']],
  ['["FEVER", q]', 'short', 'Big Toe', 'FEVER,Big Toe'],
  ['["FEVER", q]', 'short', 'FEVER Toe', ['option/not-a-code']],
])('%s as a %s field, q being %j', async (text, form, q, expected) => {
  expect(await choicesOf(text, form, { q })).toEqual(expected);
});
