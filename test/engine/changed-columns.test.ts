import { expect, test } from 'vitest';
import { goneColumns, lostColumns, NewColumns } from '../../src/engine/changed-columns.ts';
import { toHeader } from '../../src/sources/table-header.ts';

const READ = new Set(['a', 'key', 'beds']);
const pipeline = {
  readsColumn: (name: string): boolean => READ.has(name),
  ignoresColumn: (name: string): boolean => name === 'notes',
};

/** What is told of a night whose single record has these columns, the blank ones with `-` before their names. */
function newsOf(before: readonly string[], now: readonly string[]): readonly unknown[] {
  const header = toHeader(now.map((name) => name.replace('-', '')));
  const columns = new NewColumns(pipeline, before, header.columns, header);
  columns.see([{ header, cells: now.map((name) => (name.startsWith('-') ? ' ' : 'x')), row: 1 }]);
  return [...goneColumns(pipeline, before, header.columns), ...columns.news()].map(({ code, args }) => [
    code,
    args['columns'],
  ]);
}

test.each<[string, string[], string[], string[], unknown[]]>([
  ['nothing', ['a', 'key'], ['key', 'a'], [], []],
  ['a first run', [], ['a', 'x'], [], []],
  ['one that is read is lost', ['a', 'key'], ['a'], ['key'], []],
  [
    'one that is read has another name',
    ['a', 'beds'],
    ['a', 'bed_s'],
    ['beds (now "bed_s"?)'],
    [['source/columns-new', ['"bed_s" (1 record)']]],
  ],
  ['one that nobody reads is lost', ['a', '_notes', 'key'], ['a', 'key'], [], [['source/columns-gone', ['"_notes"']]]],
  ['both', ['a', '_notes', 'key'], ['key'], ['a'], [['source/columns-gone', ['"_notes"']]]],
  ['one is new', ['a'], ['a', 'b'], [], [['source/columns-new', ['"b" (1 record)']]]],
  ['one is new and blank', ['a'], ['a', '-b'], [], [['source/columns-new', ['"b" (0 records)']]]],
  ['one that is read is new', ['key'], ['a', 'key'], [], []],
  ['one that is left out on purpose is new', ['a'], ['a', 'notes'], [], []],
  ['nameless ones', ['a', '', ''], ['a', ''], [], []],
  ['one that stood twice', ['a', 'b', 'b'], ['a'], [], [['source/columns-gone', ['"b"']]]],
])('%s', (_, before, now, lost, news) => {
  const there = now.map((name) => name.replace('-', ''));
  expect(lostColumns(pipeline, before, there)).toEqual(lost);
  expect(newsOf(before, now)).toEqual(news);
});
