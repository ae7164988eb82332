import { createHash } from 'node:crypto';
import { access, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PlanContext } from '../../src/engine/pipeline.ts';
import { PlainLines } from '../../src/engine/plain-lines.ts';
import { PlanLabels } from '../../src/engine/plan-labels.ts';
import type { PlanLine } from '../../src/engine/plan-line.ts';
import { PlanSummary } from '../../src/engine/plan-summary.ts';
import { settleLines } from '../../src/engine/settle-lines.ts';
import { readTexts, SpoolWriter } from '../../src/engine/spool.ts';
import { reason } from '../../src/messages/reason.ts';

/** A line that goes, and one that stays as it stands, are settled without a look at anything else. */
const CONTEXT = { pipeline: { sink: {} } } as PlanContext;

/** Every third line has a reason, so it is not plain. The answers are as long as to need many reads of the file. */
const LINES = Array.from({ length: 600 }, (_, row): PlanLine => {
  const key = `k${row}`;
  const record = { key, role: '', ids: [key], row, line: row + 1, before: null, facility: `P = "${row % 5}"` };
  if (row % 3 === 0)
    return { ...record, action: 'reject', address: null, reasons: [{ ...reason('source/no-key', {}), ...record }] };
  const object = { dataValues: [], note: `é${'x'.repeat(row * 5)}` };
  return { ...record, action: 'create', address: `Event${row}`, isFresh: true, object, hash: 'h' };
});

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'etl-settle-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function settle(repeats: readonly number[]) {
  const [draft, file] = [join(folder, 'draft.ndjson'), join(folder, 'plan.ndjson')];
  const [summary, plain, hash] = [new PlanSummary(), new PlainLines(), createHash('sha256')];
  await SpoolWriter.fill(
    draft,
    async (spool) => {
      for (const line of LINES) {
        summary.add(line);
        plain.add(line);
        await spool.write(line);
      }
    },
    hash,
  );
  const texts: string[] = [];
  for await (const text of readTexts(draft)) texts.push(text);
  const drafted = { file: draft, hash, summary, plain, labels: new PlanLabels(CONTEXT.pipeline), accounted: new Set() };
  const verdicts = new Map(repeats.map((at) => [at, 'repeat' as const]));
  const settled = await settleLines(CONTEXT, drafted, { lines: [verdicts], places: new Map() }, file);
  await expect(access(draft)).rejects.toThrow('ENOENT');
  return { ...settled, texts, bytes: await readFile(file) };
}

test.each<[string, readonly number[]]>([
  ['none', []],
  ['the first, the last and some between them', [0, 7, 8, 9, 300, 599]],
  ['all', [...LINES.keys()]],
])('lines that go: %s; all others stand as they stood, and are counted', async (_, repeats) => {
  const { summary, plain, hash, texts, bytes } = await settle(repeats);
  const left = [...LINES.keys()].filter((at) => !repeats.includes(at));
  expect(bytes.toString()).toBe(left.map((at) => `${texts[at]}\n`).join(''));
  expect(hash?.digest('hex')).toBe(createHash('sha256').update(bytes).digest('hex'));
  const [counted, kinds] = [new PlanSummary(), new PlainLines()];
  for (const at of left) {
    counted.add(LINES[at] as PlanLine);
    kinds.add(LINES[at] as PlanLine);
  }
  expect(summary).toEqual(counted);
  expect(left.map((_at, place) => plain.at(place))).toEqual(left.map((_at, place) => kinds.at(place)));
});
