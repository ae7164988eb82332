/** `--watch`: files are looked at again when they change; and what is seen is what they say then. */
import { setTimeout as sleep } from 'node:timers/promises';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeSnapshot, untilChanged } from '../../src/cli/watch-files.ts';
import type { Running } from './etl.ts';
import { spec } from './outreach-files.ts';
import { makeWorld, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld('http://127.0.0.1:9', { 'pipeline.yaml': spec() });
});
afterEach(() => world.remove());

describe('waiting for a file to change', () => {
  it('ends with a change, also of a file that comes, goes, or takes the place of another', async () => {
    const [a, b] = [join(world.folder, 'a.txt'), join(world.folder, 'b.txt')];
    const { signal } = new AbortController();
    await writeFile(a, 'one');
    for (const change of [
      () => writeFile(a, 'two, and longer'),
      () => writeFile(b, 'there'),
      async () => {
        await writeFile(join(world.folder, 'new.txt'), 'other');
        await rename(join(world.folder, 'new.txt'), a);
      },
    ]) {
      const waiting = untilChanged(await takeSnapshot([a, b]), signal);
      await change();
      expect(await waiting).toBe(true);
    }
  });

  it('ends at once where something has changed already, and without a change where it is told to', async () => {
    const file = join(world.folder, 'a.txt');
    const before = await takeSnapshot([file]);
    await writeFile(file, 'there');
    expect(await untilChanged(before, new AbortController().signal)).toBe(true);
    const stop = new AbortController();
    const waiting = untilChanged(await takeSnapshot([file, join(world.folder, 'no/such/folder/x')]), stop.signal);
    await writeFile(join(world.folder, 'other.txt'), 'nobody looks at it');
    stop.abort();
    expect(await waiting).toBe(false);
  });
});

/** Waits until a command has said something so many times. */
async function saidBy(running: Running, text: string, times: number): Promise<void> {
  while (running.said().split(text).length - 1 < times) await sleep(20);
}

/** As editors do it: nobody sees half of a file. */
async function replace(name: string, text: string): Promise<void> {
  await world.write(`${name}.new`, text);
  await rename(join(world.folder, `${name}.new`), join(world.folder, name));
}

const CASES = `row: { facility: Alpha Health Post, visit_date: 2025-03-02, team_size: 2, road: 1 }
cases:
  - name: A road
    expect: { State of the road: GOOD }
`;

it('`etl test --watch` tests again when the mapping changes, goes on where a file is broken, and ends on Ctrl-C', async () => {
  await world.write('pipeline.cases.yaml', CASES);
  await world.etl(['mapping', 'generate', 'pipeline.yaml']);
  const running = world.start(['test', 'pipeline.yaml', '--watch']);
  await saidBy(running, 'Ctrl-C ends it', 1);
  const options = '../mapping/mapping_optionSet.json';
  await replace(options, (await world.read(options)).replace('"1": "GOOD"', '"1": "POOR"'));
  await saidBy(running, 'Ctrl-C ends it', 2);
  await replace('pipeline.cases.yaml', CASES.replace('GOOD', 'POOR').replace('expect:', 'expcet:'));
  await saidBy(running, 'Ctrl-C ends it', 3);
  await replace('pipeline.cases.yaml', CASES.replace('GOOD', 'POOR'));
  await saidBy(running, 'Ctrl-C ends it', 4);
  running.child.kill('SIGINT');
  const { stdout, stderr, exitCode } = await running.ended;
  expect(exitCode).toBe(130);
  expect(stdout.match(/1 case, .*\./g)).toEqual([
    '1 case, as expected.',
    '1 case, 1 not as expected.',
    '1 case, as expected.',
  ]);
  expect(stderr).toContain('Did you mean expect?');
});

it('`etl check --watch` checks again when the spec changes', async () => {
  const running = world.start(['check', 'pipeline.yaml', '--no-source', '--watch']);
  await saidBy(running, 'Ctrl-C ends it', 1);
  await replace('pipeline.yaml', spec({ transform: { occurredAt: '=$dat(visit_date)' } }));
  await saidBy(running, 'Ctrl-C ends it', 2);
  await replace('pipeline.yaml', spec());
  await saidBy(running, 'Ctrl-C ends it', 3);
  running.child.kill('SIGTERM');
  const { stdout, stderr, exitCode } = await running.ended;
  expect(exitCode).toBe(143);
  expect(stdout.split('pipeline.yaml is fine').length - 1).toBe(2);
  expect(stderr).toContain('Did you mean $date?');
});
