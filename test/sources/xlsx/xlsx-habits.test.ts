/** What people and programs leave in a workbook: what is read of it, and what is said. */
import { describe, expect, test } from 'vitest';
import { readXlsx, type XlsxOptions } from './read-xlsx.ts';
import { writeTable, writeWorkbook, type Cell, type WorkbookToWrite } from './write-workbook.ts';

const HEAD = ['a', 'b'];
const xml = (cell: string): Cell => ({ xml: cell });
const table = (rows: readonly (readonly Cell[])[], options: Omit<WorkbookToWrite, 'sheets'> = {}): Buffer =>
  writeTable([HEAD, ...rows], options);
const styled = (value: string, style: number): Cell => xml(`<c s="${style}"><v>${value}</v></c>`);

describe('cells', () => {
  test.each<[string, Cell, string, Omit<WorkbookToWrite, 'sheets'>?]>([
    ['a shared text', 'Zoé & <Co>', 'Zoé & <Co>'],
    ['blanks around it, which stay', '  x ', '  x '],
    ['lines in it', 'one\ntwo', 'one\ntwo'],
    ['an inline text', 'x', 'x', { isInline: true }],
    [
      'an inline text in several fonts',
      xml('<c t="inlineStr"><is><r><rPr><b/></rPr><t>bo</t></r><r><t xml:space="preserve">ld </t></r></is></c>'),
      'bold ',
    ],
    ['a text by its number', xml('<c t="s"><v>0</v></c>'), 'a'],
    [
      'what only says how it is pronounced',
      xml('<c t="inlineStr"><is><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh></is></c>'),
      '東京',
    ],
    [
      'what programs add for themselves',
      xml('<c><v>1</v><extLst><ext uri="{x}"><y:v xmlns:y="urn:y">9</y:v></ext></extLst></c>'),
      '1',
    ],
    ['a character that XML cannot hold', 'a_x000D_b', 'a\rb'],
    ['what only looks like one', 'a_x005F_x000D_b', 'a_x000D_b'],
    ['true', true, 'TRUE'],
    ['false', false, 'FALSE'],
    ['a number', 12, '12'],
    ['a result of a formula', xml('<c><f>1+1</f><v>2</v></c>'), '2'],
    ['a text of a formula', xml('<c t="str"><f>"x"&amp;"y"</f><v>xy</v></c>'), 'xy'],
    ['an empty text of a formula', xml('<c t="str"><f>""</f><v></v></c>'), ''],
    ['a truth of a formula', xml('<c t="b"><f>1=1</f><v>1</v></c>'), 'TRUE'],
    ['a formula that is 0', xml('<c><f>1-1</f><v>0</v></c>'), '0'],
    [
      'a date as Strict workbooks write it',
      xml('<c t="d" s="1"><v>2024-03-01T00:00:00</v></c>'),
      '2024-03-01',
      { formats: ['yyyy-mm-dd'] },
    ],
    ['a date', styled('45352', 1), '2024-03-01', { formats: ['dd/mm/yyyy'] }],
    [
      'a date counted from 1904',
      styled('43890', 1),
      '2024-03-01',
      { formats: ['dd/mm/yyyy'], workbookPr: '<workbookPr date1904="1"/>' },
    ],
    ['zeros in front', styled('7', 2), '007', { formats: ['0.0', '000'] }],
    ['a style that is not there', styled('7', 99), '7'],
    [
      'a text with a format of dates',
      xml('<c t="inlineStr" s="1"><is><t>2024</t></is></c>'),
      '2024',
      { formats: ['yyyy'] },
    ],
    ['a CDATA section', xml('<c t="inlineStr"><is><t><![CDATA[<b>]]></t></is></c>'), '<b>'],
    ['a comment in it', xml('<c><v>1<!-- no -->2</v></c>'), '12'],
  ])('%s', async (_, cell, text, options) => {
    const read = await readXlsx(table([['x', cell]], options));
    expect(read.error).toBeUndefined();
    expect(read.rows).toEqual([['x', text]]);
  });

  test.each<[string, Cell, object, XlsxOptions?, Omit<WorkbookToWrite, 'sheets'>?]>([
    ['an error', xml('<c t="e"><v>#N/A</v></c>'), { code: 'source/error-cell', args: { column: 'b', error: '#N/A' } }],
    [
      'an error of a formula',
      xml('<c t="e"><f>1/0</f><v>#DIV/0!</v></c>'),
      { code: 'source/error-cell', args: { error: '#DIV/0!' } },
      { missing: ['#N/A'] },
    ],
    [
      'a formula that was never calculated',
      xml('<c><f>A1</f><v></v></c>'),
      { code: 'source/formula-without-result', args: { column: 'b' } },
    ],
    ['a formula without a value', xml('<c><f>A1</f></c>'), { code: 'source/formula-without-result' }],
    [
      'the 0 of a program that does not calculate',
      xml('<c><f>A1</f><v>0</v></c>'),
      { code: 'source/formula-without-result' },
      {},
      { calcPr: '<calcPr fullCalcOnLoad="1"/>' },
    ],
    [
      'something to the right of the header',
      xml('<c/><c t="inlineStr"><is><t>note</t></is></c>'),
      { code: 'source/cell-without-header', args: { column: 'C' } },
    ],
  ])('%s rejects its row', async (_, cell, why, options, book) => {
    const read = await readXlsx(
      table(
        [
          ['x', 1],
          ['y', cell],
          ['z', 2],
        ],
        book,
      ),
      options,
    );
    expect(read.rows).toEqual([
      ['x', '1'],
      ['z', '2'],
    ]);
    expect(read.badRows).toMatchObject([{ row: 2, line: 3, sheet: 'Data', reason: why }]);
  });

  test('an error that the spec calls missing is a blank, and in a column without a name nobody minds it', async () => {
    const error = xml('<c t="e"><v>#N/A</v></c>');
    expect((await readXlsx(table([['x', error]]), { missing: ['#N/A', 'x'] })).rows).toEqual([['', '']]);
    expect(
      (
        await readXlsx(
          writeTable([
            ['a', '', 'c'],
            ['x', error, 'y'],
          ]),
        )
      ).rows,
    ).toEqual([['x', '', 'y']]);
  });
});

