import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compare, deleteEvents, valuesOf } from './events.ts';
import { toLegacyJson } from '../../src/base/legacy-json.ts';
import type { Json } from '../../src/base/json.ts';
import { csv, row, rows, spec } from './outreach-files.ts';
import { isSend, withOutreach } from './with-outreach.ts';
import { run, type Entry, type World } from './world.ts';

/** What a person sees of an event: all but its UID and the times of the server. */
function contents(events: Awaited<ReturnType<World['events']>>): string[] {
  return events
    .map(({ orgUnit, occurredAt, status, deleted, dataValues }) =>
      JSON.stringify([orgUnit, occurredAt, status, deleted, dataValues]),
    )
    .sort(compare);
}

describe('a run', () => {
  test('sends once: the second run sends nothing and leaves the index to the byte', async () => {
    let sends = 0;
    const onRequest = (request: Parameters<typeof isSend>[0]): undefined => void (isSend(request) && (sends += 1));
    await withOutreach({ onRequest }, async (world) => {
      expect((await run(world)).report.counts).toMatchObject({ read: 4, created: 4 });
      const [index, events] = [await world.read('index.json'), await world.events()];
      expect(sends).toBe(1);
      const second = await run(world);
      expect(second.exitCode).toBe(0);
      expect(second.report.counts).toMatchObject({ read: 4, unchanged: 4, created: 0, updated: 0 });
      expect(sends).toBe(1);
      expect(await world.read('index.json')).toBe(index);
      expect(await world.events()).toEqual(events);
    });
  });

  test('does not look at the order of rows', async () => {
    const lines = rows(30);
    const shuffled = [...lines.filter((_, at) => at % 3 === 1), ...lines.filter((_, at) => at % 3 !== 1).reverse()];
    await withOutreach({ files: { 'kobo.csv': csv(lines) } }, async (world) => {
      await run(world);
      const [events, index] = [await world.events(), await world.read('index.json')];
      await world.write('kobo.csv', csv(shuffled));
      expect((await run(world)).report.counts).toMatchObject({ unchanged: 30, created: 0 });
      expect(await world.read('index.json')).toBe(index);
      await withOutreach({ files: { 'kobo.csv': csv(shuffled) } }, async (other) => {
        await run(other);
        expect((await other.events()).map((one) => [one.event, one.dataValues])).toEqual(
          events.map((one) => [one.event, one.dataValues]),
        );
      });
    });
  });

  test('sends a changed mapping as an update, and a column that is not mapped not at all', async () => {
    const files = {
      'pipeline.yaml': spec({ transform: { dataValues: { DeRemarks01: '="Team of " & team_size' } } }),
      'kobo.csv': csv(rows(2)),
    };
    await withOutreach({ files: { ...files, 'pipeline.yaml': spec() } }, async (world) => {
      await run(world);
      await world.write(
        'kobo.csv',
        csv(
          rows(2).map((one) => ({ ...one, extra: 'new' })),
          [...Object.keys(row(1)), ...ANSWERS, 'extra'],
        ),
      );
      expect((await run(world)).report.counts).toMatchObject({ unchanged: 2, updated: 0 });
      await world.write('pipeline.yaml', files['pipeline.yaml']);
      expect((await run(world)).report.counts).toMatchObject({ updated: 2 });
      expect(valuesOf(await world.events(), 'DeRemarks01')).toEqual(['Team of 2', 'Team of 3']);
    });
  });
});

const ANSWERS = ['remarks', 'open', 'follow_up', 'next_visit', 'start_time', 'gps', 'services', 'coverage', 'weight'];

/** The ways in which Kobo's export tells that an edited submission, with its new `_uuid`, is the same. */
const KOBO_IDS = [
  ['meta/rootUuid', ['_uuid', 'meta/rootUuid'], {}],
  ['_id alone', ['_uuid', '_id'], {}],
  ['_uuid alone, with pair', ['_uuid'], { pair: ['facility', 'visit_date'] }],
] as const;

test('keys from the data are names and nothing else: no path, no prototype', async () => {
  const keys = ['__proto__', 'constructor', '../../x', 'a'.repeat(200), 'é ~ "'];
  const lines = keys.map((key, at) => ({ ...row(at + 1), _uuid: key, _id: '', 'meta/rootUuid': '' }));
  const files = { 'pipeline.yaml': spec({ artifacts: { legacyNames: true } }), 'kobo.csv': csv(lines) };
  await withOutreach({ files }, async (world) => {
    expect((await run(world)).report.counts).toMatchObject({ created: 5 });
    expect(new Map(Object.entries(await world.index())).size).toBe(5);
    expect((await run(world)).report.counts).toMatchObject({ unchanged: 5 });
  });
});

