/** A run that ends before its time says what is known so far, in `--json` and in its report alike. */
import { describe, expect, test } from 'vitest';
import type { RunReport } from '../../src/report/report.ts';
import { deadUrl, serve, type Received, type Reply } from '../dhis2/http-server.ts';
import { passOn } from '../sinks/faulty-proxy.ts';
import { csv, row, rows, spec, type SpecParts } from './outreach-files.ts';
import { isSend, withOutreach } from './with-outreach.ts';
import { run, type World } from './world.ts';

const SOON = { sink: { batchSize: 2, giveUpAfter: '0.5 seconds' } };

/** The report that a run says it has kept. */
async function keptReport(world: World, { artifacts }: RunReport): Promise<unknown> {
  const path = artifacts.find((one) => one.endsWith('/report.json'));
  return JSON.parse(await world.read(path as string));
}

async function failed(world: World, args: readonly string[], env = {}): Promise<RunReport> {
  const ended = await world.etl([...args, '--json'], env);
  const report = JSON.parse(ended.stdout) as RunReport;
  expect(report.exitCode).toBe(ended.exitCode);
  if (args[0] !== 'plan') expect(await keptReport(world, report)).toEqual(report);
  return report;
}

/** After this many sends DHIS2 answers so. */
async function behind(world: World, sends: number, reply: Reply, use: (url: string) => Promise<void>): Promise<void> {
  let sent = 0;
  const proxy = await serve((request: Received) => {
    if (isSend(request)) sent += 1;
    return sent > sends ? reply : passOn(world.url, request);
  });
  try {
    await use(proxy.url);
  } finally {
    await proxy.close();
  }
}

