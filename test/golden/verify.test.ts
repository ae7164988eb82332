/** What `etl verify` says, after people have worked in DHIS2. */
import { describe, expect, test } from 'vitest';
import type { VerifyReport } from '../../src/report/verify-report.ts';
import { deleteEvents, importEvents, type StoredEvent } from '../cli/events.ts';
import { csv, row, rows, spec } from '../cli/outreach-files.ts';
import { PROGRAM } from '../cli/outreach.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { withOutreach } from '../cli/with-outreach.ts';
import { filesBelow, makeWorld, run, type World } from '../cli/world.ts';
import { enterCells, toCsv, toSpec } from '../engine/forms.ts';
import { DATA_SET } from '../sinks/data-set.ts';
import { expectGolden } from './golden.ts';

const STAGE = 'StgOutreac1';
const VILLAGE = 'DeVillage01';
const VERIFY = ['verify', 'pipeline.yaml', '--quiet'];

/** What a person types into the event of a village. */
async function edit(
  world: World,
  village: string,
  values: Record<string, string | null>,
  change: object = {},
): Promise<void> {
  const { event, orgUnit, occurredAt, status } = await eventOf(world, village);
  const dataValues = Object.entries(values).map(([dataElement, value]) => ({ dataElement, value }));
  const base = { event, program: PROGRAM, programStage: STAGE, orgUnit, occurredAt, status };
  await importEvents(world.url, [{ ...base, dataValues, ...change }]);
}

async function eventOf(world: World, village: string): Promise<StoredEvent> {
  const found = (await world.events()).find(({ dataValues }) => dataValues[VILLAGE] === village);
  if (!found) throw new Error(`there is no event of ${village}`);
  return found;
}

/** Eight are sent; then people edit three, delete two, enter one of their own, and the source goes on. */
async function afterAWeek(world: World): Promise<void> {
  await world.write('kobo.csv', csv(rows(8)));
  await run(world);
  await edit(world, 'Village 1', { DeTeamSize1: '9', DeRemarks01: 'seen by the supervisor' });
  await edit(world, 'Village 2', { [VILLAGE]: null }, { status: 'ACTIVE' });
  await edit(world, 'Village 3', { DeTeamSize1: '7' });
  await edit(world, 'Village 7', { DeTeamSize1: '8' });
  await deleteEvents(world.url, [(await eventOf(world, 'Village 4')).event, (await eventOf(world, 'Village 6')).event]);
  const own = { program: PROGRAM, programStage: STAGE, orgUnit: 'OuAlpha0001', occurredAt: '2025-03-09' };
  const dataValues = [
    { dataElement: VILLAGE, value: 'Entered by hand' },
    { dataElement: 'DeTeamSize1', value: '2' },
  ];
  await importEvents(world.url, [{ event: 'ByHand00001', ...own, status: 'COMPLETED', dataValues }]);
  // Of those edited one record is gone, one has changed; of those deleted one is gone.
  await world.write('kobo.csv', csv([row(1), row(2), row(4), row(5), row(7, { village: 'Village VII' }), row(8)]));
}

