/** Answers of DHIS2 (or of what stands before it) of which any part is of another type: told as such, never believed. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EtlError } from '../../src/base/errors.ts';
import { SILENT } from '../../src/base/log.ts';
import { Secrets } from '../../src/base/secrets.ts';
import { Dhis2Client } from '../../src/dhis2/client.ts';
import { fetchProgram, fetchProgramMetadata } from '../../src/dhis2/program-metadata.ts';
import type { Sending, Sink } from '../../src/contracts/sink.ts';
import { dhis2Events } from '../../src/sinks/dhis2-events.ts';
import { DEEP, spoiled } from '../base/spoil.ts';
import { serve, type TestServer } from './http-server.ts';

const UID = 'Event000001';
const ELEMENT = {
  id: 'DeBeds00001',
  name: 'Beds',
  valueType: 'INTEGER',
  optionSet: { id: 'OsWater0001', options: [{ code: 'A', name: 'a' }] },
};
const GOOD: Readonly<Record<string, unknown>> = {
  '/api/me': { id: 'u', username: 'kobo', authorities: ['ALL'], programs: ['ProgramEv01'] },
  '/api/system/info': { version: '2.42.5', systemId: 's', serverTimeZoneId: 'Etc/UTC' },
  '/api/programs/ProgramEv01': {
    id: 'ProgramEv01',
    name: 'Visits',
    programType: 'WITHOUT_REGISTRATION',
    categoryCombo: { id: 'c', isDefault: true },
    access: { data: { read: true, write: true } },
    programStages: [
      {
        id: 'Stage000001',
        name: 'Visit',
        sortOrder: 1,
        programStageDataElements: [{ compulsory: true, dataElement: ELEMENT }],
      },
    ],
  },
  '/api/tracker/events': {
    events: [
      {
        event: UID,
        deleted: false,
        status: 'ACTIVE',
        orgUnit: 'OrgClinic0A',
        occurredAt: '2025-03-14T00:00:00.000',
        dataValues: [{ dataElement: 'DeBeds00001', value: '1' }],
      },
    ],
  },
  '/api/tracker': {
    status: 'OK',
    validationReport: {
      errorReports: [{ uid: 'Other', errorCode: 'E1302', message: 'm', args: ['a'] }],
      warningReports: [],
    },
    stats: { created: 1, updated: 0, ignored: 0, total: 1 },
    bundleReport: { typeReportMap: { EVENT: { objectReports: [{ uid: UID }] } } },
  },
};

/** Texts that stand in place of the good answer, by path. */
let spoilt: Readonly<Record<string, string>> = {};
let server: TestServer;
beforeAll(async () => {
  server = await serve(({ path }) => ({
    status: 200,
    body: spoilt[path] ?? JSON.stringify(GOOD[path]),
    headers: { 'content-type': 'application/json' },
  }));
});
afterAll(() => server.close());

function client(): Dhis2Client {
  return new Dhis2Client({
    url: server.url,
    login: { token: 't' },
    timeoutMs: 5000,
    log: SILENT,
    pause: async () => {},
  });
}

function sink(): Sink {
  const config = {
    program: 'ProgramEv01',
    batchSize: 100,
    concurrency: 1,
    import: 'sync',
    validate: 'local',
    keyDataElement: null,
  };
  const context = { folder: '/', log: SILENT, secrets: new Secrets(), server: client(), mappedFor: undefined };
  return dhis2Events.build(config as never, context);
}

const SENDING: Sending = {
  ref: { key: 'k', role: '' },
  address: UID,
  isNew: true,
  mayReplace: () => true,
  object: {
    orgUnit: 'OrgClinic0A',
    occurredAt: '2025-03-14',
    dataValues: [{ dataElement: 'DeBeds00001', value: '1' }],
  },
};

/** All that is asked of a server in a run, and what is made of the answers. */
async function night(): Promise<string> {
  const target = sink();
  await target.connect();
  const read = await target.read([UID]);
  for (const remote of read.values()) {
    if (remote.is !== 'live') continue;
    target.image(remote.object);
    target.differences(SENDING.object, remote.object);
  }
  const outcomes = await target.send([SENDING]);
  JSON.stringify([...outcomes]);
  return outcomes.get(UID)?.is ?? 'none';
}

async function endOf(work: () => Promise<unknown>): Promise<unknown> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof EtlError)) throw error;
    expect(error).toMatchObject({ exitCode: 3, code: expect.stringMatching(/^dhis2\//) as string });
    expect(error.message.length).toBeLessThan(600);
    return error.code;
  }
}

test('as they should be', async () => {
  spoilt = {};
  expect(await night()).toBe('created');
});

describe.each(Object.keys(GOOD))('%s', (path) => {
  test('any part of another type', async () => {
    const ends = new Set<unknown>();
    for (const text of [...spoiled(GOOD[path], 5), DEEP, `{"authorities":${DEEP}}`, `{"events":[{"event":${DEEP}}]}`]) {
      spoilt = { [path]: text };
      ends.add(await endOf(night));
      if (path.startsWith('/api/programs')) {
        await endOf(() => fetchProgram(client(), 'ProgramEv01'));
        await endOf(() => fetchProgramMetadata(client(), 'ProgramEv01'));
      }
    }
    // Whatever is said of a send, the event is there as it was sent: that is looked up, and counts.
    if (path === '/api/tracker') expect([...ends]).toEqual(['created']);
    else expect(ends.size).toBeGreaterThan(1);
  });
});

test.each([
  ['/api/me', { ...(GOOD['/api/me'] as object), authorities: 'ALL' }, 'authorities is not a list'],
  [
    '/api/programs/ProgramEv01',
    { programStages: [{ id: 's', programStageDataElements: [null] }] },
    'programStages, entry 1: programStageDataElements, entry 1 is not an object',
  ],
  ['/api/tracker/events', { events: [{ event: UID, orgUnit: [] }] }, 'events, entry 1: orgUnit is not text'],
])('the place is named: %s', async (path, body, says) => {
  spoilt = { [path]: JSON.stringify(body) };
  await expect(night()).rejects.toMatchObject({
    code: 'dhis2/unexpected-answer',
    message: expect.stringContaining(says) as string,
  });
});
