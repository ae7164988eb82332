/** Groups of rows: the same whatever the order of the rows, and nothing of them stays on disk. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SILENT } from '../../src/base/log.ts';
import type { BadRow, SourceRecord } from '../../src/contracts/record.ts';
import type { Source } from '../../src/contracts/source.ts';
import { groupedSource } from '../../src/engine/groups/grouped-source.ts';
import { Partitions } from '../../src/engine/groups/partitions.ts';
import { findReferences } from '../../src/expression/analyse.ts';
import { readColumns } from '../../src/expression/read-columns.ts';
import { asTyped } from '../../src/playground/typed-expression.ts';
import { parseExpression } from '../../src/jsonata/parse.ts';
import { compileGrouping } from '../../src/mapping/grouping.ts';
import { toRecords, type JsonRow } from '../expression/with-children.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'etl-groups-'));
});
afterEach(() => rm(folder, { recursive: true }));

const PLACE = { source: { file: 'spec.yaml', text: '' }, start: 0, end: 0 };

/** A source of rows, given two at a time. */
function sourceOf(rows: readonly JsonRow[]): Source {
  return {
    async open() {
      const records = toRecords(rows);
      return {
        header: (records[0] as SourceRecord).header,
        facts: { location: 'rows', remarks: [] },
        async *batches() {
          for (let at = 0; at < records.length; at += 2) yield { records: records.slice(at, at + 2) };
        },
        async close() {},
      };
    },
  };
}

/** Grouped by place and month; fields read `$join(rows.name)`. */
function grouped(rows: readonly JsonRow[]): Source {
  const column = (name: string) => ({ name, from: { is: 'column', column: name }, place: PLACE }) as const;
  const month = asTyped('$period(day, "Monthly")');
  const source = {
    where: asTyped('status != "refused"'),
    group: {
      by: [column('place'), { name: undefined, from: { is: 'expression', text: month }, place: PLACE } as const],
      as: 'rows',
    },
    versions: [],
  };
  const context = { table: () => undefined, options: () => undefined, tableNames: [] };
  const grouping = compileGrouping(source, context, []);
  const parsed = parseExpression('$join(rows.name)');
  if (!grouping || !parsed.ok) throw new Error('it does not compile');
  const reads = readColumns([findReferences(parsed.tree, '$join(rows.name)')]).childrenOf('rows');
  return groupedSource(sourceOf(rows), { grouping, key: [['id'], ['other']], reads, log: SILENT });
}

interface Read {
  readonly groups: Record<string, readonly (readonly string[])[]>;
  readonly records: readonly SourceRecord[];
  readonly badRows: readonly BadRow[];
}

async function read(source: Source): Promise<Read> {
  const extract = await source.open(folder);
  const records: SourceRecord[] = [];
  const badRows: BadRow[] = [];
  const shares: number[] = [];
  for await (const batch of extract.batches(3)) {
    expect(batch.records.length).toBeLessThanOrEqual(3);
    if (batch.records.length > 0) shares.push(extract.share?.() ?? Number.NaN);
    records.push(...batch.records);
    badRows.push(...(batch.badRows ?? []));
  }
  // Of the second pass; while rows are still sorted, nobody can know.
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  expect(shares.at(-1) ?? 1).toBe(1);
  const groups = records.map((one) => [
    JSON.stringify(one.cells),
    one.repeats?.get('rows')?.map((row) => row.cells) ?? [],
  ]);
  return { groups: Object.fromEntries(groups) as Read['groups'], records, badRows };
}

const row = (id: string, place: string, day: string, name: string, more: JsonRow = {}): JsonRow => ({
  id,
  other: '',
  place,
  day,
  name,
  status: '',
  note: `note of ${id}`,
  ...more,
});

const ROWS = [
  row('c', 'North', '2025-01-31', 'Cle'),
  row('a', 'North', '2025-01-01', 'Ada'),
  row('b', ' North ', '2025-02-01', 'Ben'),
  row('d', 'South', '2025-01-02', 'Dan', { status: 'refused' }),
  row('e', 'West', '2025-01-02', 'Eve'),
  row('f', 'West', '2025-01-02', 'Flo', { status: 'refused' }),
  ...Array.from({ length: 40 }, (_, at) => row(`m${at}`, `P${at % 7}`, '2025-03-04', `M${at}`)),
];

/** The rows in another order. */
function mixed(rows: readonly JsonRow[], by: number): JsonRow[] {
  return rows.map((_, at) => rows[(at * by) % rows.length] as JsonRow);
}

