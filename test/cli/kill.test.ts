/** Stopped in order, or killed at any moment: the next run ends with exactly one right event for each record. */
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { compare, valuesOf } from './events.ts';
import { serve } from '../dhis2/http-server.ts';
import { Random } from '../fuzz/random.ts';
import { passOn } from '../sinks/faulty-proxy.ts';
import { startEtl, type Running } from './etl.ts';
import { csv, row, spec, type Row } from './outreach-files.ts';
import { outreachMetadata } from './outreach.ts';
import { isSend, withOutreach } from './with-outreach.ts';
import { makeWorld, run, type World } from './world.ts';

/** Of the moments of the kills. */
const SEED = process.env['KILL_SEED'] ?? String(Date.now());
const ROUNDS = 5;
/** Records of a pipeline that is killed: it takes some hundred requests; and of one that is stopped. */
const MANY = 400;
const COUNT = 100;
const SMALL_BATCHES = spec({
  sink: { batchSize: 10 },
  reconcile: { guard: { created: '100%', changed: '100%', missing: '100%' } },
});

const IMPATIENT = spec({ sink: { batchSize: 10, giveUpAfter: '0.5 seconds' } });

function villages(round: number, count = COUNT): Row[] {
  return Array.from({ length: count }, (_, at) =>
    row(at + 1, { village: at % 2 === 0 ? `Village ${at}` : `Village ${at}, round ${round}` }),
  );
}

async function expectOneEventEach(world: World, lines: readonly Row[]): Promise<void> {
  const events = await world.events();
  expect(events.every((one) => !one.deleted)).toBe(true);
  expect(valuesOf(events, 'DeVillage01')).toEqual(lines.map((one) => one['village'] ?? '').sort(compare));
  const index = await world.index();
  expect(Object.keys(index).sort(compare)).toEqual(lines.map((one) => one['_uuid'] ?? '').sort(compare));
  const uploaded = new Set(
    Object.values(index)
      .filter((one) => one.uploaded && one.error === undefined)
      .map((one) => one.dhis2_uuid),
  );
  expect(new Set(events.map((one) => one.event))).toEqual(uploaded);
}

