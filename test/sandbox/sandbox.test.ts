import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { send, type Heard } from './http-client.ts';
import { readPackage } from './recordings.ts';

const EVENT = {
  event: 'KbSx0000001',
  program: 'KobProgEv01',
  orgUnit: 'KobFacOuA01',
  occurredAt: '2026-03-14',
  status: 'COMPLETED',
  geometry: { type: 'Point', coordinates: [12.49, 41.9] },
  notes: [{ note: 'KbNx0000001', value: 'kobo' }],
  dataValues: [{ dataElement: 'KobDeAge001', value: '34' }],
};

let folder: string;
const started: Sandbox[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
});

afterEach(async () => {
  await Promise.all(started.splice(0).map((one) => one.close()));
  await rm(folder, { recursive: true });
});

async function start(options: Partial<Parameters<typeof startSandbox>[0]> = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({ metadata: readPackage('minimal'), ...options });
  started.push(sandbox);
  return sandbox;
}

function upload({ url }: Sandbox, event: unknown): Promise<Heard> {
  const path = '/api/tracker?async=false&atomicMode=OBJECT&reportMode=FULL';
  return send(url, { path, basic: 'admin:district', body: { events: [event] } });
}

describe('a state file', () => {
  test('keeps events, deleted uids and the identity of the server from one start to the next', async () => {
    const stateFile = join(folder, 'events.json');
    const first = await start({ stateFile });
    await upload(first, EVENT);
    await upload(first, { ...EVENT, event: 'KbSx0000002', notes: [] });
    const path = '/api/tracker?async=false&importStrategy=DELETE';
    await send(first.url, { path, basic: 'admin:district', body: { events: [{ event: 'KbSx0000002' }] } });
    const before = await send(first.url, { path: `/api/tracker/events/${EVENT.event}`, basic: 'admin:district' });
    const info = await send(first.url, { path: '/api/system/info', basic: 'admin:district' });
    await first.close();

    const second = await start({ stateFile });
    const after = await send(second.url, { path: `/api/tracker/events/${EVENT.event}`, basic: 'admin:district' });
    expect(after.json).toEqual(before.json);
    expect((await upload(second, { ...EVENT, event: 'KbSx0000002' })).text).toContain('E1082');
    expect((await upload(second, EVENT)).json?.validationReport?.warningReports).toMatchObject([
      { warningCode: 'E1119' },
    ]);
    const infoAfter = await send(second.url, { path: '/api/system/info', basic: 'admin:district' });
    expect(infoAfter.json?.systemId).toBe(info.json?.systemId);
  });

  test('is readable by its owner alone, and nothing is left beside it', async () => {
    const stateFile = join(folder, 'events.json');
    const sandbox = await start({ stateFile });
    await upload(sandbox, EVENT);
    await sandbox.close();
    expect((await stat(stateFile)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['events.json']);
    expect(await readFile(stateFile, 'utf8')).toContain(EVENT.event);
  });

  test('that is something else is refused and left alone', async () => {
    const stateFile = join(folder, 'events.json');
    await writeFile(stateFile, '{"my":"file"}');
    await expect(start({ stateFile })).rejects.toMatchObject({ code: 'sandbox/bad-state', exitCode: 2 });
    expect(await readFile(stateFile, 'utf8')).toBe('{"my":"file"}');
  });
});

describe('starting', () => {
  test('a port in use, an unknown release and unusable metadata are said in so many words', async () => {
    const { port } = await start();
    await expect(start({ port })).rejects.toMatchObject({ code: 'sandbox/port-in-use', exitCode: 3 });
    await expect(start({ version: '2.30' })).rejects.toThrow('The sandbox cannot play DHIS2 2.30.');
    await expect(start({ metadata: [1] })).rejects.toMatchObject({ code: 'sandbox/bad-metadata' });
    await expect(start({ metadata: { options: [{ id: 'short' }] } })).rejects.toThrow('options[0] has no valid id');
    const stage = { id: 'KobStageE01', program: { id: 'KobProgEv01' } };
    const holes = { programs: [{ id: 'KobProgEv01', programStages: [{ id: 'KobStageE02' }] }], programStages: [stage] };
    await expect(start({ metadata: holes })).rejects.toThrow('KobStageE02, which is not in the package');
    const user = { username: 'clerk', password: 'x', orgUnits: ['KobFacXx999'] };
    await expect(start({ users: [user] })).rejects.toMatchObject({ code: 'sandbox/bad-user' });
  });

  test('packages are merged, and users come with them', async () => {
    const person = {
      id: 'KobUserEtl9',
      username: 'field',
      password: 'pass',
      organisationUnits: [{ id: 'KobFacOuA01' }],
    };
    const { url } = await start({ metadata: [readPackage('minimal'), { users: [person] }] });
    const upload = (orgUnit: string): Promise<Heard> => {
      const path = '/api/tracker?async=false&importMode=VALIDATE&atomicMode=OBJECT';
      return send(url, { path, basic: 'field:pass', body: { events: [{ ...EVENT, orgUnit }] } });
    };
    expect((await upload('KobFacOuA01')).json?.validationReport?.errorReports).toEqual([]);
    expect((await upload('KobFacOuB01')).text).toContain('E1000');
  });

  test('org units that an export of a program leaves out stand in for themselves', async () => {
    const metadata = Object.assign({}, readPackage('minimal'), { organisationUnits: [] });
    const sandbox = await start({ metadata });
    expect((await upload(sandbox, EVENT)).json?.stats).toMatchObject({ created: 1 });
  });

  test('the log names calls, never values or passwords', async () => {
    const lines: string[] = [];
    const sandbox = await start({ log: (line) => lines.push(line) });
    await upload(sandbox, EVENT);
    expect(lines).toEqual(['POST /api/tracker 200']);
  });
});