describe('rows', () => {
  test('blank ones are none, and the others keep the numbers of the sheet', async () => {
    const read = await readXlsx(table([[], ['x', 1], [null, '  '], [], ['y', 2], ['', '']]));
    expect(read.rows).toEqual([
      ['x', '1'],
      ['y', '2'],
    ]);
    expect(read.lines).toEqual([3, 6]);
  });

  test('numbers of rows and references of cells count, where they are there', async () => {
    const rows = [
      {
        r: 2,
        cells: [
          xml('<c r="B2" t="inlineStr"><is><t>b</t></is></c>'),
          xml('<c r="D2" t="inlineStr"><is><t>d</t></is></c>'),
        ],
      },
      { r: 7, cells: [xml('<c r="D7"><v>4</v></c>')] },
    ];
    const read = await readXlsx(writeWorkbook({ sheets: [{ name: 'Data', rows }] }));
    expect(read.columns).toEqual(['', 'b', '', 'd']);
    expect([read.rows, read.lines]).toEqual([[['', '', '', '4']], [7]]);
  });

  test('short ones are filled up, and blank columns at the end of the header are none', async () => {
    const read = await readXlsx(writeTable([['a', 'b', '', ' '], ['x'], ['y', 2, '', '  ']]));
    expect(read.columns).toEqual(['a', 'b']);
    expect(read.rows).toEqual([
      ['x', ''],
      ['y', '2'],
    ]);
  });

  test('the header again is no record', async () => {
    const read = await readXlsx(
      table([
        ['x', 1],
        ['a', 'b'],
        ['y', 2],
      ]),
    );
    expect(read.rows).toEqual([
      ['x', '1'],
      ['y', '2'],
    ]);
    expect(read.extract.facts.remarks).toContain(
      'Row 3 of sheet Data is the header again: the file was put together of two. It is no record.',
    );
  });

  test('another header among the rows stops it', async () => {
    const { error } = await readXlsx(
      writeTable([
        ['a', 'b', 'c'],
        ['x', 1, 2],
        ['b', 'a', 'c'],
        ['y', 2, 3],
      ]),
    );
    expect(error).toMatchObject({
      code: 'source/second-header',
      args: { sheet: 'Data', line: 3, found: 'b', wanted: 'a' },
    });
  });

  test('columns that no longer fit, from a row on, stop it', async () => {
    const { error } = await readXlsx(
      table([
        ['x', 1],
        ['y', 2, 3],
        ['z', 4, 5],
      ]),
    );
    expect(error).toMatchObject({
      code: 'source/ragged-sheet',
      exitCode: 3,
      args: { sheet: 'Data', line: 3, column: 'C' },
    });
  });

  test('hidden ones, merged ones and rounded numbers are told', async () => {
    const sheet = {
      name: 'Data',
      before: '<cols><col min="2" max="2" hidden="1"/><col min="3" max="16384" hidden="1"/></cols>',
      rows: [['Title'], HEAD, { hidden: true, cells: ['x', xml('<c><v>123456789012345000</v></c>')] }],
      after: '<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="A3:A4"/></mergeCells>',
    };
    const read = await readXlsx(writeWorkbook({ sheets: [sheet] }), { headerRow: 2 });
    expect(read.rows).toEqual([['x', '123456789012345000']]);
    expect(read.extract.facts.remarks.join('\n')).toMatch(
      /1 hidden row: .*\n.*1 hidden column, .*\n.*1 merged area \(first: A3:A4\).*\n.*1 number of more than 15 digits/,
    );
  });

  test('duplicate and nameless columns are told as those of a CSV', async () => {
    const read = await readXlsx(
      writeTable([
        ['a', 'a', '', ' b'],
        ['1', '2', '3', '4'],
      ]),
    );
    expect(read.columns).toEqual(['a', 'a', '', ' b']);
    expect(read.extract.facts.remarks.join('\n')).toMatch(
      /1 column has no name.*\n.*of which the first counts: "a"\.\n.*a blank before or after them: " b"/,
    );
  });

  test('words of missing are blanks', async () => {
    expect((await readXlsx(table([['NA', 'n/a ']]), { missing: ['NA', 'n/a'] })).rows).toEqual([['', 'n/a ']]);
  });
});

