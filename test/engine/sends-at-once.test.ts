/** Several batches under way at once: how many, what keeps them apart, and that trouble, signals and a lost lock end as ever. */
import { expect, test } from 'vitest';
import { EtlError } from '../../src/base/errors.ts';
import { CONNECTIONS, csv, HMIS, rows, spec } from '../cli/outreach-files.ts';
import { isSend, withOutreach } from '../cli/with-outreach.ts';
import type { World } from '../cli/world.ts';
import { serve, type Received, type Reply } from '../dhis2/http-server.ts';
import { passOn } from '../sinks/faulty-proxy.ts';
import { runNight, type Night } from './in-process.ts';

const COUNT = 80;
const connections = { ...CONNECTIONS, hmis: { ...HMIS, timeoutSeconds: 3 } };
const filesOf = (sink: object): Record<string, string> => ({
  'kobo.csv': csv(rows(COUNT)),
  'pipeline.yaml': spec({ connections, sink: { batchSize: 5, ...sink } }),
});
type Change = NonNullable<Parameters<typeof runNight>[2]>;

/** A night with a server before DHIS2 that sees each batch: its number, and how many are under way with it. */
async function watched(
  world: World,
  see: (batch: { readonly nth: number; readonly underWay: number }) => Promise<Reply | undefined> | undefined,
  change?: Change,
  signal?: AbortSignal,
): Promise<Night> {
  let [nth, underWay] = [0, 0];
  const proxy = await serve(async (request: Received) => {
    if (!isSend(request)) return passOn(world.url, request);
    nth += 1;
    underWay += 1;
    const reply = await see({ nth, underWay });
    const answer = reply ?? (await passOn(world.url, request));
    underWay -= 1;
    return answer;
  });
  try {
    return await runNight(world, { DHIS2_URL: proxy.url }, change, signal);
  } finally {
    await proxy.close();
  }
}

/** Holds whoever comes until so many are there. */
function gate(size: number): () => Promise<void> {
  let waiting: (() => void)[] = [];
  return () =>
    new Promise((done) => {
      waiting.push(done);
      if (waiting.length < size) return;
      for (const open of waiting) open();
      waiting = [];
    });
}

const losesLock =
  (isLost: () => boolean): Change =>
  (pipeline) => {
    const { store } = pipeline.index;
    const open = store.open.bind(store);
    store.open = async (options) => Object.defineProperty(await open(options), 'isLockLost', { get: isLost });
    return pipeline;
  };

async function expectAllThere(world: World): Promise<void> {
  const { error, progress } = await runNight(world);
  expect(error).toBeUndefined();
  expect(progress.counts).toMatchObject({ failed: 0, notSent: 0, rejected: 0, held: 0 });
  const events = await world.events();
  expect(events).toHaveLength(COUNT);
  expect(new Set(events.map(({ event }) => event)).size).toBe(COUNT);
}

test.each([2, 4])('%d batches are under way at once, never more, and each record is there once', (concurrency) =>
  withOutreach({ files: filesOf({ concurrency }) }, async (world) => {
    const wait = gate(concurrency);
    const seen: number[] = [];
    const { error, progress } = await watched(world, async ({ underWay }) => {
      seen.push(underWay);
      await wait();
      return undefined;
    });
    expect(error).toBeUndefined();
    expect(Math.max(...seen)).toBe(concurrency);
    expect(seen).toHaveLength(COUNT / 5);
    expect(progress.counts).toMatchObject({ created: COUNT, failed: 0, notSent: 0 });
    await expectAllThere(world);
  }),
);

test('unless the spec says more, one batch is under way', () =>
  withOutreach({ files: filesOf({}) }, async (world) => {
    const seen = new Set<number>();
    await watched(world, async ({ underWay }) => void seen.add(underWay));
    expect([...seen]).toEqual([1]);
  }));

test.each<[string, Reply]>([
  ['429', { status: 429, body: '<html>Too Many Requests</html>', headers: { 'retry-after': '3' } }],
  ['503', { status: 503, body: '<html>Service Unavailable</html>' }],
  ['500', { status: 500, body: { httpStatusCode: 500, message: 'x' } }],
  ['no answer in time', 'hang'],
  ['a broken connection', 'cut'],
])('after trouble (%s) one batch goes at a time, and then more again', (_, trouble) =>
  withOutreach(
    {
      files: filesOf({
        batchSize: 2,
        concurrency: 4,
      }),
    },
    async (world) => {
      const [four, two] = [gate(4), gate(2)];
      const after: number[] = [];
      const { error, progress } = await watched(world, async ({ nth, underWay }) => {
        if (nth > 4) after.push(underWay);
        if (nth <= 4) await four();
        // These come in pairs, or the night never ends.
        else if (nth > 24 && nth <= 36) await two();
        return nth === 2 ? trouble : undefined;
      });
      expect(error).toBeUndefined();
      expect(progress.counts).toMatchObject({ created: COUNT, failed: 0, notSent: 0 });
      expect(after[0]).toBe(1);
      await expectAllThere(world);
    },
  ),
);

