/** A proxy that takes bodies up to a size alone, as nginx does: batches are split, and one object that is too large is refused. */
import { expect, test } from 'vitest';
import { SILENT } from '../../src/base/log.ts';
import { Secrets } from '../../src/base/secrets.ts';
import type { Outcome, Sending as SendingOf, Sink as SinkOf } from '../../src/contracts/sink.ts';
import { Dhis2Client } from '../../src/dhis2/client.ts';
import type { EventObject } from '../../src/dhis2/event-object.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { dhis2Events } from '../../src/sinks/dhis2-events.ts';
import type { Received } from '../dhis2/http-server.ts';
import { DATA_SET } from './data-set.ts';
import { EVENT_PROGRAM } from './event-program.ts';
import { faultyProxy } from './faulty-proxy.ts';
import { ADMIN, formOf, openForms, sendingOf, type Sink as FormSink } from './forms.ts';

const PAGE = '<html><center><h1>413 Request Entity Too Large</h1></center></html>';

let limit = Infinity;

/** What is posted through a proxy that takes so many bytes a request: the sizes of bodies, and whether each was taken. */
async function withLimit(
  metadata: object,
  limit: () => number,
  use: (url: string, posts: { readonly bytes: number; readonly isTaken: boolean }[]) => Promise<void>,
): Promise<void> {
  const sandbox = await startSandbox({ metadata });
  const posts: { bytes: number; isTaken: boolean }[] = [];
  const proxy = await faultyProxy(sandbox.url, ({ method, body }: Received) => {
    if (method !== 'POST') return undefined;
    const bytes = Buffer.byteLength(body);
    posts.push({ bytes, isTaken: bytes <= limit() });
    return bytes <= limit() ? undefined : { status: 413, body: PAGE };
  });
  try {
    await use(proxy.url, posts);
  } finally {
    await proxy.close();
    await sandbox.close();
  }
}

async function openEvents(url: string): Promise<SinkOf<EventObject>> {
  const server = new Dhis2Client({ url, login: ADMIN, timeoutMs: 5000, log: SILENT, pause: async () => {} });
  const config = { program: 'ProgramEv01', batchSize: 100, concurrency: 1, import: 'sync', validate: 'local' };
  const context = { folder: '/', log: SILENT, secrets: new Secrets(), server, mappedFor: undefined };
  const sink = dhis2Events.build(config as never, context) as SinkOf<EventObject>;
  await sink.connect();
  return sink;
}

function event(at: number, name = 'Ann'): SendingOf<EventObject> {
  const address = `Event${String(at).padStart(6, '0')}`;
  const dataValues = [
    { dataElement: 'DeBeds00001', value: String(at) },
    { dataElement: 'DeName00001', value: name },
  ];
  const object = { orgUnit: 'OrgClinic0A', occurredAt: '2025-03-14', status: 'COMPLETED', dataValues };
  return { ref: { key: address, role: '' }, address, object, isNew: true, mayReplace: () => true };
}

const events = (from: number, count: number): SendingOf<EventObject>[] =>
  Array.from({ length: count }, (_, at) => event(from + at));
const kindsOf = (sent: ReadonlyMap<string, Outcome>): readonly string[] => [
  ...new Set([...sent.values()].map(({ is }) => is)),
];

test('events: a batch that is too large goes in parts, later batches at once, and grows again', () =>
  withLimit(
    EVENT_PROGRAM,
    () => limit,
    async (url, posts) => {
      limit = 8000;
      const sink = await openEvents(url);
      expect(kindsOf(await sink.send(events(1, 100)))).toEqual(['created']);
      expect(posts[0]).toMatchObject({ isTaken: false });
      expect((await sink.read(events(1, 100).map(({ address }) => address))).size).toBe(100);
      const learnt = posts.length;
      expect(kindsOf(await sink.send(events(101, 100)))).toEqual(['created']);
      const refused = posts.slice(learnt).filter(({ isTaken }) => !isTaken);
      expect(refused.length).toBeLessThanOrEqual(1);
      // Whoever runs the proxy has raised its limit.
      limit = Infinity;
      let requests = 0;
      for (let n = 2; n < 30 && requests !== 1; n += 1) {
        const before = posts.length;
        expect(kindsOf(await sink.send(events(n * 100 + 1, 100)))).toEqual(['created']);
        requests = posts.length - before;
      }
      expect(requests).toBe(1);
    },
  ));

