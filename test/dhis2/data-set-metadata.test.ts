import { afterEach, expect, test } from 'vitest';
import { SILENT } from '../../src/base/log.ts';
import { Dhis2Client } from '../../src/dhis2/client.ts';
import { comboOf } from '../../src/dhis2/data-set-metadata.ts';
import { fetchDataSet } from '../../src/dhis2/fetch-data-set.ts';
import { serve, type TestServer } from './http-server.ts';

let server: TestServer;
afterEach(() => server.close());

const DEFAULT = {
  id: 'bjDvmb4bfuf',
  name: 'default',
  isDefault: true,
  categoryOptionCombos: [
    { id: 'HllvX50cXC0', code: 'default', name: 'default', categoryOptions: [{ id: 'xYerKDKCefk', name: 'default' }] },
  ],
};
const SEX = {
  id: 'KobAgCmb001',
  name: 'Sex',
  categoryOptionCombos: [
    { id: 'SevKrAOXG0b', name: 'male', categoryOptions: [{ id: 'KobAgCoMal1', code: 'MALE', name: 'male' }] },
    { id: 'b1qRN6Vy9x5', name: 'female', categoryOptions: [{ id: 'KobAgCoFem1', code: 'FEMALE', name: 'female' }] },
  ],
};
const PROJECT = {
  id: 'KobAgCmb002',
  name: 'Project',
  categoryOptionCombos: [
    {
      id: 'Project0001',
      name: 'Water',
      categoryOptions: [
        {
          id: 'KobAgCoWat1',
          name: 'Water',
          startDate: '2024-01-01T00:00:00.000',
          endDate: '2025-06-30',
          organisationUnits: [{ id: 'OrgClinic0A' }],
          access: { data: { write: false } },
        },
      ],
    },
  ],
};
const DATA_SET = {
  id: 'KobDsMon001',
  code: 'MON',
  name: 'Monthly',
  periodType: 'Monthly',
  openFuturePeriods: 2,
  expiryDays: 10.0,
  workflow: { id: 'KobWorkflow', name: 'Approval' },
  access: { data: { read: true, write: true } },
  categoryCombo: { id: 'KobAgCmb002' },
  organisationUnits: [{ id: 'OrgClinic0B', path: '/OrgRoot0001/OrgClinic0B' }, { id: 'OrgClinic0A' }],
  dataInputPeriods: [{ period: { id: '202601' }, openingDate: '2026-01-15T00:00:00.000' }, { period: '202602' }],
  compulsoryDataElementOperands: [
    { dataElement: { id: 'DeCases0001' }, categoryOptionCombo: { id: 'HllvX50cXC0' } },
    { dataElement: null },
  ],
  dataSetElements: [
    {
      categoryCombo: { id: 'KobAgCmb001' },
      dataElement: {
        id: 'DeDeaths001',
        name: 'Deaths',
        valueType: 'INTEGER',
        zeroIsSignificant: true,
        categoryCombo: { id: 'bjDvmb4bfuf' },
      },
    },
    {
      dataElement: {
        id: 'DeCases0001',
        code: 'CASES',
        name: 'Cases',
        valueType: 'TEXT',
        zeroIsSignificant: false,
        optionSet: { id: 'OptionSet01', options: [{ code: 'A', name: 'Few' }, { code: null }] },
        categoryCombo: { id: 'bjDvmb4bfuf' },
      },
    },
  ],
};

async function clientOf(bodies: { dataSet?: unknown; combos?: unknown; status?: number }): Promise<Dhis2Client> {
  server = await serve(({ path, url }) => {
    if (path === '/api/me') return { status: 200, body: { username: 'admin' } };
    if (path.startsWith('/api/dataSets/')) return { status: bodies.status ?? 200, body: bodies.dataSet ?? DATA_SET };
    const wanted = decodeURIComponent(url);
    const combos = [DEFAULT, SEX, PROJECT].filter((combo) => wanted.includes(combo.id));
    return { status: 200, body: bodies.combos ?? { categoryCombos: combos } };
  });
  const login = { username: 'admin', password: 'district' };
  return new Dhis2Client({ url: server.url, login, timeoutMs: 5000, log: SILENT, pause: async () => {} });
}

test('a data set comes with its elements, combos, periods and units, in an order of its own', async () => {
  const dataSet = await fetchDataSet(await clientOf({}), 'KobDsMon001');
  expect(dataSet).toMatchObject({
    id: 'KobDsMon001',
    code: 'MON',
    periodType: 'Monthly',
    openFuturePeriods: 2,
    expiryDays: 10,
    openPeriodsAfterOptionEnd: 0,
    workflow: { id: 'KobWorkflow', name: 'Approval' },
    access: { read: true, write: true },
    inputPeriods: [{ period: '202601', opens: '2026-01-15' }, { period: '202602' }],
    compulsory: [{ dataElement: 'DeCases0001', categoryOptionCombo: 'HllvX50cXC0' }],
    orgUnits: [{ id: 'OrgClinic0A' }, { id: 'OrgClinic0B', path: '/OrgRoot0001/OrgClinic0B' }],
  });
  expect(dataSet.elements.map(({ name, zeroIsSignificant }) => [name, zeroIsSignificant])).toEqual([
    ['Cases', false],
    ['Deaths', true],
  ]);
  expect(dataSet.elements[0]?.optionSet?.options).toEqual([{ code: 'A', name: 'Few' }]);
  expect(dataSet.categoryCombos.map((combo) => combo.name)).toEqual(['Project', 'Sex', 'default']);
  expect(JSON.parse(JSON.stringify(dataSet))).toEqual(dataSet);
});

test('the combo that the data set has for an element counts, not its own', async () => {
  const dataSet = await fetchDataSet(await clientOf({}), 'KobDsMon001');
  const [cases, deaths] = dataSet.elements;
  expect(cases && comboOf(dataSet, cases)).toMatchObject({ isDefault: true });
  expect(deaths && comboOf(dataSet, deaths).optionCombos.map((one) => one.name)).toEqual(['female', 'male']);
});

test('attribute options have days, units and whether this user may enter data for them', async () => {
  const dataSet = await fetchDataSet(await clientOf({}), 'KobDsMon001');
  expect(comboOf(dataSet, dataSet).optionCombos).toEqual([
    {
      id: 'Project0001',
      name: 'Water',
      options: [
        {
          id: 'KobAgCoWat1',
          name: 'Water',
          starts: '2024-01-01',
          ends: '2025-06-30',
          orgUnits: ['OrgClinic0A'],
          mayWrite: false,
        },
      ],
    },
  ]);
});

test('a combo that the server keeps back is told', async () => {
  const dataSet = await fetchDataSet(await clientOf({ combos: { categoryCombos: [] } }), 'KobDsMon001');
  expect(() => comboOf(dataSet, dataSet)).toThrow(expect.objectContaining({ code: 'dhis2/combo-not-readable' }));
});

test('a data set that is not there, and an answer that is none', async () => {
  const client = await clientOf({ status: 404, dataSet: { message: 'not found' } });
  await expect(fetchDataSet(client, 'KobDsMon001')).rejects.toMatchObject({ code: 'dhis2/data-set-not-found' });
  await server.close();
  const other = await clientOf({ dataSet: { ...DATA_SET, dataSetElements: 'none' } });
  await expect(fetchDataSet(other, 'KobDsMon001')).rejects.toMatchObject({ code: 'dhis2/unexpected-answer' });
});
