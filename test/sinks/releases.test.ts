import { afterEach, expect, test } from 'vitest';
import { SILENT } from '../../src/base/log.ts';
import { Secrets } from '../../src/base/secrets.ts';
import { Dhis2Client } from '../../src/dhis2/client.ts';
import type { Sending, Sink } from '../../src/contracts/sink.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { dhis2Events } from '../../src/sinks/dhis2-events.ts';
import { serve, type TestServer } from '../dhis2/http-server.ts';
import { readPackage, RELEASES } from '../sandbox/recordings.ts';
import { passOn } from './faulty-proxy.ts';

let sandbox: Sandbox;
let proxy: TestServer;

afterEach(async () => {
  await proxy.close();
  await sandbox.close();
});

test.each(RELEASES)(
  '%s: what is sent is read back, and what is refused is told by its data element',
  async (release) => {
    const sink = await open(release);
    const good = sending(1, { KobVtText01: 'a', KobVoMulti1: 'FEVER' });
    const bad = sending(2, { KobVtInteg1: 'x' });
    const outcomes = await sink.send([good, bad]);
    expect(outcomes.get(good.address)).toMatchObject({ is: 'created' });
    expect(outcomes.get(bad.address)).toMatchObject({
      is: 'refused',
      by: 'server',
      reasons: [{ code: 'dhis2/E1302', field: 'Kobo VT INTEGER (KobVtInteg1)', value: 'x' }],
    });
    const found = await sink.read([good.address, bad.address]);
    expect([...found.keys()]).toEqual([good.address]);
    const there = found.get(good.address);
    expect(there?.is === 'live' && sink.image(there.object)).toBe(sink.image(good.object));
  },
);

test.each(RELEASES)('%s: several choices are planned only where they are taken', async (release) => {
  const sink = await open(release);
  const [several, one] = [sending(1, { KobVoMulti1: 'FEVER,COUGH' }), sending(2, { KobVoMulti1: 'FEVER' })];
  const isOld = release === '2.40.12';
  const refusal = { code: 'dhis2/E1125', target: 'KobVoMulti1', value: 'FEVER,COUGH' };
  expect(await sink.refusals([several, one])).toMatchObject([isOld ? [refusal] : [], []]);
  // A plan that was made elsewhere: the server says it.
  const outcomes = await sink.send([several, one]);
  const refused = { is: 'refused', by: 'server', reasons: [{ code: 'dhis2/E1125', value: 'FEVER,COUGH' }] };
  expect(outcomes.get(several.address)).toMatchObject(isOld ? refused : { is: 'created' });
  expect(outcomes.get(one.address)).toMatchObject({ is: 'created' });
});

function sending(at: number, values: Readonly<Record<string, string>>): Sending {
  const dataValues = Object.entries(values).map(([dataElement, value]) => ({ dataElement, value }));
  const object = { orgUnit: 'KobFacOuA01', occurredAt: '2026-03-14', status: 'COMPLETED', dataValues };
  return {
    ref: { key: `key-${at}`, role: '' },
    address: `KbRe000000${at}`,
    object,
    mayReplace: () => true,
    isNew: true,
  };
}

async function open(release: string): Promise<Sink> {
  const version = RELEASES.find((one) => one === release);
  const metadata = [readPackage('minimal', version), readPackage('all-value-types', version)];
  sandbox = await startSandbox({ metadata, version: release });
  proxy = await serve((request) => passOn(sandbox.url, request));
  const login = { username: 'admin', password: 'district' };
  const connection = new Dhis2Client({ url: proxy.url, login, timeoutMs: 5000, log: SILENT, pause: async () => {} });
  const config = { program: 'KobProgAll1', batchSize: 100, keyDataElement: null };
  const context = { folder: '/', log: SILENT, secrets: new Secrets(), server: connection, mappedFor: undefined };
  const sink = dhis2Events.build(config as never, context);
  await sink.connect();
  return sink;
}