test('events: one that alone is too large is refused with its size, and the others go', () =>
  withLimit(
    EVENT_PROGRAM,
    () => 5000,
    async (url) => {
      const sink = await openEvents(url);
      const sent = await sink.send([...events(1, 5), event(6, 'x'.repeat(8000)), ...events(7, 5)]);
      const [refused, ...others] = [...sent].filter(([, { is }]) => is !== 'created');
      expect(others).toEqual([]);
      expect(refused).toMatchObject([
        'Event000006',
        { is: 'refused', by: 'server', reasons: [{ code: 'dhis2/too-large', args: { what: 'event', kilobytes: 9 } }] },
      ]);
    },
  ));

test('events: one that alone is too large does not make the requests of others small', () =>
  withLimit(
    EVENT_PROGRAM,
    () => 30_000,
    async (url, posts) => {
      const sink = await openEvents(url);
      await sink.send([...events(1, 50), event(51, 'x'.repeat(31_000)), ...events(52, 49)]);
      expect(posts.length).toBeLessThan(30);
      const before = posts.length;
      expect(kindsOf(await sink.send(events(101, 100)))).toEqual(['created']);
      expect(posts.length - before).toBe(1);
    },
  ));

const month = (at: number): string => `2024${String((at % 12) + 1).padStart(2, '0')}`;
const forms = (sink: FormSink): ReturnType<typeof sendingOf>[] =>
  Array.from({ length: 12 }, (_, at) =>
    sendingOf(sink, formOf(sink, { DeCases0001: String(at + 1) }, { orgUnit: 'OrgClinic0A', period: month(at) })),
  );

test('forms: a request that is too large goes in parts', () =>
  withLimit(
    DATA_SET,
    () => 600,
    async (url, posts) => {
      const sink = await openForms(url);
      const batch = forms(sink);
      expect(kindsOf(await sink.send(batch))).toEqual(['created']);
      expect(posts.filter(({ isTaken }) => !isTaken).length).toBeGreaterThan(0);
      expect((await sink.read(batch.map(({ address }) => address))).size).toBe(12);
    },
  ));

test('forms: one that alone is too large is refused with its size', () =>
  withLimit(
    DATA_SET,
    () => 100,
    async (url) => {
      const sink = await openForms(url);
      const [form] = forms(sink);
      const sent = await sink.send(form ? [form] : []);
      expect([...sent.values()]).toMatchObject([
        { is: 'refused', by: 'server', reasons: [{ code: 'dhis2/too-large', args: { what: 'form', kilobytes: 1 } }] },
      ]);
    },
  ));

test('forms that moved: what they left is taken away in parts', () =>
  withLimit(
    DATA_SET,
    () => limit,
    async (url, posts) => {
      limit = Infinity;
      const sink = await openForms(url);
      const before = forms(sink);
      await sink.send(before);
      limit = 600;
      const moved = before.map(({ address, object }, at) => {
        const next = formOf(
          sink,
          { DeCases0001: String(at + 1) },
          { orgUnit: 'OrgClinic0A', period: month(at).replace('2024', '2025') },
        );
        const movedFrom = [{ address, targets: sink.targetsOf(object), mayRemove: () => true }];
        return sendingOf(sink, next, { movedFrom });
      });
      posts.length = 0;
      const outcomes = await sink.send(moved);
      for (const [at, { address }] of moved.entries())
        expect(outcomes.get(address)).toMatchObject({ is: 'created', cleared: [before[at]?.address] });
      expect(posts.every(({ bytes, isTaken }) => isTaken === bytes <= limit)).toBe(true);
      expect((await sink.read(before.map(({ address }) => address))).size).toBe(0);
    },
  ));
