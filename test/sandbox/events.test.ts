import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { send, type Heard } from './http-client.ts';
import { readPackage } from './recordings.ts';

const SYNC = 'async=false&atomicMode=OBJECT&reportMode=FULL';
const EVENT = {
  event: 'KbEx0000001',
  program: 'KobProgEv01',
  programStage: 'KobStageE01',
  orgUnit: 'KobFacOuA01',
  occurredAt: '2026-03-14',
  status: 'COMPLETED',
  dataValues: [
    { dataElement: 'KobDeAge001', value: '34' },
    { dataElement: 'KobDeName01', value: 'Ann' },
  ],
};

let sandbox: Sandbox;

beforeEach(async () => {
  sandbox = await startSandbox({ metadata: readPackage('minimal') });
});

afterEach(() => sandbox.close());

function upload(events: readonly unknown[], query = SYNC): Promise<Heard> {
  return send(sandbox.url, { path: `/api/tracker?${query}`, basic: 'admin:district', body: { events } });
}

function read(path: string): Promise<Heard> {
  return send(sandbox.url, { path, basic: 'admin:district' });
}

async function valuesOf(uid: string): Promise<unknown> {
  const { json } = await read(`/api/tracker/events/${uid}`);
  return Object.fromEntries((json?.dataValues ?? []).map(({ dataElement, value }) => [dataElement, value]));
}

/** Newest entry of a job's log, once it says that the job is complete. */
async function finished(id: string): Promise<unknown> {
  for (;;) {
    const log: { completed: boolean }[] = JSON.parse((await read(`/api/tracker/jobs/${id}`)).text);
    if (log[0]?.completed) return log[0];
  }
}

test('an update replaces what it names, keeps what it leaves out and deletes what it sends as null', async () => {
  await upload([EVENT]);
  await upload([{ ...EVENT, dataValues: [{ dataElement: 'KobDeAge001', value: '35' }] }]);
  expect(await valuesOf(EVENT.event)).toEqual({ KobDeAge001: '35', KobDeName01: 'Ann' });
  await upload([{ ...EVENT, dataValues: [{ dataElement: 'KobDeName01', value: null }] }]);
  expect(await valuesOf(EVENT.event)).toEqual({ KobDeAge001: '35' });
});

test('a deleted uid is dead for good, and shows only where deleted ones are asked for', async () => {
  await upload([EVENT]);
  const gone = await upload([{ event: EVENT.event }], `${SYNC}&importStrategy=DELETE`);
  expect(gone.json?.stats).toMatchObject({ deleted: 1, ignored: 0 });
  const again = await upload([EVENT]);
  expect(again.json?.validationReport?.errorReports).toMatchObject([{ errorCode: 'E1082', uid: EVENT.event }]);
  expect((await read(`/api/tracker/events/${EVENT.event}`)).status).toBe(404);
  const list = '/api/tracker/events?program=KobProgEv01&events=KbEx0000001,KbEx0000009&fields=event,deleted';
  expect((await read(list)).json?.events).toEqual([]);
  expect((await read(`${list}&includeDeleted=true`)).json?.events).toEqual([{ event: EVENT.event, deleted: true }]);
});

test('lists come newest first, in pages of 50, by uid too', async () => {
  const uids = Array.from({ length: 60 }, (_, index) => `KbEx00000${String(index).padStart(2, '0')}`);
  await upload(uids.map((event) => ({ ...EVENT, event })));
  const first = await read(`/api/tracker/events?program=KobProgEv01&events=${uids.join()}&fields=event`);
  expect(first.json?.events?.map(({ event }) => event)).toEqual(uids.toReversed().slice(0, 50));
  expect(first.json?.pager).toMatchObject({ page: 1, pageSize: 50, nextPage: /^http.*&page=2$/ });
  const all = await read(`/api/tracker/events?program=KobProgEv01&events=${uids.join()}&fields=event&pageSize=60`);
  expect(all.json?.events).toHaveLength(60);
});

