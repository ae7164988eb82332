/** Look-ups as Excel, LibreOffice and Google Sheets save them. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadLookup } from '../../src/mapping/lookup-file.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'etl-lookup-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test.each<[string, string, Record<string, string>, string[]]>([
  ['commas', 'facility,unit\nA,1\nB,2\n', { A: '1', B: '2' }, []],
  ['semicolons', 'facility;unit\r\nA;1\r\n"B; C";2\r\n', { A: '1', 'B; C': '2' }, []],
  ['semicolons, and commas in names', 'facility;unit\nA, North;1\n', { 'A, North': '1' }, []],
  ['tabs', 'facility\tunit\nA\t1\n', { A: '1' }, []],
  ['sep=', 'sep=;\nfacility;unit\nA;1\n', { A: '1' }, []],
  ['sep= of commas', 'sep=,\nfacility,unit\nA,1\n', { A: '1' }, []],
  ['a byte-order mark', '\uFEFFfacility;unit\nA;1\n', { A: '1' }, []],
  ['rows of commas alone', 'facility,unit\nA,1\n,\n,,,\n', { A: '1' }, []],
  ['trailing blank columns', 'facility,unit,,\nA,1,,\n', { A: '1' }, []],
  ['a heading of one word', 'facilities\nA,1\n', { A: '1' }, []],
  ['a semicolon in the heading alone', 'a;b\nA,1\n', { A: '1' }, []],
  ['three columns', 'a,b,c\nA,1,x\n', {}, ['lookup/not-two-columns']],
  ['no columns', 'a\nA\n', {}, ['lookup/not-two-columns']],
])('%s', async (name, text, values, codes) => {
  const path = join(folder, `${name.replace(/\W/g, '-')}.csv`);
  await writeFile(path, text);
  const { table, problems } = await loadLookup('regions', path, 'regions.csv');
  expect(problems.map((one) => one.code)).toEqual(codes);
  expect(Object.fromEntries([...table.keys()].map((key) => [key, table.get(key)]))).toEqual(values);
});
