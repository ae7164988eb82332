/** Values of forms that name something else, on a data set that has such elements. Each verdict is the server's, too. */
import { afterEach, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/base/json.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { DATA_SET } from './data-set.ts';
import { FORM, formOf, openForms, VERSIONS } from './forms.ts';

let sandbox: Sandbox;
afterEach(() => sandbox.close());

const element = (id: string, valueType: string, more: object = {}): object => ({
  id,
  name: id,
  shortName: id,
  valueType,
  domainType: 'AGGREGATE',
  aggregationType: 'NONE',
  sharing: { public: 'rw------' },
  ...more,
});

const [optionSet] = DATA_SET.optionSets;
const [first, ...others] = DATA_SET.dataSets;
const WITH_REFERENCES = {
  ...DATA_SET,
  dataElements: [
    ...DATA_SET.dataElements,
    element('DeUnit00001', 'ORGANISATION_UNIT'),
    element('DeMulti0001', 'MULTI_TEXT', { optionSet: { id: (optionSet as { id: string }).id } }),
  ],
  dataSets: [
    {
      ...(first as object),
      dataSetElements: [
        ...(first as { dataSetElements: object[] }).dataSetElements,
        ...['DeUnit00001', 'DeMulti0001'].map((id) => ({ dataElement: { id } })),
      ],
    },
    ...others,
  ],
};

describe.each(VERSIONS)('DHIS2 %s', (version) => {
  test.each<[cell: string, value: string, code: string | undefined]>([
    ['DeUnit00001', 'OrgClinic0A', undefined],
    ['DeUnit00001', 'OrgNowhere1', 'dhis2/no-such-unit'],
    ['DeMulti0001', 'STATE', undefined],
    ['DeMulti0001', 'state', 'dhis2/value-not-an-option'],
  ])('%s: %s', async (cell, value, code) => {
    sandbox = await startSandbox({ metadata: WITH_REFERENCES, version });
    const sink = await openForms(sandbox.url);
    const form = formOf(sink, { [cell]: value });
    const address = sink.addressOf('test', { key: '', role: '' }, 0, form);
    const [refusals = []] = await sink.refusals([{ ref: { key: '', role: '' }, address, object: form, isNew: true }]);
    expect(refusals).toMatchObject(code === undefined ? [] : [{ code, target: cell, value }]);
    expect(await isTaken(value, cell)).toBe(code === undefined);
  });
});

/** Whether the server takes the value, asked without our checks. */
async function isTaken(value: string, dataElement: string): Promise<boolean> {
  const row = { dataElement, orgUnit: FORM.orgUnit, period: FORM.period, value };
  const answer = await fetch(`${sandbox.url}/api/dataValueSets?dryRun=true`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa('admin:district')}`, 'content-type': 'application/json' },
    body: JSON.stringify({ dataValues: [row] }),
  });
  const { response, ...flat } = (await answer.json()) as { response?: JsonObject } & JsonObject;
  const { conflicts = [] } = (response ?? flat) as { readonly conflicts?: readonly unknown[] };
  return conflicts.length === 0;
}
