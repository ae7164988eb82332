/** What Excel, LibreOffice and `cat` leave in a CSV: what is read of it, and what is said. */
import { describe, expect, test } from 'vitest';
import { readCsv, type ReadOptions } from './read-csv.ts';

interface Expected {
  readonly columns?: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly lines: readonly number[];
  /** Something that a remark says. */
  readonly says?: string;
}

const ONE = { rows: [['1', '2']], columns: ['a', 'b'] };

describe('is read', () => {
  test.each<[string, string | Buffer, Expected, ReadOptions?]>([
    ['sep=;', 'sep=;\r\na;b\r\n1;2\r\n', { ...ONE, lines: [2], says: 'as the line sep= says' }],
    ['SEP=, in capitals', 'SEP=,\na,b\n1,2\n', { ...ONE, lines: [2] }],
    ['sep= in quotes', '"sep=;"\na;b\n1;2\n', { ...ONE, lines: [2] }],
    ['sep= of a tab', 'sep=\t\na\tb\n1\t2\n', { ...ONE, lines: [2] }],
    ['sep= of an unusual delimiter', 'sep=^\na^b\n1^2\n', { ...ONE, lines: [2] }],
    ['sep= behind a byte-order mark', '\uFEFFsep=;\na;b\n1;2\n', { ...ONE, lines: [2] }],
    ['sep=; where the header has another', 'sep=;\na,b\n1,2\n', { ...ONE, lines: [2] }],
    [
      'sep=; with the delimiter of the spec',
      'sep=;\na,b;\n',
      { rows: [], columns: ['a', 'b;'], lines: [] },
      { delimiter: ',' },
    ],
    ['sep= as a column', 'sep=x;b\n1;2\n', { rows: [['1', '2']], columns: ['sep=x', 'b'], lines: [2] }],
    ['two byte-order marks', '\uFEFF\uFEFFa;b\n1;2\n', { ...ONE, lines: [2], says: '2 byte-order marks' }],
    ['two marks before quotes', '\uFEFF\uFEFF"a";"b"\n1;2\n', { ...ONE, lines: [2] }],
    ['a mark inside the header', 'a;\uFEFFb\n1;2\n', { ...ONE, lines: [2] }],
    ['a lone Ctrl-Z', 'a;b\r\n1;2\r\n\x1a', { ...ONE, lines: [2] }],
    ['Ctrl-Z behind the last cell', 'a;b\n1;2\x1a', { ...ONE, lines: [2] }],
    ['several of them', 'a;b\n1;2\n\x1a\x1a\x1a', { ...ONE, lines: [2] }],
    ['Ctrl-Z with a line end', 'a;b\n1;2\n\x1a\r\n', { ...ONE, lines: [2] }],
    ['Ctrl-Z inside a cell, which is kept', 'a;b\n1\x1a3;2\n', { rows: [['1\x1a3', '2']], lines: [2] }],
    ['rows of delimiters alone', 'a;b\n;\n1;2\n;\n;;;;\n;\n', { ...ONE, lines: [3] }],
    ['rows of blanks and quotes', 'a;b\n1;2\n  ;""\n\u00a0;\t\n', { ...ONE, lines: [2] }],
    ['a blank row without line end', 'a;b\n1;2\n;', { ...ONE, lines: [2] }],
    ['lines of delimiters above the header', ';;\n;;\na;b\n1;2\n', { ...ONE, lines: [4] }],
    ['quoted blanks above the header', '"";""\na;b\n1;2\n', { ...ONE, lines: [3] }],
    [
      'a header whose first name starts with a line end',
      '"\na";b\n1;2\n',
      { rows: [['1', '2']], columns: ['\na', 'b'], lines: [2] },
    ],
    ['titles above the header', 'Export of March;\n;\na;b\n1;2\n', { ...ONE, lines: [4] }, { headerRow: 3 }],
    ['titles without delimiters', 'Export\nof "March\na;b\n1;2\n', { ...ONE, lines: [4] }, { headerRow: 3 }],
    ['a header below the line that is named', 'Export\n\n\na;b\n1;2\n', { ...ONE, lines: [5] }, { headerRow: 2 }],
    ['the header in line 1', 'a;b\n1;2\n', { ...ONE, lines: [2] }, { headerRow: 1 }],
    ['sep= above a named header', 'sep=;\na;b\n1;2\n', { ...ONE, lines: [2] }, { headerRow: 2 }],
    ['titles in a file of old Macs', 'Export\ra;b\r1;2\r', { ...ONE, lines: [3] }, { headerRow: 2 }],
    [
      'the header again',
      'a;b\n1;2\na;b\n3;4\n',
      {
        rows: [
          ['1', '2'],
          ['3', '4'],
        ],
        lines: [2, 4],
        says: 'Line 3 is the header again',
      },
    ],
    [
      'the header again, behind a mark',
      'a;b\n1;2\n\uFEFFa;b\n3;4\n',
      {
        rows: [
          ['1', '2'],
          ['3', '4'],
        ],
        lines: [2, 4],
      },
    ],
    ['the header again, behind a mark and in quotes', 'a;b\n1;2\n\uFEFF"a";"b"\n', { ...ONE, lines: [2] }],
    [
      'the header again, behind Ctrl-Z',
      'a;b\n1;2\n\x1aa;b\n3;4\n',
      {
        rows: [
          ['1', '2'],
          ['3', '4'],
        ],
        lines: [2, 4],
      },
    ],
    [
      'the header again and again',
      `a;b\n${'1;2\na;b\n'.repeat(12)}`,
      {
        rows: Array.from({ length: 12 }, () => ['1', '2']),
        lines: Array.from({ length: 12 }, (_, n) => 2 + 2 * n),
        says: 'together of 13',
      },
    ],
    [
      'the header again without its nameless columns',
      'a;b;;\n1;2;;\na;b\n',
      { rows: [['1', '2', '', '']], lines: [2] },
    ],
    ['an answer that is the name of a column', 'a;b;c\nx;a;b\n', { rows: [['x', 'a', 'b']], lines: [2] }],
    [
      'few answers, one of them the name of a column',
      'a;b;c;d\nb;;;\n',
      { rows: [['b', '', '', '']], columns: ['a', 'b', 'c', 'd'], lines: [2] },
    ],
  ])('%s', async (_, text, { columns, rows, lines, says }, options) => {
    const read = await readCsv(text, options);
    expect(read).toMatchObject({ rows, lines, badRows: [], error: undefined });
    if (columns) expect(read.columns).toEqual(columns);
    if (says !== undefined) expect(read.extract.facts.remarks.join('\n')).toContain(says);
  });
});

