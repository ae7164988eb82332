/** Imports by a job: on all releases what comes of them is what comes of imports that are waited for; and jobs that come to nothing. */
import { describe, expect, test } from 'vitest';
import { SILENT } from '../../src/base/log.ts';
import { Patience } from '../../src/base/patience.ts';
import { Secrets } from '../../src/base/secrets.ts';
import type { Outcome, Sending as SendingOf, Sink as SinkOf } from '../../src/contracts/sink.ts';
import { Dhis2Client } from '../../src/dhis2/client.ts';
import type { EventObject } from '../../src/dhis2/event-object.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { dhis2Events } from '../../src/sinks/dhis2-events.ts';
import type { Received } from '../dhis2/http-server.ts';
import { DATA_SET } from './data-set.ts';
import { EVENT_PROGRAM } from './event-program.ts';
import { faultyProxy, type Fault } from './faulty-proxy.ts';
import { ADMIN, formOf, openForms, sendingOf, valuesAt, VERSIONS } from './forms.ts';

interface Place {
  readonly url: string;
  readonly sandbox: Sandbox;
  readonly received: readonly Received[];
}

/** A DHIS2 with a proxy before it; jobs of its beat are done at once, its clock goes so fast. */
async function withJobs(
  options: { readonly metadata: object; readonly version: string },
  fault: (request: Received, place: { sandbox: Sandbox }) => Fault,
  use: (place: Place) => Promise<void>,
): Promise<void> {
  let passed = 0;
  const now = (): number => Date.now() + (passed += 5000);
  const sandbox = await startSandbox({ ...options, now });
  const proxy = await faultyProxy(sandbox.url, (request) => fault(request, { sandbox }));
  try {
    await use({ url: proxy.url, sandbox, received: proxy.received });
  } finally {
    await proxy.close();
    await sandbox.close();
  }
}

async function openEvents(url: string, signal?: AbortSignal): Promise<{ sink: SinkOf<EventObject>; waits: number[] }> {
  const waits: number[] = [];
  const pause = async (ms: number): Promise<void> => {
    waits.push(ms);
    await new Promise((done) => void setImmediate(done));
  };
  const server = new Dhis2Client({ url, login: ADMIN, timeoutMs: 5000, log: SILENT, pause });
  const config = { program: 'ProgramEv01', batchSize: 100, concurrency: 1, import: 'async', validate: 'local' };
  const context = { folder: '/', log: SILENT, secrets: new Secrets(), server, mappedFor: undefined };
  const sink = dhis2Events.build(config as never, context) as SinkOf<EventObject>;
  await sink.connect(signal && new Patience({ signal, pause }));
  return { sink, waits };
}

function event(at: number, values: Readonly<Record<string, string>> = {}): SendingOf<EventObject> {
  const address = `Event${String(at).padStart(6, '0')}`;
  const dataValues = Object.entries({ DeBeds00001: String(at), DeName00001: 'Ann', ...values }).map(
    ([dataElement, value]) => ({ dataElement, value }),
  );
  const object = { orgUnit: 'OrgClinic0A', occurredAt: '2025-03-14', status: 'COMPLETED', dataValues };
  return { ref: { key: address, role: '' }, address, object, isNew: true, mayReplace: () => true };
}

const kindsOf = (sent: ReadonlyMap<string, Outcome>): string[] => [...sent.values()].map(({ is }) => is);
const isJob = ({ path }: Received): boolean => path.startsWith('/api/tracker/jobs/');
const sendsIn = (received: readonly Received[]): Received[] =>
  received.filter(({ method, path }) => method === 'POST' && path === '/api/tracker');

describe.each(VERSIONS)('DHIS2 %s', (version) => {
  test('events: created, then updated, and one that is refused says why', () =>
    withJobs(
      { metadata: EVENT_PROGRAM, version },
      () => undefined,
      async ({ url, received }) => {
        const { sink } = await openEvents(url);
        const bad = event(3, { DeBeds00001: 'many' });
        expect(kindsOf(await sink.send([event(1), event(2)]))).toEqual(['created', 'created']);
        const sent = await sink.send([{ ...event(1, { DeName00001: 'Bo' }), isNew: false }, bad]);
        expect(kindsOf(sent)).toEqual(['updated', 'refused']);
        expect(sent.get(bad.address)).toMatchObject({ by: 'server', reasons: [{ code: 'dhis2/E1302' }] });
        expect(sendsIn(received).map(({ url }) => new URL(url, 'http://x').searchParams.get('async'))).toEqual([
          'true',
          'true',
        ]);
      },
    ));

  test('forms: stored, and a value that is refused says why', () =>
    withJobs(
      { metadata: DATA_SET, version },
      () => undefined,
      async ({ url }) => {
        const sink = await openForms(url, 'DataSet0001', ADMIN, 'local', { import: 'async' });
        const form = sendingOf(sink, formOf(sink, { DeCases0001: '4' }));
        expect(kindsOf(await sink.send([form]))).toEqual(['created']);
        expect(await valuesAt(sink, form.address)).toEqual({ DeCases0001: '4' });
        const bad = sendingOf(sink, formOf(sink, { DeCases0001: '5', DeStock0001: 'perhaps' }), { isNew: false });
        const [outcome] = [...(await sink.send([bad])).values()];
        expect(outcome?.is).toMatch(/^(partly|refused)$/);
      },
    ));
});