test('a lock that is lost with four batches under way: their verdicts are kept, and nothing else leaves', () =>
  withOutreach({ files: filesOf({ concurrency: 4 }) }, async (world) => {
    const wait = gate(4);
    let isLost = false;
    let last = 0;
    const { error, progress } = await watched(
      world,
      async ({ nth }) => {
        last = nth;
        if (nth === 8) isLost = true;
        await wait();
        return undefined;
      },
      losesLock(() => isLost),
    );
    progress.end();
    expect(error).toMatchObject({ code: 'run/lock-lost', exitCode: 5 });
    expect(last).toBe(8);
    expect(progress.counts).toMatchObject({ created: 40, failed: 0, notSent: COUNT - 40 });
    await expectAllThere(world);
  }));

test.each([1, 3])('a lock that is lost while a batch waits behind %d: the journal has no more of it', (concurrency) =>
  withOutreach({ files: filesOf({ concurrency }) }, async (world) => {
    const wait = gate(concurrency);
    let isLost = false;
    let writtenThen = 0;
    const { error } = await watched(
      world,
      async ({ nth }) => {
        isLost = nth === concurrency;
        await wait();
        return undefined;
      },
      (pipeline) => {
        const { store } = losesLock(() => isLost)(pipeline).index;
        const open = store.open.bind(store);
        store.open = async (options) => {
          const session = await open(options);
          const checkpoint = session.checkpoint.bind(session);
          session.checkpoint = () => {
            if (isLost) writtenThen += 1;
            return checkpoint();
          };
          return session;
        };
        return pipeline;
      },
    );
    expect(error).toMatchObject({ code: 'run/lock-lost' });
    expect(writtenThen).toBe(0);
    await expectAllThere(world);
  }),
);

test('a lock that is lost while the answer to a batch is: nothing is sent again', () =>
  withOutreach({ files: filesOf({ concurrency: 4 }) }, async (world) => {
    const wait = gate(4);
    let isLost = false;
    let last = 0;
    const { error, progress } = await watched(
      world,
      async ({ nth }) => {
        last = nth;
        await wait();
        isLost = true;
        return nth === 2 ? 'cut' : undefined;
      },
      losesLock(() => isLost),
    );
    progress.end();
    expect(error).toMatchObject({ code: 'run/lock-lost' });
    expect(last).toBe(4);
    expect(progress.counts).toMatchObject({ created: 15, failed: 5, notSent: COUNT - 20 });
    await expectAllThere(world);
  }));

test('a signal: what is under way comes to its end, nothing else begins', () =>
  withOutreach({ files: filesOf({ concurrency: 3 }) }, async (world) => {
    const wait = gate(3);
    const stop = new AbortController();
    let last = 0;
    const { error, progress } = await watched(
      world,
      async ({ nth }) => {
        last = nth;
        if (nth === 3) stop.abort();
        await wait();
        return undefined;
      },
      undefined,
      stop.signal,
    );
    expect(error).toBeUndefined();
    expect(last).toBe(3);
    expect(progress.counts).toMatchObject({ created: 15, failed: 0, notSent: COUNT - 15 });
    await expectAllThere(world);
  }));

test('no verdicts at all: the run ends, and what is told of records is in the order of the source', () =>
  withOutreach({ files: filesOf({ concurrency: 4 }) }, async (world) => {
    const { error, progress } = await watched(world, async () => ({ status: 503, body: '<html></html>' }));
    progress.end();
    expect(error).toMatchObject({ code: 'run/no-verdicts', exitCode: 3 });
    const { failed, notSent, created } = progress.counts;
    expect({ created, all: failed + notSent }).toEqual({ created: 0, all: COUNT });
    expect(failed).toBeLessThanOrEqual(35);
    const told = progress.reasons.map(({ row }) => row ?? 0);
    expect(told).toEqual([...told].sort((a, b) => a - b));
    await expectAllThere(world);
  }));

test('what is sent cannot be kept, once: that ends the run, whatever batches are under way with it', () =>
  withOutreach({ files: filesOf({ concurrency: 4, batchSize: 20 }) }, async (world) => {
    let kept = 0;
    const full = new EtlError('artifacts/not-writable', { folder: 'runs', reason: 'ENOSPC' });
    const keep = async (): Promise<void> => {
      kept += 1;
      const nth = kept;
      await new Promise((done) => void setTimeout(done, 300));
      if (nth === 2) throw full;
    };
    const { error, progress } = await runNight(world, {}, undefined, undefined, keep);
    expect(error).toBe(full);
    expect(progress.counts).toMatchObject({ created: COUNT, failed: 0 });
    await expectAllThere(world);
  }));
