/** What sources and indexes remark has French words: held against what they say, so that a sentence is not changed alone. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { remarkInFrench } from '../../src/report/page/remarks-fr.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { remarksOnSheet } from '../../src/sources/xlsx/sheet-remarks.ts';
import type { SheetTable } from '../../src/sources/xlsx/sheet-table.ts';
import { etl } from '../cli/in-process.ts';
import { readCsv } from '../sources/read-csv.ts';
import { readXlsx } from '../sources/xlsx/read-xlsx.ts';
import { writeTable, writeWorkbook } from '../sources/xlsx/write-workbook.ts';

const leftInEnglish = (remarks: readonly string[]): string[] =>
  remarks.filter((remark) => remarkInFrench(remark) === undefined);

describe('remarks in French', () => {
  it.each([
    ['a delimiter, a mark, odd names', '\uFEFFa;b;a; c;;d\u200Be\n1;2;3;4;5;6\n', 6],
    ['two marks, a tab, many columns without a name', '\uFEFF\uFEFFa\tb\t\t\n1\t2\t3\t4\n', 3],
    ['one column', 'a\n1\n', 1],
    ['what Excel writes', 'sep=,\na,b\n1,2\n', 1],
    ['no rows', 'a;b', 2],
    ['no rows, and a line end', 'a;b\n', 2],
    ['a header again', 'a;b;c\n1;2;3\na;b;c\n4;5;6\n', 2],
    ['headers again', 'a;b;c\n1;2;3\na;b;c\n4;5;6\na;b;c\n7;8;9\n', 2],
  ])('of a CSV: %s', async (_, text, count) => {
    const { remarks } = (await readCsv(text)).extract.facts;
    expect(remarks).toHaveLength(count);
    expect(leftInEnglish(remarks)).toEqual([]);
  });

  it('of a workbook', async () => {
    const tables = [
      writeTable([['a', 'b']]),
      writeTable([
        ['a', 'b', 'c'],
        ['x', 1, 2],
        ['a', 'b', 'c'],
        ['y', 2, 3],
        ['a', 'b', 'c'],
      ]),
      writeWorkbook({
        sheets: [
          { name: 'Data', rows: [['Title'], [], ['a', 'b', 'c'], ['x', 1, 2], ['y', 2, 3]] },
          { name: 'Notes', rows: [['x']] },
        ],
      }),
    ];
    for (const bytes of tables) {
      const { remarks } = (await readXlsx(bytes)).extract.facts;
      expect(remarks.length).toBeGreaterThan(0);
      expect(leftInEnglish(remarks)).toEqual([]);
    }
  });

  it('of what is hidden, merged or cut in a sheet', () => {
    for (const count of [1, 2]) {
      const merged = Array.from({ length: count }, () => 'A5:B6');
      const habits = { hiddenRows: count, hiddenColumns: count, merged, roundedNumbers: count };
      const remarks = remarksOnSheet({ sheet: { name: 'Données' }, headerLine: 1, habits } as unknown as SheetTable);
      expect(remarks).toHaveLength(4);
      expect(leftInEnglish(remarks)).toEqual([]);
    }
  });

  it('of a workbook with repeats', async () => {
    const kobo = ['_index', '_parent_table_name', '_parent_index'];
    const sheets = [
      {
        name: 'Survey',
        rows: [
          ['facility', '_index'],
          ['x', 1],
        ],
      },
      {
        name: 'members',
        rows: [
          ['age', ...kobo],
          [4, 1, 'Survey', 1],
        ],
      },
      {
        name: 'doses',
        rows: [
          ['vaccine', ...kobo],
          ['BCG', 1, 'members', 1],
        ],
      },
      {
        name: 'others',
        rows: [
          ['b', ...kobo],
          [1, 1, 'Main2', 1],
        ],
      },
      {
        name: 'Main2',
        rows: [
          ['z', '_index'],
          ['q', 1],
        ],
      },
    ];
    const { remarks } = (await readXlsx(writeWorkbook({ sheets }))).extract.facts;
    expect(remarks.join('\n')).toMatch(/repeat doses, inside members(?:.|\n)*others is left out/);
    expect(leftInEnglish(remarks)).toEqual([]);
  });

  it('of rows that are grouped, and of an index that others have written', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'etl-french-'));
    const at = (file: string): string => join(folder, file);
    await cp(new URL('../../examples/forms-to-report/', import.meta.url), folder, { recursive: true });
    const sandbox = await startSandbox({ metadata: [JSON.parse(await readFile(at('dhis2.json'), 'utf8')) as object] });
    try {
      await writeFile(
        at('.env'),
        (await readFile(at('dhis2.env'), 'utf8')).replace('http://127.0.0.1:8080', sandbox.url),
      );
      await etl(['metadata', 'pull', 'pipeline.yaml'], { cwd: folder });
      const rows = await readFile(at('visits.csv'), 'utf8');
      await writeFile(at('visits.csv'), rows + (rows.split('\n')[1] ?? '') + '\n');
      await etl(['run', 'pipeline.yaml', '--accept', 'new-index'], { cwd: folder });
      const index = await readFile(at('index.json'), 'utf8');
      await writeFile(
        at('index.json'),
        JSON.stringify(JSON.parse(index), undefined, 1).replace('"hash": "', '"hash": "x'),
      );
      const { stdout } = await etl(['plan', 'pipeline.yaml', '--json'], { cwd: folder });
      const report = JSON.parse(stdout) as { source: { remarks: string[] }; index: { remarks: string[] } };
      const remarks = [...report.source.remarks, ...report.index.remarks];
      expect(remarks.join('\n')).toMatch(/11 rows are grouped by .*; 1 repeat another(?:.|\n)*1 of \d entries are not/);
      expect(leftInEnglish(remarks)).toEqual([]);
    } finally {
      await sandbox.close();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