describe('the header', () => {
  test.each<[string, readonly (readonly Cell[])[], number]>([
    ['in the first row', [HEAD, ['x', 1]], 1],
    ['below a title', [['Register of March'], [], HEAD, ['x', 1]], 3],
    [
      'below titles and notes',
      [['Register'], ['District', 'North'], ['_uuid', 'facility', 'date', 'beds'], ['u', 'x', 1, 2]],
      3,
    ],
    [
      'below totals',
      [
        ['', 'Total', 12, 13],
        ['id', 'facility', 'm', 'f'],
        ['1', 'x', 5, 6],
      ],
      2,
    ],
    ['of one column', [['id'], ['x'], ['y']], 1],
    [
      'of numbers, for want of a better one',
      [
        ['id', 2023, 2024],
        ['x', 1, 2],
      ],
      1,
    ],
    [
      'of texts only, above texts',
      [
        ['a', 'b'],
        ['x', 'y'],
        ['z', 'w'],
      ],
      1,
    ],
  ])('%s', async (_, rows, line) => {
    const read = await readXlsx(writeTable(rows));
    const header = rows[line - 1] as readonly Cell[];
    expect(read.columns).toEqual(header.map(String));
    const says = read.extract.facts.remarks.some((remark) => remark.includes(`is taken to be in row ${line}`));
    expect(says).toBe(line > 1);
  });

  test('stands where the spec says', async () => {
    const rows = [HEAD, ['c', 'd'], ['x', 1]];
    expect((await readXlsx(writeTable(rows), { headerRow: 2 })).columns).toEqual(['c', 'd']);
    await expect(readXlsx(writeTable([HEAD, [], ['x']]), { headerRow: 2 })).rejects.toMatchObject({
      code: 'source/empty-sheet',
      args: { sheet: 'Data', headerRow: 2 },
    });
    await expect(readXlsx(writeTable([HEAD]), { headerRow: 9 })).rejects.toMatchObject({ code: 'source/empty-sheet' });
  });

  test('the rows below it are shown to who looks for the true one', async () => {
    const { extract } = await readXlsx(
      table([
        ['x', 1],
        ['y', 2],
      ]),
    );
    expect(extract.header.below).toEqual([
      { line: 2, cells: ['x', '1'] },
      { line: 3, cells: ['y', '2'] },
    ]);
  });
});

describe('sheets', () => {
  const book = writeWorkbook({
    sheets: [
      { name: 'Notes', state: 'hidden', rows: [['n'], ['1']] },
      { name: 'First', rows: [['f'], ['1']] },
      { name: '2', state: 'veryHidden', rows: [['v'], ['1']] },
      { name: 'Last one', rows: [['l'], ['1']] },
    ],
  });

  test.each<[string, XlsxOptions, string]>([
    ['the first that is shown', {}, 'f'],
    ['by number, of those that are shown', { sheet: 2 }, 'l'],
    ['by name', { sheet: 'Last one' }, 'l'],
    ['by name, where it is hidden', { sheet: 'Notes' }, 'n'],
    ['by a name that is a number', { sheet: '2' }, 'v'],
  ])('%s', async (_, options, column) => {
    expect((await readXlsx(book, options)).columns).toEqual([column]);
  });

  test.each<[XlsxOptions, object]>([
    [{ sheet: 'last one' }, { sheet: '"last one"', nearest: 'Last one', sheets: ['Notes', 'First', '2', 'Last one'] }],
    [{ sheet: 3 }, { sheet: 'number 3' }],
  ])('%j is not there', async (options, args) => {
    await expect(readXlsx(book, options)).rejects.toMatchObject({ code: 'source/no-sheet', exitCode: 2, args });
  });

  test('an empty one is told', async () => {
    await expect(readXlsx(writeTable([]))).rejects.toMatchObject({ code: 'source/empty-sheet', exitCode: 3 });
    await expect(readXlsx(writeTable([[], ['', '  ']]))).rejects.toMatchObject({ code: 'source/empty-sheet' });
  });
});
