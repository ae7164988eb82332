/** The way to DHIS2, broken for real: names, ports, certificates, proxies, silence. */
import { setDefaultCACertificates, getCACertificates } from 'node:tls';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { makeCertificate, serveSecurely, type Certificate } from '../dhis2/certificate.ts';
import { serve } from '../dhis2/http-server.ts';
import { CONNECTIONS, spec } from '../cli/outreach-files.ts';
import { passOn } from '../sinks/faulty-proxy.ts';
import { expectDiagnosis, findingsOf, withSandbox } from './diagnosis.ts';

const DAY_MS = 86_400_000;
const inDays = (days: number): Date => new Date(Date.now() + days * DAY_MS);

test('there is no such host', async () => {
  await withSandbox({}, {}, async (world) => {
    const env = { DHIS2_URL: 'https://dhis2.nowhere.invalid' };
    expect((await expectDiagnosis('unknown-host', ['DHIS2'], world, env)).exitCode).toBe(3);
  });
});

test('nothing listens there; a proxy that might help is not used, or is not needed', async () => {
  await withSandbox({}, {}, async (world) => {
    const closed = { DHIS2_URL: 'http://127.0.0.1:9' };
    expect((await expectDiagnosis('no-server', ['DHIS2', 'Index'], world, closed)).exitCode).toBe(3);
    const proxy = { HTTP_PROXY: 'http://user:hidden-word@127.0.0.1:10' };
    const { stdout } = await expectDiagnosis('proxy-not-used', ['Machine', 'DHIS2'], world, { ...closed, ...proxy });
    expect(stdout).not.toContain('hidden-word');
    const found = await findingsOf(world, proxy);
    expect(found).toContainEqual(expect.objectContaining({ code: 'doctor/proxy-not-needed', is: 'fine' }));
    const excepted = await findingsOf(world, { ...proxy, NO_PROXY: '127.0.0.1' });
    expect(excepted.some(({ code }) => code === 'doctor/proxy-not-needed')).toBe(false);
  });
});

const authority = makeCertificate({ name: 'Ministry of Health', until: inDays(900) });

test.each([
  ['certificate-self-signed', makeCertificate({ name: '127.0.0.1', until: inDays(100) })],
  ['certificate-unknown-authority', makeCertificate({ name: '127.0.0.1', until: inDays(100), by: authority })],
  ['certificate-expired', makeCertificate({ name: '127.0.0.1', until: inDays(-3), by: authority })],
] as const)('%s', async (name, certificate) => {
  await withCertificate(certificate, async (url) => {
    await withSandbox({}, {}, async (world) => {
      expect((await expectDiagnosis(name, ['DHIS2'], world, { DHIS2_URL: url })).exitCode).toBe(3);
    });
  });
});

test('certificates of an authority that is trusted: of another host, nearly over, good', async () => {
  const before = getCACertificates('default');
  setDefaultCACertificates([authority.pem]);
  const cases = [
    ['doctor/certificate-of-another', 'fault', 'dhis2.example.org', 100],
    ['doctor/certificate-ends-soon', 'warning', '127.0.0.1', 5.5],
    ['doctor/certificate', 'fine', '127.0.0.1', 100],
  ] as const;
  try {
    for (const [code, is, name, days] of cases) {
      await withCertificate(makeCertificate({ name, until: inDays(days), by: authority }), async (url) => {
        await withSandbox({}, {}, async (world) => {
          const found = await findingsOf(world, { DHIS2_URL: url });
          expect(found.filter((one) => one.code.startsWith('doctor/certificate'))).toMatchObject([{ code, is }]);
        });
      });
    }
  } finally {
    setDefaultCACertificates(before);
  }
});

async function withCertificate(certificate: Certificate, use: (url: string) => Promise<void>): Promise<void> {
  const server = await serveSecurely(certificate);
  try {
    await use(`https://127.0.0.1:${server.port}`);
  } finally {
    await server.close();
  }
}

test('it is no DHIS2 that answers, or a login page', async () => {
  const pages = {
    'not-dhis2': { status: 200, body: { hello: 'world' } },
    'login-page': { status: 302, headers: { location: '/dhis-web-login/' }, body: '' },
  } as const;
  for (const [name, reply] of Object.entries(pages)) {
    const server = await serve(() => reply);
    try {
      await withSandbox({}, {}, async (world) => {
        expect((await expectDiagnosis(name, ['DHIS2'], world, { DHIS2_URL: server.url })).exitCode).toBe(3);
      });
    } finally {
      await server.close();
    }
  }
});

test('it takes connections and says nothing: the rest is told all the same, and soon', async () => {
  const server = await serve(() => 'hang');
  const hmis = { ...CONNECTIONS.hmis, timeoutSeconds: 1 };
  const files = { 'pipeline.yaml': spec({ connections: { ...CONNECTIONS, hmis } }) };
  try {
    await withSandbox({}, files, async (world) => {
      expect((await expectDiagnosis('silence', ['DHIS2', 'Index'], world, { DHIS2_URL: server.url })).exitCode).toBe(3);
    });
  } finally {
    await server.close();
  }
});

test('batches: the server is slow; and one of 2.40 is asked for too much at once', async () => {
  const hmis = { ...CONNECTIONS.hmis, timeoutSeconds: 1 };
  const files = { 'pipeline.yaml': spec({ connections: { ...CONNECTIONS, hmis } }) };
  await withSandbox({}, files, async (world) => {
    const slow = await serve(async (request) => {
      if (request.method === 'POST') await setTimeout(200);
      return passOn(world.url, request);
    });
    try {
      const found = await findingsOf(world, { DHIS2_URL: slow.url });
      expect(found).toContainEqual(expect.objectContaining({ code: 'doctor/batch-slow', is: 'warning' }));
    } finally {
      await slow.close();
    }
  });
  const large = { 'pipeline.yaml': spec({ sink: { batchSize: 300, concurrency: 3 } }) };
  await withSandbox({ version: '2.40' }, large, async (world) => {
    const found = await findingsOf(world);
    expect(found).toContainEqual(expect.objectContaining({ code: 'doctor/batch-large', is: 'warning' }));
    expect(found).toContainEqual(expect.objectContaining({ code: 'doctor/at-once-slow', is: 'warning' }));
    expect(JSON.stringify(found)).toContain('with 3 such batches at once');
    expect(await world.events()).toEqual([]);
  });
});
