import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { importEvents, valuesOf } from './events.ts';
import { csv, row, rows, spec } from './outreach-files.ts';
import { PROGRAM } from './outreach.ts';
import type { RunReport } from '../../src/report/report.ts';
import { serve } from '../dhis2/http-server.ts';
import { passOn } from '../sinks/faulty-proxy.ts';
import type { Ended } from './etl.ts';
import { isSend, withOutreach } from './with-outreach.ts';
import { filesBelow, run, type Entry, type World } from './world.ts';

interface Line {
  readonly key: string | null;
  readonly action: string;
  readonly uid: string | null;
  readonly object?: { readonly orgUnit: string; readonly dataValues: readonly unknown[] };
}

async function planOf(world: World, file: string): Promise<Line[]> {
  const text = await world.read(file);
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}

async function snapshot(folder: string): Promise<Map<string, string>> {
  const files = await filesBelow(folder);
  return new Map(
    await Promise.all(
      files.map(
        async (file) => [file, `${(await stat(file)).mtimeMs} ${(await readFile(file)).toString('base64')}`] as const,
      ),
    ),
  );
}

/** Three sent before; now one of them is changed, one gone, one new, and one cannot go. */
async function afterAChange(world: World): Promise<void> {
  await world.write('kobo.csv', csv(rows(3)));
  await run(world);
  await world.write('kobo.csv', csv([row(1), row(2, { village: 'New' }), row(4), row(5, { road: '9' })]));
}

describe('a plan', () => {
  test('writes nothing: not the index, no lock, no sidecar, no folder', () =>
    withOutreach({}, async (world) => {
      const before = await snapshot(world.folder);
      const { exitCode, stdout } = await world.etl(['plan', 'pipeline.yaml']);
      expect([exitCode, stdout]).toMatchObject([0, expect.stringContaining('plan only, nothing sent') as string]);
      expect(await snapshot(world.folder)).toEqual(before);
      expect(await world.events()).toEqual([]);
    }));

  test('goes on where there is no index yet, and says so', () =>
    withOutreach({}, async (world) => {
      await rm(join(world.folder, 'index.json'));
      const { exitCode, stderr } = await world.etl(['plan', 'pipeline.yaml']);
      expect([exitCode, stderr]).toMatchObject([0, expect.stringContaining('there is no index yet') as string]);
      expect(await world.exists('index.json')).toBe(false);
    }));

  test('--out has a line for each record but those that are left alone, for its owner alone', () =>
    withOutreach({}, async (world) => {
      await afterAChange(world);
      const { stdout } = await world.etl(['plan', 'pipeline.yaml', '--out', 'night.ndjson', '--json']);
      const { counts } = JSON.parse(stdout) as { counts: Record<string, number> };
      expect(counts).toMatchObject({ read: 4, created: 1, updated: 1, unchanged: 1, rejected: 1, missing: 1 });
      const lines = await planOf(world, 'night.ndjson');
      expect(lines.map((one) => [one.key, one.action])).toEqual([
        ['uuid-0002', 'update'],
        ['uuid-0004', 'create'],
        ['uuid-0005', 'reject'],
        ['uuid-0003', 'missing'],
      ]);
      for (const { action, uid, object } of lines.slice(0, 2)) {
        expect([action, uid, object?.orgUnit]).toEqual([
          action,
          expect.stringMatching(/^[A-Za-z]\w{10}$/),
          'OuBeta00001',
        ]);
      }
      for (const file of ['night.ndjson', 'night.ndjson.meta.json']) {
        expect([file, (await stat(join(world.folder, file))).mode & 0o777]).toEqual([file, 0o600]);
      }
    }));

  test('leaves nothing of itself in the temporary folder', () =>
    withOutreach({}, async (world) => {
      await world.write('tmp/keep', '');
      await world.etl(['plan', 'pipeline.yaml'], { TMPDIR: join(world.folder, 'tmp') });
      expect(await readdir(join(world.folder, 'tmp'))).toEqual(['keep']);
    }));
});

