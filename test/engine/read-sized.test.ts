import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PlainLines } from '../../src/engine/plain-lines.ts';
import type { CreateLine } from '../../src/engine/plan-line.ts';
import { readSized } from '../../src/engine/read-sized.ts';
import { readPieces, readSome, SpoolWriter } from '../../src/engine/spool.ts';

const HEAD = { role: '', ids: [], before: null, action: 'create', isFresh: true, hash: 'h' } as const;

/** From short to so long that one line takes several reads; together more than is read at once. */
const LINES = Array.from({ length: 500 }, (_, row): CreateLine => {
  const note = 'é'.repeat(row === 250 ? 600_000 : (row * 37) % 3000);
  return { ...HEAD, key: `k${row}`, row, line: row + 1, address: `Event${row}`, object: { note } };
});

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'etl-sized-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** A plan of which the sizes of the first lines are known. */
async function written(sized: number): Promise<{ file: string; plain: PlainLines }> {
  const file = join(folder, 'plan.ndjson');
  const plain = new PlainLines();
  await SpoolWriter.fill(file, async (spool) => {
    for (const [at, line] of LINES.entries()) {
      const before = spool.size;
      await spool.write(line);
      if (at < sized) plain.add(line, spool.size - before);
    }
  });
  return { file, plain };
}

const WANTED: readonly [string, (at: number) => boolean][] = [
  ['none', () => false],
  ['all', () => true],
  ['the first', (at) => at === 0],
  ['the last', (at) => at === 499],
  ['some', (at) => at % 97 === 0 || (at > 248 && at < 253)],
];

test.each(WANTED)('lines that are wanted: %s; the same as where all is read, in its order', async (_, isWanted) => {
  for (const sized of [0, 1, 251, 500]) {
    const { file, plain } = await written(sized);
    const [asked, found]: [number[], unknown[]] = [[], []];
    const ask = (at: number): boolean => {
      asked.push(at);
      return isWanted(at);
    };
    for await (const one of readSized(file, plain, ask)) found.push(one);
    expect(found).toEqual([...LINES.entries()].flatMap(([at, line]) => (isWanted(at) ? [{ at, line }] : [])));
    expect(asked).toEqual([...LINES.keys()]);
    const whole: unknown[] = [];
    for await (const one of readSome(file, isWanted)) whole.push(one);
    expect(found).toEqual(whole);
  }
});

test('what nobody wants comes as bytes, and all together is the file', async () => {
  const { file } = await written(0);
  const whole = await readFile(file);
  for (const [, isWanted] of WANTED) {
    const parts: Buffer[] = [];
    for await (const piece of readPieces(file, isWanted))
      parts.push(Buffer.from('text' in piece ? `${piece.text}\n` : piece.bytes));
    expect(Buffer.concat(parts).equals(whole)).toBe(true);
  }
});
