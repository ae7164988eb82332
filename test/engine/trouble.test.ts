/** Nights in which the server is in trouble: how long they last, what they say, and that the next one does the rest. */
import { expect, test } from 'vitest';
import { csv, rows, spec } from '../cli/outreach-files.ts';
import { isSend, withOutreach } from '../cli/with-outreach.ts';
import type { World } from '../cli/world.ts';
import { serve, type Received, type Reply } from '../dhis2/http-server.ts';
import { passOn } from '../sinks/faulty-proxy.ts';
import { runNight, type Night } from './in-process.ts';

const COUNT = 80;
const FILES = { 'kobo.csv': csv(rows(COUNT)), 'pipeline.yaml': spec({ sink: { batchSize: 10 } }) };
const QUARTER_OF_AN_HOUR_MS = 900_000;

const total = (list: readonly number[]): number => list.reduce((sum, one) => sum + one, 0);

/** A night with a proxy before DHIS2, which breaks what it is told to; `sends` counts the batches so far. */
async function troubled(world: World, fault: (request: Received, sends: number) => Reply | undefined): Promise<Night> {
  let sends = 0;
  const proxy = await serve(async (request) => {
    if (isSend(request)) sends += 1;
    return fault(request, sends) ?? passOn(world.url, request);
  });
  try {
    return await runNight(world, { DHIS2_URL: proxy.url });
  } finally {
    await proxy.close();
  }
}

async function expectRestNextNight(world: World): Promise<void> {
  expect(await world.exists('index.json.lock')).toBe(false);
  const { error, progress } = await runNight(world);
  expect(error).toBeUndefined();
  expect(progress.counts).toMatchObject({ failed: 0, notSent: 0, rejected: 0, held: 0 });
  expect(await world.events()).toHaveLength(COUNT);
}

const PAGE = '<html>Gateway</html>';
const FAULTS: readonly (readonly [string, Reply])[] = [
  ['429, and wait for an hour', { status: 429, body: PAGE, headers: { 'retry-after': '3600' } }],
  ['429', { status: 429, body: PAGE }],
  ['500', { status: 500, body: { httpStatusCode: 500, message: 'x' } }],
  ['502', { status: 502, body: PAGE }],
  ['503', { status: 503, body: PAGE, headers: { 'retry-after': 'Fri, 31 Dec 2100 23:59:59 GMT' } }],
  ['504', { status: 504, body: PAGE }],
  ['reset', 'cut'],
  ['reset in the middle of an answer', 'cutHalfway'],
  ['a page', { status: 200, body: '<html>Back soon</html>' }],
  ['JSON that ends too early', { status: 200, body: '{"status":"OK","stats":{' }],
];

test.each(FAULTS)('sends fail (%s) and reads work: three batches, and the night is over', (_, fault) =>
  withOutreach({ files: FILES }, async (world) => {
    const { error, progress, waits } = await troubled(world, (request, sends) =>
      isSend(request) && sends > 2 ? fault : undefined,
    );
    expect(error).toMatchObject({ code: 'run/no-verdicts', exitCode: 3, args: { batches: 3 } });
    progress.end();
    expect(progress.counts).toMatchObject({ read: COUNT, created: 20, failed: 30, notSent: 30 });
    expect(progress.planned).toEqual({ created: COUNT, updated: 0 });
    expect(progress.reasons).toHaveLength(30);
    expect(total(waits)).toBeLessThan(QUARTER_OF_AN_HOUR_MS);
    await expectRestNextNight(world);
  }),
);

test('sends hang and reads work: giveUpAfter is the bound', () =>
  withOutreach(
    {
      files: {
        ...FILES,
        'pipeline.yaml': spec({
          connections: {
            files: { kind: 'file', folder: '.' },
            hmis: {
              kind: 'dhis2',
              url: '${DHIS2_URL}',
              username: 'admin',
              password: '${DHIS2_PASSWORD}',
              timeoutSeconds: 1,
            },
          },
          sink: { batchSize: 10, giveUpAfter: '1.5 seconds' },
        }),
      },
    },
    async (world) => {
      const { error, progress } = await troubled(world, (request) => (isSend(request) ? 'hang' : undefined));
      progress.end();
      expect(error).toMatchObject({ code: 'run/no-progress', exitCode: 3 });
      expect(progress.counts).toMatchObject({ created: 0, failed: 10, notSent: COUNT - 10 });
      await expectRestNextNight(world);
    },
  ));

const GONE: readonly (readonly [string, Reply, string])[] = [
  ['503', { status: 503, body: PAGE }, 'dhis2/unavailable'],
  ['500', { status: 500, body: PAGE }, 'dhis2/server-error'],
  ['reset', 'cut', 'dhis2/connection-lost'],
  ['a page', { status: 200, body: '<html>Back soon</html>' }, 'dhis2/not-json'],
  ['no longer let in', { status: 401, body: { message: 'Unauthorized' } }, 'dhis2/unauthorized'],
  ['sent to a login page', { status: 302, headers: { location: '/dhis-web-login/' } }, 'dhis2/redirected'],
];

test.each(GONE)('DHIS2 goes for good in the middle (%s): five minutes of waiting, and exit 3', (_, reply, code) =>
  withOutreach({ files: FILES }, async (world) => {
    const { error, progress, waits } = await troubled(world, (_request, sends) => (sends > 2 ? reply : undefined));
    progress.end();
    expect(error).toMatchObject({ code, exitCode: 3 });
    const { created, failed, notSent } = progress.counts;
    expect({ created, rest: failed + notSent }).toEqual({ created: 20, rest: COUNT - 20 });
    expect(failed).toBeLessThanOrEqual(10);
    expect(total(waits)).toBeLessThan(QUARTER_OF_AN_HOUR_MS);
    await expectRestNextNight(world);
  }),
);

test.each(GONE.slice(0, 4))('DHIS2 is restarted in the middle (%s for some requests): the night goes on', (_, reply) =>
  withOutreach({ files: FILES }, async (world) => {
    let bad = 0;
    const { error, progress, waits } = await troubled(world, (_request, sends) =>
      sends > 2 && (bad += 1) <= 8 ? reply : undefined,
    );
    expect(error).toBeUndefined();
    expect(progress.counts).toMatchObject({ created: COUNT, failed: 0, notSent: 0 });
    expect(total(waits)).toBeGreaterThan(45_000);
    expect(await world.events()).toHaveLength(COUNT);
  }),
);

test('a lock that is lost in the middle: what was sent, and what was not', () =>
  withOutreach({ files: FILES }, async (world) => {
    let isLost = false;
    let sends = 0;
    const proxy = await serve((request) => {
      if (isSend(request) && (sends += 1) === 3) isLost = true;
      return passOn(world.url, request);
    });
    const { error, progress } = await runNight(world, { DHIS2_URL: proxy.url }, (pipeline) => {
      const { store } = pipeline.index;
      const open = store.open.bind(store);
      store.open = async (options) => Object.defineProperty(await open(options), 'isLockLost', { get: () => isLost });
      return pipeline;
    });
    await proxy.close();
    progress.end();
    expect(error).toMatchObject({ code: 'run/lock-lost', exitCode: 5 });
    expect(progress.counts).toMatchObject({ read: COUNT, created: 30, failed: 0, notSent: COUNT - 30 });
    await expectRestNextNight(world);
  }));
