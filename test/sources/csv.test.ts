import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SILENT } from '../../src/base/log.ts';
import { checkSchema } from '../../src/base/schema.ts';
import { Secrets } from '../../src/base/secrets.ts';
import { csvSource, CsvSource } from '../../src/sources/csv.ts';
import { FileStorage } from '../../src/storage/file.ts';
import { readAll, readCsv } from './read-csv.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'etl-csv-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('cells', () => {
  test.each([
    ['plain', 'a;b\n1;2\n', [['1', '2']]],
    ['CR LF', 'a;b\r\n1;2\r\n', [['1', '2']]],
    [
      'lone CR, as on old Macs',
      'a;b\r1;2\r3;4\r',
      [
        ['1', '2'],
        ['3', '4'],
      ],
    ],
    ['no line end after the last row', 'a;b\n1;2', [['1', '2']]],
    ['cut between CR and LF', 'a;b\r\n1;2\r', [['1', '2']]],
    [
      'header CR LF, rows LF',
      'a;b\r\n1;2\n3;4\n',
      [
        ['1', '2'],
        ['3', '4'],
      ],
    ],
    ['a lone CR inside a cell', 'a;b\n1\r0;2\n', [['1\r0', '2']]],
    ['quoted delimiter', 'a;b\n"1;1";2\n', [['1;1', '2']]],
    ['doubled quotes', 'a;b\n"he said ""x""";2\n', [['he said "x"', '2']]],
    ['quoted line ends stay as they are', 'a;b\n"1\n2\r\n3\r4";2\n', [['1\n2\r\n3\r4', '2']]],
    ['quote inside an unquoted cell', 'a;b\nhe said "x";5" pipe\n', [['he said "x"', '5" pipe']]],
    ['quotes around the start only', 'a;b\n"Urgent" said she;2\n', [['"Urgent" said she', '2']]],
    ['blank before a quote', 'a;b\n "x";2\n', [[' "x"', '2']]],
    ['quoted quotes over lines', 'a;b\n"""x""\ny";2\n', [['"x"\ny', '2']]],
    ['empty and quoted empty', 'a;b;c\n;"";1\n', [['', '', '1']]],
    ['a byte-order mark before quotes', 'a;b\n\uFEFF"x ""y""";2\n', [['x "y"', '2']]],
    [
      'blank lines',
      '\n\na;b\n\n  \n1;2\n\r\n3;4\n\n',
      [
        ['1', '2'],
        ['3', '4'],
      ],
    ],
    ['nothing is trimmed', 'a;b\n 1 ;2\u00A0\n', [[' 1 ', '2\u00A0']]],
    [
      'nothing is guessed',
      'a;b\n3.0;007\ntrue;1e5\nNA;NaN\n',
      [
        ['3.0', '007'],
        ['true', '1e5'],
        ['NA', 'NaN'],
      ],
    ],
    [
      'any Unicode, not normalised',
      'a;b\ne\u0301;👩🏽‍⚕️\nא;\u2028\n',
      [
        ['e\u0301', '👩🏽‍⚕️'],
        ['א', '\u2028'],
      ],
    ],
    ['NUL in a cell', 'a;b\n1\u00002;3\n', [['1\u00002', '3']]],
    ['backslash has no meaning', 'a;b\n\\";2\n', [['\\"', '2']]],
    ['one column', 'a\n1\n2\n', [['1'], ['2']]],
    ['names of object properties', '__proto__;constructor\n1;2\n', [['1', '2']]],
  ])('%s', async (_, text, rows) => {
    const read = await readCsv(text);
    expect(read.error).toBeUndefined();
    expect(read.badRows).toEqual([]);
    expect(read.rows).toEqual(rows);
  });

  test('words of `missing` are blank in all columns, where they are the whole cell', async () => {
    const read = await readCsv('a;b\nNA;na\n"N/A"; NA\nNAN;NA \n', { missing: ['NA', 'N/A'] });
    expect(read.rows).toEqual([
      ['', 'na'],
      ['', ' NA'],
      ['NAN', 'NA '],
    ]);
  });

  test('a cell of 3 MB, over many reads', async () => {
    const long = 'é"\n'.repeat(700_000);
    const read = await readCsv(`a;b\n"${long.replaceAll('"', '""')}";2\n3;4\n`);
    expect(read.rows[0]?.[0] === long).toBe(true);
    expect(read.rows[1]).toEqual(['3', '4']);
    expect(read.lines).toEqual([2, 3]);
  });
});

