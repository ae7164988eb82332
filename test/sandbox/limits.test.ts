import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { readPackage } from './recordings.ts';

const BASIC = `Authorization: Basic ${Buffer.from('admin:district').toString('base64')}`;
const LIMITS = { bodyBytes: 20_000 };

let sandbox: Sandbox;

beforeEach(async () => {
  sandbox = await startSandbox({ metadata: readPackage('minimal'), limits: LIMITS });
});
afterEach(() => sandbox.close());

describe('a request that names another host', () => {
  test.each(['127.0.0.1', 'localhost', 'LOCALHOST', 'localhost:8080', '127.0.0.1:1'])('%s is ours', async (host) => {
    expect(await ask(get('/api/me', host))).toMatch(/^HTTP\/1.1 200 /);
  });

  test.each([
    'evil.example',
    'evil.example:80',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    'x.localhost',
    '127.0.0.1@evil.example',
    '[::1]',
    '0.0.0.0',
    '2130706433',
    '',
  ])('%j is not, and gets nothing, with the right password too', async (host) => {
    const answer = await ask(get('/api/me', host));
    expect(answer).toMatch(/^HTTP\/1.1 421 /);
    expect(answer).not.toContain('admin');
  });

  test('what it brings is not read, let alone carried out', async () => {
    const body = JSON.stringify({ organisationUnits: [{ id: 'OrgEvil0001', name: 'Evil' }] });
    expect(await ask(post('/api/metadata', body, 'evil.example'))).toMatch(/^HTTP\/1.1 421 /);
    expect(await ask(get('/api/organisationUnits/OrgEvil0001', '127.0.0.1'))).toMatch(/^HTTP\/1.1 404 /);
  });
});

describe('a body', () => {
  const events = (bytes: number): string => JSON.stringify({ events: [], filler: 'x'.repeat(bytes - 25) });

  test('of the greatest length is taken', async () => {
    expect(events(LIMITS.bodyBytes)).toHaveLength(LIMITS.bodyBytes);
    expect(await ask(post('/api/tracker?async=false', events(LIMITS.bodyBytes)))).toMatch(/^HTTP\/1.1 200 /);
  });

  test('that says to be longer is refused before it comes', async () => {
    const head = post('/api/tracker?async=false', '').replace('Content-Length: 0', 'Content-Length: 99999999999');
    expect(await ask(head)).toMatch(/^HTTP\/1.1 413 [^]*20000 bytes/);
  });

  test('that turns out to be longer is refused, and nothing of it is kept', async () => {
    expect(await ask(post('/api/tracker?async=false', events(LIMITS.bodyBytes + 1)))).toMatch(/^HTTP\/1.1 413 /);
    const chunk = `${(0x1000).toString(16)}\r\n${'x'.repeat(0x1000)}\r\n`;
    expect(await ask(`${chunked()}${chunk.repeat(6)}`)).toMatch(/^HTTP\/1.1 413 /);
  });

  test('that never ends is broken off', async () => {
    const socket = connect(sandbox.port, '127.0.0.1');
    socket.on('error', () => undefined);
    const feeding = setInterval(() => socket.writable && socket.write('1000\r\n' + 'x'.repeat(0x1000) + '\r\n'), 5);
    socket.write(chunked());
    const heard = textOf(socket);
    // Written to when it was closed already, it may be reset, too.
    await new Promise((closed) => socket.once('close', closed));
    clearInterval(feeding);
    expect(heard()).toMatch(/^HTTP\/1.1 413 /);
  });

  test('that comes too slowly is broken off', async () => {
    await sandbox.close();
    sandbox = await startSandbox({ metadata: {}, limits: { requestMs: 300 } });
    const socket = connect(sandbox.port, '127.0.0.1');
    socket.on('error', () => undefined);
    const feeding = setInterval(() => socket.writable && socket.write('1\r\nx\r\n'), 20);
    socket.write(chunked());
    const heard = textOf(socket);
    // Written to when it was closed already, it may be reset, too.
    await new Promise((closed) => socket.once('close', closed));
    clearInterval(feeding);
    expect(heard()).toMatch(/^HTTP\/1.1 408 /);
  });

  test('refused does not stop the server', async () => {
    await ask(post('/api/tracker?async=false', events(LIMITS.bodyBytes + 1)));
    expect(await ask(get('/api/me', 'localhost'))).toMatch(/^HTTP\/1.1 200 /);
  });
});

function get(path: string, host: string): string {
  return `GET ${path} HTTP/1.1\r\nHost: ${host}\r\n${BASIC}\r\nConnection: close\r\n\r\n`;
}

function post(path: string, body: string, host = 'localhost'): string {
  const headers = ['Content-Type: application/json', `Content-Length: ${body.length}`, 'Connection: close'];
  return `POST ${path} HTTP/1.1\r\nHost: ${host}\r\n${BASIC}\r\n${headers.join('\r\n')}\r\n\r\n${body}`;
}

function chunked(): string {
  const headers = ['Content-Type: application/json', 'Transfer-Encoding: chunked'];
  return `POST /api/tracker HTTP/1.1\r\nHost: localhost\r\n${BASIC}\r\n${headers.join('\r\n')}\r\n\r\n`;
}

/** Sends a text as it is, and gives all that comes back. */
async function ask(request: string): Promise<string> {
  const socket = connect(sandbox.port, '127.0.0.1');
  socket.on('error', () => undefined);
  const heard = textOf(socket);
  socket.write(request);
  await Promise.race([once(socket, 'close'), once(socket, 'end')]);
  socket.destroy();
  return heard();
}

function textOf(socket: ReturnType<typeof connect>): () => string {
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk.toString('utf8');
  });
  return () => text;
}