const USUAL = { metadata: EVENT_PROGRAM, version: '2.42' };

describe('a job', () => {
  test('that is not there yet is asked again', () => {
    let asked = 0;
    const notYet = (request: Received): Fault =>
      isJob(request) && !request.path.endsWith('/report') && (asked += 1) <= 5 ? { status: 200, body: [] } : undefined;
    return withJobs(USUAL, notYet, async ({ url, received }) => {
      const { sink } = await openEvents(url);
      expect(kindsOf(await sink.send([event(1)]))).toEqual(['created']);
      expect(sendsIn(received)).toHaveLength(1);
    });
  });

  test('whose report comes late (2.40) is asked for it again', () => {
    let asked = 0;
    const late = (request: Received): Fault =>
      request.path.endsWith('/report') && (asked += 1) <= 3 ? { status: 404, body: { message: 'x' } } : undefined;
    return withJobs(USUAL, late, async ({ url, received }) => {
      const { sink } = await openEvents(url);
      expect(kindsOf(await sink.send([event(1)]))).toEqual(['created']);
      expect(sendsIn(received)).toHaveLength(1);
    });
  });

  test.each<[string, Fault]>([
    ['is never known', { status: 200, body: [] }],
    ['never ends', { status: 200, body: [{ uid: 'x', message: 'Running PreHeat', completed: false }] }],
  ])('that %s: DHIS2 is looked at, and what is there is settled', (_, reply) =>
    withJobs(
      USUAL,
      (request) => (isJob(request) ? reply : undefined),
      async ({ url, received }) => {
        const { sink, waits } = await openEvents(url);
        const sent = await sink.send([event(1), event(2)]);
        expect([...sent.values()]).toMatchObject([
          { is: 'created', afterSilence: true },
          { is: 'created', afterSilence: true },
        ]);
        expect(sendsIn(received)).toHaveLength(1);
        expect(waits.reduce((sum, one) => sum + one, 0)).toBeLessThan(11 * 60_000);
      },
    ),
  );

  test('of a server that is restarted before it begins: what is not there is sent again', () => {
    let isRestarted = false;
    return withJobs(
      USUAL,
      (request, { sandbox }) => {
        if (!isJob(request) || isRestarted) return undefined;
        isRestarted = true;
        sandbox.restart();
        return { status: 503, body: '<html>restarting</html>' };
      },
      async ({ url, received }) => {
        const { sink } = await openEvents(url);
        const sent = await sink.send([event(1), event(2)]);
        expect(kindsOf(sent)).toEqual(['created', 'created']);
        expect(sendsIn(received).length).toBeLessThanOrEqual(2);
        expect((await sink.read([event(1).address, event(2).address])).size).toBe(2);
      },
    );
  });

  test('that breaks down and leaves no report is found out about event by event', () =>
    withJobs(
      USUAL,
      () => undefined,
      async ({ url, sandbox }) => {
        const { sink } = await openEvents(url);
        sandbox.setFaults({ faults: [{ kind: 'database', method: 'POST', path: '/api/tracker' }] });
        expect(kindsOf(await sink.send([event(1), event(2)]))).toEqual(['created', 'created']);
      },
    ));

  test.each<[string, number, object]>([
    ['ends in the time of a request: its verdicts are those of any run', 5, { is: 'created' }],
    ['does not: what is there is settled', 1000, { is: 'created', afterSilence: true }],
  ])('of a run that is to stop, that %s', (_, polls, outcome) => {
    const stop = new AbortController();
    let asked = 0;
    const notYet = (request: Received): Fault => {
      if (!isJob(request) || request.path.endsWith('/report') || (asked += 1) > polls) return undefined;
      stop.abort();
      return { status: 200, body: [{ uid: 'x', message: 'Running PreHeat', completed: false }] };
    };
    return withJobs(USUAL, notYet, async ({ url, received }) => {
      const { sink, waits } = await openEvents(url, stop.signal);
      const sent = await sink.send([event(1)]);
      const { exchange: __, ...verdict } = [...sent.values()][0] as Outcome;
      expect(verdict).toEqual(outcome);
      expect(sendsIn(received)).toHaveLength(1);
      // A request is waited for five seconds.
      expect(waits.reduce((sum, one) => sum + one, 0)).toBeLessThan(11_000);
    });
  });

  test('that was stopped waiting for, because the server is gone, leaves no verdict and no second send', () => {
    let isGone = false;
    return withJobs(
      USUAL,
      (request) => {
        if (isJob(request)) isGone = true;
        return isGone ? 'cut' : undefined;
      },
      async ({ url, received }) => {
        const { sink } = await openEvents(url);
        expect([...(await sink.send([event(1)])).values()]).toMatchObject([{ is: 'unknown' }]);
        expect(sendsIn(received)).toHaveLength(1);
      },
    );
  });
});
