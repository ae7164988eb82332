import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { ProblemsError } from '../../src/base/errors.ts';
import { SILENT } from '../../src/base/log.ts';
import { checkSchema } from '../../src/base/schema.ts';
import { Secrets } from '../../src/base/secrets.ts';
import type { HttpClient } from '../../src/http/client.ts';
import { httpConnection, toServerUrl } from '../../src/http/connection.ts';
import { deadUrl, serve, type Reply, type TestServer } from '../dhis2/http-server.ts';
import { newClient } from '../sources/json-sources.ts';

const HERE = { source: { file: 'pipeline.yaml', text: '' }, start: 0, end: 0 };
let server: TestServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

test.each([
  ['https://kf.kobotoolbox.org', 'https://kf.kobotoolbox.org'],
  [' https://kf.example.org/sub/ ', 'https://kf.example.org/sub'],
  ['http://localhost:8080', 'http://localhost:8080'],
  ['http://[::1]:8080/', 'http://[::1]:8080'],
])('%j is the server at %s', (text, url) => expect(toServerUrl(text)).toEqual({ url, problem: undefined }));

test.each([
  ['http://kf.kobotoolbox.org', 'http/plain-http'],
  ['http://127.0.0.1.example.org', 'http/plain-http'],
  ['http://x.localhost', 'http/plain-http'],
  ['ftp://example.org', 'http/bad-url'],
  ['kf.kobotoolbox.org', 'http/bad-url'],
  ['https://example.org/?token=hunter2', 'http/bad-url'],
  ['https://ann:hunter2@example.org', 'http/credentials-in-url'],
])('%j is refused: %s', (text, code) => {
  const { problem } = toServerUrl(text);
  expect(problem?.code).toBe(code);
  expect(JSON.stringify(problem)).not.toContain('hunter2');
});

const check = (config: object): string[] =>
  checkSchema(httpConnection.schema, config, () => HERE).map((one) => one.code);
const build = (config: object, secrets = new Secrets()): HttpClient =>
  httpConnection.build({ timeoutSeconds: 5, ...config } as never, { folder: '/', log: SILENT, secrets }) as HttpClient;
const codesOf = (config: object): readonly string[] => {
  try {
    build(config);
    return [];
  } catch (error) {
    if (!(error instanceof ProblemsError)) throw error;
    return error.problems.map((one) => one.code);
  }
};

describe('what may stand there', () => {
  const url = 'https://example.org';
  test.each([
    [{ url }, []],
    [{ url, headers: { Authorization: 'Token x' }, query: { key: 'x', n: 5 } }, []],
    [{ url, username: 'ann', password: 'x' }, []],
    [{ url, headers: { 'no header': 'x' } }, ['spec/wrong-name']],
    [{ url, headers: { a: { b: 'x' } } }, ['spec/wrong-value']],
    [{ url, token: 'x' }, ['spec/unknown-key']],
    [{}, ['spec/missing-key']],
  ])('%j: %j', (config, codes) => expect(check(structuredClone(config))).toEqual(codes));

  test.each([
    [{ url, username: 'ann' }, ['http/half-login']],
    [{ url, password: 'x' }, ['http/half-login']],
    [{ url, headers: { Authorization: '' } }, ['http/bad-header']],
    [{ url, headers: { Authorization: 'Token a\nb' } }, ['http/bad-header']],
    [{ url, headers: { authorization: 'Token x' }, username: 'ann', password: 'x' }, ['http/two-logins']],
    [{ url: 'http://example.org', headers: { 'X-Key': 'é' } }, ['http/plain-http', 'http/bad-header']],
    [{ url, headers: { Authorization: 'Token abc\n' } }, []],
  ])('%j: %j', (config, codes) => expect(codesOf(config)).toEqual(codes));
});

describe('a request', () => {
  async function ask(
    config: object,
    reply: () => Reply = () => ({ status: 200, body: [] }),
    secrets = new Secrets(),
  ): Promise<unknown> {
    server = await serve(reply);
    const client = build({ url: server.url, ...config }, secrets);
    return client.get(client.at('/x', { a: 'b' }));
  }

  test('has the headers and the query of the connection, and asks for JSON', async () => {
    await ask({ headers: { Authorization: 'Token abc\n', 'X-Other': 5 }, query: { key: 'k&y' } });
    const [{ headers, url } = { headers: {}, url: '' }] = server?.received ?? [];
    expect(headers).toMatchObject({ authorization: 'Token abc', 'x-other': '5', accept: 'application/json' });
    expect(url).toBe('/x?a=b&key=k%26y');
  });

  test('logs in with name and password', async () => {
    await ask({ username: 'ann', password: 'pass:wörd' });
    expect(server?.received[0]?.headers.authorization).toBe(`Basic ${Buffer.from('ann:pass:wörd').toString('base64')}`);
  });

  test('takes a compressed answer', async () => {
    const body = gzipSync(JSON.stringify([{ a: 1 }]));
    expect(await ask({}, () => ({ status: 200, body, headers: { 'content-encoding': 'gzip' } }))).toEqual([{ a: 1 }]);
    expect(server?.received[0]?.headers['accept-encoding']).toContain('gzip');
  });

  test('what is secret is known as such: tokens without their scheme, passwords, keys', async () => {
    const secrets = new Secrets();
    const config = {
      headers: { Authorization: 'Token tok-9f8e7d6c', Accept: 'text/plain' },
      query: { key: 'key-5b4a3928' },
    };
    await expect(
      ask(
        config,
        () => ({ status: 403, body: { message: 'no Token tok-9f8e7d6c, key-5b4a3928 text/plain' } }),
        secrets,
      ),
    ).rejects.toThrow('no Token ***, *** text/plain');
  });

  test('what a server says under `detail`, as Kobo does, is told as well', async () => {
    const secrets = new Secrets();
    const config = { headers: { Authorization: 'Token tok-9f8e7d6c' } };
    const reply = (): Reply => ({ status: 400, body: { detail: 'no such field; tok-9f8e7d6c' } });
    await expect(ask(config, reply, secrets)).rejects.toThrow('no such field; ***');
  });

  test('a redirect to another server is told, and not followed', async () => {
    const other = await serve(() => ({ status: 200, body: [] }));
    try {
      const reply = (): Reply => ({ status: 302, headers: { location: `${other.url}/stolen?with=secret` } });
      await expect(ask({ headers: { Authorization: 'Token x' } }, reply)).rejects.toMatchObject({
        code: 'http/redirected',
        args: { location: `${other.url}/stolen` },
      });
      expect(other.received).toEqual([]);
    } finally {
      await other.close();
    }
  });
});