describe('delimiter', () => {
  test.each([
    [';', 'a;b\n'],
    [',', 'a,b\n'],
    ['~', 'a~b\n'],
    ['\t', 'a\tb\n'],
    ['|', 'a|b\n'],
    [';', '"a,b,c";"d,e,f"\n'],
    [';', '"a ""x,y,z"" b";"c"\n'],
    [';', 'Height (5");Width, in m\n'],
    [',', 'a,b;c,d\n'],
    [';', '\n\n"a\n,,,b";c\n'],
  ])('%j is found in %j', async (delimiter, header) => {
    const given = await readCsv(header, { delimiter });
    const found = await readCsv(header);
    expect(found.columns).toEqual(given.columns);
    expect(found.columns.length).toBeGreaterThan(1);
    expect(found.extract.facts.remarks[0]).toContain(`The delimiter is ${delimiter === '\t' ? 'tab' : delimiter}`);
    expect(given.extract.facts.remarks.join()).not.toContain('delimiter');
  });

  test('a given one that the header has not, though it has another, is a mistake of the spec', async () => {
    await expect(readCsv('a;b;c\n1;2;3\n', { delimiter: '~' })).rejects.toMatchObject({
      code: 'source/wrong-delimiter',
      exitCode: 2,
      hint: 'Write delimiter: ";" or leave it out: then it is found from the header.',
    });
    expect((await readCsv('a\n1\n', { delimiter: '~' })).rows).toEqual([['1']]);
  });

  test('the one given counts, also where others stand more often', async () => {
    expect((await readCsv('a,b,c;d\n1;2\n', { delimiter: ';' })).columns).toEqual(['a,b,c', 'd']);
    expect((await readCsv('a§b\n1§2\n', { delimiter: '§' })).rows).toEqual([['1', '2']]);
  });
});

describe('header', () => {
  test.each([
    ['names are not trimmed', ' a;b \n', [' a', 'b ']],
    ['byte-order mark', '\uFEFFa;b\n', ['a', 'b']],
    ['byte-order mark before a quote', '\uFEFF"a";"b"\r\n', ['a', 'b']],
    ['line end in a name', '"a\nb";c\n', ['a\nb', 'c']],
    ['group paths', '"group/q1";"group/q1/other"\n', ['group/q1', 'group/q1/other']],
  ])('%s', async (_, text, columns) => expect((await readCsv(text)).columns).toEqual(columns));

  test('the first column of a name counts; nameless ones are there, but cannot be meant', async () => {
    const { extract, rows } = await readCsv('a;;b;a;\n1;2;3;4;5\n');
    expect(Object.fromEntries(extract.header.positions)).toEqual({ a: 0, b: 2 });
    expect(rows).toEqual([['1', '2', '3', '4', '5']]);
    expect(extract.facts.remarks).toContain('Columns that stand more than once, of which the first counts: "a".');
    expect(extract.facts.remarks).toContain('2 columns have no name, and cannot be read.');
  });

  test('remarks', async () => {
    expect((await readCsv('\uFEFFFACILITY ;b\n')).extract.facts.remarks).toEqual([
      'The delimiter is ; (semicolon), found from the header.',
      'Column names with a blank before or after them: "FACILITY ".',
      'The file starts with a byte-order mark; it is left out.',
      'The file has a header and no rows.',
    ]);
    expect((await readCsv('a;b')).extract.facts.remarks.at(-1)).toContain('the header has no line end');
    expect((await readCsv('a\n1\n')).extract.facts.remarks).toEqual([
      'The header has no delimiter: the file is taken to have one column.',
    ]);
  });

  test('a header alone has no rows', async () => {
    expect(await readCsv('a;b\n')).toMatchObject({ rows: [], badRows: [], error: undefined });
  });
});

