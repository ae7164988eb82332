/** What of the children is read: of two rows that say the same in all of it, one counts. */
import { describe, expect, test } from 'vitest';
import { allColumns } from '../../src/contracts/record.ts';
import { digestOf } from '../../src/engine/identity.ts';
import { findReferences } from '../../src/expression/analyse.ts';
import { RecordRow } from '../../src/expression/batch.ts';
import { readColumns } from '../../src/expression/read-columns.ts';
import { parseExpression } from '../../src/jsonata/parse.ts';
import { toRecords, type JsonRow } from '../expression/with-children.ts';

const HOUSEHOLD: JsonRow = {
  village: 'Kasese',
  members: [
    { name: 'Ada', age: '34', visits: [{ on: '2025-03-14', by: 'Eve' }] },
    { name: 'Ben', age: '4', visits: [] },
  ],
};

function readsOf(text: string) {
  const parsed = parseExpression(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return readColumns([findReferences(parsed.tree, text)]);
}

function recordOf(row: JsonRow) {
  const [record] = toRecords([row]);
  if (!record) throw new Error('no record');
  return record;
}

describe('what an expression reads', () => {
  test.each([
    ['$count(members)', { members: [{}, {}] }],
    ['$count(members[age < "5"])', { members: [{ age: '34' }, { age: '4' }] }],
    ['$join(members.(name & $$.village), ",")', { village: 'Kasese', members: [{ name: 'Ada' }, { name: 'Ben' }] }],
    ['$count($filter(members, function($m) { $m.age = "4" }))', { members: [{ age: '34' }, { age: '4' }] }],
    ['$filter(members, function($m) { $m.age = "4" })', { members: HOUSEHOLD['members'] }],
    ['members[0]', { members: HOUSEHOLD['members'] }],
    [
      'members^(age).name',
      {
        members: [
          { name: 'Ada', age: '34' },
          { name: 'Ben', age: '4' },
        ],
      },
    ],
    ['$map(members, $string)', { members: HOUSEHOLD['members'] }],
    ['members.(%.village & name)', HOUSEHOLD],
    ['members.*', { members: HOUSEHOLD['members'] }],
    ['$count(members.visits)', { members: [{ visits: [{ on: '2025-03-14', by: 'Eve' }] }, { visits: [] }] }],
  ])('%s', (text, view) => {
    expect(new RecordRow(recordOf(HOUSEHOLD), readsOf(text)).view).toEqual(view);
  });
});

test('rows are equal where all that is read of them is, whatever else their children say', () => {
  const reads = readsOf('$count(members[age < "5"])');
  const digest = (row: JsonRow): string => digestOf(recordOf(row), reads);
  const [ada, ben] = [
    { name: 'Ada', age: '34' },
    { name: 'Ben', age: '4' },
  ];
  expect(digest({ village: 'a', members: [ada, ben] })).toBe(
    digest({ village: 'b', members: [{ ...ada, name: 'x' }, ben] }),
  );
  expect(digest({ members: [ada, ben] })).not.toBe(digest({ members: [ada] }));
  expect(digest({ members: [ada, ben] })).not.toBe(digest({ members: [ada, { ...ben, age: '5' }] }));
  expect(digest({ members: [{ age: 'ab' }, { age: '' }] })).not.toBe(digest({ members: [{ age: 'a' }, { age: 'b' }] }));
});

test('columns of children have names of their own for what is remembered of a source', () => {
  expect(allColumns(recordOf(HOUSEHOLD).header)).toEqual([
    'village',
    'members[]',
    'members[].name',
    'members[].age',
    'members[].visits[]',
    'members[].visits[].on',
    'members[].visits[].by',
  ]);
});
