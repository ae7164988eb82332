/** Each kind of fault on the wire: what the client sees, and whether the request was carried out. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import type { Fault } from '../../../src/sandbox/faults/fault-kinds.ts';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../../src/sandbox/sandbox.ts';
import { EVENT_PROGRAM } from '../../sinks/event-program.ts';

const PATIENCE_MS = 400;
const BASIC = `Basic ${Buffer.from('admin:district').toString('base64')}`;
const PATH = '/api/tracker?async=false';
const EVENT = {
  event: 'Event000001',
  program: 'ProgramEv01',
  orgUnit: 'OrgClinic0A',
  occurredAt: '2025-03-14',
  dataValues: [{ dataElement: 'DeBeds00001', value: '1' }],
};

let sandbox: Sandbox;
afterEach(() => sandbox.close());

async function start(options: Partial<SandboxOptions> = {}): Promise<void> {
  sandbox = await startSandbox({ metadata: EVENT_PROGRAM, ...options });
}

/** What a client sees of one request: status, type and whether its JSON is whole; or why there is none. */
async function see(path: string, body?: unknown, headers: Record<string, string> = {}): Promise<string> {
  try {
    const answer = await fetch(sandbox.url + path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: BASIC, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const text = await answer.text();
    return `${answer.status} ${kindOfText(text)}`;
  } catch (error) {
    const { name, cause } = error as Error & { cause?: { code?: string } };
    return name === 'TimeoutError' ? 'no answer' : (cause?.code ?? name);
  }
}

function kindOfText(text: string): string {
  if (text.startsWith('<')) return 'page';
  if (text === '') return 'nothing';
  try {
    const json = JSON.parse(text) as { bundleReport?: unknown; version?: unknown };
    return json.bundleReport ? 'report' : json.version ? 'info' : 'json';
  } catch {
    return 'half';
  }
}

const sends = (): Promise<string> => see(PATH, { events: [EVENT] });
const isThere = async (): Promise<boolean> => (await see(`/api/tracker/events/${EVENT.event}`)).startsWith('200');
/** Connections in the pool of the test's own client die with the server; a first failure says nothing. */
async function info(): Promise<string> {
  const seen = await see('/api/system/info', undefined, { connection: 'close' });
  return seen;
}

describe('the first request that sends', () => {
  const both: readonly (readonly [Fault, string])[] = [
    [{ kind: 'hang' }, 'no answer'],
    [{ kind: 'reset' }, 'ECONNRESET'],
    [{ kind: 'status', status: 500 }, '500 page'],
    [{ kind: 'status', status: 502 }, '502 page'],
    [{ kind: 'status' }, '503 page'],
    [{ kind: 'status', status: 504 }, '504 page'],
    [{ kind: 'status', status: 413 }, '413 page'],
    [{ kind: 'status', status: 429, retryAfter: 3 }, '429 page'],
    [{ kind: 'page' }, '200 page'],
    [{ kind: 'login-page' }, '302 nothing'],
    [{ kind: 'other-answer' }, '200 info'],
    [{ kind: 'restart', downMs: 0 }, 'ECONNRESET'],
  ];
  const rows = [
    ...both.flatMap(([fault, seen]) => [
      [fault, seen, false] as const,
      [{ ...fault, carriedOut: true }, seen, true] as const,
    ]),
    [{ kind: 'cut' }, 'UND_ERR_SOCKET', true],
    [{ kind: 'cut', bytes: 0 }, 'UND_ERR_SOCKET', true],
    [{ kind: 'truncated' }, '200 half', true],
    [{ kind: 'truncated', bytes: 0 }, '200 nothing', true],
    [{ kind: 'slow', bytesPerSecond: 200 }, 'no answer', true],
    [{ kind: 'slow', bytesPerSecond: 1_000_000 }, '200 report', true],
    [{ kind: 'delay', delayMs: 5 }, '200 report', true],
    [{ kind: 'unauthorized' }, '401 json', false],
    [{ kind: 'database' }, '409 json', false],
  ] as const satisfies readonly (readonly [Fault, string, boolean])[];

  test.each(rows)('%j: %s, carried out: %j', async (fault, seen, carriedOut) => {
    const hits: string[] = [];
    await start({ onFault: ({ kind, method, path }) => hits.push(`${kind} ${method} ${path}`) });
    sandbox.setFaults({ faults: [{ ...fault, method: 'POST', path: '/api/tracker' }] });
    expect(await info()).toBe('200 info');
    expect(await sends()).toBe(seen);
    expect(hits).toEqual([`${fault.kind} POST /api/tracker`]);
    await pause(20);
    expect(await isThere()).toBe(carriedOut);
    expect(await sends()).toBe('200 report');
  });
});

test('Retry-After is said', async () => {
  await start({ faults: { faults: [{ kind: 'status', status: 429, retryAfter: 3 }] } });
  expect((await fetch(`${sandbox.url}/api/ping`)).headers.get('retry-after')).toBe('3');
});

test('another answer is that of the request before, of the same path where there was one', async () => {
  await start();
  expect(await sends()).toBe('200 report');
  expect(await info()).toBe('200 info');
  sandbox.setFaults({
    faults: [
      { kind: 'other-answer', method: 'POST', carriedOut: true },
      { kind: 'other-answer', method: 'GET' },
    ],
  });
  const other = await fetch(sandbox.url + PATH, {
    method: 'POST',
    headers: { authorization: BASIC, 'content-type': 'application/json' },
    body: JSON.stringify({ events: [{ ...EVENT, event: 'Event000002' }] }),
  });
  const text = await other.text();
  expect(text).toContain('Event000001');
  expect(text).not.toContain('Event000002');
  expect(await see('/api/me')).toBe('200 report');
});

describe('a late request', () => {
  test('is carried out after the next one: what it holds is what stays', async () => {
    await start({ faults: { faults: [{ kind: 'late', method: 'POST', path: '/api/tracker' }] } });
    const value = async (): Promise<unknown> => {
      const answer = await fetch(`${sandbox.url}/api/tracker/events/${EVENT.event}`, {
        headers: { authorization: BASIC },
      });
      return ((await answer.json()) as typeof EVENT).dataValues?.[0]?.value;
    };
    expect(await sends()).toBe('ECONNRESET');
    expect(await isThere()).toBe(false);
    const newer = { ...EVENT, dataValues: [{ dataElement: 'DeBeds00001', value: '2' }] };
    expect(await see(PATH, { events: [newer] })).toBe('200 report');
    await pause(20);
    expect(await value()).toBe('1');
  });

  test('is carried out so many milliseconds later', async () => {
    await start({ faults: { faults: [{ kind: 'late', lateMs: 100, method: 'POST' }] } });
    expect(await sends()).toBe('ECONNRESET');
    expect(await isThere()).toBe(false);
    while (!(await isThere())) await pause(10);
  });
});

describe('a restart', () => {
  test('refuses connections for a while, at the same port then, with its events', async () => {
    await start({ faults: { faults: [{ kind: 'restart', downMs: 300, carriedOut: true, method: 'POST' }] } });
    expect(await sends()).toBe('ECONNRESET');
    expect(await info()).toBe('ECONNREFUSED');
    await pause(350);
    expect(await isThere()).toBe(true);
  });

  test('forgets sessions and, on 2.42, which tokens it has seen', async () => {
    const token = 'd2p_sandbox';
    await start({ tokens: [{ token, username: 'admin' }] });
    const { headers } = await fetch(`${sandbox.url}/api/me`, { headers: { authorization: BASIC } });
    const cookie = (headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const asked = (auth: Record<string, string>, path = '/api/tracker/events?program=ProgramEv01'): Promise<number> =>
      fetch(sandbox.url + path, {
        headers: { ...auth, 'x-requested-with': 'XMLHttpRequest', connection: 'close' },
      }).then((one) => one.status);
    const byToken = { authorization: `ApiToken ${token}` };
    await asked(byToken, '/api/me');
    expect([await asked({ cookie }), await asked(byToken)]).toEqual([200, 200]);
    sandbox.restart();
    await pause(50);
    expect([await asked({ cookie }), await asked(byToken)]).toEqual([401, 500]);
  });

  test('gives a fresh server its system id', async () => {
    await start({ faults: { freshServer: true, faults: [] } });
    const systemId = async (): Promise<unknown> => {
      const answer = await fetch(`${sandbox.url}/api/system/info`, {
        headers: { authorization: BASIC, connection: 'close' },
      });
      return ((await answer.json()) as { systemId?: unknown }).systemId;
    };
    expect(await systemId()).toBeUndefined();
    sandbox.restart();
    await pause(50);
    const id = await systemId();
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    sandbox.restart();
    await pause(50);
    expect(await systemId()).toBe(id);
  });
});
