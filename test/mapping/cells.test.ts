import path from 'node:path';
import { expect, test } from 'vitest';
import { buildFields } from '../../src/mapping/fields.ts';
import { loadGenerated } from '../../src/mapping/generated-file.ts';

const PLACE = { source: { file: 'pipeline.yaml', text: '' }, start: 0, end: 0 };
const FILE = path.join(import.meta.dirname, '../generate/cases/data-set/mapping_generated.json');

/** What a key under `transform.dataValues` fills, or the code of what is wrong with it. */
async function meaningOf(name: string): Promise<string | undefined> {
  const { mapping } = await loadGenerated(FILE, 'mapping_generated.json');
  const value = { is: 'literal', value: 1, place: PLACE } as const;
  const values = [{ name, namePlace: PLACE, field: { form: 'short', value } as const }];
  const columnless = mapping.elements.map((element) => ({ ...element, column: undefined }));
  const { fields, problems } = buildFields({ properties: [], values }, { ...mapping, elements: columnless }, [], {
    table: () => undefined,
    tableNames: [],
  });
  const [field] = fields;
  if (problems[0]) return `${problems[0].code} ${JSON.stringify(problems[0].args)}`;
  return field?.target.is === 'element' ? field.target.element.id : undefined;
}

test.each([
  ['DeCases0001.CocUnder5ab', 'DeCases0001.CocUnder5ab'],
  ['CASES.CocUnder5ab', 'DeCases0001.CocUnder5ab'],
  ['CASES.Under 5', 'DeCases0001.CocUnder5ab'],
  ['Malaria cases.OVER5', 'DeCases0001.CocOver5abc'],
  ['Malaria cases, 5 and over', 'DeCases0001.CocOver5abc'],
  ['STOCK', 'DeStock0001'],
  ['Stock of tests', 'DeStock0001'],
])('%s is the cell %s', async (name, id) => {
  expect(await meaningOf(name)).toBe(id);
});

test('an element that is broken down is no cell by itself: its cells are named', async () => {
  expect(await meaningOf('CASES')).toBe(
    'mapping/element-has-cells {"name":"CASES","cells":["CASES.Under 5","CASES.5 and over"]}',
  );
});

test('a cell that is like none of its element is told with those that there are', async () => {
  expect(await meaningOf('CASES.Grown-ups and others')).toBe(
    'mapping/unknown-cell {"name":"CASES.Grown-ups and others","cells":["CASES.Under 5","CASES.5 and over"]}',
  );
});

test('an unknown cell is told with the nearest', async () => {
  expect(await meaningOf('CASES.Under5')).toBe(
    'mapping/unknown-data-element {"name":"CASES.Under5","place":"data set","nearest":"CASES.Under 5"}',
  );
});

test.each([
  ['DeCases0001', undefined],
  ['DeCases0001.CocUnder5ab', undefined],
  ['CASES.Under 5', 'mapping/name-without-mapping'],
  ['Malaria cases', 'mapping/name-without-mapping'],
])('without a mapping %s is known by its UID alone', (name, code) => {
  const value = { is: 'literal', value: 1, place: PLACE } as const;
  const values = [{ name, namePlace: PLACE, field: { form: 'short', value } as const }];
  const built = buildFields({ properties: [], values }, undefined, [], { table: () => undefined, tableNames: [] });
  expect(built.problems[0]?.code).toBe(code);
});
