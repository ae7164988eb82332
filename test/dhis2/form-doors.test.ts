/** As `doors.test.ts`, of what is asked about data sets and their values. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EtlError } from '../../src/base/errors.ts';
import { SILENT } from '../../src/base/log.ts';
import { Secrets } from '../../src/base/secrets.ts';
import type { Sending, Sink } from '../../src/contracts/sink.ts';
import { Dhis2Client } from '../../src/dhis2/client.ts';
import { dhis2DataValues } from '../../src/sinks/dhis2-data-values.ts';
import { DEEP, spoiled } from '../base/spoil.ts';
import { serve, type TestServer } from './http-server.ts';

const ADDRESS = 'OrgClinic0A:202503:default';
const FORM = { orgUnit: 'OrgClinic0A', period: '202503' };
const SUMMARY = {
  status: 'SUCCESS',
  description: 'd',
  importCount: { imported: 1, updated: 0, ignored: 0, deleted: 0 },
  conflicts: [{ object: 'o', value: 'Value #3 value `x`', errorCode: 'E8122', property: 'value', indexes: [3] }],
  rejectedIndexes: [3],
};

const GOOD: Readonly<Record<string, unknown>> = {
  'GET /api/me': { username: 'kobo', authorities: ['F_DATAVALUE_ADD'], organisationUnits: [{ id: 'OrgClinic0A' }] },
  'GET /api/system/info': { version: '2.42.5', systemId: 's', serverTimeZoneId: 'Etc/UTC' },
  'GET /api/dataSets/DataSet0001': {
    id: 'DataSet0001',
    name: 'Monthly',
    periodType: 'Monthly',
    openFuturePeriods: 0,
    expiryDays: 10,
    workflow: { id: 'Workflow001', name: 'w' },
    access: { data: { read: true, write: true } },
    categoryCombo: { id: 'CmbDefault1' },
    organisationUnits: [{ id: 'OrgClinic0A', path: '/OrgClinic0A' }],
    dataInputPeriods: [{ period: { id: '202503' }, openingDate: '2025-01-01' }],
    compulsoryDataElementOperands: [{ dataElement: { id: 'DeCases0001' } }],
    dataSetElements: [
      {
        dataElement: {
          id: 'DeCases0001',
          name: 'Cases',
          valueType: 'TEXT',
          zeroIsSignificant: true,
          optionSet: { id: 'OptionSet01', options: [{ code: '4', name: 'Four' }] },
          categoryCombo: { id: 'CmbDefault1' },
        },
      },
    ],
  },
  'GET /api/categoryCombos': {
    categoryCombos: [
      {
        id: 'CmbDefault1',
        name: 'default',
        isDefault: true,
        categoryOptionCombos: [
          { id: 'CocDefault1', name: 'default', categoryOptions: [{ id: 'CoDefault01', startDate: '2020-01-01' }] },
        ],
      },
    ],
  },
  'GET /api/lockExceptions': {
    lockExceptions: [
      { dataSet: { id: 'DataSet0001' }, organisationUnit: { id: 'OrgClinic0A' }, period: { id: '202503' } },
    ],
  },
  'GET /api/dataApprovals/approvals': [
    { aoc: 'CocDefault1', pe: '202503', ou: 'OrgClinic0A', state: 'UNAPPROVED_READY' },
  ],
  'GET /api/dataValueSets': {
    ...FORM,
    dataValues: [
      {
        dataElement: 'DeCases0001',
        categoryOptionCombo: 'CocDefault1',
        attributeOptionCombo: 'CocDefault1',
        value: '4',
      },
    ],
  },
  'POST /api/dataValueSets': { status: 'OK', message: 'm', response: SUMMARY },
  'GET /api/completeDataSetRegistrations': {
    completeDataSetRegistrations: [
      { period: '202503', organisationUnit: 'OrgClinic0A', date: '2025-04-05', completed: true },
    ],
  },
  'POST /api/completeDataSetRegistrations': {
    status: 'OK',
    response: { ...SUMMARY, conflicts: [{ object: 'OrgClinic0A', value: 'v' }] },
  },
};

/** Texts that stand in place of the good answer, by request. */
let spoilt: Readonly<Record<string, string>> = {};
let server: TestServer;
beforeAll(async () => {
  server = await serve(({ method, path }) => ({
    status: 200,
    body: spoilt[`${method} ${path}`] ?? JSON.stringify(GOOD[`${method} ${path}`]),
    headers: { 'content-type': 'application/json' },
  }));
});
afterAll(() => server.close());

function sink(): Sink {
  const client = new Dhis2Client({
    url: server.url,
    login: { token: 't' },
    timeoutMs: 5000,
    log: SILENT,
    pause: async () => {},
  });
  const context = { folder: '/', log: SILENT, secrets: new Secrets(), server: client, mappedFor: undefined };
  return dhis2DataValues.build({ dataSet: 'DataSet0001', batchSize: 100 } as never, context);
}

/** All that is asked of a server in a run, and what is made of the answers. */
async function night(): Promise<string> {
  const target = sink();
  await target.connect();
  await target.hasAny();
  const properties = { ...FORM, completedAt: '2025-04-05' };
  const made = target.assemble({
    shape: 'form',
    role: '',
    properties,
    names: ['DeCases0001'],
    values: ['4'],
    blanks: [],
  });
  if (!('object' in made)) return 'not made';
  const read = await target.read([ADDRESS]);
  for (const remote of read.values()) if (remote.is === 'live') target.differences(made.object, remote.object);
  await target.refusals([{ ref: { key: 'k', role: '' }, address: ADDRESS, object: made.object, isNew: false }]);
  const sending: Sending = {
    ref: { key: 'k', role: '' },
    address: ADDRESS,
    isNew: false,
    mayReplace: () => true,
    object: made.object,
  };
  const outcomes = await target.send([sending]);
  JSON.stringify([...outcomes]);
  return outcomes.get(ADDRESS)?.is ?? 'none';
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
  expect(await night()).toBe('updated');
});

test.each(Object.keys(GOOD))('%s: any part of another type', async (request) => {
  const ends = new Set<unknown>();
  for (const text of [...spoiled(GOOD[request], 5), DEEP, `{"dataValues":${DEEP}}`, '', 'null']) {
    spoilt = { [request]: text };
    ends.add(await endOf(night));
  }
  // Whatever is said of a send, the form is there as it was sent: that is looked up, and counts.
  if (request.startsWith('POST')) expect([...ends]).toEqual(['updated']);
  else expect(ends.size).toBeGreaterThan(1);
});

describe('what a read says where it says nothing', () => {
  test('an empty body is no word about values', async () => {
    spoilt = { 'GET /api/dataValueSets': '' };
    await expect(night()).rejects.toMatchObject({ code: 'dhis2/org-unit-not-readable' });
  });
});
