/** Groups on the command line: each value can be traced to its rows. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { makeWorld, run, startOutreach, type World } from './world.ts';

const CASE = join(import.meta.dirname, '../pipelines/group-by-month');

let sandbox: Sandbox;
let world: World;

beforeAll(async () => {
  sandbox = await startOutreach();
  world = await makeWorld(sandbox.url, {
    'pipeline.yaml': await readFile(join(CASE, 'pipeline.yaml')),
    'kobo.csv': await readFile(join(CASE, 'kobo.csv')),
  });
});
afterAll(async () => {
  await world.remove();
  await sandbox.close();
});

interface Line {
  readonly key: string;
  readonly action: string;
  readonly keys?: readonly string[];
  readonly object: { readonly dataValues: readonly { readonly dataElement: string; readonly value: string }[] };
}

describe('groups', () => {
  test('a plan names the rows of each group, and can be applied later', async () => {
    const planned = await world.etl(['plan', 'pipeline.yaml', '--out', 'plan.ndjson']);
    expect(planned.exitCode).toBe(0);
    const lines = (await world.read('plan.ndjson'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Line);
    const keys = lines.map(({ key, action, keys: rows }) => [key, action, rows]);
    expect(keys.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1))).toEqual([
      ['OuAlpha0001:202501', 'create', ['v1', 'v2']],
      ['OuAlpha0001:202502', 'create', ['v3']],
      ['OuBeta00001:202501', 'create', ['v4']],
      ['OuBeta00001:202503', 'create', ['v6']],
    ]);
    const applied = await world.etl(['apply', 'pipeline.yaml', '--plan', 'plan.ndjson', '--accept', 'new-index']);
    expect([applied.exitCode, applied.stderr]).toMatchObject([0, expect.not.stringContaining('Error')]);
    expect(Object.keys(await world.index())).toHaveLength(4);
    expect((await run(world)).report.counts).toMatchObject({ read: 4, unchanged: 4, updated: 0, created: 0 });
  });

  test.each([
    [
      '$count(visits)',
      ['--key', 'OuAlpha0001:202501'],
      '2\n',
      /group \(place OuAlpha0001, period 202501\) of the rows 1, 2\./,
    ],
    // The row is one of the group's, wherever in it.
    ['$join(visits.id, " ")', ['--row', '2'], '"v1 v2"\n', /of the rows 1, 2\./],
    // Whatever fields read, here all columns can be asked for.
    ['visits[0].note', ['--row', '3'], '""\n', /of row 3\./],
  ])('%s of %j', async (expression, flags, value, told) => {
    const { stdout, stderr, exitCode } = await world.etl(['eval', expression, '--spec', 'pipeline.yaml', ...flags]);
    expect([exitCode, stdout]).toEqual([0, value]);
    expect(stderr).toMatch(told);
  });

  test('a column of the rows may go that nothing reads, and no other', async () => {
    const text = await world.read('kobo.csv');
    await world.write('kobo.csv', text.replace(',note', ',remark'));
    expect((await run(world)).report.exitCode).toBe(0);
    await world.write('kobo.csv', text.replace(',note', ',size'));
    const doubled = await world.etl(['run', 'pipeline.yaml', '--json']);
    expect([doubled.exitCode, doubled.stdout]).toMatchObject([
      2,
      expect.stringContaining('mapping/column-twice') as string,
    ]);
    await world.write('kobo.csv', text.replace(',village', ',hamlet'));
    const { exitCode, stdout } = await world.etl(['run', 'pipeline.yaml', '--json']);
    expect([exitCode, stdout]).toMatchObject([2, expect.stringContaining('The repeat visits has no column') as string]);
    await world.write('kobo.csv', text);
  });

  test('a row on which a field stumbles is named', async () => {
    const spec = await world.read('pipeline.yaml');
    await world.write(
      'dated.yaml',
      spec
        .replace(/DeVillage01: .*/, 'DeVillage01: =$join(visits.$date(day), ", ")')
        .replace('$period(day, "Monthly")', '$substring(day, 0, 4)')
        .replace(/occurredAt: .*/, 'occurredAt: "2025-01-01"')
        .replace('- =$substring', '- period: =$substring'),
    );
    await world.write(
      'kobo.csv',
      'id,place,day,size,kind,village,status,note\nv1,OuAlpha0001,2025-01-05,3,,,,\nv2,OuAlpha0001,2025-02-30,4,,,,\n',
    );
    const ended = await world.etl(['run', 'dated.yaml', '--json', '--accept', 'missing=9']);
    const { rejects } = JSON.parse(ended.stdout) as { rejects: unknown[] };
    expect(rejects).toMatchObject([
      {
        key: 'OuAlpha0001:2025',
        code: 'function/not-a-date',
        value: '2025-02-30',
        column: 'day',
        row: 2,
        line: 3,
        rowKeys: ['v2'],
      },
    ]);
  });
});
