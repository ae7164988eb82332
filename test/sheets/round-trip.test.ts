import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import readExcelFile from 'read-excel-file/node';
import { afterAll, describe, expect, test } from 'vitest';
import writeExcelFile from 'write-excel-file/node';
import { escapeFormula, unescapeFormula } from '../../src/sheets/formula-start.ts';
import { readSheets } from '../../src/sheets/read-sheets.ts';
import { cellAddress, type SheetToWrite } from '../../src/sheets/sheet.ts';
import { writeSheets } from '../../src/sheets/write-sheets.ts';

const folder = mkdtempSync(join(tmpdir(), 'etl-test-sheets-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Texts that have come back as others from one program or another. */
const HARD = [
  '=SUM(A1:A9)',
  '+243 81 000 00 00',
  '-1',
  '@home',
  '\tafter a tab',
  "'=quoted already",
  "''-twice",
  "'tis no formula",
  ' blanks around ',
  'a\nline\nend',
  'a\r\nWindows one',
  'a "quoted", and; separated\tone',
  '_x000D_ as it stands',
  'bell \u0007 and null \u0000',
  'Kinshasa – hôpital “Général”',
  '医院 🏥',
  '0042',
  '1e5',
  '<b>&amp;</b>',
  'é',
];

const SHEETS: readonly SheetToWrite[] = [
  {
    name: 'Texts',
    columns: [{ title: 'text', width: 40 }, { title: 'number' }, { title: '=title' }],
    rows: HARD.map((text, at) => [text, at, null]),
  },
  { name: 'Empty', columns: [{ title: 'nothing below' }], rows: [] },
];

const EXPECTED = [
  {
    name: 'Texts',
    rows: [['text', 'number', '=title'], ...HARD.map((text, at) => [text, String(at)])].map((cells, at) => ({
      at: at + 1,
      cells,
    })),
  },
  { name: 'Empty', rows: [{ at: 1, cells: ['nothing below'] }] },
];

/** Blank cells at the end of a row do not count. */
const trimmed = (sheets: Awaited<ReturnType<typeof readSheets>>, isAt = true) =>
  sheets.map(({ name, rows }) => ({
    name,
    rows: rows.map(({ at, cells }, row) => ({
      at: isAt ? at : row + 1,
      cells: cells.slice(0, cells.findLastIndex((cell) => cell !== '') + 1),
    })),
  }));

describe('what is written comes back', () => {
  test('.xlsx', async () => {
    const file = join(folder, 'ours.xlsx');
    await writeSheets(file, SHEETS);
    expect(trimmed(await readSheets(file))).toEqual(EXPECTED);
  });

  test('.csv, each sheet under its name', async () => {
    const file = join(folder, 'ours.csv');
    await writeSheets(file, SHEETS);
    const text = readFileSync(file, 'utf8');
    expect(text.startsWith("\ufeff[Texts],,\r\ntext,number,'=title\r\n")).toBe(true);
    expect(trimmed(await readSheets(file), false)).toEqual(EXPECTED);
  });

  test('.csv of one sheet: a table and nothing else', async () => {
    const file = join(folder, 'one.csv');
    await writeSheets(file, SHEETS.slice(1));
    expect(readFileSync(file, 'utf8')).toBe('\ufeffnothing below\r\n');
    expect(await readSheets(file)).toEqual([{ name: 'one', rows: [{ at: 1, cells: ['nothing below'] }] }]);
  });

  test('every text, through the escape', () => {
    for (const start of ['', "'", "''", '=', '+', '-', '@', '\t', '\r', "'=", "'x", '=-', 'a'])
      for (const text of [start, `${start}x`, `'${start}x`]) {
        expect(unescapeFormula(escapeFormula(text))).toBe(text);
        expect(escapeFormula(text)).not.toMatch(/^[=+\-@\t\r]/);
      }
  });
});

describe('another library', () => {
  test('reads what we write', async () => {
    const file = join(folder, 'for-others.xlsx');
    await writeSheets(file, SHEETS);
    const [texts, empty] = await readExcelFile(file);
    expect(texts?.sheet).toBe('Texts');
    expect(texts?.data[1]?.slice(0, 2)).toEqual(["'=SUM(A1:A9)", 0]);
    expect(texts?.data.find(([text]) => text === 'Kinshasa – hôpital “Général”')?.[1]).toBe(14);
    expect(empty?.data).toEqual([['nothing below']]);
  });

  test('writes what we read: numbers, dates and formulas as a person sees them', async () => {
    const file = join(folder, 'theirs.xlsx');
    await writeExcelFile([
      ['key', 'value'],
      ['Clinic A', 7],
      [null, null],
      ['Clinic B', { value: new Date('2026-03-01T00:00:00Z'), format: 'yyyy-mm-dd' }],
      ['Clinic C', true],
    ]).toFile(file);
    const [sheet] = await readSheets(file);
    expect(sheet?.rows.map(({ at, cells }) => [at, ...cells])).toEqual([
      [1, 'key', 'value'],
      [2, 'Clinic A', '7'],
      [4, 'Clinic B', '2026-03-01'],
      [5, 'Clinic C', 'TRUE'],
    ]);
  });

  test.each(['openpyxl.xlsx', 'xlsxwriter.xlsx', 'xlsxwriter-constant-memory.xlsx'])(
    '%s, by another program',
    async (name) => {
      const file = join(import.meta.dirname, '../sources/xlsx/files', name);
      const theirs = await readExcelFile(file);
      const ours = await readSheets(file);
      expect(ours.map((sheet) => sheet.name)).toEqual(theirs.map(({ sheet }) => sheet));
      const [header] = theirs[0]?.data ?? [];
      expect(ours[0]?.rows[0]?.cells).toEqual(header);
      expect(ours[0]?.rows.length).toBe(theirs[0]?.data.length);
    },
  );
});

describe('a CSV as Excel writes it', () => {
  const read = async (name: string, bytes: string | Buffer) => {
    const file = join(folder, name);
    writeFileSync(file, bytes);
    const [sheet] = await readSheets(file);
    return sheet?.rows.map(({ at, cells }) => [at, ...cells]);
  };

  test.each([
    ['commas', 'key,uid\nA,1\n'],
    ['semicolons, mark, CRLF', '\ufeffkey;uid\r\nA;1\r\n'],
    ['tabs', 'key\tuid\nA\t1\n'],
    ['the line that names the sign', 'sep=;\r\nkey;uid\r\nA;1\r\n'],
    ['a comma inside a text', '"key";"uid, or code"\n"A";1\n'.replace('uid, or code', 'uid')],
  ])('%s', async (_, text) => {
    expect(await read('excel.csv', text)).toEqual([
      [1, 'key', 'uid'],
      [2, 'A', '1'],
    ]);
  });

  test('rows count as Excel counts them: a text of two lines is one row, a blank one counts', async () => {
    expect(await read('rows.csv', 'key,uid\n"two\nlines",1\n\n,\nB,2\n')).toEqual([
      [1, 'key', 'uid'],
      [2, 'two\nlines', '1'],
      [5, 'B', '2'],
    ]);
  });

  test('“Unicode Text” is UTF-16', async () => {
    const bytes = Buffer.from('\ufeffkey\tuid\r\nHôpital\t1\r\n', 'utf16le');
    expect(await read('unicode.csv', bytes)).toEqual([
      [1, 'key', 'uid'],
      [2, 'Hôpital', '1'],
    ]);
  });
});

describe('a wrong file is one error', () => {
  const refusal = async (name: string, bytes: string | Buffer): Promise<string> => {
    const file = join(folder, name);
    writeFileSync(file, bytes);
    const failed = await readSheets(file, name).catch((error: unknown) => error as Error & { code: string });
    return failed instanceof Error ? `${failed.code}: ${failed.message}` : 'read';
  };
  const FILES = join(import.meta.dirname, '../sources/xlsx/files');

  test.each([
    ['old.xlsx', readFileSync(join(FILES, 'old.xls')), 'it is an old Excel workbook (.xls)'],
    ['password.xlsx', readFileSync(join(FILES, 'password.xlsx')), 'it is protected with a password'],
    ['text.xlsx', 'key,uid\nA,1\n', 'it is a text, such as a CSV'],
    ['empty.xlsx', '', 'it is empty'],
    ['cut.xlsx', readFileSync(join(FILES, 'openpyxl.xlsx')).subarray(0, 900), 'it is broken or cut short'],
    ['book.csv', readFileSync(join(FILES, 'openpyxl.xlsx')), 'it is a workbook or another ZIP archive'],
    ['latin.csv', Buffer.from('key,uid\nH\xf4pital,1\n', 'latin1'), 'it is not UTF-8 text'],
    ['quote.csv', 'key,uid\n"A,1\n', 'Quote Not Closed'],
    ['formula.xlsx', readFileSync(join(FILES, 'openpyxl-formula.xlsx')), 'has a formula that was never calculated'],
  ])('%s', async (name, bytes, reason) => {
    const told = await refusal(name, bytes);
    expect(told).toContain(`sheet/unreadable: The spreadsheet ${name} cannot be read:`);
    expect(told).toContain(reason);
  });

  test('no file, a folder, and a name of another kind', async () => {
    await expect(readSheets(join(folder, 'none.xlsx'), 'none.xlsx')).rejects.toMatchObject({ code: 'file/not-found' });
    await expect(readSheets(join(folder, 'none.csv'), 'none.csv')).rejects.toMatchObject({ code: 'file/not-found' });
    await expect(readSheets('a.ods')).rejects.toMatchObject({ code: 'sheet/other-kind', exitCode: 2 });
    await expect(writeSheets(join(folder, 'a.pdf'), SHEETS)).rejects.toMatchObject({ code: 'sheet/other-kind' });
  });
});

test('a cell has an address as in a spreadsheet', () => {
  expect(cellAddress('Questions', 2, 14)).toBe('Questions!C14');
  expect(cellAddress('Units', 27, 1)).toBe('Units!AB1');
});
