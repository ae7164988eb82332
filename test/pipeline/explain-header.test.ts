/** One message where a header as a whole is not the one that mapping and spec know. */
import { expect, test } from 'vitest';
import { describe } from '../../src/messages/describe.ts';
import { problem } from '../../src/base/problem.ts';
import { explainHeader } from '../../src/pipeline/explain-header.ts';

interface Row {
  readonly about: string;
  readonly needed: readonly string[];
  readonly header: readonly string[];
  readonly below?: readonly (readonly string[])[];
  /** The code, and something that the message or the hint says. */
  readonly expected: readonly [code: string, says: string] | undefined;
  /** Columns that still have a problem of their own. */
  readonly left?: readonly string[];
}

const KEYS = ['meta/rootUuid', '_id'];

test.each<Row>([
  { about: 'all there', needed: ['fac/beds'], header: ['fac/beds', 'note'], expected: undefined },
  { about: 'one misspelt', needed: ['beds', 'water'], header: ['bedz', 'water'], expected: undefined, left: ['beds'] },
  {
    about: 'no group names',
    needed: [...KEYS, 'fac/beds', 'fac/water/source', 'q'],
    header: [...KEYS, 'beds', 'source', 'q'],
    expected: ['source/no-groups', 'fac/beds, fac/water/source'],
  },
  {
    about: 'no group names, and one column not there at all',
    needed: ['fac/beds', 'fac/water', 'fac/staff'],
    header: ['beds', 'water'],
    expected: ['source/no-groups', '"beds" for "fac/beds"'],
    left: ['fac/staff'],
  },
  {
    about: 'one column left its group',
    needed: ['fac/beds', 'fac/water'],
    header: ['fac/beds', 'water'],
    expected: undefined,
    left: ['fac/water'],
  },
  {
    about: 'one group column, without it',
    needed: ['fac/beds', 'q'],
    header: ['beds', 'q'],
    expected: ['source/no-groups', 'fac/beds'],
  },
  ...['.', ':', '|', '_', '-', '__'].map((sign) => ({
    about: `groups by ${sign}`,
    needed: ['fac/beds', 'fac/water/source'],
    header: [`fac${sign}beds`, `fac${sign}water${sign}source`],
    expected: ['source/group-separator', `"fac${sign}beds" for "fac/beds"`] as const,
  })),
  {
    about: 'groups that the mapping has not',
    needed: ['beds', 'water', '_id'],
    header: ['fac/beds', 'fac/water', '_id'],
    expected: ['source/with-groups', 'beds, water'],
  },
  {
    about: 'one column in a group',
    needed: ['beds', 'water'],
    header: ['fac/beds', 'water'],
    expected: undefined,
    left: ['beds'],
  },
  {
    about: 'a group that was renamed',
    needed: ['fac/beds', 'fac/water'],
    header: ['site/beds', 'site/water'],
    expected: ['source/other-groups', '"site/beds" for "fac/beds"'],
  },
  {
    about: 'a column in two groups',
    needed: ['fac/beds', 'fac/water'],
    header: ['a/beds', 'b/beds', 'a/water', 'b/water'],
    expected: undefined,
    left: ['fac/beds', 'fac/water'],
  },
  {
    about: 'labels',
    needed: [...KEYS, 'facility', 'fac/beds'],
    header: ['Which facility?', 'Number of beds', 'Remarks', ...KEYS],
    expected: ['source/labels', 'facility, fac/beds'],
  },
  {
    about: 'questions gone, and no labels',
    needed: ['facility', 'beds'],
    header: ['q1', 'q2', 'q3'],
    expected: undefined,
    left: ['facility', 'beds'],
  },
  {
    about: 'one question gone, others with blanks',
    needed: ['facility', 'beds'],
    header: ['facility', 'Number of beds'],
    expected: undefined,
    left: ['beds'],
  },
  {
    about: 'a title above',
    needed: ['_uuid', 'facility', 'beds'],
    header: ['Export of March', '', ''],
    below: [
      ['', '', ''],
      ['_uuid', 'facility', 'beds'],
      ['u', 'Lumi', '3'],
    ],
    expected: ['source/header-below', 'headerRow: 3'],
  },
  {
    about: 'a title without delimiters above',
    needed: ['_uuid', 'facility', 'beds'],
    header: ['Export of March'],
    below: [['"_uuid";"facility";"beds"'], ['"u";"Lumi";"3"']],
    expected: ['source/header-below', 'line 2'],
  },
  {
    about: 'a title with a comma above',
    needed: ['_uuid', 'facility', 'beds'],
    header: ['Export', ' March'],
    below: [['_uuid;facility;beds']],
    expected: ['source/header-below', 'line 2'],
  },
  {
    about: 'a header below of which one is missing',
    needed: ['_uuid', 'facility', 'beds', 'water'],
    header: ['Export'],
    below: [['_uuid', 'facility', 'beds']],
    expected: ['source/header-below', '_uuid, facility, beds'],
    left: ['water'],
  },
  {
    about: 'an answer that is the name of a column',
    needed: ['_uuid', 'facility', 'beds'],
    header: ['_uuid', 'facility', 'bedz'],
    below: [['u', 'beds', '3']],
    expected: undefined,
    left: ['beds'],
  },
  {
    about: 'blanks without end inside a title',
    needed: ['beds', 'water'],
    header: ['Export'],
    below: [[`title${' '.repeat(400_000)}x`], ['beds;water']],
    expected: ['source/header-below', '3'],
  },
  {
    about: 'more columns than a message names',
    needed: Array.from({ length: 40 }, (_, n) => `g/q${n}`),
    header: Array.from({ length: 40 }, (_, n) => `q${n}`),
    expected: ['source/no-groups', 'g/q11, and 28 more'],
  },
])('$about', ({ needed, header, below = [], expected, left = [] }) => {
  const found = header.map((name, at) => [name, at] as const);
  const absent = needed.filter((one) => !header.includes(one));
  const problems = absent.map((column, n) =>
    n % 2 === 0
      ? problem('mapping/column-not-in-source', { column, field: 'Beds' })
      : problem('expression/unknown-column', { name: column }),
  );
  const rows = below.map((cells, n) => ({ line: 2 + n, cells }));
  const shown = explainHeader(problems, { columns: header, positions: new Map(found), below: rows }, new Set(needed));
  const one = shown.find(({ code }) => code.startsWith('source/'));
  expect(one?.code).toBe(expected?.[0]);
  if (one && expected) expect(Object.values(describe(one.code, one.args)).join(' ')).toContain(expected[1]);
  expect(shown.filter((other) => other !== one).map(({ args }) => args['column'] ?? args['name'])).toEqual(left);
});
