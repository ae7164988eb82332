import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/base/json.ts';
import type { Refusal } from '../../src/contracts/sink.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { DATA_SET, FEMALE, HEALTH, MALE, WATER } from './data-set.ts';
import type { TestServer } from '../dhis2/http-server.ts';
import { faultyProxy } from './faulty-proxy.ts';
import { ADMIN, FORM, formOf, openForms, sendingOf, toFilled, VERSIONS, type Sink } from './forms.ts';

let sandbox: Sandbox;
const KOBO = { username: 'kobo', password: 'Kobo-etl-1' };
const NOBODY = { username: 'nobody', password: 'Kobo-etl-1' };

async function start(version: string): Promise<void> {
  const users = [
    { ...KOBO, orgUnits: ['OrgClinic0A'] },
    { ...NOBODY, orgUnits: ['OrgClinic0A'], authorities: [] },
  ];
  sandbox = await startSandbox({
    metadata: DATA_SET,
    version,
    users: [{ username: 'admin', password: 'district', authorities: ['ALL'], orgUnits: ['OrgRoot0001'] }, ...users],
  });
}
afterEach(() => sandbox.close());

const isNew = (version: string): boolean => version === '2.43';
const notOfType = (version: string): string => (isNew(version) ? 'dhis2/E8122' : 'dhis2/E7619');
const noOption = (version: string): string => (isNew(version) ? 'dhis2/E8123' : 'dhis2/E7621');

async function refusalsOf(sink: Sink, form: JsonObject): Promise<readonly Refusal[]> {
  const object = form as Parameters<Sink['image']>[0];
  const ref = { key: '', role: '' };
  const address = sink.addressOf('test', ref, 0, object);
  return (await sink.refusals([{ ref, address, object, isNew: true }]))[0] ?? [];
}

async function codesOf(sink: Sink, form: JsonObject): Promise<string[]> {
  return (await refusalsOf(sink, form)).map(({ code }) => code);
}

