import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EtlError } from '../../src/base/errors.ts';
import { SILENT, type Log } from '../../src/base/log.ts';
import { checkSchema } from '../../src/base/schema.ts';
import { Secrets } from '../../src/base/secrets.ts';
import { Dhis2Client, type Login } from '../../src/dhis2/client.ts';
import type { Outcome, Sending as SendingOf, Sink as SinkOf } from '../../src/contracts/sink.ts';
import type { EventObject } from '../../src/dhis2/event-object.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { dhis2Events } from '../../src/sinks/dhis2-events.ts';
import { serve, type Received, type TestServer } from '../dhis2/http-server.ts';
import { EVENT_PROGRAM } from './event-program.ts';
import { faultyProxy, type Fault } from './faulty-proxy.ts';

let sandbox: Sandbox;
let proxy: TestServer | undefined;
let waits: number[] = [];

beforeEach(async () => {
  waits = [];
  sandbox = await startSandbox({
    metadata: EVENT_PROGRAM,
    users: [{ username: 'kobo', password: 'Kobo-etl-1', orgUnits: ['OrgRoot0001'] }],
    tokens: [{ token: 'd2p_sandbox', username: 'kobo' }],
  });
});
afterEach(async () => {
  await proxy?.close();
  proxy = undefined;
  await sandbox.close();
});

const BASIC: Login = { username: 'kobo', password: 'Kobo-etl-1' };

async function open(
  url: string,
  config: object = {},
  login: Login = BASIC,
  programStage?: string,
  log: Log = SILENT,
): Promise<Sink> {
  const connection = new Dhis2Client({
    url,
    login,
    timeoutMs: 1000,
    log,
    pause: async (ms) => waits.push(ms),
  });
  const defaults = {
    program: 'ProgramEv01',
    batchSize: 100,
    concurrency: 1,
    import: 'sync',
    validate: 'local',
    keyDataElement: null,
  };
  const context = { folder: '/', log, secrets: new Secrets(), server: connection, mappedFor: programStage };
  const sink = dhis2Events.build({ ...defaults, ...config } as never, context) as Sink;
  await sink.connect();
  return sink;
}

/** A sink whose requests pass a proxy that breaks some; requests before this point do not count. */
async function openFaulty(fault: (request: Received, post: number) => Fault, login: Login = BASIC): Promise<Sink> {
  let posts = 0;
  proxy = await faultyProxy(sandbox.url, (request) => fault(request, request.method === 'POST' ? (posts += 1) : 0));
  return open(proxy.url, {}, login);
}

type Sink = SinkOf<EventObject>;
type Sending = SendingOf<EventObject>;

const uid = (at: number): string => `Event${String(at).padStart(6, '0')}`;

function sending(at: number, values: Record<string, string | null> = {}, isNew = true): Sending {
  const dataValues = Object.entries({ DeBeds00001: String(at), DeName00001: 'Ann', ...values }).map(
    ([dataElement, value]) => ({
      dataElement,
      value,
    }),
  );
  const object: EventObject = {
    orgUnit: 'OrgClinic0A',
    occurredAt: '2025-03-14',
    status: 'COMPLETED',
    completedAt: '2025-03-14',
    dataValues,
  };
  return { ref: { key: `uuid:key-${at}`, role: '' }, address: uid(at), object, isNew, mayReplace: () => true };
}

const some = (count: number): Sending[] => Array.from({ length: count }, (_, at) => sending(at + 1));

function kinds(sent: ReadonlyMap<string, Outcome>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { is } of sent.values()) counts[is] = (counts[is] ?? 0) + 1;
  return counts;
}

const posts = (): string[][] =>
  (proxy?.received ?? [])
    .filter((one) => one.method === 'POST')
    .map((one) => (JSON.parse(one.body) as { events: { event: string }[] }).events.map((event) => event.event));

async function values(sink: Sink, at: number): Promise<Record<string, string | null> | string | undefined> {
  const found = (await sink.read([uid(at)])).get(uid(at));
  if (found?.is !== 'live') return found?.is;
  return Object.fromEntries(found.object.dataValues.map((one) => [one.dataElement, one.value]));
}

