import { expect, test } from 'vitest';
import type { Log } from '../../src/base/log.ts';
import { SILENT } from '../../src/base/log.ts';
import { isHardlyAnAnswer, writerOfNothing } from '../../src/base/words-for-nothing.ts';
import { NothingWords } from '../../src/engine/nothing-words.ts';

test.each([
  ['nan', 'pandas', true],
  ['NaN', 'pandas', true],
  [' nan ', 'pandas', true],
  ['NaT', 'pandas', true],
  ['<NA>', 'pandas', true],
  ['NA', 'R', false],
  ['None', 'Python', false],
  ['n/a', 'pandas', false],
  ['N/A', 'Excel', false],
  ['#N/A', 'Excel', true],
  ['NULL', 'a database', true],
  ['\\N', 'a database', true],
  ['', undefined, false],
  ['none', undefined, false],
  ['Nana', undefined, false],
  ['inf', undefined, false],
  [`nan${' '.repeat(100_000)}`, undefined, false],
])('%j is written for nothing by %s', (word, writer, isHardly) => {
  expect([writerOfNothing(word), isHardlyAnAnswer(word)]).toEqual([writer, isHardly]);
});

function watch(cells: readonly (readonly [column: string, field: string | undefined, cell: string])[]): string[] {
  const words = new NothingWords();
  for (const [n, [column, field, cell]] of cells.entries())
    words.see({ column, at: 0, ...(field !== undefined && { field }) }, cell, n + 2);
  const said: string[] = [];
  const log: Log = { ...SILENT, warn: (text) => said.push(text) };
  try {
    words.conclude('here', log);
  } catch (error) {
    said.push(String((error as { code: unknown }).code));
  }
  return said;
}

test('an id of nothing stops the run, a text of nothing is told once for all columns', () => {
  expect(watch([['_id', undefined, 'nan']])).toEqual(['source/id-of-nothing']);
  expect(watch([['_id', undefined, 'None']])).toEqual(['source/id-of-nothing']);
  expect(
    watch([
      ['_id', undefined, 'u-1'],
      ['note', 'Note', 'None'],
      ['note', 'Note', 'NA'],
      ['note', 'Note', ''],
    ]),
  ).toEqual([]);
  const said = watch([
    ['note', 'Note', 'nan'],
    ['village', 'Village', 'nan'],
    ['note', 'Note', 'ok'],
  ]);
  expect(said).toEqual([expect.stringContaining('"nan" goes out as text in 2 cells (note, village)')]);
});
