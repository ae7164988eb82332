/** Files that are no workbook, or no whole one: each is told as what it is. */
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { EtlError } from '../../../src/base/errors.ts';
import { refusalOf } from './read-xlsx.ts';
import { partsOf, writeTable, writeWorkbook, type WorkbookToWrite } from './write-workbook.ts';
import { writeZip } from '../../../scripts/sample/write-zip.ts';

const TABLE: WorkbookToWrite = {
  sheets: [
    {
      name: 'Data',
      rows: [
        ['a', 'b'],
        ['x', 1],
        ['y', 2],
      ],
    },
  ],
};
const SHEET = 'xl/worksheets/sheet1.xml';

/** An old file, or one with a password: of both, these names stand in the directory. */
function compound(...names: readonly string[]): Buffer {
  const directory = names.map((name) => Buffer.concat([Buffer.from(name, 'utf16le'), Buffer.alloc(64)]));
  return Buffer.concat([
    Buffer.from('d0cf11e0a1b11ae1', 'hex'),
    Buffer.alloc(1_048_500),
    ...directory,
    Buffer.alloc(512),
  ]);
}

describe('another kind of file', () => {
  test.each<[string, Buffer | string, object]>([
    ['with a password', compound('Root Entry', 'EncryptedPackage'), { code: 'source/encrypted' }],
    ['an old workbook', compound('Root Entry', 'Workbook'), { args: { looksLike: 'an old Excel workbook (.xls)' } }],
    ['an older one', compound('Root Entry', 'Book'), { args: { looksLike: 'an old Excel workbook (.xls)' } }],
    [
      'of before OLE',
      Buffer.from('0908100000060500', 'hex'),
      { args: { looksLike: 'a very old Excel workbook (.xls)' } },
    ],
    [
      'an old Word document',
      compound('Root Entry', 'WordDocument'),
      { args: { looksLike: 'an old Word document (.doc)' } },
    ],
    [
      'a binary workbook',
      writeZip({ '[Content_Types].xml': '', 'xl/workbook.bin': 'x' }),
      { args: { looksLike: 'a binary Excel workbook (.xlsb)' } },
    ],
    [
      'of LibreOffice',
      writeZip({ mimetype: 'application/vnd.oasis.opendocument.spreadsheet', 'content.xml': '<x/>' }),
      { args: { looksLike: 'an OpenDocument file, such as an .ods of LibreOffice' } },
    ],
    ['of Numbers', writeZip({ 'Index/Document.iwa': 'x' }), { args: { looksLike: 'a spreadsheet of Apple Numbers' } }],
    ['a Word document', writeZip({ 'word/document.xml': '<x/>' }), { args: { looksLike: 'a Word document (.docx)' } }],
    [
      'a presentation',
      writeZip({ 'ppt/presentation.xml': '<x/>' }),
      { args: { looksLike: 'a PowerPoint presentation (.pptx)' } },
    ],
    [
      'an archive of a workbook',
      writeZip({ 'export.xlsx': 'x' }),
      { args: { looksLike: 'a ZIP archive with a workbook in it, which has to be unpacked' } },
    ],
    ['another archive', writeZip({ 'a.txt': 'x' }), { args: { looksLike: 'a ZIP archive of something else' } }],
    ['an archive of nothing', writeZip({}), { args: { looksLike: 'a ZIP archive of something else' } }],
    ['a CSV', 'a;b\n1;2\n', { args: { looksLike: 'a text, such as a CSV', instead: 'csv' } }],
    ['a CSV in UTF-16', Buffer.from('\ufeffa;b\n1;2\n', 'utf16le'), { args: { instead: 'csv' } }],
    ['a web page', '\n<!DOCTYPE html><html>', { args: { looksLike: 'a web page', instead: 'page' } }],
    ['JSON', '{"detail":"no"}', { args: { looksLike: 'JSON' } }],
    [
      'XML of Excel 2003',
      '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>',
      { args: { looksLike: 'an “XML Spreadsheet 2003”' } },
    ],
    ['other XML', '<?xml version="1.0"?><x/>', { args: { looksLike: 'XML' } }],
    ['a PDF', '%PDF-1.7', { args: { looksLike: 'a PDF' } }],
    ['gzip', gzipSync('x'), { args: { looksLike: 'compressed (gzip)' } }],
    ['bytes', Buffer.from([0, 1, 2, 3]), { args: { looksLike: 'a file of another kind' } }],
    ['nothing', '', { code: 'source/empty' }],
  ])('%s', async (_, file, error) => {
    expect(await refusalOf(file)).toMatchObject({ code: 'source/not-a-workbook', exitCode: 3, ...error });
  });
});