describe('rows and lines', () => {
  test('rows of wrong width are told, and the others go on', async () => {
    const read = await readCsv('a;b\n1;2;3\n4;5\n6\n7;8\n');
    expect(read.rows).toEqual([
      ['4', '5'],
      ['7', '8'],
    ]);
    expect(read.badRows).toEqual([
      { row: 1, line: 2, reason: { code: 'source/too-many-cells', args: { cells: 3, expected: 2 } } },
      { row: 3, line: 4, reason: { code: 'source/too-few-cells', args: { cells: 1, expected: 2 } } },
    ]);
    expect(read.error).toBeUndefined();
  });

  test('lines are the rows of Excel: cells over several lines make no more of them, blank lines do', async () => {
    const read = await readCsv('\n"a\n";b\r\n"1\r\n1";2\r\n\r\n3;"4\n\n"\n5\n\n\n6;7\n');
    expect(read.lines).toEqual([3, 5, 9]);
    expect(read.badRows).toMatchObject([{ row: 3, line: 6 }]);
  });

  test('batches hold no more than asked for, and all share one header', async () => {
    const text = `a;b\n${'1;2\n3\n'.repeat(25)}`;
    const path = join(folder, 'batches.csv');
    await writeFile(path, text);
    const extract = await new CsvSource(new FileStorage(folder), 'batches.csv').open(join(folder, 'run-1'));
    const sizes: number[] = [];
    const rows: number[] = [];
    for await (const { records, badRows } of extract.batches(7)) {
      sizes.push(records.length + badRows.length);
      rows.push(...records.map((one) => one.row), ...badRows.map((one) => one.row));
      expect(records.every((one) => one.header === extract.header)).toBe(true);
    }
    expect(sizes).toEqual([7, 7, 7, 7, 7, 7, 7, 1]);
    expect(rows.sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_unused, n) => n + 1));
  });
});

