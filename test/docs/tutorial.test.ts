/** docs/tutorial.md, walked through from an empty folder with the files that it names. */
import path from 'node:path';
import { expect, test } from 'vitest';
import { readFile } from 'node:fs/promises';
import { editWorkbook, tableOf } from '../exchange/colleague.ts';
import { examplesOf, ROOT, type Example } from './examples.ts';
import { Tour } from './tour.ts';

const FILES = path.join(ROOT, 'docs/tutorial');
const blocks = examplesOf('docs/tutorial.md');

test('it goes as the page says, with a colleague who has Excel', async () => {
  const at = blocks.findIndex(isDecision);
  const tour = await Tour.start(await readFile(path.join(FILES, 'dhis2.json'), 'utf8'), FILES);
  try {
    expect(await tour.play(blocks.slice(0, at))).toBe(3);
    await decide(tour.folder, blocks[at] as Example);
    expect(await tour.play(blocks.slice(at + 1))).toBe(6);
  } finally {
    await tour.close();
  }
}, 300_000);

test('the first plan is no more than eight commands away', () => {
  const commands = blocks
    .filter(({ words }) => words.has('run') || words.has('background'))
    .flatMap(({ text }) => text.trim().split('\n'));
  expect(commands.findIndex((command) => command.startsWith('etl plan'))).toBeGreaterThan(0);
  expect(commands.findIndex((command) => command.startsWith('etl plan')) + 1).toBeLessThanOrEqual(8);
});

function isDecision({ words }: Example): boolean {
  return words.has('decide');
}

/** Fills in the workbook as the block says: lines of value and decision. */
async function decide(folder: string, { words, text }: Example): Promise<void> {
  const [, ...lines] = text.trim().split('\n');
  await editWorkbook(path.join(folder, words.get('decide') ?? ''), (sheets) => {
    const table = tableOf(sheets, sheets[0]?.sheet ?? '');
    for (const [value = '', decision = ''] of lines.map((line) => line.split(',')))
      table.row('value', value).set('decision', decision);
  });
}