describe('a broken workbook', () => {
  const whole = writeWorkbook(TABLE);

  test('cut anywhere, it is told, and nothing comes out', async () => {
    for (let size = 4; size < whole.length; size += 61) {
      expect(await refusalOf(whole.subarray(0, size))).toMatchObject({
        code: expect.stringMatching(/^source\/(?:broken-workbook|not-a-workbook)$/),
        exitCode: 3,
      });
    }
  });

  test('of one spoilt bit, it is told or read as it was', async () => {
    for (let at = 4; at < whole.length; at += 37) {
      const spoilt = Buffer.from(whole);
      spoilt[at] = (spoilt[at] as number) ^ 0x10;
      const error = await refusalOf(spoilt);
      expect(error === undefined || error instanceof EtlError, `byte ${at}`).toBe(true);
    }
  });

  test.each<[string, Readonly<Record<string, string>>, string]>([
    ['XML cut short', { [SHEET]: '<worksheet><sheetData><row><c><v>1</v>' }, 'unclosed tag'],
    [
      'XML with an entity',
      {
        [SHEET]: '<worksheet><sheetData><row><c t="inlineStr"><is><t>&lol;</t></is></c></row></sheetData></worksheet>',
      },
      'entity',
    ],
    [
      'XML with a document type',
      { [SHEET]: '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><worksheet><sheetData/></worksheet>' },
      'document type',
    ],
    [
      'a document type in the shared texts',
      { 'xl/sharedStrings.xml': '<!DOCTYPE x SYSTEM "file:///etc/passwd"><sst/>' },
      'document type',
    ],
    ['a shared text that is not there', { 'xl/sharedStrings.xml': '<sst/>' }, 'shared text'],
    [
      'a row beyond the last',
      { [SHEET]: '<worksheet><sheetData><row r="1048577"><c><v>1</v></c></row></sheetData></worksheet>' },
      'row 1048577',
    ],
    [
      'a column beyond the last',
      { [SHEET]: '<worksheet><sheetData><row><c r="XFE1"><v>1</v></c></row></sheetData></worksheet>' },
      'cell XFE1',
    ],
    [
      'a cell of no column',
      { [SHEET]: '<worksheet><sheetData><row><c r="1"><v>1</v></c></row></sheetData></worksheet>' },
      'cell 1',
    ],
  ])('%s', async (_, parts, reason) => {
    expect(await refusalOf(writeWorkbook({ ...TABLE, parts }))).toMatchObject({
      code: 'source/broken-workbook',
      exitCode: 3,
      args: { reason: expect.stringContaining(reason) },
    });
  });

  test('without the part of a sheet', async () => {
    const { [SHEET]: _, ...parts } = partsOf(TABLE);
    expect(await refusalOf(writeZip(parts))).toMatchObject({ code: 'source/broken-workbook', args: { part: SHEET } });
  });

  test('without sheets of rows', async () => {
    const parts = { 'xl/_rels/workbook.xml.rels': '<Relationships/>' };
    expect(await refusalOf(writeWorkbook({ ...TABLE, parts }))).toMatchObject({ code: 'source/no-sheet' });
  });

  test('that says less of its size than it has', async () => {
    const bomb = Buffer.from(writeTable([['a'], ['x'.repeat(100_000)]]));
    const name = Buffer.from('xl/sharedStrings.xml');
    // The size when unpacked, in the entry of the directory.
    bomb.writeUInt32LE(100, bomb.lastIndexOf(name) - 46 + 24);
    expect(await refusalOf(bomb)).toMatchObject({ code: 'source/broken-workbook', exitCode: 3 });
  });

  test('that says that a part takes 100 GiB', async () => {
    const huge = Buffer.from(writeTable([['a'], ['x']]));
    const at = huge.lastIndexOf(Buffer.from('xl/styles.xml')) - 46 + 24;
    huge.writeUInt32LE(0xff_ff_ff_f0, at);
    expect(await refusalOf(huge)).toMatchObject({ code: 'source/workbook-too-large', exitCode: 3 });
  });

  test('whose texts never end', async () => {
    const parts = { [SHEET]: `<worksheet><sheetData><row><c t="inlineStr"><is><t>${'x'.repeat(17 * 1024 * 1024)}` };
    expect(await refusalOf(writeWorkbook({ ...TABLE, parts }))).toMatchObject({
      code: 'source/broken-workbook',
      args: { reason: 'it has a text that never ends' },
    });
  });
});

test('XML with prefixes, as some programs write it, in UTF-16 too, is read', async () => {
  const plain = partsOf(TABLE);
  const sheet = (plain[SHEET] as string).replaceAll(/<(\/?)(?=[a-z])/g, '<$1x:').replace('xmlns=', 'xmlns:x=');
  const inUtf16 = Buffer.from(`\ufeff${sheet.replace('UTF-8', 'UTF-16')}`, 'utf16le');
  expect(await refusalOf(writeZip({ ...plain, [SHEET]: sheet }))).toBeUndefined();
  expect(await refusalOf(writeZip({ ...plain, [SHEET]: inUtf16 }))).toBeUndefined();
});