describe('groups', () => {
  test('have their rows by key, of the columns that are read', async () => {
    const { groups, records, badRows } = await read(grouped(ROWS));
    expect(groups).toMatchObject({
      '["North","202501"]': [['Ada'], ['Cle']],
      '["North","202502"]': [['Ben']],
      '["South","202501"]': [],
      '["West","202501"]': [['Eve']],
    });
    expect(badRows).toEqual([]);
    const ofSouth = records.find((one) => one.cells[0] === 'South');
    expect(ofSouth?.madeOf).toEqual({ as: 'rows', keys: [], isExcluded: true, faults: [] });
    expect(records.find((one) => one.cells.join(' ') === 'North 202501')?.madeOf?.keys).toEqual(['a', 'c']);
  });

  test.each([5, 7, 11, 45])('are the same, and in the same order, whatever the order of the rows: %d', async (by) => {
    const [one, other] = [await read(grouped(ROWS)), await read(grouped(mixed(ROWS, by)))];
    expect(Object.entries(other.groups)).toEqual(Object.entries(one.groups));
  });

  test('are told apart where values hold what could separate them', async () => {
    const { groups } = await read(
      grouped([row('a', 'x","202501', '2025-01-01', 'A'), row('b', 'x', '2025-01-01', 'B')]),
    );
    expect(Object.values(groups)).toHaveLength(2);
  });

  test('a row that says the same twice counts once; rows that disagree spoil the groups that they are in', async () => {
    const { groups, records } = await read(
      grouped([
        row('a', 'North', '2025-01-01', 'Ada'),
        row('a', 'North', '2025-01-01', 'Ada', { note: 'unread' }),
        row('b', 'East', '2025-01-01', 'Ben'),
        row('x', 'South', '2025-01-01', 'Bea', { other: 'b' }),
        row('c', 'West', '2025-01-01', 'Cle'),
      ]),
    );
    expect(groups['["North","202501"]']).toEqual([['Ada']]);
    const faults = new Map(records.map((one) => [one.cells[0], one.madeOf?.faults]));
    const why = [{ code: 'group/row-twice', args: { key: 'b', places: ['4', '5'] } }];
    expect(Object.fromEntries(faults)).toEqual({ North: [], East: why, South: why, West: [] });
  });

  test('rows of no group are told, and the others go on', async () => {
    const { groups, badRows } = await read(
      grouped([
        row('a', '', '2025-01-01', 'Ada'),
        row('b', 'North', '', 'Ben'),
        row('c', 'North', '31/01/2025', 'Cle'),
        row('', 'North', '2025-01-01', 'Dan'),
        row('e', 'North', '2025-01-01', 'Eve'),
      ]),
    );
    expect(badRows.map((one) => [one.row, one.reason.code, one.reason.field])).toEqual([
      [1, 'group/no-value', 'place'],
      [2, 'group/no-value', 'period'],
      [3, 'function/not-a-date', 'period'],
      [4, 'source/no-key', undefined],
    ]);
    expect(groups).toEqual({ '["North","202501"]': [['Eve']] });
  });

  test('nothing stays on disk: read to the end, or closed before', async () => {
    await read(grouped(ROWS));
    expect(await readdir(folder)).toEqual([]);
    const extract = await grouped([row('a', '', '2025-01-01', 'Ada'), ...ROWS]).open(folder);
    await extract.batches(1)[Symbol.asyncIterator]().next();
    expect(await readdir(folder)).not.toEqual([]);
    await extract.close();
    expect(await readdir(folder)).toEqual([]);
  });
});

test('large files are sorted into smaller ones: what belongs together stays together', async () => {
  const parts = await Partitions.create(join(folder, 'parts'), 2000);
  const [groups, lines] = [300, 10];
  for (let line = 0; line < lines; line += 1)
    for (let group = 0; group < groups; group += 1) await parts.write([`g${group}`, line, 'x'.repeat(100)]);
  const sizes = new Map<string, number>();
  let most = 0;
  for await (const file of parts.read()) {
    most = Math.max(most, file.length);
    for (const group of new Set(file.map(([name]) => name))) {
      expect(sizes.has(group)).toBe(false);
      sizes.set(group, file.filter(([name]) => name === group).length);
    }
  }
  expect([...sizes.values()]).toEqual(Array.from({ length: groups }, () => lines));
  // Some ten groups in each of the first files, each of more than 1000 bytes: these were sorted again.
  expect(most).toBe(lines);
  expect(await readdir(folder)).toEqual([]);
});