describe('a run that ends early', () => {
  test('by a guard (4): what the plan wanted, and that none of it was sent', () =>
    withOutreach({ files: { 'kobo.csv': csv(rows(20)) } }, async (world) => {
      await run(world);
      await world.write('kobo.csv', csv(rows(20).map((one) => ({ ...one, village: 'Elsewhere' }))));
      const told = { exitCode: 4, error: { code: 'guard/too-many', args: { what: 'changed', count: 20 } } };
      const report = await failed(world, ['run', 'pipeline.yaml']);
      expect(report).toMatchObject({
        ...told,
        command: 'run',
        counts: { read: 20, updated: 0, notSent: 20, failed: 0 },
        planned: { created: 0, updated: 20 },
        target: expect.stringContaining('DHIS2 2.42') as string,
        source: { location: expect.stringContaining('kobo.csv') as string },
      });
      const plan = await failed(world, ['plan', 'pipeline.yaml']);
      expect(plan).toMatchObject({ ...told, command: 'plan', counts: { read: 20, updated: 20, notSent: 0 } });
      const { stdout, stderr } = await world.etl(['run', 'pipeline.yaml']);
      expect(stdout).toMatch(/20 records read\n {2}notSent +20 {2}to be sent, and not sent/);
      expect(stderr).toContain('guard/too-many');
    }));

  test('with DHIS2 gone in the middle (3): what was sent, what has no verdict, what was not sent', () =>
    withOutreach({ files: { 'kobo.csv': csv(rows(8)), 'pipeline.yaml': spec(SOON) } }, (world) =>
      behind(world, 2, { status: 503, body: '<html>' }, async (url) => {
        const report = await failed(world, ['run', 'pipeline.yaml'], { DHIS2_URL: url });
        expect(report).toMatchObject({
          exitCode: 3,
          counts: { read: 8, created: 4, failed: 2, notSent: 2 },
          planned: { created: 8, updated: 0 },
          tasks: [{ code: 'run/no-answer', records: 2 }],
        });
        expect(report.error?.code).toMatch(/^run\/no-progress$|^dhis2\/unavailable$/);
        const next = await run(world);
        expect(next.report.counts).toMatchObject({ created: 4, unchanged: 4, failed: 0, notSent: 0 });
      }),
    ));

  test('with DHIS2 gone while it plans (3): what was decided until then', () =>
    withOutreach({ files: { 'kobo.csv': csv(rows(6)), 'pipeline.yaml': spec(SOON) } }, async (world) => {
      await run(world);
      await world.write('kobo.csv', csv(rows(6).map((one) => ({ ...one, village: 'Elsewhere' }))));
      const proxy = await serve((request) =>
        request.path === '/api/tracker/events' ? { status: 500, body: {} } : passOn(world.url, request),
      );
      const env = { DHIS2_URL: proxy.url };
      for (const command of ['run', 'plan']) {
        const report = await failed(world, [command, 'pipeline.yaml'], env);
        expect(report).toMatchObject({ exitCode: 3, error: { code: 'dhis2/server-error' }, counts: { created: 0 } });
        expect(report.source).not.toBeNull();
      }
      await proxy.close();
    }));

  const BEFORE: readonly (readonly [string, number, string, SpecParts, (world: World) => Promise<object>])[] = [
    ['no DHIS2', 3, 'dhis2/unreachable', {}, async () => ({ DHIS2_URL: await deadUrl() })],
    ['a stale source', 3, 'run/stale-source', { source: { maxAge: '0 days' } }, async () => ({})],
    ['an index that is not there', 4, 'guard/no-index', { index: { path: 'other.json' } }, async () => ({})],
    [
      'an index in use',
      5,
      'run/locked',
      {},
      async (world) => {
        const { takeFile } = await import('../../src/storage/file-lock.ts');
        await takeFile(`${world.folder}/index.json.lock`);
        return {};
      },
    ],
  ];
  test.each(BEFORE)('before anything was read: %s (%i, %s)', (_, exitCode, code, parts, spoil) =>
    withOutreach(
      { files: { 'pipeline.yaml': spec({ ...parts, sink: { giveUpAfter: '0.5 seconds' } }) } },
      async (world) => {
        const report = await failed(world, ['run', 'pipeline.yaml'], await spoil(world));
        expect(report).toMatchObject({
          pipeline: 'outreach',
          exitCode,
          error: { code },
          counts: { read: 0, created: 0, failed: 0, notSent: 0 },
          planned: { created: 0, updated: 0 },
        });
      },
    ),
  );

  test('with a column that is not there (2): the problems are in it', () =>
    withOutreach({ files: { 'kobo.csv': csv([row(1)], ['_uuid', '_id', 'visit_date']) } }, async (world) => {
      const report = await failed(world, ['run', 'pipeline.yaml']);
      expect(report).toMatchObject({
        exitCode: 2,
        counts: { read: 0 },
        source: { location: expect.anything() as string },
      });
      expect(report.problems?.length).toBeGreaterThan(0);
    }));

  test('by a signal while it waits for DHIS2: at once, with the code of the signal', () =>
    withOutreach({ files: { 'kobo.csv': csv(rows(8)), 'pipeline.yaml': spec({ sink: { batchSize: 2 } }) } }, (world) =>
      behind(world, 2, { status: 503, body: '<html>' }, async (url) => {
        const running = world.start(['run', 'pipeline.yaml', '--json'], { DHIS2_URL: url });
        while (!running.said().includes('Waiting for it')) await new Promise((done) => setTimeout(done, 20));
        running.child.kill('SIGTERM');
        const { exitCode, stdout } = await running.ended;
        expect(exitCode).toBe(143);
        const report = JSON.parse(stdout) as RunReport;
        expect(report).toMatchObject({ exitCode: 143, counts: { read: 8, created: 4, failed: 2, notSent: 2 } });
        expect(await keptReport(world, report)).toEqual(report);
      }),
    ));

  test('by a signal before DHIS2 has answered for the first time', () =>
    withOutreach({}, async (world) => {
      const running = world.start(['run', 'pipeline.yaml', '--json'], { DHIS2_URL: await deadUrl() });
      while (!running.said().includes('Waiting for it')) await new Promise((done) => setTimeout(done, 20));
      expect(running.said()).toMatch(/nothing answers there .* Waiting for it, at most 5 minutes\./);
      running.child.kill('SIGINT');
      const { exitCode, stdout } = await running.ended;
      expect([exitCode, JSON.parse(stdout)]).toMatchObject([130, { exitCode: 130, counts: { read: 0 } }]);
    }));
});
