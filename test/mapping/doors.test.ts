/** Mapping files as hands and other tools may leave them: problems with places, or taken whole; never a fault of ours. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toLineColumn } from '../../src/base/document.ts';
import { parseJsonDocument } from '../../src/base/json-document.ts';
import { toLegacyJson } from '../../src/base/legacy-json.ts';
import type { Problem } from '../../src/base/problem.ts';
import { generateMapping } from '../../src/generate/generate.ts';
import { loadGenerated } from '../../src/mapping/generated-file.ts';
import { loadLookup } from '../../src/mapping/lookup-file.ts';
import { DEEP, spoiled } from '../base/spoil.ts';

let folder = '';
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'etl-doors-'))));
afterAll(() => rm(folder, { recursive: true }));

const ELEMENT = {
  id: 'DeBeds00001',
  name: 'Beds',
  valueType: 'TEXT',
  column: 'beds',
  optionSet: { id: 'OsWater0001', name: 'Water', options: [{ code: 'A', name: 'a' }] },
  'optionSet-mapping': { 1: 'A' },
};
const GENERATED = {
  program_id: 'p',
  program_name: 'n',
  programStages: [
    { id: 'StVisit0001', name: 's', programStageDataElements: [{ compulsory: true, dataElement: ELEMENT }] },
  ],
};

async function load(text: string): Promise<readonly Problem[]> {
  const path = join(folder, 'file.json');
  await writeFile(path, text);
  const { mapping, problems } = await loadGenerated(path, 'file.json');
  if (problems.length === 0) {
    for (const { element, column, optionMap } of mapping.elements) {
      expect(
        [element.id, element.name, element.valueType, column ?? '', ...(optionMap?.keys() ?? [])].every(
          (one) => typeof one === 'string',
        ),
      ).toBe(true);
    }
  }
  return problems;
}

test('a generated mapping of which any part is of another type', async () => {
  let refused = 0;
  for (const text of spoiled(GENERATED)) {
    const problems = await load(text);
    for (const one of problems)
      expect(one).toMatchObject({ code: 'mapping/bad-shape', place: { source: { file: 'file.json' } } });
    if (problems.length > 0) refused += 1;
  }
  expect(refused).toBeGreaterThan(100);
});

test.each([
  ['nested', `{"programStages":\n${DEEP}}`, 'json/syntax', 2],
  ['a key twice', '{"programStages":[],\n"programStages":[]}', 'json/duplicate-key', 2],
])('a generated mapping: %s', async (_, text, code, line) => {
  const [problem] = await load(text);
  expect(problem?.code).toBe(code);
  expect(toLineColumn(text, problem?.place?.start ?? 0).line).toBe(line);
});

describe('a look-up', () => {
  test.each([
    ['a member that is no text', '{"Unit":\n{"toString":1}}', ['lookup/not-text']],
    ['nested', `{"Unit":${DEEP}}`, ['json/syntax']],
    ['a key twice', '{"Unit":"OuAaaaaaaaa",\n"Unit":"OuBbbbbbbbb"}', ['json/duplicate-key']],
    ['a list', '[]', ['lookup/not-an-object']],
    ['names from birth', '{"__proto__":"OuAaaaaaaaa","constructor":"OuBbbbbbbbb","toString":"OuCcccccccc"}', []],
  ])('%s', async (_, text, codes) => {
    const path = join(folder, 'units.json');
    await writeFile(path, text);
    const { table, problems } = await loadLookup('units', path, 'units.json');
    expect(problems.map((one) => one.code)).toEqual(codes);
    expect(problems.every((one) => one.place !== undefined)).toBe(true);
    if (codes.length > 0) return;
    expect([...table.keys()]).toEqual(['__proto__', 'constructor', 'toString']);
    expect(table.get('__proto__')).toBe('OuAaaaaaaaa');
    expect(table.get('valueOf')).toBeUndefined();
  });
});

test('inputs of `mapping generate` of which any part is of another type', () => {
  const inputs = {
    columns: { beds: 'DeBeds00001', __proto: 'x' },
    options: { OsWater0001: { 1: 'A' } },
    metadata: { id: 'p', name: 'n', programStages: GENERATED.programStages },
  };
  const parse = (value: unknown): ReturnType<typeof parseJsonDocument> =>
    parseJsonDocument({ file: 'f.json', text: typeof value === 'string' ? value : JSON.stringify(value) });
  const program = { id: 'p', name: 'n' };
  const good = {
    columns: parse(inputs.columns),
    options: parse(inputs.options),
    metadata: parse(inputs.metadata),
    program,
  };
  for (const part of ['columns', 'options', 'metadata'] as const) {
    for (const text of [...spoiled(inputs[part]), DEEP, '{"a":1,"a":2}', '{"__proto__":{"a":"b"}}']) {
      const { generated, findings } = generateMapping({ ...good, [part]: parse(text) });
      expect(generated !== undefined || findings.length > 0).toBe(true);
      if (generated) toLegacyJson(generated);
    }
  }
});