/** A DHIS2 in a process of its own. */
async function startServer(world: World): Promise<{ url: string; stop(): Promise<void> }> {
  await writeFile(join(world.folder, 'metadata.json'), JSON.stringify(outreachMetadata()));
  const { child, ended } = startEtl(['sandbox', '--metadata', 'metadata.json'], { cwd: world.folder });
  const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [string];
  const url = /http:\S+/.exec(line)?.[0];
  if (url === undefined) throw new Error(`the sandbox does not say where it is: ${line}`);
  return {
    url,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

test(`killed (SIGKILL) at random moments, again and again, it still ends right (KILL_SEED=${SEED})`, async () => {
  const first = await makeWorld('http://127.0.0.1:9');
  const server = await startServer(first);
  const world = await makeWorld(server.url, {
    'pipeline.yaml': SMALL_BATCHES,
    'kobo.csv': csv(villages(0, MANY)),
    'index.json': '{}',
  });
  try {
    const random = new Random(SEED, 'kills', 0);
    const moments: string[] = [];
    for (let round = 1; round <= ROUNDS; round += 1) {
      await world.write('kobo.csv', csv(villages(round, MANY)));
      const running = world.start(['run', 'pipeline.yaml']);
      // From the start of the process to the end of some hundred requests; the first rounds never finish.
      await pause(250 + random.below(1200));
      running.child.kill('SIGKILL');
      const { exitCode } = await running.ended;
      moments.push(exitCode === null ? 'killed' : 'had ended');
      const events = await world.events();
      const villagesSeen = new Set(valuesOf(events, 'DeVillage01').map((one) => one.split(',')[0]));
      expect(villagesSeen.size).toBe(events.length);
    }
    expect(moments).toContain('killed');
    await world.write('kobo.csv', csv(villages(8, MANY)));
    const { report } = await run(world);
    expect(report).toMatchObject({ exitCode: 0, rejects: [], attention: [] });
    expect(report.counts).toMatchObject({ read: MANY, rejected: 0, held: 0, failed: 0, missing: 0 });
    await expectOneEventEach(world, villages(8, MANY));
    expect((await run(world)).report.counts).toMatchObject({ unchanged: MANY });
  } finally {
    await server.stop();
    await world.remove();
    await first.remove();
  }
});

describe('stopped while it sends', () => {
  const SIGNALS: readonly (readonly [NodeJS.Signals, number])[] = [
    ['SIGTERM', 143],
    ['SIGINT', 130],
    ['SIGHUP', 129],
  ];
  test.each(SIGNALS)('%s: exit %i, everything saved, and the next run does the rest', (signal, exitCode) =>
    withOutreach({ files: { 'pipeline.yaml': SMALL_BATCHES, 'kobo.csv': csv(villages(0)) } }, async (world) => {
      let sends = 0;
      let running: Running | undefined;
      const proxy = await serve(async (request) => {
        if (isSend(request) && (sends += 1) === 3) {
          running?.child.kill(signal);
          // The answer waits until the signal has been heard.
          const heard = (): boolean => running?.said().includes(signal) === true;
          while (!heard()) await pause(10);
        }
        return passOn(world.url, request);
      });
      running = world.start(['run', 'pipeline.yaml', '--json'], { DHIS2_URL: proxy.url });
      const ended = await running.ended;
      await proxy.close();
      expect(ended).toMatchObject({ exitCode });
      const report = JSON.parse(ended.stdout) as object;
      expect(report).toMatchObject({
        exitCode,
        counts: { read: COUNT, created: 30, failed: 0, notSent: COUNT - 30 },
        planned: { created: COUNT },
      });
      const index = Object.values(await world.index());
      const stored = await world.events();
      expect(stored).toHaveLength(30);
      expect(index.filter((one) => one.uploaded)).toHaveLength(stored.length);
      expect(await world.exists('index.json.lock')).toBe(false);
      const next = await run(world);
      expect(next.report.counts).toMatchObject({ created: COUNT - stored.length, unchanged: stored.length });
      await expectOneEventEach(world, villages(0));
    }),
  );

  test('DHIS2 goes away in the middle: exit 3 or 1, and the next run does the rest', () =>
    withOutreach({ files: { 'pipeline.yaml': IMPATIENT, 'kobo.csv': csv(villages(0)) } }, async (world) => {
      let sends = 0;
      const proxy = await serve((request) => {
        if (isSend(request)) sends += 1;
        return sends > 5 ? { status: 503, body: '<html>Service Unavailable</html>' } : passOn(world.url, request);
      });
      const ended = await world.etl(['run', 'pipeline.yaml'], { DHIS2_URL: proxy.url });
      await proxy.close();
      expect(ended).toMatchObject({ exitCode: 3 });
      expect(ended.stderr).not.toMatch(/\n\s+at /);
      expect(await world.events()).toHaveLength(50);
      expect((await run(world)).report.counts).toMatchObject({ created: COUNT - 50, unchanged: 50 });
      await expectOneEventEach(world, villages(0));
    }));

  test('answers are lost after DHIS2 has stored: nothing is sent twice, nothing is lost', () =>
    withOutreach(
      { files: { 'pipeline.yaml': spec({ sink: { batchSize: 25 } }), 'kobo.csv': csv(villages(0)) } },
      async (world) => {
        let sends = 0;
        const proxy = await serve(async (request) => {
          const answer = await passOn(world.url, request);
          return isSend(request) && (sends += 1) % 2 === 1 ? 'cut' : answer;
        });
        const ended = await world.etl(['run', 'pipeline.yaml', '--json'], { DHIS2_URL: proxy.url });
        await proxy.close();
        expect(ended).toMatchObject({ exitCode: 0 });
        expect(JSON.parse(ended.stdout)).toMatchObject({ counts: { created: COUNT, failed: 0 } });
        await expectOneEventEach(world, villages(0));
      },
    ));
});
