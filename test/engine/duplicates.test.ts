import { expect, test } from 'vitest';
import { findDuplicates, type DraftRow } from '../../src/engine/duplicates.ts';

const row = (ids: string, digest: string, entry?: string, isExcluded = false): DraftRow => ({
  ids: ids.split(' '),
  digest,
  entry,
  isExcluded,
});

test.each<[string, DraftRow[], [number, string][]]>([
  ['different records', [row('a', '1'), row('b', '1')], []],
  ['the same row twice is one', [row('a', '1'), row('a', '1')], [[1, 'repeat']]],
  [
    'rows that disagree are all refused',
    [row('a', '1'), row('b', '1'), row('a', '2')],
    [
      [0, 'duplicate'],
      [2, 'duplicate'],
    ],
  ],
  [
    'three, two of them equal',
    [row('a', '1'), row('a', '1'), row('a', '2')],
    [
      [0, 'duplicate'],
      [1, 'duplicate'],
      [2, 'duplicate'],
    ],
  ],
  [
    'one shared id is enough',
    [row('a x', '1'), row('b x', '2')],
    [
      [0, 'duplicate'],
      [1, 'duplicate'],
    ],
  ],
  [
    'a chain of ids is one record',
    [row('a', '1'), row('a b', '2'), row('b', '3')],
    [
      [0, 'duplicate'],
      [1, 'duplicate'],
      [2, 'duplicate'],
    ],
  ],
  [
    'two records of one entry',
    [row('a', '1', 'e'), row('b', '2', 'e')],
    [
      [0, 'duplicate'],
      [1, 'duplicate'],
    ],
  ],
  ['left out by `where`: no duplicate', [row('a', '1'), row('a', '2', undefined, true)], []],
  ['an id that reads like an entry key', [row('e', '1'), row('b', '2', 'e')], []],
])('%s', (_, seen, expected) => {
  expect([...findDuplicates(seen)]).toEqual(expected);
});

/** All orders of some things. */
function ordersOf<T>(things: readonly T[]): T[][] {
  if (things.length < 2) return [[...things]];
  return things.flatMap((one, at) => ordersOf(things.toSpliced(at, 1)).map((rest) => [one, ...rest]));
}

test.each<[string, DraftRow[], DraftRow[]]>([
  ['two ids, and a row that has both', [row('a', '1'), row('b', '2'), row('a b', '3')], [row('z', '9')]],
  ['a longer chain', [row('a', '1'), row('a b', '2'), row('b c', '3'), row('c', '4')], [row('z', '9')]],
  ['a chain through an entry', [row('a', '1', 'e'), row('b', '2', 'e'), row('b c', '3')], [row('e', '9')]],
  ['two chains', [row('a', '1'), row('a b', '1'), row('b', '2')], [row('x', '1'), row('y', '1')]],
])('any order of the rows gives the same: %s', (_, chain, others) => {
  for (const rows of ordersOf([...chain, ...others])) {
    const verdicts = findDuplicates(rows);
    expect(new Set([...verdicts.keys()].map((at) => rows[at]))).toEqual(new Set(chain));
    expect(new Set(verdicts.values())).toEqual(new Set(['duplicate']));
  }
});

test('of equal rows in a chain one stays, in any order', () => {
  for (const rows of ordersOf([row('a', '1'), row('b', '1'), row('a b', '1'), row('z', '1')])) {
    const verdicts = findDuplicates(rows);
    expect([...verdicts.values()]).toEqual(['repeat', 'repeat']);
    const kept = rows.filter((_, at) => !verdicts.has(at));
    expect(kept.map((one) => one.ids.join(' '))).toContain('z');
  }
});