describe('events', () => {
  test('nobody has worked there: exit code 0, and nothing is written', () =>
    withOutreach({}, async (world) => {
      await run(world);
      const before = await filesBelow(world.folder);
      const { exitCode, stdout } = await world.etl(['verify', 'pipeline.yaml']);
      expect(exitCode).toBe(0);
      await expectGolden('verify/equal.txt', stdout, world);
      expect(await filesBelow(world.folder)).toEqual(before);
    }));

  test.each(['2.40', '2.43'])('%s: what was edited, deleted and entered', (version) =>
    withOutreach({ version }, async (world) => {
      await afterAWeek(world);
      const events = await world.events();
      const { exitCode, stdout } = await world.etl(VERIFY);
      expect(exitCode).toBe(1);
      await expectGolden('verify/edited.txt', stdout.replaceAll(/DHIS2 2\.\d+\.\d+(\.\d+)?/g, 'DHIS2'), world);
      expect(await world.events()).toEqual(events);
    }),
  );

  test('as data', () =>
    withOutreach({}, async (world) => {
      await afterAWeek(world);
      const { exitCode, stdout } = await world.etl([...VERIFY, '--json']);
      expect(exitCode).toBe(1);
      await expectGolden('verify/as-data.txt', stdout, world);
    }));

  test('where the spec says what to do', () =>
    withOutreach({}, async (world) => {
      await afterAWeek(world);
      const reconcile = { verify: 'weekly', editedInDhis2: 'overwrite', deletedInDhis2: 'recreate' };
      await world.write('pipeline.yaml', spec({ reconcile }));
      const { exitCode, stdout } = await world.etl(VERIFY);
      expect(exitCode).toBe(1);
      await expectGolden('verify/decided.txt', stdout, world);
    }));

  test('kept edits are nobody’s job', () =>
    withOutreach({}, async (world) => {
      await run(world);
      await edit(world, 'Village 1', { DeTeamSize1: '9' });
      await world.write('pipeline.yaml', spec({ reconcile: { editedInDhis2: 'keep' } }));
      const { exitCode, stdout } = await world.etl(['verify', 'pipeline.yaml']);
      expect(exitCode).toBe(0);
      await expectGolden('verify/kept.txt', stdout, world);
    }));

  test('without the source, by name alone', () =>
    withOutreach({}, async (world) => {
      await afterAWeek(world);
      await world.write('kobo.csv', '');
      const { exitCode, stdout } = await world.etl(VERIFY);
      expect(exitCode).toBe(1);
      await expectGolden('verify/no-source.txt', stdout, world);
    }));

  test('a sample says its share and its seed, and is the same again', () =>
    withOutreach({}, async (world) => {
      await afterAWeek(world);
      const args = [...VERIFY, '--sample', '3', '--seed', 'monday'];
      const { stdout } = await world.etl(args);
      await expectGolden('verify/sample.txt', stdout, world);
      expect((await world.etl(args)).stdout).toBe(stdout);
    }));

  test('since yesterday: all that was sent or changed', () =>
    withOutreach({}, async (world) => {
      await afterAWeek(world);
      const { stdout } = await world.etl([...VERIFY, '--since', '1d', '--json']);
      const { counts, entries, unclaimed } = JSON.parse(stdout) as VerifyReport;
      expect([entries, unclaimed?.count, counts.edited, counts.deleted]).toEqual([
        { comparable: 8, compared: 8 },
        1,
        4,
        2,
      ]);
      const none = await world.etl([...VERIFY, '--since', '2200-01-01', '--json']);
      expect(JSON.parse(none.stdout)).toMatchObject({ exitCode: 0, entries: { compared: 0 }, unclaimed: { count: 0 } });
      expect(await world.etl([...VERIFY, '--since', 'last week'])).toMatchObject({
        exitCode: 2,
        stderr: expect.stringContaining('verify/bad-since') as string,
      });
    }));
});

describe('forms of a data set', () => {
  const LINES = ['1 A 01 cases=4 deaths=1', '2 A 02 cases=5', '3 B 01 cases=6', '4 B 04 cases=7'];

  /** Four are sent; one is edited, one emptied, one person enters a form of their own, and one record moves to another month. */
  async function withForms(use: (world: World) => Promise<void>, version = '2.42'): Promise<void> {
    const sandbox = await startSandbox({ metadata: DATA_SET, version });
    const world = await makeWorld(sandbox.url, {
      'pipeline.yaml': toSpec({}),
      'kobo.csv': toCsv(LINES),
      'index.json': '{}',
    });
    try {
      await run(world);
      await enterCells(world.url, ['A 01 deaths=9', 'A 02 cases=', 'B 02 remark=theirs', 'B 04 remark=theirs']);
      // In periods of which nothing was ever sent nobody looks.
      await enterCells(world.url, ['B 01 remark=theirs', 'A 09 cases=2', 'B 03 cases=3']);
      await world.write('kobo.csv', toCsv([...LINES.slice(0, 3), '4 B 03 cases=7']));
      await use(world);
    } finally {
      await sandbox.close();
      await world.remove();
    }
  }

  test.each(['2.41', '2.43'])('%s: what was edited, emptied and entered', (version) =>
    withForms(async (world) => {
      const { exitCode, stdout } = await world.etl(VERIFY);
      expect(exitCode).toBe(1);
      await expectGolden('verify/forms.txt', stdout.replaceAll(/DHIS2 2\.\d+\.\d+(\.\d+)?/g, 'DHIS2'), world);
    }, version),
  );

  test('since yesterday', () =>
    withForms(async (world) => {
      const { stdout } = await world.etl([...VERIFY, '--since', '1d', '--json']);
      const { counts, unclaimed } = JSON.parse(stdout) as VerifyReport;
      expect([counts.equal, counts.edited, counts.deleted, unclaimed?.count]).toEqual([2, 1, 1, 1]);
    }));
});
