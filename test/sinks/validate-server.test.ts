import { afterEach, expect, test } from 'vitest';
import { SILENT } from '../../src/base/log.ts';
import { Secrets } from '../../src/base/secrets.ts';
import type { Candidate, Sink } from '../../src/contracts/sink.ts';
import { Dhis2Client } from '../../src/dhis2/client.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { dhis2Events } from '../../src/sinks/dhis2-events.ts';
import { send } from '../sandbox/http-client.ts';
import { EVENT_PROGRAM } from './event-program.ts';

let sandbox: Sandbox;
afterEach(() => sandbox.close());

function candidate(at: number, name: string): Candidate {
  const dataValues = [
    { dataElement: 'DeBeds00001', value: '1' },
    { dataElement: 'DeName00001', value: name },
  ];
  const object = { orgUnit: 'OrgClinic0A', occurredAt: '2025-03-14', status: 'COMPLETED', dataValues };
  return { ref: { key: `k${at}`, role: '' }, address: `EvValid000${at}`, object, isNew: true };
}

async function open(validate: string): Promise<Sink> {
  const login = { username: 'admin', password: 'district' };
  const server = new Dhis2Client({ url: sandbox.url, login, timeoutMs: 5000, log: SILENT });
  const context = { folder: '/', log: SILENT, secrets: new Secrets(), server, mappedFor: undefined };
  const sink: Sink = dhis2Events.build(
    { program: 'ProgramEv01', batchSize: 2, keyDataElement: null, validate } as never,
    context,
  );
  await sink.connect();
  return sink;
}

test('what only the server knows is told with validate: server alone, and nothing is stored by asking', async () => {
  sandbox = await startSandbox({ metadata: EVENT_PROGRAM });
  const [local, asking] = [await open('local'), await open('server')];
  // Somebody changes the type while the night is planned.
  const dataElements = [{ id: 'DeName00001', name: 'Name', shortName: 'Name', valueType: 'INTEGER' }];
  await send(sandbox.url, { method: 'POST', path: '/api/metadata', basic: 'admin:district', body: { dataElements } });
  const candidates = ['1', 'Ann', '2', '3', 'Bo'].map((name, at) => candidate(at, name));
  expect(await local.refusals(candidates)).toEqual([[], [], [], [], []]);
  const refusal = { code: 'dhis2/E1302', target: 'DeName00001', args: { foreseen: true } };
  const told = await asking.refusals(candidates);
  expect(told).toMatchObject([[], [{ ...refusal, value: 'Ann' }], [], [], [{ ...refusal, value: 'Bo' }]]);
  expect(await asking.hasAny()).toBe(false);
});
