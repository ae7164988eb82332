import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { Heard } from './http-client.ts';
import { FORM, MonthlyForm, NETS_A } from './monthly-form.ts';

let form: MonthlyForm;

beforeEach(async () => {
  form = new MonthlyForm();
  await form.start();
});

afterEach(() => form.close());

/** `element value` of each value of an answer. */
function valuesOf({ json }: Heard): readonly string[] {
  return (json?.dataValues ?? []).map(({ dataElement, value }) => `${dataElement} ${value}`);
}

describe('reading data values', () => {
  test('of org units below, of days, of one attribute, in codes, so many', async () => {
    await form.write(`${NETS_A}&value=1`);
    await form.write('de=TstNets0001&pe=202604&ou=TstClinicA1&value=2');
    await form.write('de=TstNets0001&pe=202603&ou=TstClinicB1&value=3');
    await form.write('de=TstOther001&pe=202603&ou=TstClinicA1&value=4');
    const country = '/api/dataValueSets?dataSet=TstMonthly1&orgUnit=TstCountry1&children=true';
    expect(valuesOf(await form.get(FORM))).toEqual(['TstNets0001 1']);
    expect(valuesOf(await form.get(`${country}&period=202603`))).toEqual(['TstNets0001 1', 'TstNets0001 3']);
    expect(valuesOf(await form.get(`${country}&startDate=2026-03-02&endDate=2026-05-01`))).toEqual(['TstNets0001 2']);
    expect(valuesOf(await form.get(`${country}&period=202603&period=202604&limit=2`))).toHaveLength(2);
    expect(valuesOf(await form.get(`${FORM}&attributeOptionCombo=HllvX50cXC0`))).toHaveLength(1);
    expect(valuesOf(await form.get(`${FORM}&idScheme=CODE`))).toEqual(['NETS 1']);
    expect(
      valuesOf(await form.get('/api/dataValueSets?dataElement=TstOther001&period=2026-03&orgUnit=TstClinicA1')),
    ).toEqual(['TstOther001 4']);
  });

  test('with deleted ones, and those of late alone', async () => {
    await form.write(`${NETS_A}&value=1`);
    await form.remove(`/api/dataValues?${NETS_A}`);
    expect(valuesOf(await form.get(FORM))).toEqual([]);
    expect((await form.get(`${FORM}&includeDeleted=true`)).json).toMatchObject({ dataValues: [{ deleted: true }] });
    form.clock += 3_600_000;
    await form.write(`${NETS_A}&value=2`);
    expect(valuesOf(await form.get(`${FORM}&lastUpdatedDuration=1h`))).toEqual(['TstNets0001 2']);
    form.clock += 3_600_001;
    expect(valuesOf(await form.get(`${FORM}&lastUpdatedDuration=1h`))).toEqual([]);
  });

  test.each([
    ['orgUnit=TstClinicA1&period=202603', 'E2001'],
    ['dataSet=TstMonthly1&orgUnit=TstClinicA1', 'E2002'],
    ['dataSet=TstMonthly1&orgUnit=TstClinicA1&startDate=2026-02-01&endDate=2026-01-01', 'E2004'],
    ['dataSet=TstMonthly1&orgUnit=TstClinicA1&lastUpdatedDuration=soon', 'E2005'],
    ['dataSet=TstMonthly1&period=202603', 'E2006'],
    ['dataSet=TstMonthly1&orgUnit=TstClinicA1&period=202603&limit=-1', 'E2009'],
  ])('%s is %s', async (query, errorCode) => {
    expect((await form.get(`/api/dataValueSets?${query}`)).json).toMatchObject({ httpStatusCode: 409, errorCode });
  });

  test('in another format than JSON is not in the sandbox', async () => {
    expect((await form.get('/api/dataValueSets.csv?dataSet=TstMonthly1')).status).toBe(501);
  });
});

describe('one cell', () => {
  test.each([
    ['de=TstMissing1&pe=202603&ou=TstClinicA1&value=1', 'E1100'],
    ['de=TstNets0001&pe=March&ou=TstClinicA1&value=1', 'E1101'],
    ['de=TstNets0001&pe=202603&ou=TstMissing1&value=1', 'E1102'],
    [`${NETS_A}&co=TstMissing1&value=1`, 'E1103'],
    [`${NETS_A}&cc=TstSexAge01&cp=TstMale0000&value=1`, 'E1104'],
    ['de=TstNets0001&pe=202603&ou=TstClinicB1&value=1', 'E2020'],
    [`${NETS_A}&value=some`, 'E2030'],
  ])('%s is refused with %s', async (cell, errorCode) => {
    expect((await form.write(cell, 'anna:anna')).json).toMatchObject({ httpStatusCode: 409, errorCode });
  });

  test('is emptied by an empty value, and not there then', async () => {
    expect((await form.write(`${NETS_A}&value=5`)).status).toBe(201);
    expect((await form.get(`/api/dataValues?${NETS_A}`)).json).toEqual(['5']);
    await form.write(`${NETS_A}&value=`);
    expect((await form.get(`/api/dataValues?${NETS_A}`)).json).toMatchObject({ errorCode: 'E2032' });
  });
});

