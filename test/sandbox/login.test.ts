import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { send } from './http-client.ts';
import { readPackage } from './recordings.ts';

const ME = '/api/me?fields=id,username';
const TOKEN = `d2p_${'a'.repeat(50)}`;

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox({
    metadata: readPackage('minimal'),
    users: [{ username: 'clerk', password: 'correct horse', orgUnits: ['KobFacOuA01'] }],
    tokens: [{ token: TOKEN, username: 'clerk' }],
  });
});

afterAll(() => sandbox.close());

describe('without credentials', () => {
  test('a program is told so in JSON', async () => {
    const heard = await send(sandbox.url, { path: ME });
    expect(heard).toMatchObject({ status: 401, contentType: 'application/json', json: { message: 'Unauthorized' } });
  });

  test('anybody else is shown the way to an HTML page, posting too', async () => {
    for (const method of ['GET', 'POST']) {
      const heard = await send(sandbox.url, { method, path: '/api/tracker', program: false });
      expect(heard).toMatchObject({ status: 302, text: '', headers: { location: `${sandbox.url}/dhis-web-login/` } });
    }
    expect(await send(sandbox.url, { path: '/dhis-web-login/' })).toMatchObject({
      status: 200,
      contentType: 'text/html',
    });
  });

  test('ping answers, with nothing', async () => {
    expect(await send(sandbox.url, { path: '/api/ping' })).toMatchObject({ status: 200, text: '' });
  });
});

test('a wrong password is 401 in JSON, whoever asks', async () => {
  for (const basic of ['admin:nope', 'nobody:district', 'garbage']) {
    const heard = await send(sandbox.url, { path: ME, basic, program: false });
    expect(heard).toMatchObject({ status: 401, json: { message: 'Unauthorized' } });
  }
});

test('a session cookie stands for the password, and is not handed out twice', async () => {
  const first = await send(sandbox.url, { path: ME, basic: 'clerk:correct horse' });
  const cookie = String(first.headers['set-cookie']).split(';')[0] ?? '';
  expect(cookie).toMatch(/^JSESSIONID=[0-9A-F]{32}$/);
  expect(await send(sandbox.url, { path: ME, cookie })).toMatchObject({ status: 200, json: { username: 'clerk' } });
  const both = await send(sandbox.url, { path: ME, cookie, basic: 'clerk:correct horse' });
  expect(both.headers['set-cookie']).toBeUndefined();
  const stale = await send(sandbox.url, { path: ME, cookie: 'JSESSIONID=00000000000000000000000000000000' });
  expect(stale.status).toBe(401);
});

describe('personal access tokens', () => {
  test('fail under /api/tracker until they were used elsewhere, as on a real 2.42.5.2', async () => {
    const upload = { path: '/api/tracker?async=false', token: TOKEN, body: { events: [] } };
    expect(await send(sandbox.url, upload)).toMatchObject({ status: 500, contentType: 'text/html' });
    expect(await send(sandbox.url, { path: ME, token: TOKEN })).toMatchObject({ json: { username: 'clerk' } });
    expect(await send(sandbox.url, upload)).toMatchObject({ status: 200, json: { status: 'OK' } });
  });

  test('that are empty, malformed or made up are refused', async () => {
    const heard = await Promise.all(
      ['', 'abc', `${TOKEN.slice(0, -1)}b`].map((token) => send(sandbox.url, { path: ME, token })),
    );
    expect(heard.map(({ status }) => status)).toEqual([400, 400, 400]);
  });

  test('are made by the server, expire, and may be good for reading only', async () => {
    const make = async (body: unknown): Promise<string> => {
      const heard = await send(sandbox.url, { path: '/api/apiToken', basic: 'admin:district', body });
      return heard.json?.response?.key ?? '';
    };
    const reading = await make({ attributes: [{ type: 'MethodAllowedList', allowedMethods: ['GET'] }] });
    expect(await send(sandbox.url, { path: ME, token: reading })).toMatchObject({ json: { username: 'admin' } });
    const posting = await send(sandbox.url, { path: '/api/tracker', token: reading, body: { events: [] } });
    expect(posting).toMatchObject({ status: 401, json: { message: /method is not allowed/ } });
    const expired = await make({ expire: 1 });
    expect(await send(sandbox.url, { path: ME, token: expired })).toMatchObject({ status: 401 });
  });
});

test('a disabled user stays out until enabled', async () => {
  const admin = { basic: 'admin:district', method: 'POST' };
  const uid = (await send(sandbox.url, { path: ME, basic: 'clerk:correct horse' })).text.match(/"id":"(\w{11})"/)?.[1];
  expect((await send(sandbox.url, { ...admin, path: `/api/users/${uid}/disabled` })).status).toBe(204);
  const heard = await send(sandbox.url, { path: ME, basic: 'clerk:correct horse' });
  expect(heard).toMatchObject({ status: 401, json: { message: 'Account disabled' } });
  await send(sandbox.url, { ...admin, path: `/api/users/${uid}/enabled` });
  expect((await send(sandbox.url, { path: ME, basic: 'clerk:correct horse' })).status).toBe(200);
});

test('no answer ever holds a password', async () => {
  const heard = await send(sandbox.url, { path: '/api/users?fields=*&paging=false', basic: 'admin:district' });
  expect(heard.status).toBe(200);
  expect(heard.text).not.toMatch(/correct horse|district|password/);
});
