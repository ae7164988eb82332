import { mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UnfitFileError } from '../../src/base/regular-file.ts';
import { writePayloadFiles } from '../../src/report/payload-files.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'payload-files-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const files = Array.from({ length: 20 }, (_, at) => [`f${at}.json`, `{"é": ${at}}`] as const);
const placed = (): [string, string][] => files.map(([name, text]) => [path.join(folder, name), text]);

test.each([
  ['quick', Number.POSITIVE_INFINITY],
  ['slow from the first file on', -1],
])('all are there, whole and for their owner alone, where the disk is %s', async (_, slowMs) => {
  await writePayloadFiles(placed(), slowMs);
  expect((await readdir(folder)).sort()).toEqual(files.map(([name]) => name).sort());
  for (const [file, text] of placed()) {
    expect(await readFile(file, 'utf8')).toBe(text);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  }
});

test.each([
  ['quick', Number.POSITIVE_INFINITY],
  ['slow', -1],
])('a folder in the place of one is told, and nothing half is left, where the disk is %s', async (_, slowMs) => {
  await mkdir(path.join(folder, 'f3.json'));
  await expect(writePayloadFiles(placed(), slowMs)).rejects.toThrow(UnfitFileError);
  expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});
