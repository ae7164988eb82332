import { inspect } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import { EtlError } from '../../src/base/errors.ts';
import { SILENT, type Log } from '../../src/base/log.ts';
import { Patience } from '../../src/base/patience.ts';
import { Dhis2Client, type Login } from '../../src/dhis2/client.ts';
import { NoAnswerError } from '../../src/http/no-answer.ts';
import { deadUrl, serve, type Received, type Reply, type TestServer } from './http-server.ts';

const BASIC: Login = { username: 'sipca', password: 'pass-word-é' };
const TOKEN: Login = { token: 'd2p_0123456789' };
const ME = { username: 'sipca', authorities: [], programs: [] };
const LOGIN_PAGE = '<!DOCTYPE html><html><head><title>Log in</title></head><body>…</body></html>';
const CRASH_PAGE = '<!doctype html><html lang="en"><head><title>HTTP Status 500</title></head><body>…</body></html>';

let server: TestServer;
let waits: number[] = [];
afterEach(async () => {
  waits = [];
  await server.close();
});

async function start(
  reply: (request: Received) => Reply,
  login: Login = BASIC,
  timeoutMs = 10_000,
): Promise<Dhis2Client> {
  server = await serve(reply);
  return connect(server.url, login, timeoutMs);
}

/** What happens during a pause, where something does. */
let onPause: ((ms: number) => Promise<void>) | undefined;

function connect(url: string, login: Login = BASIC, timeoutMs = 10_000, log: Log = SILENT): Dhis2Client {
  const pause = async (ms: number): Promise<void> => {
    waits.push(ms);
    await onPause?.(ms);
  };
  return new Dhis2Client({ url, login, timeoutMs, log, pause });
}

/** Answers `/api/me`, and the rest as told. */
const withMe =
  (rest: (request: Received) => Reply, headers: Record<string, string> = {}) =>
  (request: Received): Reply =>
    request.path === '/api/me' ? { status: 200, body: ME, headers } : rest(request);

const total = (list: readonly number[]): number => list.reduce((sum, one) => sum + one, 0);

async function failure(promise: Promise<unknown>): Promise<EtlError> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(EtlError);
  return error as EtlError;
}

