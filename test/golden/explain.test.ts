/** `etl explain`: what it says of one record, from its cells to what DHIS2 has. */
import { cp, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { lengthOf } from '../../src/explain/layout.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { deleteEvents, importEvents } from '../cli/events.ts';
import { CONNECTIONS, csv, HMIS, row, rows, spec } from '../cli/outreach-files.ts';
import { withOutreach } from '../cli/with-outreach.ts';
import { makeWorld, run, type World } from '../cli/world.ts';
import { DATA_SET } from '../sinks/data-set.ts';
import { expectGolden } from './golden.ts';

const FROM_VISITS = fileURLToPath(new URL('../pipelines/aggregate-from-visits', import.meta.url));

/** What it says; but for paths, which are never broken, no line is longer than a terminal is wide. */
async function explain(world: World, ...args: readonly string[]): Promise<string> {
  const { stdout, stderr, exitCode } = await world.etl(['explain', 'pipeline.yaml', ...args]);
  for (const line of stdout.split('\n'))
    if (!line.includes(world.folder)) expect(lengthOf(line)).toBeLessThanOrEqual(80);
  return `${stdout}${stderr}exit code ${exitCode}\n`;
}

const assertExplained = async (name: string, world: World, ...args: readonly string[]): Promise<void> =>
  expectGolden(`explain/${name}.txt`, await explain(world, ...args), world);

/** An event as somebody has typed it over in DHIS2. */
const edited = (village: string) => ({
  event: 'SRMeB1D09ID',
  program: 'PrgOutreac1',
  programStage: 'StgOutreac1',
  orgUnit: 'OuAlpha0001',
  occurredAt: '2025-03-02',
  status: 'COMPLETED',
  dataValues: [
    { dataElement: 'DeTeamSize1', value: '2' },
    { dataElement: 'DeVillage01', value: village },
    { dataElement: 'DeRoad00001', value: 'POOR' },
  ],
});

test('a record that is as it was sent', async () => {
  await withOutreach({}, async (world) => {
    await run(world);
    await assertExplained('clean', world, 'uuid:uuid-0001');
    await assertExplained('by-uid', world, 'SRMeB1D09ID', 'Village');
    await assertExplained('field', world, 'uuid-0001', 'road');
    await assertExplained('property', world, 'row 1', 'orgUnit');
    await assertExplained('no-server', world, '1002', '--no-server');
    expect(await explain(world, 'row', '1')).toContain('key uuid-0001');
    const hmis = { ...HMIS, password: '${NOBODY_HAS_SET_IT}' };
    await world.write('unset.yaml', spec({ connections: { ...CONNECTIONS, hmis } }));
    const { stdout } = await world.etl(['explain', 'unset.yaml', 'row 1']);
    expect(stdout).toContain('Not known. It was not asked: not set NOBODY_HAS_SET_IT.');
    await assertExplained('unknown-key', world, 'uuid-0009');
    await assertExplained('unknown-row', world, 'row 99');
    await assertExplained('unknown-field', world, 'uuid-0001', 'orgunit1');
  });
});

test('a record that was never sent', async () => {
  await withOutreach({}, async (world) => assertExplained('new', world, 'uuid-0003'));
});

test('a record with an answer that the option map does not know', async () => {
  const files = { 'kobo.csv': csv([row(1), row(2, { road: '9', team_size: 'four' })]) };
  await withOutreach({ files }, async (world) => {
    await run(world);
    await assertExplained('rejected', world, 'uuid-0002');
    await assertExplained('rejected-field', world, 'uuid-0002', 'State of the road');
  });
});

test('a record that is held, since its event was edited in DHIS2', async () => {
  await withOutreach({}, async (world) => {
    await run(world);
    await importEvents(world.url, [edited('By hand')]);
    await assertExplained('edited', world, 'uuid-0001');
    await world.write('kobo.csv', csv([row(1, { team_size: '7' }), ...rows(4).slice(1)]));
    await assertExplained('held', world, 'uuid-0001');
    await assertExplained('held-field', world, 'uuid-0001', 'DeVillage01');
  });
});

test('a record whose event was deleted in DHIS2', async () => {
  await withOutreach({}, async (world) => {
    await run(world);
    await deleteEvents(world.url, ['SRMeB1D09ID']);
    await assertExplained('deleted', world, 'uuid-0001');
  });
});

test('a record that is not in the source any more', async () => {
  await withOutreach({}, async (world) => {
    await run(world);
    await world.write('kobo.csv', csv(rows(4).slice(1)));
    await run(world);
    await assertExplained('missing', world, 'uuid-0001');
    await assertExplained('missing-field', world, 'uuid-0001', 'Village');
  });
});

test('a record that was sent twice, and is to be sent a third time', async () => {
  await withOutreach({}, async (world) => {
    await run(world);
    for (const team_size of ['7', '8']) {
      await world.write('kobo.csv', csv([row(1, { team_size, road: '' }), ...rows(4).slice(1)]));
      if (team_size === '7') await run(world);
    }
    await assertExplained('sent-twice', world, 'uuid-0001');
    await assertExplained('sent-twice-field', world, 'uuid-0001', 'Team size');
  });
});

test('rows that disagree about one record', async () => {
  const files = { 'kobo.csv': csv([row(1), row(2), row(1, { village: 'Elsewhere' })]) };
  await withOutreach({ files }, async (world) => {
    await assertExplained('several', world, 'uuid-0001');
    await assertExplained('duplicate', world, 'row 3');
  });
});

test('what `where` leaves out, and form versions', async () => {
  const versions = [
    { name: 'v2', when: '=team_size = "2"' },
    { name: 'v1', when: '=true' },
  ];
  const files = { 'pipeline.yaml': spec({ source: { where: '=village != "Village 2"', versions } }) };
  await withOutreach({ files }, async (world) => {
    await assertExplained('excluded', world, 'uuid-0002');
    await assertExplained('version', world, 'uuid-0001', 'team_size');
  });
});

test('a server that cannot be reached, an index that cannot be read, a source that is gone', async () => {
  await withOutreach({}, async (world) => {
    await run(world);
    const { stdout } = await world.etl(['explain', 'pipeline.yaml', 'uuid-0001'], { DHIS2_URL: 'http://127.0.0.1:9' });
    await expectGolden('explain/unreachable.txt', stdout, world);
    await world.write('index.json', '{');
    const broken = await world.etl(['explain', 'pipeline.yaml', 'uuid-0001', '--no-server']);
    expect(broken.stdout).toContain('The index cannot be read');
    await world.write('pipeline.yaml', spec({ source: { path: 'nowhere.csv' } }));
    const gone = await world.etl(['explain', 'pipeline.yaml', 'uuid-0001', '--no-server']);
    expect(gone.stdout).toContain('The source cannot be read');
    expect(gone.stdout).toContain('made in DHIS2, 6 values (SRMeB1D09ID)');
  });
});

test('a form that was counted from rows, its rows, and its cells', async () => {
  const sandbox = await startSandbox({ metadata: DATA_SET });
  const world = await makeWorld(sandbox.url);
  try {
    await cp(FROM_VISITS, world.folder, { recursive: true });
    await run(world, '--accept', 'new-index');
    await assertExplained('form', world, 'v2');
    await assertExplained('form-field', world, 'OrgClinic0A:202503', 'DeDeaths001');
    await assertExplained('form-by-row', world, 'row 3', 'DeCases0001');
  } finally {
    await sandbox.close();
    await world.remove();
  }
});

test('it changes nothing: neither index nor artifacts, and takes no lock', async () => {
  await withOutreach({}, async (world) => {
    await run(world);
    const before = [await world.read('index.json'), (await readdir(world.folder, { recursive: true })).sort()];
    await explain(world, 'uuid-0001');
    expect([await world.read('index.json'), (await readdir(world.folder, { recursive: true })).sort()]).toEqual(before);
    const { stdout } = await world.etl(['explain', 'pipeline.yaml', 'uuid-0001', '--json']);
    const said = JSON.parse(stdout) as Record<string, unknown>;
    expect(said).toMatchObject({
      asked: 'uuid-0001',
      record: { row: 1, key: 'uuid-0001' },
      verdict: { action: 'leave', address: 'SRMeB1D09ID' },
      entries: [{ state: 'live' }],
      there: [{ is: 'live' }],
      differences: [],
    });
    const log = (await readdir(join(world.folder, 'runs', 'outreach'))).at(-1) as string;
    expect(await readFile(join(world.folder, 'runs', 'outreach', log, 'run.log'), 'utf8')).not.toContain('Village 1');
  });
});