describe('an edit in Kobo that gives a new _uuid', () => {
  for (const [name, ids, source] of KOBO_IDS) {
    const columns = [...ids, 'facility', 'visit_date', 'team_size', 'village', 'road', ...ANSWERS];
    const edited = [{ ...row(1, { village: 'Edited' }), _uuid: 'uuid-9001' }, row(2)];
    const again = [{ ...row(1, { village: 'Edited again' }), _uuid: 'uuid-9002' }, row(2)];
    const files = { 'pipeline.yaml': spec({ source }), 'kobo.csv': csv(rows(2), columns) };

    test(`${name}: our own entry keeps its one event`, () =>
      withOutreach({ files }, async (world) => {
        await run(world);
        for (const lines of [edited, again]) {
          await world.write('kobo.csv', csv(lines, columns));
          expect((await run(world)).report.counts).toMatchObject({ updated: 1, unchanged: 1, created: 0, missing: 0 });
        }
        const events = await world.events();
        expect(valuesOf(events, 'DeVillage01')).toEqual(['Edited again', 'Village 2']);
        expect(events.every((one) => !one.deleted)).toBe(true);
      }));

    test(`${name}: an entry of an earlier tool, keyed by _uuid, keeps its one event`, () =>
      withOutreach({ files }, async (world) => {
        await run(world);
        // What an earlier tool would have left: the same events, entries keyed by _uuid, nothing of ours in them.
        const ours = await world.index();
        const legacy = Object.entries(ours).map(([, { dhis2_uuid }], at) => {
          return [row(at + 1)['_uuid'], { dhis2_uuid, uploaded: true, deleted: false, deleted_dhis2: false }] as const;
        });
        const byUuid = new Map(
          Object.values(ours).map((one) => [one.ids?.find((id) => id.startsWith('uuid-')), one.dhis2_uuid]),
        );
        const entries = legacy.map(
          ([key, entry]) => [key, { ...entry, dhis2_uuid: byUuid.get(key) ?? entry.dhis2_uuid }] as const,
        );
        await world.write('index.json', toLegacyJson(Object.fromEntries(entries)));
        if (ids.length > 1) {
          // One night unchanged: the ids that survive are learnt.
          expect((await run(world)).report.counts).toMatchObject({ adopted: 2 });
        }
        await world.write('kobo.csv', csv(edited, columns));
        const policy = { reconcile: { adopt: 'update' } };
        await world.write('pipeline.yaml', spec({ source, ...policy }));
        expect((await run(world)).report.counts).toMatchObject({ updated: 1, created: 0, missing: 0 });
        expect(valuesOf(await world.events(), 'DeVillage01')).toEqual(['Edited', 'Village 2']);
        expect(Object.keys(await world.index()).sort(compare)).toEqual(['uuid-0001', 'uuid-0002']);
      }));
  }
});

describe('other tools and the same index', () => {
  test("today's tools read and write it in between, and what they wrote stays", () =>
    withOutreach({}, async (world) => {
      await run(world);
      const index = await world.index();
      // The weekly review, as json.dump(index, sort_keys=True, indent=4, ensure_ascii=False) writes it.
      const first = index['uuid-0001'] as Entry;
      const second = index['uuid-0002'] as Entry;
      const reviewed = {
        ...index,
        'uuid-0001': { ...first, status: 'Revisão feita', reviewer: { name: 'A' } },
        'uuid-0002': { ...second, deleted: true, deleted_dhis2: true, status: 'Removed' },
      };
      await world.write('index.json', toLegacyJson(reviewed));
      await deleteEvents(world.url, [second.dhis2_uuid]);
      await world.write('kobo.csv', csv([row(1, { village: 'New' }), row(3), row(4)]));
      const { report, exitCode } = await run(world);
      expect(report.counts).toMatchObject({ updated: 1, unchanged: 2, missing: 0, held: 0 });
      expect(exitCode).toBe(0);
      const text = await world.read('index.json');
      const after = await world.index();
      expect(after['uuid-0001']).toMatchObject({ status: 'Revisão feita', reviewer: { name: 'A' }, uploaded: true });
      expect(after['uuid-0002']).toEqual(reviewed['uuid-0002']);
      expect(text).toBe(toLegacyJson(after as unknown as Json));
      for (const entry of Object.values(after)) {
        for (const name of ['uploaded', 'deleted', 'deleted_dhis2']) expect(typeof entry[name]).toBe('boolean');
      }
    }));

  test('what somebody else writes during our run is merged, entry by entry and field by field', async () => {
    let indexPath = '';
    const theirs = { dhis2_uuid: 'EvTheirs001', uploaded: true, deleted: false, deleted_dhis2: false };
    const onRequest = (request: Parameters<typeof isSend>[0]): undefined => {
      if (!isSend(request)) return;
      const index = JSON.parse(readFileSync(indexPath, 'utf8')) as Record<string, Entry>;
      const marked = { ...(index['uuid-0002'] as Entry), status: 'Reviewed' };
      writeFileSync(indexPath, toLegacyJson({ ...index, 'uuid-0002': marked, theirs }));
    };
    await withOutreach({ onRequest }, async (world) => {
      indexPath = join(world.folder, 'index.json');
      expect((await run(world)).report.counts).toMatchObject({ created: 4 });
      const index = await world.index();
      expect(index['theirs']).toEqual(theirs);
      expect(index['uuid-0002']).toMatchObject({ status: 'Reviewed', uploaded: true });
      expect(Object.values(index).filter((one) => one.hash !== undefined)).toHaveLength(4);
    });
  });
});