describe('login', () => {
  test('a password goes once; then the session does', async () => {
    const client = await start(
      withMe(() => ({ status: 200, body: { ok: 1 } }), { 'set-cookie': 'JSESSIONID=abc; Path=/' }),
    );
    await client.get('/api/system/info');
    await client.post('/api/tracker', { async: false }, { events: [] });
    expect(server.received.map((one) => one.path)).toEqual(['/api/me', '/api/system/info', '/api/tracker']);
    const [first, second, third] = server.received;
    const basic = `Basic ${Buffer.from('sipca:pass-word-é', 'utf8').toString('base64')}`;
    expect(first?.headers).toMatchObject({ authorization: basic, 'x-requested-with': 'XMLHttpRequest' });
    for (const one of [second, third]) {
      expect(one?.headers).toMatchObject({ cookie: 'JSESSIONID=abc', 'x-requested-with': 'XMLHttpRequest' });
      expect(one?.headers.authorization).toBeUndefined();
    }
    expect(third).toMatchObject({ method: 'POST', url: '/api/tracker?async=false', body: '{"events":[]}' });
    expect(third?.headers['content-type']).toBe('application/json');
  });

  test.each<[string, Reply]>([
    ['401', { status: 401, body: { message: 'Unauthorized' } }],
    ['a redirect to the login page', { status: 302, headers: { location: '/dhis-web-login/' } }],
  ])('a session that ended (%s) is begun anew, and the request sent again', async (_, gone) => {
    let sessions = 0;
    const client = await start((request) => {
      if (request.headers.authorization) {
        sessions += 1;
        const headers = { 'set-cookie': `JSESSIONID=s${sessions}; Path=/` };
        return { status: 200, body: request.path === '/api/me' ? ME : { session: sessions }, headers };
      }
      return request.headers.cookie?.includes('s1') ? gone : { status: 200, body: { session: 2 } };
    });
    expect((await client.post('/api/tracker', {}, { a: 1 })).json).toEqual({ session: 2 });
    expect(await client.get('/api/x')).toEqual({ session: 2 });
    expect(sessions).toBe(2);
    expect(server.received.map((one) => one.body)).toEqual(['', '{"a":1}', '{"a":1}', '']);
  });

  test('a wrong password is tried once, and told without the password', async () => {
    const client = await start(() => ({ status: 401, body: { status: 'ERROR', message: 'Account locked' } }));
    const error = await failure(client.get('/api/system/info'));
    expect(error).toMatchObject({ code: 'dhis2/unauthorized', exitCode: 3 });
    expect(error.message).toContain('user sipca');
    expect(error.message).toContain('Account locked');
    expect(inspect(error, { depth: 9 })).not.toMatch(/pass-word|c2lwY2E/);
    expect(server.received.length).toBe(1);
  });

  test('a token goes with each request, and no cookie is kept', async () => {
    const client = await start(
      withMe(() => ({ status: 200 }), { 'set-cookie': 'JSESSIONID=abc; Path=/' }),
      TOKEN,
    );
    await client.get('/api/a');
    await client.get('/api/b');
    expect(server.received.every((one) => one.headers.authorization === 'ApiToken d2p_0123456789')).toBe(true);
    expect(server.received.every((one) => one.headers.cookie === undefined)).toBe(true);
  });

  test('a token that the server forgot is made known, and the request sent again', async () => {
    let known = 0;
    const client = await start((request) => {
      if (request.path === '/api/me') known += 1;
      return request.path === '/api/me' || known > 1 ? { status: 200, body: ME } : { status: 500, body: CRASH_PAGE };
    }, TOKEN);
    expect((await client.post('/api/tracker', {}, {})).status).toBe(200);
    expect(server.received.map((one) => one.path)).toEqual(['/api/me', '/api/tracker', '/api/me', '/api/tracker']);
  });
});

describe('answers that are none', () => {
  test.each<[string, Reply, string, RegExp]>([
    [
      'a redirect',
      { status: 302, headers: { location: 'https://x.org/login/?next=/secret' } },
      'dhis2/redirected',
      /x\.org\/login\/ \(302\)/,
    ],
    ['a login page', { status: 200, body: LOGIN_PAGE }, 'dhis2/not-json', /a login page/],
    ['another page', { status: 200, body: '<html><body>Welcome</body></html>' }, 'dhis2/not-json', /an HTML page/],
    [
      'a proxy',
      { status: 400, body: '<html><body><center>nginx</center></body></html>' },
      'dhis2/not-json',
      /a page of a proxy/,
    ],
    ['nothing', { status: 200, body: '' }, 'dhis2/not-json', /empty/],
    ['no right', { status: 403, body: { message: 'Access denied' } }, 'dhis2/forbidden', /Access denied/],
    ['no such thing', { status: 404, body: CRASH_PAGE }, 'dhis2/not-found', /404/],
    ['a bad request', { status: 400, body: { message: 'Bad filter' } }, 'dhis2/bad-request', /Bad filter/],
    ['a conflict', { status: 409, body: { message: 'No period' } }, 'dhis2/bad-request', /No period/],
    ['a crash', { status: 500, body: CRASH_PAGE }, 'dhis2/server-error', /500/],
  ])('%s', async (name, reply, code, text) => {
    const client = await start(withMe(() => reply));
    const error = await failure(client.get('/api/thing', { filter: 'hidden-words' }));
    expect(error).toMatchObject({ code, exitCode: 3 });
    expect(error.message).toMatch(text);
    expect(error.message).toContain(`GET ${server.url}/api/thing`);
    expect(error.message + error.hint).not.toMatch(/hidden-words|secret/);
    // What may be another answer in a while is asked for again, within bounds.
    expect(waits.length > 0).toBe(['another page', 'nothing', 'a crash'].includes(name));
    expect(total(waits)).toBeLessThanOrEqual(300_000);
  });

  test('a POST gives back what the server made of it', async () => {
    for (const status of [400, 409, 500, 413]) {
      const client = await start(withMe(() => ({ status, body: { status: 'ERROR' } })));
      expect(await client.post('/api/tracker', {}, {})).toMatchObject({ status, json: { status: 'ERROR' } });
      if (status !== 413) await server.close();
    }
  });

  test('a POST that meets a page instead of DHIS2 throws', async () => {
    const client = await start(withMe(() => ({ status: 200, body: LOGIN_PAGE })));
    expect(await failure(client.post('/api/tracker', {}, {}))).toMatchObject({ code: 'dhis2/not-json' });
  });
});

