/** Units that were not open in the period of a form: what the plan says is what the server says. */
import { afterEach, describe, expect, test } from 'vitest';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { DATA_SET } from './data-set.ts';
import { formOf, openForms, sendingOf, VERSIONS } from './forms.ts';

let sandbox: Sandbox;
afterEach(() => sandbox.close());

const WITH_DAYS = {
  ...DATA_SET,
  organisationUnits: DATA_SET.organisationUnits.map((unit) =>
    unit.id === 'OrgClinic0A' ? { ...unit, openingDate: '2024-03-10', closedDate: '2025-03-20' } : unit,
  ),
};

describe.each(VERSIONS)('DHIS2 %s', (version) => {
  test.each([
    ['202402', false],
    // Its first day counts.
    ['202403', false],
    ['202404', true],
    ['202503', true],
    ['202504', false],
  ])('%s: open is %s, and 2.43 alone looks at it', async (period, isOpen) => {
    sandbox = await startSandbox({ metadata: WITH_DAYS, version });
    const sink = await openForms(sandbox.url);
    const [there, elsewhere] = ['OrgClinic0A', 'OrgClinic0B'].map((orgUnit) =>
      sendingOf(sink, formOf(sink, { DeCases0001: '1' }, { orgUnit, period })),
    );
    if (!there || !elsewhere) throw new Error('two were made');
    const isRefused = version === '2.43' && !isOpen;
    const refusal = { code: 'dhis2/E8031', target: 'period', value: period, args: { orgUnit: 'OrgClinic0A' } };
    expect(await sink.refusals([there, elsewhere])).toMatchObject([isRefused ? [refusal] : [], []]);
    const rehearsal = await sink.rehearse?.([there]);
    expect(rehearsal).toMatchObject({ refused: new Set(isRefused ? [there.address] : []) });
  });
});