describe.each(VERSIONS)('DHIS2 %s', (version) => {
  beforeEach(() => start(version));

  const thisMonth = (): string => new Date().toISOString().slice(0, 7).replace('-', '');

  test.each<[what: string, change: JsonObject, code: string, target: string]>([
    ['a period of another type', { period: '2025W5' }, 'dhis2/period-type', 'period'],
    ['a period that DHIS2 would write otherwise', { period: '2025-03' }, 'dhis2/bad-property', 'period'],
    ['no period', { period: 'March' }, 'dhis2/bad-property', 'period'],
    ['a unit that does not report the data set', { orgUnit: 'OrgClinic0C' }, 'dhis2/org-unit-not-assigned', 'orgUnit'],
    ['no unit', { orgUnit: 'clinic' }, 'dhis2/bad-property', 'orgUnit'],
    [
      'a combo where there are no attributes',
      { attributeOptionCombo: WATER },
      'dhis2/attribute-combo-unknown',
      'attributeOptionCombo',
    ],
    ['a completion that is no day', { completedAt: 'yesterday' }, 'dhis2/bad-property', 'completedAt'],
  ])('%s', async (_, change, code, target) => {
    const sink = await openForms(sandbox.url);
    const form = { ...formOf(sink, { DeCases0001: '4' }), ...change };
    expect(await refusalsOf(sink, form)).toMatchObject([{ code, target, field: target }]);
  });

  test.each<[cell: string, value: string, code: string]>([
    ['DeOther0001', '1', 'dhis2/element-not-in-data-set'],
    ['DeBySex0001', '1', 'dhis2/combo-missing'],
    [`DeBySex0001.${WATER}`, '1', 'dhis2/combo-foreign'],
    [`DeCases0001.${MALE}`, '1', 'dhis2/combo-foreign'],
    ['DeCases0001', '-1', notOfType(version)],
    ['DeCases0001', '1.5', notOfType(version)],
    ['DeCases0001', ' ', 'dhis2/blank-value'],
    ['DeStock0001', 'maybe', notOfType(version)],
    ['DeRemark001', 'x'.repeat(50_001), notOfType(version)],
    ['DeRemark001', 'a\0b', 'dhis2/nul'],
    ['DeRemark001', 'a\ud800b', 'dhis2/broken-text'],
    ['DeSource001', 'state', noOption(version)],
  ])('%s: %s', async (cell, value, code) => {
    const sink = await openForms(sandbox.url);
    const form = formOf(sink, { [cell]: value });
    expect(await refusalsOf(sink, form)).toMatchObject([{ code, target: cell, value }]);
    const refused = await refusalsOf(sink, { ...form, dataValues: [...form.dataValues, ...form.dataValues] });
    expect(refused.map((why) => why.code)).toContain('dhis2/duplicate-data-element');
  });

  test('a value that is refused is told with what its cell takes, and the nearest of that', async () => {
    const sink = await openForms(sandbox.url);
    const form = formOf(sink, { DeCases0001: '-1', DeSource001: 'state' });
    const told = (await refusalsOf(sink, form)).map((refusal) => sink.explain?.(refusal));
    expect(told).toMatchObject([
      { args: { what: 'Cases (DeCases0001)', needed: 'a whole number from 0 up', foreseen: true } },
      { args: { what: 'Drug source (DeSource001)', value: 'state', allowed: ['STATE', 'MARKET'], nearest: 'STATE' } },
    ]);
    // The value of the first is an answer, which messages do not show.
    expect(told[0]?.args).not.toHaveProperty('value');
  });

  test('good cells, blank ones too', async () => {
    const sink = await openForms(sandbox.url);
    const cells = { DeCases0001: '0', DeRemark001: null, DeSource001: 'STATE', [`DeBySex0001.${FEMALE}`]: '-3' };
    expect(await codesOf(sink, formOf(sink, cells))).toEqual([]);
    // The default combo may be named: it is the cell without it.
    expect(formOf(sink, { 'DeCases0001.HllvX50cXC0': '1' }).dataValues).toEqual([{ cell: 'DeCases0001', value: '1' }]);
  });

  test.each(['t', 'F', '1', 'TRUE', 'y', 'Yes', 'no', 'N', 'oui', '2'])(
    '%s is a boolean where DHIS2 reads it',
    async (text) => {
      const sink = await openForms(sandbox.url);
      const isRead = /^[tf1]/i.test(text) || (version === '2.43' && /^[yn]/i.test(text));
      const form = formOf(sink, { DeStock0001: text });
      expect(await codesOf(sink, form)).toEqual(isRead ? [] : [notOfType(version)]);
      // The server itself, asked about the text as it was written.
      const asWritten = { ...form, dataValues: [{ cell: 'DeStock0001', value: text }] };
      expect((await sink.rehearse?.([sendingOf(sink, asWritten)])) ?? {}).toMatchObject({
        refused: isRead ? new Set() : new Set([sendingOf(sink, form).address]),
      });
    },
  );

  test('periods to come: the running one where one is open; up to 2.42 for superusers, too', async () => {
    const [admin, kobo] = [await openForms(sandbox.url), await openForms(sandbox.url, 'DataSet0001', KOBO)];
    const far = formOf(kobo, { DeCases0001: '1' }, { ...FORM, period: '209912' });
    expect(await codesOf(kobo, far)).toEqual(['dhis2/period-not-open']);
    expect(await codesOf(admin, far)).toEqual(version === '2.43' ? [] : ['dhis2/period-not-open']);
    const running = formOf(kobo, { DeCases0001: '1' }, { ...FORM, period: thisMonth() });
    expect(await codesOf(kobo, running)).toEqual([]);
    const strict = await openForms(sandbox.url, 'DataSet0003', KOBO);
    expect(await codesOf(strict, { ...running, period: '209912' })).toEqual(['dhis2/period-not-open']);
  });

  test('expired periods, for ordinary users', async () => {
    const [admin, kobo] = [
      await openForms(sandbox.url, 'DataSet0003'),
      await openForms(sandbox.url, 'DataSet0003', KOBO),
    ];
    const form = formOf(kobo, { DeCases0001: '1' });
    expect(await refusalsOf(kobo, form)).toMatchObject([
      { code: 'dhis2/period-expired', args: { period: '202503', days: 10 } },
    ]);
    expect(await codesOf(admin, form)).toEqual([]);
  });

  test('units outside the reach of the user: refused before they are sent, and not read', async () => {
    const kobo = await openForms(sandbox.url, 'DataSet0001', KOBO);
    const form = formOf(kobo, { DeCases0001: '1' }, { ...FORM, orgUnit: 'OrgClinic0B' });
    expect(await refusalsOf(kobo, form)).toMatchObject([
      { code: 'dhis2/org-unit-out-of-reach', args: { user: 'kobo' } },
    ]);
    const mine = formOf(kobo, { DeCases0001: '1' });
    const addresses = [form, mine].map((one) => kobo.addressOf('test', { key: '', role: '' }, 0, one));
    expect(await kobo.read(addresses)).toEqual(new Map());
  });

  test('who may not enter values, and what is not there, is told before anything is read', async () => {
    await expect(openForms(sandbox.url, 'DataSet0001', NOBODY)).rejects.toMatchObject({
      code: 'dhis2/no-data-value-authority',
    });
    await expect(openForms(sandbox.url, 'DataSet0009')).rejects.toMatchObject({ code: 'dhis2/data-set-not-found' });
  });

  describe('attributes', () => {
    const PROPERTIES = { ...FORM, period: '202403' };
    const withCombo = (attributeOptionCombo: string): Record<string, string> => ({
      ...PROPERTIES,
      attributeOptionCombo,
    });

    test.each([WATER, 'Water', 'WASH', 'CoWater0001'])('%s names the combo', async (text) => {
      const sink = await openForms(sandbox.url, 'DataSet0002');
      const form = formOf(sink, { DeCases0001: '1' }, withCombo(text));
      expect(form['attributeOptionCombo']).toBe(WATER);
      expect(await codesOf(sink, form)).toEqual([]);
      expect(sink.addressOf('test', { key: '', role: '' }, 0, form)).toBe(`OrgClinic0A:202403:${WATER}`);
    });

    test('one that is none, and none where there must be one', async () => {
      const sink = await openForms(sandbox.url, 'DataSet0002');
      const made = sink.assemble(toFilled({ DeCases0001: '1' }, withCombo('Food')));
      expect(made).toMatchObject({
        reasons: [
          {
            code: 'dhis2/attribute-combo-unknown',
            field: 'attributeOptionCombo',
            args: { known: ['Health', 'Water'] },
          },
        ],
      });
      expect(await codesOf(sink, formOf(sink, { DeCases0001: '1' }, PROPERTIES))).toEqual([
        'dhis2/attribute-combo-missing',
      ]);
    });

    test('one that is not for this period, or not for this unit', async () => {
      const sink = await openForms(sandbox.url, 'DataSet0002');
      const late = formOf(sink, { DeCases0001: '1' }, { ...withCombo(WATER), period: '202501' });
      expect(await codesOf(sink, late)).toEqual(['dhis2/attribute-combo-dates']);
      const elsewhere = formOf(sink, { DeCases0001: '1' }, { ...withCombo(HEALTH), orgUnit: 'OrgClinic0B' });
      expect(await codesOf(sink, elsewhere)).toEqual(['dhis2/attribute-combo-unit']);
    });

    test('forms of two combos are two forms', async () => {
      const sink = await openForms(sandbox.url, 'DataSet0002');
      const forms = [WATER, HEALTH].map((combo, at) => formOf(sink, { DeCases0001: String(at + 1) }, withCombo(combo)));
      const sendings = forms.map((object) => {
        const address = sink.addressOf('test', { key: '', role: '' }, 0, object);
        return { ref: { key: address, role: '' }, address, object, isNew: true, mayReplace: () => true };
      });
      await sink.send(sendings);
      const found = await sink.read(sendings.map(({ address }) => address));
      for (const { address, object } of sendings) {
        const there = found.get(address);
        expect(there?.is === 'live' && sink.image(there.object)).toBe(sink.image(object));
      }
    });
  });
});