describe('trouble that may pass', () => {
  test('a GET is tried again, and waits as long as the server asks', async () => {
    const replies: Reply[] = [
      { status: 503, body: 'maintenance', headers: { 'retry-after': '7' } },
      'cut',
      { status: 200, body: { ok: true } },
    ];
    const client = await start(withMe(() => replies.shift() as Reply));
    expect(await client.get('/api/x')).toEqual({ ok: true });
    expect(waits.length).toBe(2);
    expect(waits[0]).toBe(7000);
  });

  test('but not for ever, nor for an hour', async () => {
    const client = await start(withMe(() => ({ status: 503, body: {}, headers: { 'retry-after': '3600' } })));
    expect(await failure(client.get('/api/x'))).toMatchObject({ code: 'dhis2/unavailable' });
    expect(Math.max(...waits)).toBe(60_000);
    expect(total(waits)).toBeCloseTo(300_000, -3);
  });

  const PASSING: readonly (readonly [string, Reply, string])[] = [
    ...[429, 500, 502, 503, 504].map((status): readonly [string, Reply, string] => [
      String(status),
      { status, body: '<html>' },
      status === 500 ? 'dhis2/server-error' : 'dhis2/unavailable',
    ]),
    ['500 in its own words', { status: 500, body: { message: 'x' } }, 'dhis2/server-error'],
    ['a broken connection', 'cut', 'dhis2/connection-lost'],
    ['an answer cut halfway', 'cutHalfway', 'dhis2/connection-lost'],
    ['JSON that ends too early', { status: 200, body: '{"events":[{"event":"Ev' }, 'dhis2/not-json'],
    ['a page of maintenance', { status: 200, body: '<html>Back soon</html>' }, 'dhis2/not-json'],
  ];
  test.each(PASSING)('%s: a read goes on for minutes, and no longer', async (_, trouble, code) => {
    let bad = 7;
    const client = await start(withMe(() => ((bad -= 1) >= 0 ? trouble : { status: 200, body: { ok: 1 } })));
    expect(await client.get('/api/x')).toEqual({ ok: 1 });
    expect(waits.length).toBe(7);
    expect(total(waits)).toBeGreaterThan(45_000);
    bad = Infinity;
    waits = [];
    expect(await failure(client.get('/api/x'))).toMatchObject({ code, exitCode: 3 });
    expect(total(waits)).toBeCloseTo(300_000, -3);
    // It is known by now that the server is away: the next read tries once.
    waits = [];
    expect(await failure(client.get('/api/y'))).toMatchObject({ code });
    expect(waits).toEqual([]);
  });

  test('a restart of two minutes is waited for, with reads and with a POST that never left', async () => {
    // No connection is kept: it would break with the server, and what was sent on it may have arrived.
    const answer = (): Reply => ({ status: 200, body: ME, headers: { connection: 'close' } });
    const client = await start(answer);
    await client.get('/api/x');
    const port = Number(new URL(server.url).port);
    for (const ask of [() => client.get('/api/y'), () => client.post('/api/tracker', {}, {})]) {
      await server.close();
      waits = [];
      let isBack = false;
      onPause = async () => {
        if (isBack || total(waits) < 120_000) return;
        isBack = true;
        server = await serve(answer, port);
      };
      await ask();
      onPause = undefined;
      expect(server.received.length).toBe(1);
    }
  });

  test('a person who asks a server for the first time does not wait for minutes, and is told why', async () => {
    server = await serve(() => ({ status: 200 }));
    const lines: string[] = [];
    const log = { ...SILENT, info: (line: string) => lines.push(line) };
    const client = connect(await deadUrl(), BASIC, 10_000, log);
    expect(await failure(client.me())).toMatchObject({ code: 'dhis2/unreachable' });
    expect(total(waits)).toBeCloseTo(15_000, -3);
    expect(lines).toEqual([expect.stringMatching(/nothing answers there .* Waiting for it, at most 1\d seconds\./)]);
  });

  test('after a signal nothing is waited for', async () => {
    const client = await start(withMe(() => ({ status: 503, body: {} })));
    const controller = new AbortController();
    client.bePatient(new Patience({ signal: controller.signal, pause: async (ms) => waits.push(ms) }));
    await client.me();
    controller.abort();
    expect(await failure(client.get('/api/x'))).toMatchObject({ code: 'dhis2/unavailable' });
    expect(waits).toEqual([]);
  });

  test('a pause ends with the signal', async () => {
    const controller = new AbortController();
    const patience = new Patience({ signal: controller.signal });
    const pause = patience.pause(3_600_000);
    controller.abort();
    await pause;
    expect(patience.leftMs).toBe(0);
  });

  test('a POST is sent once', async () => {
    const client = await start(withMe(() => 'cut'));
    const error = await failure(client.post('/api/tracker', {}, {}));
    expect(error).toMatchObject({ code: 'dhis2/connection-lost', maybeSent: true });
    expect(server.received.length).toBe(2);
  });

  test('an answer cut halfway may have been carried out', async () => {
    const client = await start(withMe(() => 'cutHalfway'));
    expect(await failure(client.post('/api/tracker', {}, {}))).toMatchObject({ maybeSent: true });
  });

  test('no answer in time may have been carried out', async () => {
    const client = await start(
      withMe(() => 'hang'),
      BASIC,
      300,
    );
    const error = await failure(client.post('/api/tracker', {}, {}));
    expect(error).toMatchObject({ code: 'dhis2/timeout', maybeSent: true, exitCode: 3 });
    expect(error.message).toContain('within 0.3 s');
  });

  test('a server that is down was sent nothing', async () => {
    server = await serve(() => ({ status: 200 }));
    const error = await failure(connect(await deadUrl()).post('/api/tracker', {}, {}));
    expect(error).toBeInstanceOf(NoAnswerError);
    expect(error).toMatchObject({ code: 'dhis2/unreachable', maybeSent: false, exitCode: 3 });
    expect(inspect(error, { depth: 9 })).not.toMatch(/pass-word|c2lwY2E/);
  });

  test('a host that does not exist', async () => {
    server = await serve(() => ({ status: 200 }));
    const error = await failure(connect('https://dhis2.nowhere.invalid').get('/api/x'));
    expect(error).toMatchObject({ code: 'dhis2/unknown-host', maybeSent: false });
  });

  test('https where plain http is spoken', async () => {
    const plain = await start(() => ({ status: 200 }));
    const error = await failure(connect(plain.url.replace('http:', 'https:')).get('/api/x'));
    expect(error).toMatchObject({ code: 'dhis2/tls', maybeSent: false });
    expect(waits).toEqual([]);
  });
});

describe('connections', () => {
  test('one is kept for all requests, and bodies go as they are: no release takes compressed ones', async () => {
    const client = await start(withMe(() => ({ status: 200, body: {} })));
    for (let n = 0; n < 10; n += 1) await client.post('/api/tracker', {}, { events: [] });
    await client.get('/api/tracker/events');
    expect(server.received).toHaveLength(12);
    expect(server.connections).toBe(1);
    expect(server.received.every(({ headers }) => headers['content-encoding'] === undefined)).toBe(true);
  });

  test('as many are open as there are requests at once', async () => {
    const client = await start(withMe(() => ({ status: 200, body: {} })));
    for (let n = 0; n < 5; n += 1)
      await Promise.all(Array.from({ length: 4 }, () => client.post('/api/tracker', {}, { events: [] })));
    expect(server.received).toHaveLength(21);
    expect(server.connections).toBeLessThanOrEqual(4);
  });
});