describe('against a DHIS2', () => {
  test.each<[string, Login]>([
    ['a password', BASIC],
    ['a token', { token: 'd2p_sandbox' }],
  ])('logs in with %s, and says where it is', async (_, login) => {
    const sink = await open(sandbox.url, {}, login);
    const identity = await sink.connect();
    expect(identity.place).toBe('ProgramEv01');
    expect(identity.server).not.toBe('');
    expect(identity.description).toBe(`DHIS2 2.42.5.2 at ${sandbox.url}, user kobo`);
    expect(kinds(await sink.send(some(3)))).toEqual({ created: 3 });
  });

  test('creates, then updates, and what it reads is what it sent', async () => {
    const sink = await open(sandbox.url);
    const batch = some(150);
    expect(kinds(await sink.send(batch.slice(0, 75)))).toEqual({ created: 75 });
    const again = batch.map((one, at) => (at < 75 ? { ...one, isNew: false } : one));
    const sent = await sink.send(again);
    expect(kinds(sent)).toEqual({ created: 75, updated: 75 });
    expect([...sent.values()].filter((one) => one.exchange?.answer !== undefined)).toHaveLength(150);
    const found = await sink.read([...batch.map((one) => one.address), 'Event999999']);
    expect(found.size).toBe(150);
    for (const { address, object } of batch) {
      const there = found.get(address);
      expect(there?.is === 'live' && sink.image(there.object)).toBe(sink.image(object));
    }
  });

  test('an update is the full image: a value that is gone is gone there', async () => {
    const sink = await open(sandbox.url);
    await sink.send([sending(1, { DeOpen00001: 'true' })]);
    const gone = await sink.send([sending(1, { DeOpen00001: null, DeName00001: 'Bo' }, false)]);
    expect(kinds(gone)).toEqual({ updated: 1 });
    expect(await values(sink, 1)).toEqual({ DeBeds00001: '1', DeName00001: 'Bo' });
  });

  test('one bad object leaves the others alone, and is told with its data element', async () => {
    const sink = await open(sandbox.url);
    const sent = await sink.send([sending(1), sending(2, { DeBeds00001: 'x' }), sending(3, { DeSex000001: 'MAN' })]);
    expect(kinds(sent)).toEqual({ created: 1, refused: 2 });
    expect(sent.get(uid(2))).toMatchObject({
      reasons: [{ code: 'dhis2/E1302', field: 'Beds (DeBeds00001)', value: 'x' }],
    });
    expect(sent.get(uid(3))).toMatchObject({
      reasons: [{ code: 'dhis2/E1125', field: 'Sex (DeSex000001)', value: 'MAN' }],
    });
  });

  test('an object that would break the request is never sent', async () => {
    const sink = await openFaulty(() => undefined);
    const bad = { ...sending(2), object: { ...sending(2).object, occurredAt: '14/03/2025' } };
    const sent = await sink.send([sending(1), bad, sending(3, { DeName00001: 'a\0b' })]);
    expect(kinds(sent)).toEqual({ created: 1, refused: 2 });
    expect(posts()).toEqual([[uid(1)]]);
    expect(sent.get(uid(2))).toMatchObject({ is: 'refused', by: 'us' });
    expect(sent.get(uid(2))?.exchange).toBeUndefined();
  });

  test('a batch of bad objects alone sends nothing', async () => {
    const sink = await openFaulty(() => undefined);
    expect(kinds(await sink.send([sending(1, { DeName00001: '\0' })]))).toEqual({ refused: 1 });
    expect(posts()).toEqual([]);
  });

  test('two objects with one UID are a bug', async () => {
    const sink = await open(sandbox.url);
    await expect(sink.send([sending(1), sending(1)])).rejects.toThrow(/Two objects/);
  });

  test('an event deleted there stays deleted', async () => {
    const sink = await open(sandbox.url);
    await sink.send([sending(1)]);
    await fetch(`${sandbox.url}/api/tracker?async=false&importStrategy=DELETE`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Basic ${btoa('admin:district')}` },
      body: JSON.stringify({ events: [{ event: uid(1) }] }),
    });
    expect((await sink.read([uid(1)])).get(uid(1))).toEqual({ is: 'deleted' });
    expect(kinds(await sink.send([sending(1, {}, false), sending(2)]))).toEqual({ deletedThere: 1, created: 1 });
  });

  test('the key data element is filled by the sink, and is no part of the object', async () => {
    const sink = await open(sandbox.url, { keyDataElement: 'DeKey000001' });
    const sent = await sink.send([sending(7)]);
    expect(JSON.stringify(sent.get(uid(7))?.exchange?.sent)).toContain('{"dataElement":"DeKey000001","value":"key-7"}');
    expect(await values(sink, 7)).toEqual({ DeBeds00001: '7', DeName00001: 'Ann' });
    expect(await values(await open(sandbox.url), 7)).toMatchObject({ DeKey000001: 'key-7' });
  });

  test('times, geometry and a status left out come back as the same object', async () => {
    const sink = await open(sandbox.url);
    const { status: _, completedAt: __, ...rest } = sending(1).object;
    const object: EventObject = {
      ...rest,
      occurredAt: '2025-03-14T10:15:00',
      geometry: { type: 'Point', coordinates: [12.49, 41.9] },
    };
    expect(kinds(await sink.send([{ ...sending(1), object }]))).toEqual({ created: 1 });
    const there = (await sink.read([uid(1)])).get(uid(1));
    expect(there?.is === 'live' && sink.image(there.object)).toBe(sink.image(object));
  });
});

describe('what cannot be connected', () => {
  test.each<[string, object, Login, string | undefined, string]>([
    ['an unknown program', { program: 'ProgramXx99' }, BASIC, undefined, 'dhis2/program-not-found'],
    ['a wrong password', {}, { username: 'kobo', password: 'no' }, undefined, 'dhis2/unauthorized'],
    ['a stage of another program', {}, BASIC, 'Stage999999', 'dhis2/stage-not-in-program'],
  ])('%s', async (_, config, login, stage, code) => {
    await expect(open(sandbox.url, config, login, stage)).rejects.toMatchObject({ code, exitCode: 3 });
  });

  const ANSWERS = {
    '/api/me': { username: 'ann', authorities: [], programs: ['ProgramEv01'] },
    '/api/system/info': { version: '2.41.9.1', serverTimeZoneId: 'Etc/UTC' },
    '/api/programs/ProgramEv01': {
      id: 'ProgramEv01',
      name: 'Visits',
      programType: 'WITHOUT_REGISTRATION',
      programStages: [{ id: 'Stage000001', name: 'Visit', programStageDataElements: [] }],
    },
  };
  const withAnswer = (path: string, part: object): Promise<TestServer> =>
    serve((request) => {
      const body = ANSWERS[request.path as keyof typeof ANSWERS];
      return { status: 200, body: request.path === path ? { ...body, ...part } : body };
    });

  test.each<[string, string, object, string]>([
    [
      'a program that registers',
      '/api/programs/ProgramEv01',
      { programType: 'WITH_REGISTRATION' },
      'dhis2/program-with-registration',
    ],
    ['a program without stage', '/api/programs/ProgramEv01', { programStages: [] }, 'dhis2/program-without-stage'],
    [
      'a program that may only be read',
      '/api/programs/ProgramEv01',
      { access: { data: { write: false } } },
      'dhis2/program-read-only',
    ],
    ['a program that is not the user’s', '/api/me', { programs: [] }, 'dhis2/program-read-only'],
    ['DHIS2 2.37', '/api/system/info', { version: '2.37.9' }, 'dhis2/version-unsupported'],
    ['no DHIS2', '/api/system/info', { version: undefined }, 'dhis2/not-dhis2'],
  ])('%s', async (_, path, part, code) => {
    proxy = await withAnswer(path, part);
    await expect(open(proxy.url)).rejects.toMatchObject({ code });
  });

  test('a server without an id is known by its address', async () => {
    proxy = await withAnswer('', {});
    const sink = await open(proxy.url);
    expect(await sink.connect()).toMatchObject({
      server: proxy.url,
      description: `DHIS2 2.41.9.1 at ${proxy.url}, user ann`,
    });
  });
});

describe.each([
  ['2.40.12', 'instances', /\?program=ProgramEv01&event=Event000001;Event000002&includeDeleted=true&pageSize=2&/],
  ['2.41.9.1', 'events', /\?program=ProgramEv01&events=Event000001,Event000002&includeDeleted=true&pageSize=2&/],
  ['2.43.1', 'events', /\?program=ProgramEv01&events=Event000001,Event000002&includeDeleted=true&pageSize=2&/],
])('reading from DHIS2 %s', (version, list, query) => {
  test('asks in its way, and keeps only what was asked for', async () => {
    const event = {
      orgUnit: 'OrgClinic0A',
      occurredAt: '2025-03-14T00:00:00.000',
      status: 'COMPLETED',
      attributeOptionCombo: 'HllvX50cXC0',
    };
    const rows = [
      { event: 'Event000009', deleted: false, ...event },
      { event: 'Event000001', deleted: false, ...event, dataValues: [{ dataElement: 'DeBeds00001', value: '1' }] },
      { event: 'Event000002', deleted: true, ...event },
    ];
    proxy = await faultyProxy(sandbox.url, (request) => {
      if (request.path === '/api/system/info') return { status: 200, body: { version, serverTimeZoneId: 'Etc/UTC' } };
      return request.path === '/api/tracker/events' ? { status: 200, body: { [list]: rows } } : undefined;
    });
    const found = await (await open(proxy.url)).read(['Event000001', 'Event000002']);
    expect(proxy.received.at(-1)?.url).toMatch(query);
    expect([...found]).toEqual([
      [
        'Event000001',
        {
          is: 'live',
          object: {
            orgUnit: 'OrgClinic0A',
            occurredAt: '2025-03-14',
            status: 'COMPLETED',
            dataValues: [{ dataElement: 'DeBeds00001', value: '1' }],
          },
        },
      ],
      ['Event000002', { is: 'deleted' }],
    ]);
  });
});

describe('unknown outcomes are settled', () => {
  test.each<[string, Fault]>([
    ['the answer is lost', 'cutAfter'],
    ['the answer never comes', 'hangAfter'],
    ['a proxy is down', { status: 502, body: '<html>Bad Gateway</html>' }],
    ['the request is lost', 'cut'],
    ['the answer is cut halfway', 'cutHalfway'],
    ['the server is restarting', { status: 503, body: '<html>nginx</html>' }],
    ['a deadlock', { status: 409, body: { httpStatusCode: 409, message: 'ERROR: deadlock detected' } }],
    [
      '2.40 fails in the database',
      { status: 409, body: { status: 'ERROR', validationReport: { errorReports: [] }, message: 'Exception:x' } },
    ],
  ])('%s: each event is there once, and counted as created', async (_, what) => {
    const sink = await openFaulty((_, post) => (post === 1 ? what : undefined));
    const sent = await sink.send(some(5));
    expect(kinds(sent)).toEqual({ created: 5 });
    expect((await sink.read(some(5).map((one) => one.address))).size).toBe(5);
    const wasStored = what === 'cutAfter' || what === 'hangAfter';
    expect(posts().length).toBe(wasStored ? 1 : 2);
  });

  test('a proxy gives up waiting: what is sent again goes in smaller requests', async () => {
    const sink = await openFaulty((_, post) =>
      post === 1 ? { status: 504, body: '<html>Time-out</html>' } : undefined,
    );
    expect(kinds(await sink.send(some(5)))).toEqual({ created: 5 });
    expect(posts().map((events) => events.length)).toEqual([5, 2, 2, 1]);
  });

  test('an update that got lost is sent again, whole', async () => {
    const sink = await openFaulty((_, post) => (post === 2 ? 'cut' : undefined));
    await sink.send([sending(1, { DeOpen00001: 'true' })]);
    const sent = await sink.send([sending(1, { DeOpen00001: null, DeName00001: 'Bo' }, false)]);
    expect(kinds(sent)).toEqual({ updated: 1 });
    expect(await values(sink, 1)).toEqual({ DeBeds00001: '1', DeName00001: 'Bo' });
  });

  test('one object on which the server chokes does not take the others with it', async () => {
    const chokes = (request: Received): boolean => request.method === 'POST' && request.body.includes(uid(37));
    const sink = await openFaulty((request) =>
      chokes(request)
        ? { status: 500, body: { httpStatusCode: 500, message: 'ERROR: unsupported Unicode' } }
        : undefined,
    );
    const sent = await sink.send(some(100));
    expect(kinds(sent)).toEqual({ created: 99, unknown: 1 });
    expect(sent.get(uid(37))).toMatchObject({
      is: 'unknown',
      reason: 'DHIS2 answered 500: ERROR: unsupported Unicode',
    });
    expect(posts().length).toBeLessThan(25);
  });

  test.each([
    [400, { code: 'dhis2/unreadable-event', args: { status: 400, message: 'JSON parse error' } }],
    [413, { code: 'dhis2/too-large', args: { what: 'event', kilobytes: 1 } }],
  ])('a body that is not read (%d) is halved down to the object at fault', async (status, why) => {
    const sink = await openFaulty((request) =>
      request.method === 'POST' && request.body.includes(uid(3))
        ? { status, body: { httpStatusCode: status, message: 'JSON parse error' } }
        : undefined,
    );
    const sent = await sink.send(some(8));
    expect(kinds(sent)).toEqual({ created: 7, refused: 1 });
    expect(sent.get(uid(3))).toMatchObject({
      is: 'refused',
      by: 'server',
      reasons: [why],
    });
  });

  test('ignored without a word: looked up, sent again, then unknown', async () => {
    const report = {
      status: 'OK',
      validationReport: { errorReports: [] },
      stats: { created: 0, updated: 0, ignored: 1 },
      bundleReport: { typeReportMap: {} },
    };
    const sink = await openFaulty((request) => (request.method === 'POST' ? { status: 200, body: report } : undefined));
    const outcome = (await sink.send([sending(1)])).get(uid(1)) as Outcome;
    expect(outcome.is).toBe('unknown');
    expect(posts().length).toBe(3);
  });

  test('a server that fails at everything is left alone after a while', async () => {
    const sink = await openFaulty((request) =>
      request.method === 'POST' ? { status: 500, body: { httpStatusCode: 500, message: 'x' } } : undefined,
    );
    expect(kinds(await sink.send(some(100)))).toEqual({ unknown: 100 });
    expect(posts().length).toBe(10);
  });

  test('a server that has gone silent is given up, with the reason', async () => {
    const sink = await openFaulty((request) => (request.path.startsWith('/api/tracker') ? 'cut' : undefined));
    const sent = await sink.send(some(3));
    expect(kinds(sent)).toEqual({ unknown: 3 });
    expect(JSON.stringify([...sent.values()])).toContain('connection');
    expect(posts().length).toBe(1);
  });

  test('one that takes nothing but can be read is asked a few times', async () => {
    const sink = await openFaulty((request) => (request.method === 'POST' ? 'cut' : undefined));
    expect(kinds(await sink.send(some(3)))).toEqual({ unknown: 3 });
    expect(posts().length).toBe(4);
  });

  test('after a batch without any verdict the next is not sent to a server that is down', async () => {
    let isDown = false;
    const sink = await openFaulty((request) => {
      isDown ||= request.method === 'POST';
      return isDown ? 'cut' : undefined;
    });
    expect(kinds(await sink.send(some(3)))).toEqual({ unknown: 3 });
    await expect(sink.send(some(3))).rejects.toMatchObject({ code: 'dhis2/connection-lost' });
    expect(posts().length).toBe(1);
  });

  test('a busy server is given the time that it asks for', async () => {
    const busy = { status: 429, body: '<html>', headers: { 'retry-after': '9' } };
    const sink = await openFaulty((_, post) => (post === 1 ? busy : undefined));
    expect(kinds(await sink.send(some(2)))).toEqual({ created: 2 });
    expect(waits[0]).toBe(9000);
  });

  test('what the log gets holds no values', async () => {
    const lines: string[] = [];
    const log = { ...SILENT, debug: (line: string) => lines.push(line), warn: (line: string) => lines.push(line) };
    proxy = await faultyProxy(sandbox.url, ({ method }) =>
      method === 'POST' ? { status: 500, body: { httpStatusCode: 500, message: 'Bad value `Ann`' } } : undefined,
    );
    const sink = await open(proxy.url, {}, BASIC, undefined, log);
    await sink.send([sending(1)]);
    expect(lines.join()).toContain('DHIS2 answered 500. Asking DHIS2 what became of 1 event(s).');
    expect(lines.join()).not.toContain('Ann');
  });

  test('an event that somebody deleted meanwhile', async () => {
    const sink = await openFaulty((request, post) => {
      if (post === 2) return 'cut';
      const isRead = request.path === '/api/tracker/events';
      return isRead && posts().length === 2
        ? { status: 200, body: { events: [{ event: uid(1), deleted: true }] } }
        : undefined;
    });
    await sink.send([sending(1)]);
    expect(kinds(await sink.send([sending(1, {}, false)]))).toEqual({ deletedThere: 1 });
  });

  test.each<[string, Fault, string]>([
    ['no longer let in', { status: 401, body: { message: 'Unauthorized' } }, 'dhis2/unauthorized'],
    ['no right', { status: 403, body: { message: 'No' } }, 'dhis2/forbidden'],
  ])('nothing was sent (%s): thrown', async (_, what, code) => {
    const sink = await openFaulty((request) => (request.method === 'POST' ? what : undefined));
    const error = await sink.send([sending(1)]).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(EtlError);
    expect(error).toMatchObject({ code });
  });

  test('let out in the middle: what was stored is told, the rest is unknown', async () => {
    const sink = await openFaulty((_, post) => {
      if (post === 1) return { status: 413, body: '<html>nginx</html>' };
      return post === 3 ? { status: 403, body: { message: 'No' } } : undefined;
    });
    expect(kinds(await sink.send(some(4)))).toEqual({ created: 2, unknown: 2 });
  });
});

const HERE = { source: { file: 'pipeline.yaml', text: '' }, start: 0, end: 0 };
const codes = (config: object): string[] => checkSchema(dhis2Events.schema, config, () => HERE).map((one) => one.code);

describe('its part of the spec', () => {
  test('defaults', () => {
    const config = { program: 'ProgramEv01' };
    expect(codes(config)).toEqual([]);
    expect(config).toEqual({
      program: 'ProgramEv01',
      batchSize: 100,
      concurrency: 1,
      import: 'sync',
      validate: 'local',
      keyDataElement: null,
    });
  });

  test.each<[object, string]>([
    [{}, 'spec/missing-key'],
    [{ program: 'x' }, 'spec/wrong-value'],
    [{ program: 'ProgramEv01', batchSize: 501 }, 'spec/wrong-value'],
    [{ program: 'ProgramEv01', concurrency: 5 }, 'spec/not-one-of'],
    [{ program: 'ProgramEv01', validate: 'never' }, 'spec/not-one-of'],
    [{ program: 'ProgramEv01', import: 'later' }, 'spec/not-one-of'],
    [{ program: 'ProgramEv01', keyDataElement: 'x' }, 'spec/wrong-value'],
  ])('%j is %s', (config, code) => expect(codes({ ...config })).toEqual([code]));
});

test('an event that is there although its UID counts as new is sent again as a whole: nothing old lives on', async () => {
  const sink = await open(sandbox.url);
  await sink.send([sending(1, { DeName00001: 'Ann' })]);
  // The index has lost the entry, and the answer was taken away in Kobo.
  const sent = await sink.send([sending(1, { DeName00001: null }), sending(2)]);
  expect(kinds(sent)).toEqual({ created: 2 });
  expect(await values(sink, 1)).toEqual({ DeBeds00001: '1' });
  expect(await values(sink, 2)).toEqual({ DeBeds00001: '2', DeName00001: 'Ann' });
});
