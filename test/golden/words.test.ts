/**
 * What people read of an event that DHIS2 does not take, for each family of DHIS2's own codes: from `etl plan`, which
 * foresees it, and from `etl run`, where the server says so because it changed after the run had looked.
 */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RunReport } from '../../src/report/report.ts';
import { csv, spec } from '../cli/outreach-files.ts';
import { outreachMetadata } from '../cli/outreach.ts';
import { filesBelow, makeWorld, type World } from '../cli/world.ts';
import { CASES } from './event-words.ts';
import { expectGolden } from './golden.ts';
import { say } from './say.ts';
import { startTwoServers } from './two-servers.ts';

const RELEASES = ['2.40', '2.43'];
const FREE = { guard: { created: '100%', changed: '100%', missing: '100%' } };

/** What people are told; the args also say who has told it, DHIS2 or we. */
function tasksOf({ stdout }: { readonly stdout: string }): readonly { readonly code: string }[] {
  return (JSON.parse(stdout) as RunReport).tasks.map((task) => ({ ...task, args: undefined, values: undefined }));
}

/** `report.json` of the last run. */
async function lastReport(world: World): Promise<string> {
  const paths = (await filesBelow(world.folder)).filter((path) => path.endsWith('/report.json'));
  return readFile(paths.at(-1) ?? '', 'utf8');
}

describe.each(RELEASES)('events, DHIS2 %s', (version) => {
  const cases = Object.entries(CASES).filter(([, { releases }]) => releases?.includes(version) !== false);
  test.each(cases)('%s', async (name, { parts, rows, rowsBefore, codes, isOfPlanAlone, ...change }) => {
    const servers = await startTwoServers({ metadata: outreachMetadata(), version, ...change });
    const world = await makeWorld(servers.url, {
      'pipeline.yaml': spec({ reconcile: FREE, artifacts: { folder: 'runs' }, ...parts }),
      'kobo.csv': csv(rowsBefore ?? rows),
      'index.json': '{}',
    });
    try {
      if (change.prepare) {
        await world.etl(['metadata', 'pull', 'pipeline.yaml']);
        await world.etl(['mapping', 'generate', 'pipeline.yaml']);
      }
      if (rowsBefore) {
        await world.etl(['run', 'pipeline.yaml']);
        await world.write('kobo.csv', csv(rows));
      }
      servers.show();
      const planned = await say(world, 'plan pipeline.yaml --quiet');
      const foreseen = tasksOf(await world.etl(['plan', 'pipeline.yaml', '--json']));
      expect([...new Set(foreseen.map(({ code }) => code))].sort()).toEqual(codes);
      if (isOfPlanAlone === true) {
        await expectGolden(`words/events/${name}-${version}.txt`, planned, world);
        return;
      }
      servers.hide();
      await rm(join(world.folder, 'runs'), { recursive: true, force: true });
      // Nothing is foreseen, and the server says the same, of the same records.
      expect(tasksOf(await world.etl(['plan', 'pipeline.yaml', '--json']))).toEqual([]);
      const ran = await say(world, 'run pipeline.yaml --quiet');
      await expectGolden(`words/events/${name}-${version}.txt`, `${planned}\n${ran}`, world);
      expect(tasksOf({ stdout: await lastReport(world) })).toEqual(foreseen);
    } finally {
      await world.remove();
      await servers.close();
    }
  });
});