describe('a file that cannot be trusted stops the run', () => {
  test.each([
    [
      'a short last row without line end',
      'a;b;c\n1;2;3\n4;5',
      { code: 'source/truncated', args: { line: 3, cells: 2, expected: 3 } },
    ],
    ['an open quote', 'a;b\n1;2\n3;"4\n5;6\n', { code: 'source/truncated', args: { line: 3, reason: 'quote' } }],
    ['an open quote at the very end', 'a;b\n1;"', { code: 'source/truncated', args: { line: 2, reason: 'quote' } }],
    [
      'a stray quote that swallows rows',
      'a;b\n"1;2\n3;4\n"5";6\n7;8\n',
      { code: 'source/stray-quote', args: { line: 2 } },
    ],
    [
      'one surplus cell from a line on',
      'a;b\n1;2\n1;2;3\n4;5;6\n',
      { code: 'source/ragged', args: { line: 3, cells: 3, expected: 2 } },
    ],
    ['a growing surplus', 'a;b\n1;2\n1;2;3\n4;5;6\n7;8;9;0\n', { code: 'source/ragged', args: { line: 3 } }],
    ['a surplus from the first row on', 'a;b\n1;2;\n4;5;\n', { code: 'source/ragged', args: { line: 2 } }],
    [
      'a surplus after a single longer row',
      'a;b\n1;2;3;4\n1;2;3\n4;5;6\n',
      { code: 'source/ragged', args: { line: 3 } },
    ],
  ])('%s', async (_, text, error) => {
    // Small files are known to their end before the first row is given out; big ones are not.
    const thrown = await readCsv(text).then(
      (read) => read.error,
      (reason: unknown) => reason,
    );
    expect(thrown).toMatchObject({ ...error, exitCode: 3 });
  });

  test.each([
    ['a single row with a surplus at the end', 'a;b\n1;2\n1;2;3\n', 1],
    ['a surplus that ends', 'a;b\n1;2;3\n4;5;6\n7;8\n', 2],
    ['short rows', 'a;b\n1\n2\n3\n', 3],
  ])('but %s does not', async (_, text, badRows) => {
    const read = await readCsv(text);
    expect(read.error).toBeUndefined();
    expect(read.badRows).toHaveLength(badRows);
  });

  test.each([
    ['nothing', '', { code: 'source/empty' }],
    ['a byte-order mark alone', '\uFEFF', { code: 'source/empty' }],
    ['blank lines', '\n  \n\r\n', { code: 'source/empty' }],
    ['an open quote in the header', 'a;"b\n1;2\n', { code: 'source/truncated' }],
    [
      'Latin-1',
      Buffer.from('a;b\n1;2\n3;H\xF4pital\n', 'latin1'),
      { code: 'source/not-utf8', args: { line: 3, offset: 11, byte: '0xF4' } },
    ],
    [
      'Latin-1 in the header',
      Buffer.from('\xE9;b\n1;2\n', 'latin1'),
      { code: 'source/not-utf8', args: { line: 1, offset: 0 } },
    ],
    [
      'an overlong sequence',
      Buffer.from([0x61, 0x0a, 0xc0, 0x80, 0x0a]),
      { code: 'source/not-utf8', args: { line: 2, offset: 2 } },
    ],
    [
      'a half character in the middle',
      Buffer.from([0x61, 0x0a, 0xe2, 0x82, 0x0a]),
      { code: 'source/not-utf8', args: { offset: 2 } },
    ],
    [
      'half a character at the end',
      Buffer.from([0x61, 0x0a, 0xe2, 0x82]),
      { code: 'source/truncated', args: { reason: 'character', line: 2 } },
    ],
    [
      'UTF-16, little-endian',
      Buffer.from('\uFEFFa;b\n1;2\n', 'utf16le'),
      { code: 'source/not-utf8', args: { encoding: 'UTF-16 (little-endian)' } },
    ],
    [
      'UTF-16, big-endian',
      Buffer.from('\uFEFFa;b\n', 'utf16le').swap16(),
      { code: 'source/not-utf8', args: { encoding: 'UTF-16 (big-endian)' } },
    ],
    [
      'UTF-16 without mark',
      Buffer.from('a;b\n1;2\n', 'utf16le'),
      { code: 'source/not-utf8', args: { encoding: 'UTF-16 (without byte-order mark)' } },
    ],
    ['a NUL in the header', 'abcdef\0;b\n1;2\n', { code: 'source/nul-in-header' }],
    [
      'a workbook',
      Buffer.from('PK\x03\x04\x14\0', 'latin1'),
      { code: 'source/not-text', args: { looksLike: expect.stringContaining('.xlsx') } },
    ],
    ['a web page', '<!DOCTYPE html>\n<html>', { code: 'source/not-text' }],
    ['JSON', '[{"_id": 1}]', { code: 'source/not-text' }],
  ])('%s is no CSV', async (_, content, error) => {
    await expect(readCsv(content)).rejects.toMatchObject({ ...error, exitCode: 3 });
  });

  test('bad bytes far behind the first read are placed', async () => {
    const good = 'é;b\n'.repeat(300_000);
    const read = await readCsv(Buffer.concat([Buffer.from(`a;b\n${good}`), Buffer.from('x;\xFF\n', 'latin1')]));
    expect(read.error).toMatchObject({ code: 'source/not-utf8', args: { line: 300_002, offset: 4 + 5 * 300_000 + 2 } });
    expect(read.rows.length).toBeGreaterThan(0);
  });

  test('a row that never ends is stopped before it fills the memory', async () => {
    const read = await readCsv(`a;b\n1;2\n3;"4\n${'x'.repeat(100)}${'\nabc;def'.repeat(2_500_000)}`);
    expect(read.error).toMatchObject({ code: 'source/row-too-long', args: { line: 3 } });
  });

  test('no error holds a cell', async () => {
    for (const text of [
      'a;b\nsecret;"x\n',
      'a;b\n"secret;2\n3;4\n"5";6\n',
      'a;b;c\nsecret',
      'a;b\n1;2;secret\n1;2;secret\n',
    ]) {
      const error = await readCsv(text).then(
        (read) => read.error,
        (reason: unknown) => reason as Error,
      );
      expect(error).toBeDefined();
      expect(`${error?.message} ${JSON.stringify(error)}`).not.toContain('secret');
    }
  });
});