describe('what only the server knows', () => {
  let proxy: TestServer | undefined;
  afterEach(() => proxy?.close());

  /** A sandbox, with answers to what it does not play. */
  async function openWith(path: string, body: unknown, change: object, login = ADMIN): Promise<Sink> {
    const dataSets = DATA_SET.dataSets.map((one) => ({ ...one, ...change }));
    sandbox = await startSandbox({
      metadata: { ...DATA_SET, dataSets },
      users: [
        { username: 'admin', password: 'district', authorities: ['ALL'], orgUnits: ['OrgRoot0001'] },
        { ...KOBO, orgUnits: ['OrgClinic0A'] },
      ],
    });
    proxy = await faultyProxy(sandbox.url, (request) => (request.path === path ? { status: 200, body } : undefined));
    return openForms(proxy.url, 'DataSet0003', login);
  }

  test('data that are approved are locked', async () => {
    const states = [
      { ou: 'OrgClinic0A', pe: '202503', aoc: 'HllvX50cXC0', state: 'APPROVED_HERE' },
      { ou: 'OrgClinic0B', pe: '202503', aoc: 'HllvX50cXC0', state: 'UNAPPROVED_READY' },
    ];
    const workflow = { id: 'Workflow001', name: 'By the district' };
    const sink = await openWith('/api/dataApprovals/approvals', states, { workflow });
    expect(await sink.hasAny()).toBe(true);
    const forms = ['OrgClinic0A', 'OrgClinic0B'].map((orgUnit) =>
      formOf(sink, { DeCases0001: '1' }, { ...FORM, orgUnit }),
    );
    await sink.read(forms.map((form) => sink.addressOf('test', { key: '', role: '' }, 0, form)));
    expect(await Promise.all(forms.map((form) => codesOf(sink, form)))).toEqual([['dhis2/locked-by-approval'], []]);
    expect(proxy?.received.map(({ url }) => url)).toContain(
      '/api/dataApprovals/approvals?wf=Workflow001&pe=202503&ou=OrgClinic0A,OrgClinic0B',
    );
  });

  test('a period that was opened again for a unit has not expired there', async () => {
    const exception = {
      dataSet: { id: 'DataSet0003' },
      organisationUnit: { id: 'OrgClinic0A' },
      period: { id: '202503' },
    };
    const sink = await openWith('/api/lockExceptions', { lockExceptions: [exception] }, {}, KOBO);
    expect(await codesOf(sink, formOf(sink, { DeCases0001: '1' }))).toEqual([]);
    expect(await codesOf(sink, formOf(sink, { DeCases0001: '1' }, { ...FORM, period: '202502' }))).toEqual([
      'dhis2/period-expired',
    ]);
  });
});
