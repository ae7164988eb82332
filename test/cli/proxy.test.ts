/** DHIS2 that can only be reached through a proxy: processes with a real proxy before them, which alone knows the name. */
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { expect, test } from 'vitest';
import type { JsonFinding } from '../../src/doctor/to-json-finding.ts';
import { makeCertificate, type Certificate } from '../dhis2/certificate.ts';
import { csv, rows } from './outreach-files.ts';
import { withOutreach } from './with-outreach.ts';
import type { World } from './world.ts';

const HOST = 'dhis2.nowhere.invalid';

test('doctor says what to set; once it is set, doctor and run go through the proxy', async () => {
  await withOutreach({ files: { 'kobo.csv': csv(rows(3)) } }, async (world) => {
    const certificate = makeCertificate({ name: HOST, until: new Date(Date.now() + 86_400_000 * 90) });
    const proxy = await startProxy(world.url, certificate);
    try {
      await world.write('authority.pem', certificate.pem);
      const named = { DHIS2_URL: `https://${HOST}`, HTTPS_PROXY: proxy.url, NODE_EXTRA_CA_CERTS: 'authority.pem' };
      const direct = await diagnosis(world, named);
      expect(direct).toContainEqual(expect.objectContaining({ code: 'doctor/proxy-not-used' }));
      expect(direct).toContainEqual(expect.objectContaining({ code: 'doctor/only-through-proxy', is: 'fault' }));
      expect(proxy.tunnels).toEqual([]);

      const used = { ...named, NODE_USE_ENV_PROXY: '1' };
      const found = await diagnosis(world, used);
      expect(found).toContainEqual(expect.objectContaining({ code: 'doctor/proxy-used', is: 'fine' }));
      expect(found.filter(({ is }) => is === 'fault')).toEqual([]);
      expect(await world.start(['run', 'pipeline.yaml'], used).ended).toMatchObject({ exitCode: 0 });
      expect(await world.events()).toHaveLength(3);
      expect(new Set(proxy.tunnels)).toEqual(new Set([`${HOST}:443`]));
    } finally {
      await proxy.close();
    }
  });
});

async function diagnosis(world: World, env: Readonly<Record<string, string>>): Promise<JsonFinding[]> {
  const { stdout } = await world.start(['doctor', 'pipeline.yaml', '--json'], env).ended;
  return (JSON.parse(stdout) as { findings: JsonFinding[] }).findings;
}

interface Proxy {
  readonly url: string;
  /** Hosts and ports to which it was asked for a tunnel. */
  readonly tunnels: string[];
  close(): Promise<void>;
}

/** Every tunnel leads to one server, which has the certificate and passes on what it is asked for. */
async function startProxy(target: string, { pem, key }: Certificate): Promise<Proxy> {
  const secret = key.export({ type: 'pkcs8', format: 'pem' });
  const server = createSecureServer({ cert: pem, key: secret }, (incoming, outgoing) =>
    passOn(target, incoming, outgoing),
  );
  const tunnels: string[] = [];
  const proxy = createServer((_, response) => response.writeHead(405).end());
  proxy.on('connect', (incoming, socket) => {
    tunnels.push(incoming.url ?? '');
    socket.on('error', () => socket.destroy());
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n', () => server.emit('connection', socket));
  });
  const port = await listening(proxy);
  return {
    url: `http://127.0.0.1:${port}`,
    tunnels,
    close: async () => {
      server.closeAllConnections();
      proxy.closeAllConnections();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}

function passOn(target: string, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { method = 'GET', url = '/' } = incoming;
  // The sandbox answers under its own name alone.
  const { host: _, ...headers } = incoming.headers;
  const passed = request(`${target}${url}`, { method, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  passed.on('error', () => outgoing.destroy());
  incoming.pipe(passed);
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