describe('the file', () => {
  test('is copied as it is, for its owner alone', async () => {
    const text = Buffer.from('\uFEFFa;b\r\n"é\n";2\r\n');
    await writeFile(join(folder, 'in.csv'), text);
    const extract = await new CsvSource(new FileStorage(folder), 'in.csv').open(join(folder, 'run-2'));
    const { error } = await readAll(extract);
    expect(error).toBeUndefined();
    expect(await readFile(extract.facts.copy)).toEqual(text);
    expect((await stat(extract.facts.copy)).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'run-2'))).mode & 0o777).toBe(0o700);
    expect(extract.facts.location).toBe(join(folder, 'in.csv'));
  });

  test('that is not there is named', async () => {
    const run = join(folder, 'run-3');
    await expect(new CsvSource(new FileStorage(folder), 'no.csv').open(run)).rejects.toMatchObject({
      code: 'source/not-found',
      exitCode: 3,
      message: `The source is not there: ${join(folder, 'no.csv')}.`,
    });
    await expect(new CsvSource(new FileStorage(), folder).open(run)).rejects.toMatchObject({
      code: 'storage/is-a-folder',
    });
  });

  test('has another ETag once it has changed, and the same if it was only touched', async () => {
    const first = await etagOf('a;b\n1;2\n');
    expect(await etagOf('a;b\n1;3\n')).not.toBe(first);
    expect(await etagOf('a;b\n1;2\n')).toBe(first);
  });

  test('that changes while it is read stops the run', async () => {
    const path = join(folder, 'moving.csv');
    const line = `${'1234567;'.repeat(100)}\n`;
    await writeFile(path, `${'a;'.repeat(100)}\n${line.repeat(5000)}`);
    const extract = await new CsvSource(new FileStorage(), path).open(join(folder, 'run-5'));
    await writeFile(path, `${'a;'.repeat(100)}\n${line.replaceAll('7', '8').repeat(5000)}`);
    expect((await readAll(extract, 500)).error).toMatchObject({ code: 'storage/changed-while-reading' });
  });

  test('its path is relative to the spec without a connection, and to the connection with one', async () => {
    await writeFile(join(folder, 'built.csv'), 'a;b\n1;2\n');
    const context = { folder, log: SILENT, secrets: new Secrets() };
    const config = { path: 'built.csv', missing: [] } as never;
    const local = csvSource.build(config, { ...context, storage: new FileStorage() });
    const bound = csvSource.build(config, { ...context, folder: '/nowhere', storage: new FileStorage(folder) });
    for (const source of [local, bound]) {
      expect((await readAll(await source.open(join(folder, 'run-6')))).rows).toEqual([['1', '2']]);
    }
    await expect(
      csvSource
        .build({ path: '../x.csv', missing: [] } as never, { ...context, storage: new FileStorage(folder) })
        .open(folder),
    ).rejects.toMatchObject({
      code: 'storage/bad-path',
    });
  });
});

test.each([
  [{ path: 'x.csv' }, []],
  [{ path: 'x.csv', delimiter: '\t', missing: ['NA'] }, []],
  [{ path: 'x.csv', delimiter: ';;' }, ['spec/wrong-value']],
  [{ path: 'x.csv', delimiter: '"' }, ['spec/wrong-value']],
  [{}, ['spec/missing-key']],
])('the schema on %j says %j', (config, codes) => {
  const place = { source: { file: 'p.yaml', text: '' }, start: 0, end: 0 };
  expect(checkSchema(csvSource.schema, config, () => place).map((one) => one.code)).toEqual(codes);
});

async function etagOf(text: string): Promise<string> {
  await writeFile(join(folder, 'tag.csv'), text);
  const extract = await new CsvSource(new FileStorage(folder), 'tag.csv').open(join(folder, 'run-4'));
  await extract.close();
  return extract.facts.version;
}
