/** What has changed in the form since the last run, or since its mapping: columns, and form versions. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import type { RunReport } from '../../src/report/report.ts';
import { COLUMNS, csv, row, rows, spec } from '../cli/outreach-files.ts';
import { makeWorld, run, startOutreach, type World } from '../cli/world.ts';
import { expectGolden } from './golden.ts';
import { say } from './say.ts';

let dhis2: Sandbox;
let world: World;

beforeEach(async () => {
  dhis2 = await startOutreach();
  const mapping = {
    generated: '../mapping/mapping_generated.json',
    ignore: [{ column: 'photo', reason: 'Stays in Kobo.' }],
  };
  const files = { 'pipeline.yaml': spec({ mapping }), 'index.json': '{}' };
  world = await makeWorld(dhis2.url, files);
});
afterEach(async () => {
  await world.remove();
  await dhis2.close();
});

/** Exports with other columns, as a form that is edited gives them. */
function exportOf(columns: readonly string[], answers: (n: number) => Record<string, string> = () => ({})): string {
  return csv(
    rows(6).map((_, at) => row(at + 1, answers(at + 1))),
    columns,
  );
}

const renamed = (from: string, to: string): string[] => COLUMNS.map((column) => (column === from ? to : column));

describe('a form that has changed', () => {
  it('has its new columns and versions told once, and what nothing lost', async () => {
    const old = [...COLUMNS, '__version__', 'photo', 'oldnote'];
    await world.write(
      'kobo.csv',
      exportOf(old, () => ({ __version__: 'vJan' })),
    );
    await run(world);
    const now = [...COLUMNS, '__version__', 'photo', 'ward', 'meta/instanceID'];
    const answers = (n: number): Record<string, string> => ({
      __version__: n > 4 ? 'vFeb' : 'vJan',
      ward: n > 4 ? 'A' : '',
    });
    await world.write('kobo.csv', exportOf(now, answers));
    await expectGolden(
      'source-drift/told-once.txt',
      await say(world, 'plan pipeline.yaml', 'run pipeline.yaml', 'run pipeline.yaml'),
      world,
    );
  });

  it('is data in the report, too', async () => {
    await world.write('kobo.csv', exportOf(COLUMNS));
    await run(world);
    await world.write(
      'kobo.csv',
      exportOf([...COLUMNS, 'ward'], () => ({ ward: 'A' })),
    );
    const { report } = await run(world);
    expect(report.source?.news).toEqual([{ code: 'source/columns-new', args: { columns: ['"ward" (6 records)'] } }]);
  });

  it.each(['json', 'sqlite'])('tells a choice that no run has met once, in an index of %s', async (kind) => {
    await world.write('pipeline.yaml', spec({ index: { kind, path: `choices.${kind}` } }));
    const answers = (n: number): Record<string, string> => (n > 4 ? { road: n === 5 ? '77' : '78' } : {});
    await world.write('kobo.csv', exportOf(COLUMNS, answers));
    const told = [
      { code: 'source/new-choices', args: { column: 'road', choices: ['"77"', '"78"'], records: 2, row: 5 } },
    ];
    expect(
      (JSON.parse((await world.etl(['plan', 'pipeline.yaml', '--json'])).stdout) as RunReport).source?.news,
    ).toEqual(told);
    expect((await run(world, '--accept', 'new-index')).report.source?.news).toEqual(told);
    const second = await run(world);
    expect(second.report.source?.news).toEqual([]);
    expect(second.report.counts.rejected).toBe(2);
    await world.write(
      'kobo.csv',
      exportOf(COLUMNS, (n) => (n === 3 ? { road: '79' } : answers(n))),
    );
    const third = (await run(world)).report.source?.news;
    expect(third).toEqual([
      { code: 'source/new-choices', args: { column: 'road', choices: ['"79"'], records: 1, row: 3 } },
    ]);
  });

  it('names what a column was renamed to, how sure that is, and the line to change', async () => {
    await world.write('kobo.csv', exportOf(COLUMNS));
    await run(world);
    const answers = (n: number): Record<string, string> => ({
      team_sizes: String(n),
      villages: `Village ${n}`,
      state: String((n % 3) + 1),
    });
    const said: string[] = [];
    for (const [from, to] of [
      ['team_size', 'team_sizes'],
      ['village', 'villages'],
      ['road', 'state'],
      ['weight', 'unlike'],
    ] as const) {
      await world.write('kobo.csv', exportOf(renamed(from, to), answers));
      said.push(await say(world, 'check pipeline.yaml', 'run pipeline.yaml'));
    }
    await expectGolden('source-drift/renamed.txt', said.join('\n'), world);
    expect(await world.events()).toHaveLength(6);
  });
});