describe('what it says', () => {
  test('of an event that differs in DHIS2: what differs, by name, in the report and nowhere else', () =>
    withOutreach({}, async (world) => {
      await run(world);
      const entries = Object.entries(await world.index());
      const legacy = entries.map(([key, { dhis2_uuid }]) => {
        return [key, { dhis2_uuid, uploaded: true, deleted: false, deleted_dhis2: false }] as const;
      });
      await world.write('index.json', toLegacyJson(Object.fromEntries(legacy)));
      await world.write('kobo.csv', csv([row(1, { village: 'Moved here' }), ...rows(4).slice(1)]));
      const { report, stderr } = await run(world);
      expect(report.counts).toMatchObject({ held: 1, adopted: 3 });
      const difference = { target: 'DeVillage01', name: 'Village', ours: 'Moved here', theirs: 'Village 1' };
      expect(report.attention).toMatchObject([{ action: 'hold', differences: [difference] }]);
      const log = await world.read(report.artifacts.find((one) => one.endsWith('.log')) as string);
      const plain = await world.etl(['run', 'pipeline.yaml']);
      for (const text of [log, stderr, plain.stdout, plain.stderr]) expect(text).not.toMatch(/Moved here|Village 1/);
    }));

  test('-q is silent where nobody is needed, and tells where somebody is', () =>
    withOutreach({}, async (world) => {
      expect(await world.etl(['run', 'pipeline.yaml', '-q'])).toEqual({ exitCode: 0, stdout: '', stderr: '' });
      await world.write('kobo.csv', csv([...rows(3), row(4, { facility: 'Nowhere' })]));
      const ended = await world.etl(['run', 'pipeline.yaml', '-q']);
      expect(ended.exitCode).toBe(1);
      expect(ended.stdout).toContain('Nowhere');
      expect(ended.stdout).toContain('row 4');
    }));

  test('--json of run and plan has the documented shape, and nothing else is on stdout', () =>
    withOutreach({ files: { 'kobo.csv': csv([...rows(3), row(4, { road: '9' })]) } }, async (world) => {
      for (const command of ['plan', 'run']) {
        const { stdout, exitCode } = await world.etl([command, 'pipeline.yaml', '--json']);
        const report = JSON.parse(stdout) as Record<string, unknown>;
        expect(Object.keys(report)).toEqual([...SHAPE, 'changes']);
        expect(report).toMatchObject({
          pipeline: 'outreach',
          command,
          exitCode: 1,
          counts: { read: 4, created: 3, rejected: 1, failed: 0 },
        });
        expect(exitCode).toBe(1);
        const [reject] = report['rejects'] as object[];
        expect(reject).toMatchObject({
          key: 'uuid-0004',
          row: 4,
          line: 5,
          column: 'road',
          value: '9',
          code: 'option/no-match',
        });
      }
    }));

  test('--json of check, mapping generate and of errors', () =>
    withOutreach({}, async (world) => {
      const check = await world.etl(['check', 'pipeline.yaml', '--json']);
      expect([check.exitCode, JSON.parse(check.stdout)]).toMatchObject([0, { ok: true, source: 'checked' }]);
      const generate = await world.etl(['mapping', 'generate', 'pipeline.yaml', '--json']);
      expect([generate.exitCode, JSON.parse(generate.stdout)]).toMatchObject([
        1,
        { exitCode: 1, findings: [{ code: 'generate/no-column', line: 1 }] },
      ]);
      const guard = await world.etl(['run', 'pipeline.yaml', '--json', '--accept', 'everything']);
      expect([guard.exitCode, JSON.parse(guard.stdout)]).toMatchObject([
        2,
        { exitCode: 2, error: { code: 'run/bad-accept' } },
      ]);
      await world.write('pipeline.yaml', spec({ transform: { orgUnit: '=$orgUnit(facilty)' } }));
      const bad = await world.etl(['check', 'pipeline.yaml', '--json']);
      const { exitCode, problems } = JSON.parse(bad.stdout) as { exitCode: number; problems: { severity: string }[] };
      expect([bad.exitCode, exitCode]).toEqual([2, 2]);
      const problem = { code: 'expression/unknown-column', file: 'pipeline.yaml', hint: 'Did you mean facility?' };
      expect(problems.filter((one) => one.severity === 'error')).toMatchObject([problem]);
    }));

  test('cells, passwords and the like are in no log, and files are for their owner alone', () =>
    withOutreach(
      { files: { 'kobo.csv': csv([row(1, { village: 'Secret village', team_size: 'very ill' }), row(2)]) } },
      async (world) => {
        const { stderr, stdout } = await world.etl(['run', 'pipeline.yaml']);
        expect(stdout + stderr).not.toMatch(/Secret village|very ill|district/);
        const { report } = await run(world);
        for (const file of report.artifacts) {
          const { mode } = await stat(join(world.folder, file));
          expect([file, mode & 0o077]).toEqual([file, 0]);
        }
        const log = await world.read(report.artifacts.find((one) => one.endsWith('.log')) as string);
        expect(log).not.toMatch(/Secret village|very ill|district/);
        expect(log).toMatch(/rejected +1 [^]*To do[^]*row 1/);
        const rejects = report.artifacts.find((one) => one.endsWith('rejects.ndjson')) as string;
        expect(JSON.parse(await world.read(rejects))).toEqual({
          ...report.rejects[0],
          action: 'reject',
          differences: [],
        });
      },
    ));

  test('with legacy names the log ends with what is to be done, and the archive of earlier tools stays', () =>
    withOutreach({}, async (world) => {
      const archive = [
        'archive/log/2019-01-01_OUTREACH.log',
        'archive/events_payload/2019-01-01__uuid-0001_EvAbcdefgh1.json',
      ];
      for (const one of archive) {
        await world.write(one, 'theirs');
        await utimes(join(world.folder, one), 0, 0);
      }
      await world.write('pipeline.yaml', spec({ artifacts: { folder: 'archive', legacyNames: true } }));
      await world.write(
        'kobo.csv',
        csv([...rows(2), row(3, { facility: 'Nowhere' }), row(4, { facility: 'Nowhere' })]),
      );
      const { report } = await run(world);
      const log = await world.read(report.artifacts.find((one) => one.endsWith('_OUTREACH.log')) as string);
      expect(log).toMatch(/created +2 [^]*rejected +2 [^]*To do[^]*"Nowhere"[^\n]*2 records, rows 3, 4/);
      expect(log).not.toMatch(/uuid-000|Village/);
      for (const one of archive) expect(await world.read(one)).toBe('theirs');
    }));

  test('what is appended to the source after the run has read it comes the next night', async () => {
    let path = '';
    let isFirst = true;
    const onRequest = (request: Parameters<typeof isSend>[0]): undefined => {
      if (isSend(request) && isFirst) appendFileSync(path, csv([row(5)]).split('\n')[1] + '\n');
      isFirst = isFirst && !isSend(request);
    };
    await withOutreach({ onRequest }, async (world) => {
      path = join(world.folder, 'kobo.csv');
      expect((await run(world)).report.counts).toMatchObject({ read: 4, created: 4 });
      expect((await run(world)).report.counts).toMatchObject({ read: 5, created: 1, unchanged: 4 });
      expect(contents(await world.events())).toHaveLength(5);
    });
  });
});

const SHAPE = [
  'pipeline',
  'command',
  'startedAt',
  'finishedAt',
  'exitCode',
  'counts',
  'planned',
  'rejects',
  'attention',
  'notNamed',
  'tasks',
  'drift',
  'notes',
  'source',
  'index',
  'target',
  'link',
  'conversions',
  'repeatedRows',
  'missingIsKnown',
  'artifacts',
  'guards',
];