describe('async', () => {
  test('answers with a job; its report comes when the log says that it is complete', async () => {
    const accepted = await upload([EVENT], 'atomicMode=OBJECT');
    const id = accepted.json?.response?.id ?? '';
    expect(accepted).toMatchObject({ status: 200, json: { message: 'Tracker job added' } });
    expect(await finished(id)).toMatchObject({ level: 'INFO' });
    expect((await read(`/api/tracker/jobs/${id}/report`)).json?.stats).toMatchObject({ created: 1 });
  });

  test('a job that failed as a whole has no report, ever', async () => {
    const bad = {
      ...EVENT,
      dataValues: [...EVENT.dataValues.slice(0, 1), { dataElement: 'KobDeName01', value: 'a\0b' }],
    };
    const id = (await upload([bad], 'atomicMode=OBJECT')).json?.response?.id ?? '';
    expect(await finished(id)).toMatchObject({ level: 'ERROR' });
    expect(await read(`/api/tracker/jobs/${id}/report`)).toMatchObject({ status: 404, json: { errorCode: 'E1005' } });
  });

  test('an unknown job has an empty log', async () => {
    expect((await read('/api/tracker/jobs/KobJobXx999')).text).toBe('[]');
  });
});

test('names from the data never reach object prototypes', async () => {
  const text = JSON.stringify({ events: [EVENT] }).replaceAll('KobDeName01', '__proto__');
  for (const name of ['__proto__', 'constructor', 'toString']) {
    const body = Buffer.from(text.replaceAll('__proto__', name));
    const heard = await send(sandbox.url, { path: `/api/tracker?${SYNC}`, basic: 'admin:district', body });
    const codes = heard.json?.validationReport?.errorReports.map((one) => one.errorCode);
    expect(codes?.toSorted()).toEqual(['E1304', 'E1305']);
    expect((await read(`/api/programs/${name}`)).status).toBe(404);
    expect((await read(`/api/programs/KobProgEv01?fields=${name}[a]`)).text).toBe('{}');
    expect((await read(`/api/organisationUnits?filter=${name}.a:eq:1&fields=id&paging=false`)).status).toBe(200);
  }
  const polluting = Buffer.from(
    `{"events":[{"__proto__":{"polluted":true},"event":"KbEx0000002"}],"__proto__":{"x":1}}`,
  );
  await send(sandbox.url, { path: `/api/tracker?${SYNC}`, basic: 'admin:district', body: polluting });
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
});

describe('what the sandbox has not', () => {
  test.each(['/api/dataStore', '/api/tracker/trackedEntities', '/api/analytics', '/api/fileResources/x'])(
    '%s is 501, said plainly',
    async (path) => {
      const heard = await read(path);
      expect(heard).toMatchObject({ status: 501, contentType: 'application/json' });
      expect(heard.json?.message).toContain('The sandbox does not have');
    },
  );

  test('tracked entities in a body are 501 too, and nothing is stored', async () => {
    const body = { trackedEntities: [{ trackedEntity: 'KtEx0000001' }], events: [EVENT] };
    const heard = await send(sandbox.url, { path: `/api/tracker?${SYNC}`, basic: 'admin:district', body });
    expect(heard.status).toBe(501);
    expect((await read(`/api/tracker/events/${EVENT.event}`)).status).toBe(404);
  });

  test('a path that no server has is the 404 page of the container', async () => {
    expect(await read('/api/trackers')).toMatchObject({ status: 404, contentType: 'text/html' });
    expect(await read('/elsewhere')).toMatchObject({ status: 404, contentType: 'text/html' });
  });

  test('a URL of more than 8 kB is the 400 page of the container', async () => {
    expect(await read(`/api/tracker/events?events=${'KbEx0000001,'.repeat(800)}`)).toMatchObject({
      status: 400,
      contentType: 'text/html',
    });
  });
});