test.each<[string, (url: string) => Promise<HttpClient>, string]>([
  ['nothing listens', async () => newClient(await deadUrl()), 'http/unreachable'],
  ['there is no such host', async () => newClient('https://no-such-host.invalid'), 'http/unknown-host'],
  ['no secure connection', async (url) => newClient(url.replace('http:', 'https:')), 'http/tls'],
  ['no answer in time', async (url) => newClient(url, { timeoutMs: 50 }), 'http/timeout'],
])('%s: %s', async (_, open, code) => {
  server = await serve(() => 'hang');
  const client = await open(server.url);
  await expect(client.get(client.at('/x'))).rejects.toMatchObject({ code, exitCode: 3 });
});

describe('trouble that may pass', () => {
  /** How long it waited before each further try, until the answer came. */
  async function waitsFor(replies: readonly Reply[]): Promise<readonly number[]> {
    const waits: number[] = [];
    const rest = [...replies];
    server = await serve(() => rest.shift() ?? { status: 200, body: [1] });
    const client = newClient(server.url, { pause: async (ms) => void waits.push(ms) });
    expect(await client.get(client.at('/x'))).toEqual([1]);
    return waits;
  }
  const after = (status: number, wait: string): Reply => ({ status, headers: { 'retry-after': wait } });

  test('Retry-After is heard, in seconds and as a date, and not for longer than a minute or patience', async () => {
    const [seconds, date = 0, long] = await waitsFor([
      after(429, '3'),
      after(503, new Date(Date.now() + 8000).toUTCString()),
      after(503, '3600'),
    ]);
    expect([seconds, date > 4000 && date <= 8000]).toEqual([3000, true]);
    // Of the fifteen seconds that a first word may take, the rest.
    expect(long).toBeLessThanOrEqual(15_000 - 3000 - date);
  });

  test.each<[string, readonly Reply[]]>([
    ['without it', [{ status: 502 }, 'cut', { status: 504 }, 'cutHalfway']],
    [
      'asked for none',
      [after(429, '0'), after(429, '-5'), after(503, 'Mon, 01 Jan 1990 00:00:00 GMT'), after(503, '0')],
    ],
  ])('%s the waits grow, each shortened by chance', async (_, replies) => {
    const waits = await waitsFor(replies);
    const most = [500, 1500, 4000, 10_000];
    expect(waits).toHaveLength(4);
    for (const [at, wait] of waits.entries()) {
      expect(wait).toBeLessThanOrEqual(most[at] as number);
      if (at < 3) expect(wait).toBeGreaterThanOrEqual((most[at] as number) / 2);
    }
  });

  test.each([500, 501, 400, 401, 403, 404])('%d is not tried again', async (status) => {
    await expect(waitsFor([{ status }])).rejects.toMatchObject({ exitCode: 3 });
    expect(server?.received).toHaveLength(1);
  });

  test('one connection does for all pages', async () => {
    const ports = new Set<unknown>();
    server = await serve(({ headers }) => ({ status: 200, body: [headers['connection']] }));
    const client = newClient(server.url);
    for (let at = 0; at < 5; at += 1) ports.add(JSON.stringify(await client.get(client.at(`/${at}`))));
    expect([...ports]).toEqual(['["keep-alive"]']);
  });
});

test.each([
  ['/next', 'https://a.org/x?y', 'https://a.org/next'],
  ['?start=5', 'https://a.org/x?y', 'https://a.org/x?start=5'],
  ['https://a.org/z', 'https://a.org/x', 'https://a.org/z'],
  ['http://a.org/z', 'https://a.org/x', 'https://a.org/z'],
  ['https://b.org/z', 'https://a.org/x', undefined],
  ['https://a.org:444/z', 'https://a.org/x', undefined],
  ['https://u:p@a.org/z', 'https://a.org/x', undefined],
  ['//b.org/z', 'https://a.org/x', undefined],
  ['javascript:1', 'https://a.org/x', undefined],
])('%s, seen from %s, is %s', (named, from, found) =>
  expect(newClient('https://a.org').follow(named, new URL(from))?.href).toBe(found),
);
