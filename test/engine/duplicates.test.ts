import { expect, test } from 'vitest';
import { findDuplicates, type Seen } from '../../src/engine/duplicates.ts';

const row = (ids: string, digest: string, entry?: string, isExcluded = false): Seen => ({
  ids: ids.split(' '),
  digest,
  entry,
  isExcluded,
});

test.each<[string, Seen[], [number, string][]]>([
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
