import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const COLUMNS = 97;
/** Growth of the resident memory, in MB, over a file of 4,000 rows: far below what the cells of 60,000 rows take. */
const MAX_GROWTH = 120;

test('60,000 rows of 97 columns take hardly more memory than 4,000', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'etl-memory-'));
  try {
    const small = await peakOf(await makeFile(join(folder, 'small.csv'), 4000), folder);
    const big = await peakOf(await makeFile(join(folder, 'big.csv'), 60_000), folder);
    expect(small.rows).toBe(4000);
    expect(big.rows).toBe(60_000);
    expect(big.peakMb - small.peakMb).toBeLessThan(MAX_GROWTH);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

async function makeFile(path: string, rows: number): Promise<string> {
  const file = createWriteStream(path);
  const cells = (make: (n: number) => string): string =>
    `${Array.from({ length: COLUMNS }, (_unused, n) => make(n)).join('~')}\n`;
  file.write(cells((n) => `question_${n}`));
  for (let row = 1; row <= rows; row += 1) {
    if (!file.write(cells((n) => (n === 5 ? `"two\nlines ${row}"` : `${(row * n) % 9973}`)))) await once(file, 'drain');
  }
  file.end();
  await once(file, 'close');
  return path;
}

/** Reads the file in a process of its own, in batches that it does not keep. */
async function peakOf(path: string, folder: string): Promise<{ rows: number; peakMb: number }> {
  const script = join(import.meta.dirname, 'read-in-child.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [script, path, folder]);
  return JSON.parse(stdout) as { rows: number; peakMb: number };
}
