/** Workbooks as programs really write them; `files/make-files.py` says which. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readXlsx, refusalOf } from './read-xlsx.ts';

const load = (name: string): Promise<Buffer> => readFile(join(import.meta.dirname, 'files', name));

const FIRST = [
  '254700000000001',
  'Zoé & <Co>',
  '2024-03-01',
  '2024-03-01T10:15:31',
  '10:15',
  '27:30',
  '0.3',
  '12.5%',
  '007',
  'TRUE',
  ' two\nlines ',
];
const SECOND = [
  '123456789012345678',
  "d'Eau",
  '1900-02-28',
  '1999-12-31T23:59:59',
  '00:00',
  '01:30',
  '12.5',
  '100%',
  '012',
  'FALSE',
  '',
];

describe('is read as a person sees it', () => {
  test.each([
    ['xlsxwriter.xlsx', [FIRST, SECOND]],
    ['xlsxwriter-constant-memory.xlsx', [FIRST, SECOND]],
    ['openpyxl-1904.xlsx', [FIRST]],
    // It writes the number as 1.234567890123457e+17: the last digits are not in the file.
    ['openpyxl.xlsx', [FIRST, ['123456789012346000', ...SECOND.slice(1)]]],
  ])('%s', async (name, rows) => {
    const read = await readXlsx(await load(name));
    expect([read.error, read.badRows]).toEqual([undefined, []]);
    expect(read.rows).toEqual(rows);
  });

  test('digits that are lost are told', async () => {
    const { extract } = await readXlsx(await load('openpyxl.xlsx'));
    expect(extract.facts.remarks.join('\n')).toContain('1 number of more than 15 digits that end in zeros');
  });

  test.each(['openpyxl-formula.xlsx', 'xlsxwriter-formula.xlsx'])('%s: its formula has no result yet', async (name) => {
    const read = await readXlsx(await load(name));
    expect(read.badRows).toMatchObject([
      { line: 2, reason: { code: 'source/formula-without-result', args: { column: 'b' } } },
    ]);
  });
});

describe('is told as what it is', () => {
  test.each([
    ['password.xlsx', { code: 'source/encrypted' }],
    ['old.xls', { code: 'source/not-a-workbook', args: { looksLike: 'an old Excel workbook (.xls)' } }],
    [
      'libreoffice.ods',
      { code: 'source/not-a-workbook', args: { looksLike: 'an OpenDocument file, such as an .ods of LibreOffice' } },
    ],
  ])('%s', async (name, error) => {
    expect(await refusalOf(await load(name))).toMatchObject({ ...error, exitCode: 3 });
  });
});

describe.each(['kobo.xlsx', 'kobo-typed.xlsx'])('%s', (name) => {
  test('gives submissions with their repeats; an answer that begins with = has become a formula, which is told', async () => {
    const { extract, rows, badRows } = await readXlsx(await load(name));
    const { repeats } = extract.header;
    expect(rows.map(([, facility, day, size, id]) => [facility, day, size, id])).toEqual([
      ['North Hospital', '2026-03-02', '2', '101'],
      ['Lumi Clinic', '2026-03-03', '0', '102'],
    ]);
    expect(badRows).toMatchObject([
      { row: 3, line: 4, sheet: 'members', reason: { code: 'source/formula-without-result' } },
    ]);
    expect([...(repeats?.keys() ?? [])]).toEqual(['members', 'a_very_long_name_of_a_repeat_group_beyond']);
    expect(repeats?.get('members')?.columns).toEqual(['name', 'age', 'symptoms', 'symptoms/fever', 'symptoms/cough']);
    expect(repeats?.get('members')?.repeats?.get('doses')?.columns).toEqual(['vaccine']);
  });
});
