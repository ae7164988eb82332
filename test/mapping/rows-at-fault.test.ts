/** Which row and which column of the children of a record an expression stumbles on. */
import { expect, test } from 'vitest';
import type { SourceRecord } from '../../src/contracts/record.ts';
import { Failed, RecordRow } from '../../src/expression/batch.ts';
import { compileExpression } from '../../src/expression/compile.ts';
import { EVERY_COLUMN } from '../../src/expression/read-columns.ts';
import { failure } from '../../src/mapping/rejects.ts';
import { findRowsAtFault } from '../../src/mapping/rows-at-fault.ts';

const headerOf = (...columns: string[]) => ({
  columns,
  positions: new Map(columns.map((column, at) => [column, at])),
});

const MEMBERS = headerOf('name', 'born', 'seen');
const HEADER = { ...headerOf('village', 'visited'), repeats: new Map([['members', MEMBERS]]) };

function household(visited: string, members: readonly (readonly string[])[], parts: object = {}): SourceRecord {
  const children = members.map((cells, at) => ({
    header: MEMBERS,
    cells,
    row: at + 7,
    line: at + 9,
    sheet: 'members',
  }));
  const record = { header: HEADER, cells: ['Kasese', visited], row: 1, line: 2, sheet: 'main' };
  return { ...record, repeats: new Map([['members', children]]), ...parts };
}

async function atFault(text: string, record: SourceRecord): Promise<unknown> {
  const compiled = compileExpression(text, { table: () => undefined, options: () => undefined, tableNames: [] });
  if (!compiled.ok) throw new Error(compiled.error.message);
  const [result] = await compiled.expression.evaluateBatch([new RecordRow(record, EVERY_COLUMN)]);
  if (!(result instanceof Failed)) throw new Error('it should fail');
  return findRowsAtFault(compiled.expression, failure(result, text), record, EVERY_COLUMN);
}

const BAD = [
  ['Ada', '2020-01-01', '2025-01-05'],
  ['Ben', '2021-02-30', '2025-01-05'],
];

test('the child and its column are told', async () => {
  const told = { row: 8, line: 10, sheet: 'members', column: 'members[].born' };
  expect(await atFault('$join(members.$date(born), ",")', household('2025-01-05', BAD))).toEqual(told);
});

test('of several columns that are read, it is the one with that very value', async () => {
  const text = '$join(members.($date(born) & $date(seen)), ",")';
  expect(await atFault(text, household('2025-01-05', BAD))).toMatchObject({ line: 10, column: 'members[].born' });
  const alike = await atFault(text, household('2025-01-05', [['Ada', 'x', 'x']]));
  expect(alike).toEqual({ row: 7, line: 9, sheet: 'members' });
});

test('of a group the column is as the file has it, and the keys are told', async () => {
  const madeOf = { as: 'members', keys: ['k1', 'k2'], isExcluded: false, faults: [] };
  const told = await atFault('$join(members.$date(born), ",")', household('2025-01-05', BAD, { madeOf }));
  expect(told).toEqual({ row: 8, line: 10, sheet: 'members', column: 'born', rowKeys: ['k2'] });
});

test('where the record itself is at fault, no child is', async () => {
  expect(await atFault('$count(members) & $date(visited)', household('2025-13-01', BAD))).toBeUndefined();
});
