/** Values of forms that name something else, or several options: what the plan says of each is what the server says. */
import { afterEach, describe, expect, test } from 'vitest';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { DATA_SET } from './data-set.ts';
import { FORM, formOf, openForms, sendingOf, VERSIONS } from './forms.ts';

let sandbox: Sandbox;
afterEach(() => sandbox.close());

const OPTIONS = 'OptionSet01';
const REFERENCES: readonly (readonly [id: string, valueType: string, optionSet?: string])[] = [
  ['DeUnit00001', 'ORGANISATION_UNIT'],
  ['DeUser00001', 'USERNAME'],
  ['DeFile00001', 'FILE_RESOURCE'],
  ['DeImage0001', 'IMAGE'],
  ['DeMulti0001', 'MULTI_TEXT', OPTIONS],
];

const [first, ...others] = DATA_SET.dataSets;
const WITH_REFERENCES = {
  ...DATA_SET,
  dataElements: [
    ...DATA_SET.dataElements,
    ...REFERENCES.map(([id, valueType, optionSet]) => ({
      id,
      name: id,
      shortName: id,
      valueType,
      domainType: 'AGGREGATE',
      aggregationType: 'NONE',
      sharing: { public: 'rw------' },
      ...(optionSet !== undefined && { optionSet: { id: optionSet } }),
    })),
  ],
  dataSets: [
    {
      ...(first as object),
      dataSetElements: [
        ...(first as { dataSetElements: object[] }).dataSetElements,
        ...REFERENCES.map(([id]) => ({ dataElement: { id } })),
      ],
    },
    ...others,
  ],
};

type Verdict = 'taken' | 'type' | 'option';

describe.each(VERSIONS)('DHIS2 %s', (version) => {
  const codes = version === '2.43' ? { type: 'E8122', option: 'E8123' } : { type: 'E7619', option: 'E7621' };

  test.each<[cell: string, value: string, verdict: Verdict]>([
    ['DeUnit00001', 'OrgClinic0B', 'taken'],
    // DHIS2 stores them without a look whether there is such a one.
    ['DeUnit00001', 'OrgNowhere1', 'taken'],
    ['DeUser00001', 'nobody', 'taken'],
    ['DeFile00001', 'NoSuchFile1', 'taken'],
    ['DeImage0001', 'NoSuchFile1', 'taken'],
    ['DeUnit00001', 'Clinic B', 'type'],
    ['DeUser00001', '-me-', 'type'],
    ['DeFile00001', 'scan.pdf', 'type'],
    ['DeImage0001', 'photo.jpg', 'type'],
    ['DeMulti0001', 'STATE', 'taken'],
    ['DeMulti0001', 'MARKET,STATE', 'taken'],
    ['DeMulti0001', 'STATE,', 'taken'],
    ['DeMulti0001', ',STATE', 'option'],
    ['DeMulti0001', 'STATE, MARKET', 'option'],
    ['DeMulti0001', 'STATE,market', 'option'],
    ['DeMulti0001', 'state', 'option'],
  ])('%s: %s is %s', async (cell, value, verdict) => {
    sandbox = await startSandbox({ metadata: WITH_REFERENCES, version });
    const sink = await openForms(sandbox.url);
    const form = formOf(sink, { [cell]: value });
    const sending = sendingOf(sink, form);
    const [refusals = []] = await sink.refusals([sending]);
    const code = verdict === 'taken' ? undefined : codes[verdict];
    expect(refusals).toMatchObject(code === undefined ? [] : [{ code: `dhis2/${code}`, target: cell, value }]);
    const rehearsal = await sink.rehearse?.([sending]);
    expect(rehearsal).toMatchObject({ refused: new Set(code === undefined ? [] : [sending.address]) });
    expect(form['period']).toBe(FORM.period);
  });
});
