import { expect, test } from 'vitest';
import { lostColumns, remarkOnColumns } from '../../src/engine/changed-columns.ts';

const READ = new Set(['a', 'key']);
const pipeline = { readsColumn: (name: string): boolean => READ.has(name) };

test.each<[string, string[], string[], string[], string[]]>([
  ['nothing', ['a', 'key'], ['key', 'a'], [], []],
  ['a first run', [], ['a', 'x'], [], []],
  ['one that is read is lost', ['a', 'key'], ['a'], ['key'], []],
  [
    'one that nobody reads is lost',
    ['a', '_notes', 'key'],
    ['a', 'key'],
    [],
    ['Columns gone since the last run, which nothing reads: "_notes".'],
  ],
  ['both', ['a', '_notes', 'key'], ['key'], ['a'], ['Columns gone since the last run, which nothing reads: "_notes".']],
  ['one is new', ['a'], ['a', 'b'], [], ['Columns new since the last run, which nothing reads: "b".']],
  ['one that is read is new', ['key'], ['a', 'key'], [], []],
  ['nameless ones', ['a', '', ''], ['a', ''], [], []],
  ['one that stood twice', ['a', 'b', 'b'], ['a'], [], ['Columns gone since the last run, which nothing reads: "b".']],
])('%s', (_, before, now, lost, remarks) => {
  expect(lostColumns(pipeline, before, now)).toEqual(lost);
  expect(remarkOnColumns(pipeline, before, now)).toEqual(remarks);
});