describe('completions', () => {
  const PATH = '/api/completeDataSetRegistrations';
  const ASKED = `${PATH}?dataSet=TstMonthly1&period=202603&orgUnit=TstClinicA1`;
  const march = { dataSet: 'TstMonthly1', period: '202603', organisationUnit: 'TstClinicA1' };

  test('are registered and kept, beside data values, from one start to the next', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'aggregates-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const stateFile = join(folder, 'state.json');
    await form.start({ stateFile });
    await form.post(PATH, { completeDataSetRegistrations: [{ ...march, date: '2026-04-02' }] });
    await form.write(`${NETS_A}&value=5`);
    await form.start({ stateFile });
    expect((await form.get(ASKED)).json).toMatchObject({
      completeDataSetRegistrations: [{ date: '2026-04-02', completed: true }],
    });
    expect((await form.get(FORM)).json).toMatchObject({
      completeDate: '2026-04-02T00:00:00.000+0000',
      dataValues: [{ value: '5' }],
    });
  });

  test('count as the strategy has it, and not at all in a dry run', async () => {
    const counts = async (query: string): Promise<unknown> => {
      const { json } = await form.post(`${PATH}?${query}`, { completeDataSetRegistrations: [march] });
      return Object.entries(json?.response?.importCount ?? {}).find(([, count]) => count === 1)?.[0];
    };
    expect(await counts('dryRun=true')).toBe('imported');
    expect(await counts('importStrategy=UPDATE')).toBe('ignored');
    expect(await counts('importStrategy=CREATE')).toBe('imported');
    expect(await counts('importStrategy=CREATE')).toBe('ignored');
    expect(await counts('')).toBe('updated');
    expect(await counts('importStrategy=DELETE')).toBe('deleted');
    expect((await form.get(ASKED)).json).toEqual({});
  });

  test('are asked for with a data set, a period and an org unit that the user sees', async () => {
    for (const query of ['period=202603&orgUnit=TstClinicA1', 'dataSet=TstMonthly1&orgUnit=TstClinicA1']) {
      expect((await form.get(`${PATH}?${query}`)).status).toBe(409);
    }
    expect((await form.get(ASKED.replace('ClinicA', 'ClinicB'), 'anna:anna')).json).toMatchObject({
      message: 'User is not allowed to view org unit: TstClinicB1',
    });
  });
});

describe('an import that nobody waits for', () => {
  const body = {
    dataSet: 'TstMonthly1',
    period: '202603',
    orgUnit: 'TstClinicA1',
    dataValues: [{ dataElement: 'TstNets0001', value: '5' }],
  };
  const task = async (): Promise<string> => {
    const { json, headers } = await form.post('/api/dataValueSets?async=true', body);
    expect(headers['location']).toMatch(/\/api\/system\/tasks\/DATAVALUE_IMPORT$/);
    return json?.response?.id ?? '';
  };

  test('starts on the next beat of 20 seconds, and tells then what it came to', async () => {
    const id = await task();
    const [log, summary] = ['tasks', 'taskSummaries'].map((what) => `/api/system/${what}/DATAVALUE_IMPORT/${id}`);
    expect((await form.get(log ?? '')).text).toBe('[]');
    expect((await form.get(summary ?? '')).text).toBe('');
    form.clock += 13_000;
    expect((await form.get(log ?? '')).json).toMatchObject([
      { completed: true, message: 'Import complete with status SUCCESS, 1 created, 0 updated, 0 deleted, 0 ignored' },
      { completed: false },
    ]);
    expect((await form.get(summary ?? '')).json).toMatchObject({ status: 'SUCCESS', importCount: { imported: 1 } });
    expect(valuesOf(await form.get(FORM))).toEqual(['TstNets0001 5']);
  });

  test('starts at once up to 2.40', async () => {
    await form.start({ version: '2.40' });
    const id = await task();
    expect((await form.get(`/api/system/tasks/DATAVALUE_IMPORT/${id}`)).json).toMatchObject([
      { completed: true, message: 'Import done' },
      { completed: false, message: 'Process started' },
    ]);
    expect(valuesOf(await form.get(FORM))).toEqual(['TstNets0001 5']);
  });
});
