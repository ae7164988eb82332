/** Look-ups as Excel, LibreOffice and Google Sheets save them. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import writeExcelFile from 'write-excel-file/node';
import { loadLookup } from '../../src/mapping/lookup-file.ts';
import { describe as inWords } from '../../src/messages/describe.ts';

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
  ['three columns that nobody can tell apart', 'a,b,c\nA,1,x\nB,2,y\n', {}, ['lookup/which-columns']],
  ['no columns', 'a\nA\n', {}, ['lookup/which-columns']],
  ['further columns', 'district;UID;Key\r\nNorth;1;A\r\n;2;B\r\n', { A: '1', B: '2' }, []],
  ['a key and a value among others', 'note,key,value\n,A,1\nx,B,2\n', { A: '1', B: '2' }, []],
  ['a comma too many, in every row', `key,uid\n${'A, North,1\n'.repeat(12)}`, {}, ['lookup/not-two-columns']],
  ['texts that would be formulas', "key,uid\n'=A,1\n'-B,2\n", { '=A': '1', '-B': '2' }, []],
])('%s', async (name, text, values, codes) => {
  const path = join(folder, `${name.replace(/\W/g, '-')}.csv`);
  await writeFile(path, text);
  const { table, problems } = await loadLookup('regions', path, 'regions.csv');
  expect(problems.map((one) => one.code)).toEqual(codes);
  expect(Object.fromEntries([...table.keys()].map((key) => [key, table.get(key)]))).toEqual(values);
});

test('a workbook: the sheet of the look-up, its two columns by their names', async () => {
  const path = join(folder, 'regions.xlsx');
  await writeExcelFile([
    { sheet: 'Notes', data: [['anything']] },
    {
      sheet: 'Regions',
      data: [
        ['district', 'key', 'uid'],
        ['North', 'Clinic A', '0042'],
        [null, null, null],
        [null, 'Clinic B', 7],
      ],
    },
  ]).toFile(path);
  const { table, problems } = await loadLookup('regions', path, 'regions.xlsx');
  expect(problems).toEqual([]);
  expect([...table.keys()].map((key) => [key, table.get(key)])).toEqual([
    ['Clinic A', '0042'],
    ['Clinic B', '7'],
  ]);
});

test('Excel’s “Unicode Text”', async () => {
  const path = join(folder, 'unicode.csv');
  await writeFile(path, Buffer.from('\ufeffkey\tuid\r\nHôpital\t1\r\n', 'utf16le'));
  const { table } = await loadLookup('regions', path, 'unicode.csv');
  expect(table.get('Hôpital')).toBe('1');
});

test('a workbook under the name of a CSV is one error, and says so', async () => {
  const path = join(folder, 'renamed.csv');
  await writeFile(path, await writeExcelFile([['key', 'uid']]).toBuffer());
  await expect(loadLookup('regions', path, 'renamed.csv')).rejects.toThrow('it is a workbook');
});

test('numbers for texts in JSON are one error, which counts them', async () => {
  const path = join(folder, 'numbers.json');
  await writeFile(path, JSON.stringify({ A: 1, B: 2, C: 'three', D: 4 }));
  const { problems } = await loadLookup('regions', path, 'numbers.json');
  expect(problems.map(({ code, args }) => inWords(code, args as never).message)).toEqual([
    'In the look-up regions, the value of "A" is not a text, nor are those of 2 more.',
  ]);
});
