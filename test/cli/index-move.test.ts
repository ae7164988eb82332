/** `etl index move`: what is told, what the spec must say, and that the next run goes on. */
import { expect, test } from 'vitest';
import { inSqlite } from '../index/in-sqlite.ts';
import { withOutreach } from './with-outreach.ts';

test('there and back, with runs between', () =>
  withOutreach({}, async (world) => {
    const move = (...args: readonly string[]) => world.etl(['index', 'move', 'pipeline.yaml', ...args]);
    expect((await world.etl(['run', 'pipeline.yaml'])).exitCode).toBeLessThanOrEqual(1);
    const dry = JSON.parse((await move('--to', 'sqlite', '--dry-run', '--json')).stdout) as object;
    expect(dry).toMatchObject({ isMoved: false, kind: 'sqlite' });
    const moved = await move('--to', 'index.sqlite');
    expect([moved.exitCode, moved.stderr]).toEqual([0, '']);
    expect(moved.stdout).toContain('  index:\n    kind: sqlite\n    path: index.sqlite\n');
    const refused = await world.etl(['run', 'pipeline.yaml']);
    expect(refused.exitCode).toBe(4);
    expect(refused.stderr).toContain('guard/index-moved');
    const spec = await world.read('pipeline.yaml');
    await world.write('pipeline.yaml', inSqlite(spec).replace('index.json', 'index.sqlite'));
    const night = JSON.parse((await world.etl(['run', 'pipeline.yaml', '--json'])).stdout) as { counts: object };
    expect(night.counts).toMatchObject({ created: 0, updated: 0, adopted: 0 });
    expect((await move('--to', 'json')).exitCode).toBe(4);
    expect((await move('--to', 'json', '--overwrite')).exitCode).toBe(0);
  }));

test('a path that YAML would read otherwise is quoted in what the spec must say', () =>
  withOutreach({}, async (world) => {
    await world.etl(['run', 'pipeline.yaml']);
    const moved = await world.etl(['index', 'move', 'pipeline.yaml', '--to', 'a #1: b.sqlite']);
    expect(moved.stdout).toContain('  path: "a #1: b.sqlite"\n');
  }));

test.each<[readonly string[], number, string]>([
  [['--to', 'index.txt'], 2, 'index/move-where'],
  [['--to', 'x.sqlite', '--connection', 'hmis'], 2, 'index/move-connection'],
  [['--to', 'json'], 2, 'index/moved-to-itself'],
])('%j', (args, exitCode, code) =>
  withOutreach({}, async (world) => {
    const ran = await world.etl(['index', 'move', 'pipeline.yaml', ...args]);
    expect(ran.exitCode).toBe(exitCode);
    expect(ran.stderr).toContain(code);
  }),
);