describe('is refused', () => {
  test.each<[string, string | Buffer, object]>([
    ['a row cut short among blanks', 'a;b;c\n1;2;3\n;', { code: 'source/truncated', args: { line: 3, cells: 2 } }],
    ['a row cut short before Ctrl-Z', 'a;b;c\n1;2;3\n4;\x1a', { code: 'source/truncated', args: { line: 3 } }],
    [
      'columns in another order',
      'a;b;c\n1;2;3\nb;a;c\n4;5;6\n',
      { code: 'source/second-header', args: { line: 3, found: 'b', wanted: 'a' } },
    ],
    [
      'columns more',
      'a;b;c\n1;2;3\n\uFEFFa;b;c;d\n4;5;6;7\n',
      { code: 'source/second-header', args: { line: 3, found: 'd', wanted: '' } },
    ],
    ['columns fewer', 'a;b;c;d\n1;2;3;4\nb;c;d\n4;5;6\n', { code: 'source/second-header', args: { line: 3 } }],
    [
      'columns of another form',
      'a;b;c;d\n1;2;3;4\na;x;c;d\n4;5;6;7\n',
      { code: 'source/second-header', args: { found: 'x', wanted: 'b' } },
    ],
    [
      'Windows-1252',
      Buffer.from('a;b\n1;caf\xe9 2\n', 'latin1'),
      { code: 'source/not-utf8', args: { line: 2, byte: '0xE9', sign: 'é' } },
    ],
    [
      'its quotes',
      Buffer.from('a;b\n1;d\x92eau\n', 'latin1'),
      { code: 'source/not-utf8', args: { byte: '0x92', sign: '’' } },
    ],
    ['nothing but delimiters', ';;\n;;\n', { code: 'source/empty' }],
    ['nothing but sep=', 'sep=;\n', { code: 'source/empty' }],
    ['nothing below the titles', 'Export\n', { code: 'source/empty' }],
  ])('%s', async (_, text, error) => {
    const options = text === 'Export\n' ? { headerRow: 3 } : {};
    const thrown = await readCsv(text, options).then(
      (read) => read.error,
      (reason: unknown) => reason,
    );
    expect(thrown).toMatchObject({ ...error, exitCode: 3 });
  });
});

test('a row of wrong width stays one, whatever blanks it has', async () => {
  const { badRows } = await readCsv('a;b;c\n1;;\n2;\n3;4;5;;\n6;7;8\n');
  expect(badRows.map(({ row, reason }) => [row, reason.args['cells']])).toEqual([
    [2, 2],
    [3, 5],
  ]);
});

test('the rows below the header are shown to who looks for the true one', async () => {
  const { extract } = await readCsv('Export;\n;\na;b\n1;2\n3;4\n');
  expect(extract.header.below?.map(({ line, cells }) => [line, cells])).toEqual([
    [2, ['', '']],
    [3, ['a', 'b']],
    [4, ['1', '2']],
  ]);
});
