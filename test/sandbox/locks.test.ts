import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { Heard } from './http-client.ts';
import { METADATA, MonthlyForm } from './monthly-form.ts';

/** Of the two importers, the codes for the same. */
const IMPORTERS = [
  { version: '2.42', approved: 'E7642', expired: 'E7640', notOpen: 'E7643' },
  { version: '2.43', approved: 'E8033', expired: 'E8030', notOpen: 'E8030' },
];
const WORKFLOW = { id: 'TstWorkflo1', name: 'Approval of reports' };

let form: MonthlyForm;

beforeEach(() => {
  form = new MonthlyForm();
});

afterEach(() => form.close());

/** Starts a release with a data set that is as this says. */
function start(version: string, set: object, rest: { stateFile?: string } = {}): Promise<void> {
  const dataSets = [{ ...METADATA.dataSets[0], ...set }];
  return form.start({ version, ...rest, metadata: { ...METADATA, dataSets, dataApprovalWorkflows: [WORKFLOW] } });
}

function enter(period: string, query = '', user = 'admin:district'): Promise<Heard> {
  const dataValues = [{ dataElement: 'TstNets0001', value: '5' }];
  return form.post(
    `/api/dataValueSets${query}`,
    { dataSet: 'TstMonthly1', period, orgUnit: 'TstClinicA1', dataValues },
    user,
  );
}

describe.each(IMPORTERS)('in $version', ({ version, approved, expired, notOpen }) => {
  test('what is approved, here or above, takes no values until that is taken back', async () => {
    await start(version, { workflow: { id: WORKFLOW.id } });
    const march = `wf=${WORKFLOW.id}&pe=202603&ou=TstClinicA1`;
    const above = march.replace('TstClinicA1', 'TstCountry1');
    const state = async (): Promise<unknown> => (await form.get(`/api/dataApprovals?${march}`)).json;
    expect(await state()).toMatchObject({ state: 'UNAPPROVED_READY', mayApprove: true, mayUnapprove: false });
    await form.post(`/api/dataApprovals?${march}`);
    expect(await state()).toMatchObject({ state: 'APPROVED_HERE', mayApprove: false, mayUnapprove: true });
    expect((await enter('202603')).text).toContain(approved);
    expect((await enter('202604')).json).toMatchObject({ status: 'OK' });
    await form.remove(`/api/dataApprovals?${march}`);
    expect((await enter('202603')).json).toMatchObject({ status: 'OK' });
    await form.post(`/api/dataApprovals?${above}`);
    expect(await state()).toMatchObject({ state: 'APPROVED_ABOVE', mayUnapprove: false });
    expect((await enter('202603')).text).toContain(approved);
    expect((await enter('202603', '?force=true')).json).toMatchObject({ status: 'OK' });
    expect((await enter('202603', '?force=true', 'anna:anna')).text).toContain(approved);
  });

  test('what has expired is open where an exception says so', async () => {
    await start(version, { expiryDays: 10 });
    const march = '/api/lockExceptions?ds=TstMonthly1&pe=202603&ou=TstClinicA1';
    expect((await enter('202603', '', 'anna:anna')).text).toContain(expired);
    await form.post(march);
    expect((await form.get('/api/lockExceptions')).json).toMatchObject({
      lockExceptions: [{ dataSet: { id: 'TstMonthly1' }, period: { id: '202603' } }],
    });
    expect((await enter('202603', '', 'anna:anna')).json).toMatchObject({ status: 'OK' });
    await form.remove(march);
    expect((await enter('202603', '', 'anna:anna')).text).toContain(expired);
  });

  test('a data set with days of input is open on those, for its periods', async () => {
    const [opensLater, isOver, isOpen] = ['202601', '202602', '202603'].map((id) => ({ period: { id } }));
    const dataInputPeriods = [
      { ...opensLater, openingDate: '2026-12-01', closingDate: '2026-12-31' },
      { ...isOver, openingDate: '2026-02-01T00:00:00.000', closingDate: '2026-11-22T00:00:00.000' },
      { ...isOpen, openingDate: '2026-11-23' },
    ];
    await start(version, { dataInputPeriods });
    for (const period of ['202601', '202602', '202604']) expect((await enter(period)).text).toContain(notOpen);
    expect((await enter('202603')).json).toMatchObject({ status: 'OK' });
  });
});

test('the states of several forms are asked for at once', async () => {
  await start('2.42', { workflow: { id: WORKFLOW.id } });
  await form.post(`/api/dataApprovals?ds=TstMonthly1&pe=202603&ou=TstClinicB1`);
  const path = `/api/dataApprovals/approvals?wf=${WORKFLOW.id}&pe=202603&ou=TstClinicA1,TstClinicB1`;
  expect((await form.get(path)).json).toMatchObject([
    { ou: 'TstClinicA1', pe: '202603', wf: WORKFLOW.id, aoc: 'HllvX50cXC0', state: 'UNAPPROVED_READY' },
    { ou: 'TstClinicB1', state: 'APPROVED_HERE' },
  ]);
});

test('who may not approve, or open what is closed, cannot', async () => {
  await start('2.42', { workflow: { id: WORKFLOW.id } });
  for (const path of ['/api/dataApprovals?ds=TstMonthly1', '/api/lockExceptions?ds=TstMonthly1']) {
    expect((await form.post(`${path}&pe=202603&ou=TstClinicA1`, undefined, 'anna:anna')).status).toBe(403);
  }
});

test.each([
  ['dataApprovals?wf=TstWorkflo1&pe=March&ou=TstClinicA1', 'Period is invalid'],
  ['dataApprovals?wf=TstWorkflo1&pe=202603&ou=TstMissing1', 'Organisation unit not found'],
  ['dataApprovals?ds=TstMissing1&pe=202603&ou=TstClinicA1', 'Data approval workflow not found'],
  ['lockExceptions?ds=TstMissing1&pe=202603&ou=TstClinicA1', 'Data set not found'],
])('%s is 409: %s', async (path, message) => {
  await start('2.42', { workflow: { id: WORKFLOW.id } });
  expect((await form.post(`/api/${path}`)).json).toMatchObject({
    httpStatusCode: 409,
    message: expect.stringContaining(message) as string,
  });
});

test('approvals and exceptions are kept from one start to the next', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'locks-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const stateFile = join(folder, 'state.json');
  const set = { workflow: { id: WORKFLOW.id }, expiryDays: 10 };
  await start('2.42', set, { stateFile });
  await form.post('/api/dataApprovals?ds=TstMonthly1&pe=202603&ou=TstClinicA1');
  await form.post('/api/lockExceptions?ds=TstMonthly1&pe=202604&ou=TstClinicA1');
  await start('2.42', set, { stateFile });
  expect((await enter('202603')).text).toContain('E7642');
  expect((await enter('202604', '', 'anna:anna')).json).toMatchObject({ status: 'OK' });
});
