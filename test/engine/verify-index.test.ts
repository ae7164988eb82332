/** `etl verify` after nights of all kinds: how each entry stands, whatever keeps the index. */
import { afterEach, describe, expect, test } from 'vitest';
import type { VerifyReport } from '../../src/report/verify-report.ts';
import { ADMIN, importEvents } from '../cli/events.ts';
import { etl } from '../cli/in-process.ts';
import { PROGRAM } from '../cli/outreach.ts';
import { Nights, TEAM_SIZE, VILLAGE, type SpecOptions } from './nights.ts';

let nights: Nights;
afterEach(() => nights.close());

const rows = (...villages: readonly string[]) => villages.map((village, at) => ({ _id: String(at + 1), village }));

async function open(spec: SpecOptions = {}): Promise<void> {
  nights = await Nights.open(spec);
}

async function verify(...args: readonly string[]): Promise<VerifyReport> {
  await nights.writeSpec();
  const env = { DHIS2_URL: nights.url, DHIS2_PASSWORD: ADMIN.password };
  const { stdout, stderr } = await etl(['verify', 'pipeline.yaml', '--json', ...args], { cwd: nights.folder, env });
  if (!stdout.includes('"counts"')) throw new Error(stdout + stderr);
  return JSON.parse(stdout) as VerifyReport;
}

/** The counts that are not zero. */
async function counts(...args: readonly string[]): Promise<object> {
  const { counts: all, unclaimed, moving } = await verify(...args);
  return Object.fromEntries(
    Object.entries({ ...all, moving, unclaimed: unclaimed?.count ?? -1 }).filter(([, count]) => count !== 0),
  );
}

describe('how an entry stands', () => {
  test('as sent; refused and held ones are not counted', async () => {
    await open();
    await nights.source([...rows('a', 'b'), { _id: '3', village: 'c', team: 'many' }]);
    await nights.run('new-index');
    expect(await verify()).toMatchObject({ exitCode: 0, counts: { equal: 2 }, unclaimed: { count: 0 } });
  });

  test('in doubt, after a kill: the next run asks, and then it is as sent', async () => {
    await open();
    await nights.source(rows('a'));
    await nights.run('new-index');
    await nights.source(rows('a2', 'b'));
    await nights.crash({ isStored: true });
    expect(await counts()).toEqual({ inDoubt: 2 });
    await nights.run();
    expect(await counts()).toEqual({ equal: 2 });
  });

  test('said to be removed, and there all the same', async () => {
    await open();
    await nights.source(rows('a', 'b'));
    await nights.run('new-index');
    await nights.delete(await nights.eventOf('b'));
    await nights.editIndex((entries) => {
      for (const entry of Object.values(entries)) Object.assign(entry, { deleted: true, deleted_dhis2: true });
    });
    expect(await verify()).toMatchObject({ exitCode: 1, counts: { stillThere: 1, deleted: 0 } });
  });

  test('sent by an earlier tool: nobody knows with which content', async () => {
    await open();
    await nights.source(rows('a', 'b'));
    await nights.run('new-index');
    await nights.delete(await nights.eventOf('b'));
    await nights.editIndex((entries) => {
      for (const entry of Object.values(entries)) for (const name of ['hash', 'shape']) delete entry[name];
    });
    expect(await counts()).toEqual({ unverified: 1, deleted: 1 });
  });

  test('whose sidecar is gone: nothing is believed, and it is compared all the same', async () => {
    await open();
    await nights.source(rows('a', 'b'));
    await nights.run('new-index');
    await nights.edit(await nights.eventOf('a'), { [TEAM_SIZE]: '9' });
    await nights.remove('index.json.etl.json');
    expect(await counts()).toEqual({ equal: 1, edited: 1 });
  });

  test('of another server: never there', async () => {
    await open();
    await nights.source(rows('a'));
    await nights.run('new-index');
    await nights.editIndex((entries) => {
      for (const entry of Object.values(entries)) entry['dhis2_uuid'] = 'Elsewhere01';
    });
    expect(await counts()).toEqual({ neverThere: 1, unclaimed: 1 });
  });

  test('a value that left the mapping is nobody’s edit', async () => {
    await open({ values: { [VILLAGE]: '=village', [TEAM_SIZE]: '=team' } });
    await nights.source(rows('a'));
    await nights.run('new-index');
    nights.change({ values: { [TEAM_SIZE]: '=team' } });
    await nights.run();
    await nights.edit((await nights.events())[0], { [VILLAGE]: 'by hand' });
    expect(await counts()).toEqual({ equal: 1 });
  });

  test('there is no index yet: all that is there is of no record', async () => {
    await open();
    await nights.source(rows('a'));
    await nights.run('new-index');
    await nights.remove('index.json');
    await nights.remove('index.json.etl.json');
    expect(await verify()).toMatchObject({ exitCode: 0, entries: { comparable: 0 }, unclaimed: { count: 1 } });
  });
});

describe('what no record claims', () => {
  test('is counted over many pages, deleted ones not', async () => {
    await open();
    await nights.source(rows('a'));
    await nights.run('new-index');
    const own = { program: PROGRAM, programStage: 'StgOutreac1', orgUnit: 'OuAlpha0001', occurredAt: '2025-03-09' };
    const dataValues = [
      { dataElement: VILLAGE, value: 'x' },
      { dataElement: TEAM_SIZE, value: '2' },
    ];
    const uids = Array.from({ length: 2105 }, (_, at) => `Own${String(at).padStart(8, '0')}`);
    await importEvents(
      nights.url,
      uids.map((event) => ({ event, ...own, status: 'COMPLETED', dataValues })),
    );
    await importEvents(
      nights.url,
      uids.slice(0, 5).map((event) => ({ event })),
      'DELETE',
    );
    const { unclaimed, exitCode } = await verify();
    expect([exitCode, unclaimed?.count, unclaimed?.examples.length]).toEqual([0, 2100, 10]);
    expect(unclaimed?.examples[0]).toEqual({ address: 'Own00000005', about: 'OuAlpha0001, 2025-03-09' });
    expect(await counts('--since', '1d')).toEqual({ equal: 1, unclaimed: 2100 });
  });
});

test('a sample is of the size that was asked for, and others come with another seed', async () => {
  await open();
  await nights.source(rows(...Array.from({ length: 30 }, (_, at) => `v${at}`)));
  await nights.run('new-index');
  for (const event of await nights.events()) await nights.edit(event, { [TEAM_SIZE]: '9' });
  const picked = async (seed: string): Promise<string[]> =>
    (await verify('--sample', '5', '--seed', seed)).findings.map(({ key }) => key);
  const [one, again, other] = [await picked('a'), await picked('a'), await picked('b')];
  expect([one.length, again, one]).toEqual([5, one, [...one].sort()]);
  expect(other).not.toEqual(one);
  expect((await verify('--sample', '500')).entries).toEqual({ comparable: 30, compared: 30 });
});
