import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RunReport } from '../../src/report/report.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import type { Received } from '../dhis2/http-server.ts';
import { csv, row, spec } from './outreach-files.ts';
import { outreachMetadata } from './outreach.ts';
import { isSend, withOutreach } from './with-outreach.ts';
import { makeWorld, run, type Ran, type World } from './world.ts';

const CHOICES = ['nutrition', 'vaccination antenatal', '', 'antenatal'];

/** Four of them, from the first villages on. */
function submissions(...villages: readonly string[]): string {
  return csv(CHOICES.map((services, at) => row(at + 1, { services, village: villages[at] ?? `Village ${at + 1}` })));
}

/** Bodies of the requests that send events. */
let sent: string[] = [];

describe('a release of DHIS2', () => {
  test.each(['2.41', '2.42', '2.43'])(
    '%s takes several choices, and an edit is all that goes a second time',
    (version) =>
      withOutreach({ version, files: { 'kobo.csv': submissions() } }, async (world) => {
        const first = await run(world);
        expect([first.exitCode, first.report.counts]).toMatchObject([0, { created: 4, rejected: 0 }]);
        await world.write('kobo.csv', submissions('New'));
        const second = await run(world);
        expect([second.exitCode, second.report.counts]).toMatchObject([0, { unchanged: 3, updated: 1 }]);
      }),
  );

  test('2.40 takes one choice alone: plan and run say so before anything is sent, by column, and run sends the others', () =>
    withOutreach({ version: '2.40', files: { 'kobo.csv': submissions() }, onRequest: keepSent }, async (world) => {
      sent = [];
      const reason = {
        code: 'dhis2/E1125',
        column: 'services',
        field: 'Services given (DeServices1)',
        value: 'VACC,ANC',
      };
      const plan = await world.etl(['plan', 'pipeline.yaml', '--json']);
      expect([plan.exitCode, JSON.parse(plan.stdout)]).toMatchObject([1, { rejects: [reason] }]);
      expect(plan.stderr + plan.stdout).toContain('takes one option alone in Services given');
      expect(plan.stdout).toContain('Upgrade DHIS2 to 2.41');
      const first = await run(world);
      expect([first.exitCode, first.report.counts]).toMatchObject([1, { created: 3, rejected: 1 }]);
      expect(first.report.rejects).toMatchObject([reason]);
      expect(sent.join()).not.toContain('VACC,ANC');
      await world.write('kobo.csv', submissions('New'));
      const second = await run(world);
      expect(second.report.counts).toMatchObject({ unchanged: 2, updated: 1, rejected: 1 });
    }));

  test('what a release took goes on to be unchanged under one that would refuse it; only an edit is kept back', async () => {
    const world = await makeWorld('', { 'pipeline.yaml': spec(), 'kobo.csv': submissions(), 'index.json': '{}' });
    try {
      const newer = await runUnder(world, '2.42');
      expect(newer.report.counts).toMatchObject({ created: 4 });
      const older = await runUnder(world, '2.40');
      expect([older.exitCode, older.report.counts]).toMatchObject([0, { unchanged: 4, rejected: 0 }]);
      await world.write('kobo.csv', submissions('Village 1', 'New'));
      const edited = await runUnder(world, '2.40');
      expect(edited.report.counts).toMatchObject({ unchanged: 3, updated: 0, rejected: 1 });
      expect(edited.report.rejects).toMatchObject([{ code: 'dhis2/E1125', column: 'services' }]);
    } finally {
      await world.remove();
    }
  });
});

/** A run against a server that keeps its events from one release to the next. */
async function runUnder(world: World, version: string): Promise<Ran> {
  const stateFile = join(world.folder, 'dhis2.json');
  const sandbox = await startSandbox({ metadata: outreachMetadata(), version, stateFile });
  try {
    const { stdout, ...ended } = await world.etl(['run', 'pipeline.yaml', '--json'], { DHIS2_URL: sandbox.url });
    return { ...ended, stdout, report: JSON.parse(stdout) as RunReport };
  } finally {
    await sandbox.close();
  }
}

function keepSent(request: Received): undefined {
  if (isSend(request)) sent.push(request.body);
}
