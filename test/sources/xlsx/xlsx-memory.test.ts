import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { ChildSpool } from '../../../src/sources/xlsx/child-spool.ts';
import { SharedStrings } from '../../../src/sheets/xlsx/shared-strings.ts';
import { WaitingFile } from '../../../src/sheets/xlsx/waiting-file.ts';
import { writeTable } from './write-workbook.ts';

const COLUMNS = 40;
/** Growth of the resident memory, in MB, over a sheet of 4,000 rows: far below what the cells of 20,000 rows take. */
const MAX_GROWTH = 110;

test('20,000 rows take hardly more memory than 4,000', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'etl-memory-'));
  const peakOf = async (rows: number): Promise<{ rows: number; peakMb: number }> => {
    const cells = (row: number): string[] =>
      Array.from({ length: COLUMNS }, (_, n) => `answer ${row} of ${n}, as people give it`);
    const table = [
      Array.from({ length: COLUMNS }, (_, n) => `question_${n}`),
      ...Array.from({ length: rows }, (_, row) => cells(row)),
    ];
    await writeFile(join(folder, 'in.xlsx'), writeTable(table, { isInline: true }));
    const { stdout } = await promisify(execFile)(process.execPath, [
      join(import.meta.dirname, 'read-in-child.ts'),
      folder,
    ]);
    return JSON.parse(stdout) as { rows: number; peakMb: number };
  };
  try {
    const small = await peakOf(4000);
    const big = await peakOf(20_000);
    expect([small.rows, big.rows]).toEqual([4000, 20_000]);
    expect(big.peakMb - small.peakMb).toBeLessThan(MAX_GROWTH);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('shared texts come back from memory and from the file behind it, those over the edges too', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'etl-memory-'));
  const strings = new SharedStrings(new WaitingFile(join(folder, 'run', 'texts.bin')), 1024 * 1024);
  const text = (n: number): string => (n % 1000 === 7 ? 'é'.repeat(1_200_000) : `text ${n} ${'ü'.repeat(n % 900)}`);
  try {
    for (let n = 0; n < 6000; n += 1) strings.add(text(n));
    for (const n of [0, 1, 7, 8, 999, 1007, 2500, 5007, 5998, 5999])
      expect(strings.get(n) === text(n), `text ${n}`).toBe(true);
    expect([strings.get(6000), strings.get(-1), strings.get(0.5), strings.count]).toEqual([
      undefined,
      undefined,
      undefined,
      6000,
    ]);
  } finally {
    strings.close();
    await rm(folder, { recursive: true, force: true });
  }
});

test('children come back by the key of their parent, in the order of the sheet, and those that nobody took', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'etl-memory-'));
  const spool = new ChildSpool<{ key: string; n: number; text: string }>(
    new WaitingFile(join(folder, 'children.ndjson')),
  );
  try {
    for (let n = 0; n < 9000; n += 1) spool.add({ key: `parent ${n % 3000}`, n, text: 'é'.repeat(n % 400) });
    for (let parent = 0; parent < 2999; parent += 1) {
      expect(spool.take(`parent ${parent}`).map(({ n }) => n)).toEqual([parent, parent + 3000, parent + 6000]);
    }
    expect(spool.take('nobody')).toEqual([]);
    expect([...spool.left()].map(({ n }) => n)).toEqual([2999, 5999, 8999]);
  } finally {
    spool.close();
    await rm(folder, { recursive: true, force: true });
  }
});
