import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { METADATA, MonthlyForm } from './monthly-form.ts';

let form: MonthlyForm;

beforeEach(async () => {
  form = new MonthlyForm();
  await form.start();
});

afterEach(() => form.close());

describe('category option combinations', () => {
  const LIST = '/api/categoryOptionCombos?filter=categoryCombo.id:eq:TstSexAge01&paging=false&fields=id,code,name';

  test('are made of each choice, without a code, with the same uids at each start', async () => {
    const first = await form.get(LIST);
    expect(first.json).toMatchObject({
      categoryOptionCombos: [
        { name: 'Female, Adult' },
        { name: 'Female, Child' },
        { name: 'Male, Adult' },
        { name: 'Male, Child' },
      ],
    });
    expect(first.text).not.toContain('code');
    await form.start({});
    expect((await form.get(LIST)).json).toEqual(first.json);
  });

  test('of the package stay, and those of a new option are added', async () => {
    const given = {
      id: 'TstGivenCo1',
      name: 'Boys',
      categoryCombo: { id: 'TstSexAge01' },
      categoryOptions: [{ id: 'TstChild000' }, { id: 'TstMale0000' }],
    };
    await form.start({ metadata: { ...METADATA, categoryOptionCombos: [given] } });
    const unknown = { id: 'TstUnknown1', name: 'Unknown' };
    const sex = { ...METADATA.categories[0], categoryOptions: ['TstMale0000', 'TstUnknown1'].map((id) => ({ id })) };
    await form.post('/api/metadata', { categoryOptions: [unknown], categories: [sex] });
    const names = (await form.get(`${LIST}&order=name:asc`)).text.match(/"name":"[^"]+"/g) ?? [];
    expect(names.join()).toBe(
      '"name":"Boys","name":"Female, Adult","name":"Female, Child","name":"Male, Adult",' +
        '"name":"Unknown, Adult","name":"Unknown, Child"',
    );
  });

  test('that administrators alone have made', async () => {
    const path = '/api/maintenance/categoryOptionComboUpdate';
    expect((await form.post(path, undefined, 'anna:anna')).status).toBe(403);
    expect((await form.post(path)).status).toBe(204);
  });
});

describe('a data set', () => {
  test('is told with its elements, combinations, units and what the user may do', async () => {
    const fields =
      'name,version,openFuturePeriods,categoryCombo%5Bid%5D,organisationUnits%5Bid%5D,access%5Bdata%5D,' +
      'dataSetElements%5BdataElement%5Bcode,zeroIsSignificant,categoryCombo%5BcategoryOptionCombos~size%5D%5D%5D';
    expect((await form.get(`/api/dataSets/TstMonthly1?fields=${fields}`)).json).toEqual({
      name: 'Monthly',
      version: 0,
      openFuturePeriods: 0,
      categoryCombo: { id: 'bjDvmb4bfuf' },
      organisationUnits: [{ id: 'TstClinicA1' }, { id: 'TstClinicB1' }],
      access: { data: { read: true, write: true } },
      dataSetElements: [
        { dataElement: { code: 'CASES', zeroIsSignificant: false, categoryCombo: { categoryOptionCombos: 4 } } },
        { dataElement: { code: 'NETS', zeroIsSignificant: false, categoryCombo: { categoryOptionCombos: 1 } } },
      ],
    });
  });

  test('counts its changes, and is taken away from the units that it no longer has', async () => {
    await form.post('/api/metadata', {
      dataSets: [{ ...METADATA.dataSets[0], organisationUnits: [{ id: 'TstClinicB1' }] }],
    });
    expect((await form.get('/api/dataSets/TstMonthly1?fields=version')).json).toEqual({ version: 1 });
    const units = '/api/organisationUnits?paging=false&fields=id,dataSets&filter=dataSets.id:eq:TstMonthly1';
    expect((await form.get(units)).json).toMatchObject({ organisationUnits: [{ id: 'TstClinicB1' }] });
  });

  test('with an element that is not in the package is refused', async () => {
    const dataSets = [{ id: 'TstBroken01', dataSetElements: [{ dataElement: { id: 'TstMissing1' } }] }];
    await expect(startSandbox({ metadata: { dataSets } })).rejects.toMatchObject({
      code: 'sandbox/bad-metadata',
      args: { reason: expect.stringContaining('TstMissing1') as string },
    });
  });
});