describe('apply', () => {
  test('sends what was planned, and a second time refuses', () =>
    withOutreach({}, async (world) => {
      await afterAChange(world);
      await world.etl(['plan', 'pipeline.yaml', '--out', 'night.ndjson']);
      const { exitCode, stdout } = await world.etl(['apply', 'pipeline.yaml', '--plan', 'night.ndjson', '--json']);
      expect([exitCode, JSON.parse(stdout)]).toMatchObject([
        1,
        { command: 'apply', counts: { created: 1, updated: 1, missing: 1, rejected: 1 } },
      ]);
      expect(valuesOf(await world.events(), 'DeVillage01')).toEqual(['New', 'Village 1', 'Village 3', 'Village 4']);
      expect((await world.index())['uuid-0003']).toMatchObject({ missing_since: expect.any(String) as string });
      const again = await world.etl(['apply', 'pipeline.yaml', '--plan', 'night.ndjson']);
      expect([again.exitCode, again.stderr]).toMatchObject([4, expect.stringContaining('guard/plan-stale') as string]);
      expect((await run(world)).report.counts).toMatchObject({ created: 0, updated: 0, unchanged: 3 });
    }));

  test('does not open the source again: what was planned is sent', () =>
    withOutreach({}, async (world) => {
      await afterAChange(world);
      await world.etl(['plan', 'pipeline.yaml', '--out', 'night.ndjson']);
      expect(JSON.parse(await world.read('night.ndjson.meta.json'))).not.toHaveProperty('sourceEtag');
      await rm(join(world.folder, 'kobo.csv'));
      const { stdout } = await world.etl(['apply', 'pipeline.yaml', '--plan', 'night.ndjson', '--json']);
      const report = JSON.parse(stdout) as RunReport;
      expect(report.counts).toMatchObject({ created: 1, updated: 1, rejected: 1 });
      const file = report.artifacts.find((one) => one.endsWith('rejects.ndjson')) as string;
      expect(JSON.parse(await world.read(file))).toEqual({ ...report.rejects[0], action: 'reject', differences: [] });
    }));

  const CHANGES: readonly (readonly [
    name: string,
    change: (world: World) => Promise<unknown>,
    exitCode: number,
    code: string,
  ])[] = [
    [
      'the spec',
      async (world) => world.write('pipeline.yaml', `${await world.read('pipeline.yaml')}\n`),
      4,
      'guard/plan-stale',
    ],
    [
      'a mapping',
      async (world) => {
        const file = '../mapping/mapping_de.json';
        await world.write(file, (await world.read(file)).replace('"weight": ', '"_id": '));
        await world.etl(['mapping', 'generate', 'pipeline.yaml']);
      },
      4,
      'guard/plan-stale',
    ],
    [
      'a look-up',
      (world) =>
        world.write(
          '../mapping/mapping_orgUnits.json',
          '{ "Alpha Health Post": "OuBeta00001", "Beta Health Post": "OuBeta00001" }',
        ),
      4,
      'guard/plan-stale',
    ],
    [
      'an entry',
      async (world) =>
        world.write(
          'index.json',
          (await world.read('index.json')).replace(/("uuid-0002": \{)/, '$1 "status": "Reviewed",'),
        ),
      4,
      'guard/plan-stale',
    ],
    [
      'its own age',
      (world) => editBinding(world, { made: new Date(Date.now() - 25 * 3600_000).toISOString() }),
      4,
      'guard/plan-stale',
    ],
    ['the server', (world) => editBinding(world, { server: 'another' }), 4, 'guard/plan-stale'],
    [
      'the plan file, cut',
      async (world) => world.write('night.ndjson', (await world.read('night.ndjson')).slice(0, -40)),
      2,
      'run/no-plan',
    ],
    ['the plan file, gone', (world) => rm(join(world.folder, 'night.ndjson')), 2, 'run/no-plan'],
    ['its binding, gone', (world) => rm(join(world.folder, 'night.ndjson.meta.json')), 2, 'run/no-plan'],
    [
      'a line, taken out',
      async (world) => world.write('night.ndjson', (await world.read('night.ndjson')).split('\n').slice(1).join('\n')),
      2,
      'run/no-plan',
    ],
  ];
  test.each(CHANGES)('refuses where this has changed: %s', (_, change, exitCode, code) =>
    withOutreach({}, async (world) => {
      await afterAChange(world);
      await world.etl(['plan', 'pipeline.yaml', '--out', 'night.ndjson']);
      await change(world);
      const [index, events] = [await world.read('index.json'), await world.events()];
      const ended = await world.etl(['apply', 'pipeline.yaml', '--plan', 'night.ndjson']);
      expect(ended).toMatchObject({ exitCode, stderr: expect.stringContaining(`error ${code}`) as string });
      expect(await world.read('index.json')).toBe(index);
      expect(await world.events()).toEqual(events);
    }),
  );

  test('guards run again: a limit that the plan was let pass is asked for once more', () =>
    withOutreach({ files: { 'kobo.csv': csv(rows(10)) } }, async (world) => {
      await run(world);
      await world.write('kobo.csv', csv(rows(10).map((one) => ({ ...one, village: 'New' }))));
      expect((await world.etl(['plan', 'pipeline.yaml'])).exitCode).toBe(4);
      await world.etl(['plan', 'pipeline.yaml', '--out', 'night.ndjson', '--accept', 'changed=10']);
      const refused = await world.etl(['apply', 'pipeline.yaml', '--plan', 'night.ndjson']);
      expect(refused).toMatchObject({ exitCode: 4, stderr: expect.stringContaining('--accept changed=10') as string });
      expect(
        (await world.etl(['apply', 'pipeline.yaml', '--plan', 'night.ndjson', '--accept', 'changed=10'])).exitCode,
      ).toBe(0);
    }));
});

async function editBinding(world: World, change: object): Promise<void> {
  const binding = JSON.parse(await world.read('night.ndjson.meta.json')) as object;
  await writeFile(join(world.folder, 'night.ndjson.meta.json'), JSON.stringify({ ...binding, ...change }));
}

/** The index was kept for this server. */
async function setServer(world: World, server: string): Promise<void> {
  const sidecar = JSON.parse(await world.read('index.json.etl.json')) as object;
  await world.write('index.json.etl.json', JSON.stringify({ ...sidecar, server }));
}

describe('guards', () => {
  const many = csv(rows(10));
  const CASES: readonly (readonly [
    name: string,
    change: (world: World) => Promise<unknown>,
    code: string,
    accept: string,
  ])[] = [
    ['too many missing', (world) => world.write('kobo.csv', csv(rows(4))), 'guard/too-many', 'missing=6'],
    [
      'too many changed',
      (world) => world.write('kobo.csv', many.replaceAll('Village', 'Town')),
      'guard/too-many',
      'changed=10',
    ],
    ['too many created', (world) => world.write('kobo.csv', csv(rows(20))), 'guard/too-many', 'created=10'],
    ['source empty', (world) => world.write('kobo.csv', csv([])), 'guard/several', 'empty-source,missing=10'],
    [
      'a column is lost',
      (world) =>
        world.write('kobo.csv', csv(rows(10), [...Object.keys(row(1)).filter((one) => one !== '_id'), ...UNUSED])),
      'guard/header-changed',
      'header',
    ],
    ['index gone', (world) => rm(join(world.folder, 'index.json')), 'guard/no-index', 'new-index'],
    ['index emptied', (world) => world.write('index.json', '{}'), 'guard/index-shrunk', 'new-index'],
    [
      'index shortened',
      async (world) =>
        world.write('index.json', JSON.stringify(Object.fromEntries(Object.entries(await world.index()).slice(0, 4)))),
      'guard/index-shrunk',
      'new-index,created=6',
    ],
  ];
  test.each(CASES)('%s: exit 4, nothing sent, and it says how to accept', (_, change, code, accept) =>
    withOutreach({ files: { 'kobo.csv': many } }, async (world) => {
      await run(world);
      const events = await world.events();
      await change(world);
      const index = await world.read('index.json').catch(() => null);
      const ended = await world.etl(['run', 'pipeline.yaml']);
      expect(ended).toMatchObject({ exitCode: 4, stderr: expect.stringContaining(`error ${code}`) as string });
      expect(ended.stderr).toContain(`--accept ${accept.split(',')[0]}`);
      expect(await world.events()).toEqual(events);
      expect(await world.read('index.json').catch(() => null)).toBe(index);
      const accepted = await world.etl(['run', 'pipeline.yaml', '--accept', accept]);
      expect([0, 1]).toContain(accepted.exitCode);
      // Whatever was accepted, no record has two events.
      const villages = (await world.events()).filter((one) => !one.deleted).map((one) => one.dataValues['DeVillage01']);
      expect(new Set(villages).size).toBe(villages.length);
    }),
  );

  /** Sent before; now a column is gone, most are changed, and some are missing. */
  async function afterAnAccident(world: World): Promise<void> {
    await run(world);
    const columns = [...Object.keys(row(1)).filter((one) => one !== '_id'), ...UNUSED];
    await world.write('kobo.csv', csv(rows(6), columns).replaceAll('Village', 'Town'));
  }
  const ALL = 'header,changed=6';
  const MISSING = { reconcile: { guard: { missing: '0%', atLeast: 1 } } };

  test('a plan that several refuse is written all the same, with all of them and one line that accepts them', () =>
    withOutreach({ files: { 'kobo.csv': many, 'pipeline.yaml': spec(MISSING) } }, async (world) => {
      await afterAnAccident(world);
      const accept = `${ALL},missing=4`;
      const ended = await world.etl(['plan', 'pipeline.yaml', '--out', 'night.ndjson', '--json']);
      const report = JSON.parse(ended.stdout) as RunReport;
      expect([ended.exitCode, report]).toMatchObject([
        4,
        {
          exitCode: 4,
          counts: { read: 6, updated: 6, missing: 4 },
          error: { code: 'guard/several', args: { count: 3, accept } },
          guards: [
            { code: 'guard/header-changed', accept: 'header', args: { columns: ['_id'] } },
            { code: 'guard/too-many', accept: 'changed=6', args: { count: 6, live: 10 } },
            { code: 'guard/too-many', accept: 'missing=4' },
          ],
        },
      ]);
      expect(report.guards.every(({ message, hint }) => message !== '' && hint !== null)).toBe(true);
      expect(await planOf(world, 'night.ndjson')).toHaveLength(10);
      const events = await world.events();
      const refused = await world.etl(['apply', 'pipeline.yaml', '--plan', 'night.ndjson']);
      expect(refused).toMatchObject({ exitCode: 4, stderr: expect.stringContaining(accept) as string });
      expect(await world.events()).toEqual(events);
      const applied = await world.etl(['apply', 'pipeline.yaml', '--plan', 'night.ndjson', '--accept', accept]);
      expect(applied.exitCode).toBe(0);
      expect(valuesOf(await world.events(), 'DeVillage01').filter((value) => value?.startsWith('Town'))).toHaveLength(
        6,
      );
    }));

  test('a run tells all of them at once, too', () =>
    withOutreach({ files: { 'kobo.csv': many, 'pipeline.yaml': spec(MISSING) } }, async (world) => {
      await afterAnAccident(world);
      const ended = await world.etl(['run', 'pipeline.yaml', '--accept', 'header']);
      expect(ended).toMatchObject({ exitCode: 4, stderr: expect.stringContaining(`${ALL},missing=4`) as string });
      expect(ended.stdout).toMatch(
        /Guards refuse this plan\n {2}- 6 records .* Most of it: Village \(6\)\.\n.*\n {2}- 4 of the 10 records /,
      );
    }));

  test.each([
    ['another server', 'guard/other-server', 'server', (world: World) => setServer(world, 'another')],
    ['an emptied index', 'guard/index-shrunk', 'new-index', (world: World) => world.write('index.json', '{}')],
  ])('%s stops no plan from being made: it is one more guard', (_, code, accept, change) =>
    withOutreach({ files: { 'kobo.csv': many } }, async (world) => {
      await run(world);
      await change(world);
      const { exitCode, stdout } = await world.etl(['plan', 'pipeline.yaml', '--json']);
      const report = JSON.parse(stdout) as RunReport;
      expect([exitCode, report]).toMatchObject([4, { counts: { read: 10 }, guards: [{ code, accept }] }]);
      expect((await world.etl(['plan', 'pipeline.yaml', '--accept', accept])).exitCode).toBe(0);
    }),
  );

  const OTHERS: readonly (readonly [what: string, parts: Parameters<typeof spec>[0]])[] = [
    ['namespace', { index: { namespace: 'another' } }],
    [
      'program',
      {
        sink: { program: 'PrgOther001' },
        mapping: undefined,
        transform: { dataValues: { DeTeamSize1: '=team_size' } },
      },
    ],
  ];
  test.each(OTHERS)('the index of another %s is refused', (what, parts) =>
    withOutreach({}, async (world) => {
      await run(world);
      const index = await world.read('index.json');
      await world.write('pipeline.yaml', spec(parts));
      const ended = await world.etl(['run', 'pipeline.yaml']);
      expect(ended).toMatchObject({
        exitCode: 4,
        stderr: expect.stringContaining(`belongs to another ${what}`) as string,
      });
      expect(await world.read('index.json')).toBe(index);
    }),
  );

  test('the index of another server is refused', () =>
    withOutreach({}, (world) =>
      withOutreach({}, async (other) => {
        await run(world);
        const ended = await world.etl(['run', 'pipeline.yaml'], { DHIS2_URL: other.url });
        expect(ended).toMatchObject({
          exitCode: 4,
          stderr: expect.stringContaining('was kept for') as string,
        });
        expect(await other.events()).toEqual([]);
      }),
    ));
});

const UNUSED = ['remarks', 'open', 'follow_up', 'next_visit', 'start_time', 'gps', 'services', 'coverage', 'weight'];

test('an index that is lost and begun anew: ours are sent over events that differ only where the spec says so, whole, and no second ones', () =>
  withOutreach({ files: { 'pipeline.yaml': spec({ reconcile: { adopt: 'update' } }) } }, async (world) => {
    await run(world);
    await rm(join(world.folder, 'index.json'));
    await world.write('kobo.csv', csv([row(1, { village: '' }), row(2, { road: '' }), row(3), row(4)]));
    expect((await run(world, '--accept', 'new-index')).exitCode).toBe(0);
    const events = await world.events();
    expect(events).toHaveLength(4);
    expect(events.filter((one) => one.dataValues['DeVillage01'] === undefined)).toHaveLength(1);
    expect(events.filter((one) => one.dataValues['DeRoad00001'] === undefined)).toHaveLength(1);
  }));

test('rows that disagree about a record say what each would send, and how DHIS2 differs', () =>
  withOutreach({}, async (world) => {
    await world.write('kobo.csv', csv(rows(3)));
    await run(world);
    const [event] = await world.events();
    const { dataValues, ...rest } = event!;
    const values = Object.entries({ ...dataValues, DeVillage01: 'By hand' });
    const edited = values.map(([dataElement, value]) => ({ dataElement, value }));
    await importEvents(world.url, [{ ...rest, program: PROGRAM, programStage: 'StgOutreac1', dataValues: edited }]);
    const n = Number(/\d+$/.exec(dataValues['DeVillage01'] ?? '')?.[0]);
    const twice = [row(n, { village: 'One' }), row(n, { village: 'Two' })];
    await world.write('kobo.csv', csv([...rows(3).filter((_, at) => at !== n - 1), ...twice]));
    await world.etl(['plan', 'pipeline.yaml', '--out', 'night.ndjson']);
    const lines = (await planOf(world, 'night.ndjson')).filter((line) => line.action === 'reject');
    expect(lines).toMatchObject(
      ['One', 'Two'].map((value) => ({
        hash: expect.any(String) as string,
        object: { dataValues: expect.arrayContaining([{ dataElement: 'DeVillage01', value }]) as unknown },
      })),
    );
    await run(world);
    const files = await filesBelow(join(world.folder, 'runs'));
    const rejects = await readFile(files.findLast((file) => file.endsWith('rejects.ndjson')) ?? '', 'utf8');
    const told = rejects
      .trimEnd()
      .split('\n')
      .map((text) => JSON.parse(text) as RunReport['attention'][number]);
    expect(told.map(({ code, differences }) => [code, differences[0]?.theirs])).toEqual([
      ['source/duplicate-key', 'By hand'],
      ['source/duplicate-key', 'By hand'],
    ]);
  }));

test('an event edited between plan and apply is not overwritten unseen: its entry is unchanged, and the plan is young', () =>
  withOutreach({}, async (world) => {
    await afterAChange(world);
    await world.etl(['plan', 'pipeline.yaml', '--out', 'night.ndjson']);
    const index: Record<string, Entry> = await world.index();
    const place = {
      program: PROGRAM,
      programStage: 'StgOutreac1',
      orgUnit: 'OuBeta00001',
      occurredAt: '2025-03-03',
      status: 'COMPLETED',
    };
    const dataValues = [
      { dataElement: 'DeTeamSize1', value: '3' },
      { dataElement: 'DeKoboKey01', value: 'typed in' },
    ];
    await importEvents(world.url, [{ event: index['uuid-0002']?.dhis2_uuid, ...place, dataValues }]);
    await world.etl(['apply', 'pipeline.yaml', '--plan', 'night.ndjson']);
    const event = (await world.events()).find((one) => one.event === index['uuid-0002']?.dhis2_uuid);
    // Values that are not mapped are never touched.
    expect(event?.dataValues).toMatchObject({ DeVillage01: 'New', DeKoboKey01: 'typed in' });
  }));

test('a lock that is held ends the second run with 5; the first one goes on undisturbed', () =>
  withOutreach({}, async (world) => {
    let second: Ended | undefined;
    const proxy = await serve(async (request) => {
      if (isSend(request)) second = await world.start(['run', 'pipeline.yaml']).ended;
      return passOn(world.url, request);
    });
    try {
      const first = await world.etl(['run', 'pipeline.yaml'], { DHIS2_URL: proxy.url });
      expect(first).toMatchObject({ exitCode: 0 });
    } finally {
      await proxy.close();
    }
    expect(second).toMatchObject({ exitCode: 5, stderr: expect.stringContaining('run/locked') as string });
    expect(await world.events()).toHaveLength(4);
    expect((await run(world)).report.counts).toMatchObject({ unchanged: 4 });
  }));
