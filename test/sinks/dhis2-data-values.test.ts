import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import type { Received, TestServer } from '../dhis2/http-server.ts';
import { DATA_SET, FEMALE, MALE } from './data-set.ts';
import { faultyProxy, type Fault } from './faulty-proxy.ts';
import { FORM, formOf, openForms, sendingOf, valuesAt, VERSIONS, type Sink } from './forms.ts';

let sandbox: Sandbox;
let proxy: TestServer | undefined;
let sent: Received[] = [];

/** What is posted as values, in the order of the requests. */
const bodies = (): { readonly dataValues: Record<string, unknown>[] }[] =>
  sent
    .filter(({ method, path }) => method === 'POST' && path === '/api/dataValueSets')
    .map(({ body }) => JSON.parse(body));

/** A sink behind a proxy that writes down what is sent, and breaks what it is told to: `post` counts posts of values. */
async function openSink(fault: (request: Received, post: number) => Fault = () => undefined): Promise<Sink> {
  let posts = 0;
  proxy = await faultyProxy(sandbox.url, (request) => {
    sent.push(request);
    if (request.method === 'POST' && request.path === '/api/dataValueSets') posts += 1;
    return fault(request, request.path === '/api/dataValueSets' && request.method === 'POST' ? posts : 0);
  });
  return openForms(proxy.url);
}

/** As an administrator would change the data set while a run is on. */
async function changeDataSet(change: object): Promise<void> {
  const dataSets = DATA_SET.dataSets.map((one) => (one.id === 'DataSet0001' ? { ...one, ...change } : one));
  await fetch(`${sandbox.url}/api/metadata`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Basic ${btoa('admin:district')}` },
    body: JSON.stringify({ dataSets }),
  });
}

/** As a person would enter something in the form. */
async function enter(cell: string): Promise<void> {
  const { orgUnit, period } = FORM;
  const url = `${sandbox.url}/api/dataValues?${cell}&ou=${orgUnit}&pe=${period}`;
  const answer = await fetch(url, { method: 'POST', headers: { authorization: `Basic ${btoa('admin:district')}` } });
  if (!answer.ok) throw new Error(await answer.text());
}

/** Value, comment and mark of each cell of the form. */
async function notesAt(): Promise<Record<string, unknown[]>> {
  const query = `dataSet=DataSet0001&orgUnit=${FORM.orgUnit}&period=${FORM.period}`;
  const headers = { authorization: `Basic ${btoa('admin:district')}` };
  const answer = await (await fetch(`${sandbox.url}/api/dataValueSets?${query}`, { headers })).json();
  const { dataValues } = answer as {
    dataValues: { dataElement: string; value: string; comment?: string; followup?: boolean }[];
  };
  return Object.fromEntries(
    dataValues.map(({ dataElement, value, comment, followup }) => [
      dataElement,
      [value, comment ?? '', followup === true],
    ]),
  );
}

describe.each(VERSIONS)('DHIS2 %s', (version) => {
  beforeEach(async () => {
    sent = [];
    sandbox = await startSandbox({ metadata: DATA_SET, version });
  });
  afterEach(async () => {
    await proxy?.close();
    proxy = undefined;
    await sandbox.close();
  });

  test('every row says all of its place, values are texts, and blanks are not sent where nothing is', async () => {
    const sink = await openSink();
    const form = formOf(sink, { DeCases0001: '4', DeRemark001: null, [`DeBySex0001.${FEMALE}`]: '3' });
    await sink.send([sendingOf(sink, form)]);
    expect(bodies()).toEqual([
      {
        dataSet: 'DataSet0001',
        dataValues: [
          { dataElement: 'DeCases0001', ...FORM, value: '4' },
          { dataElement: 'DeBySex0001', ...FORM, categoryOptionCombo: FEMALE, value: '3' },
        ],
      },
    ]);
  });

  test('a cell that became blank is cleared, and one that is empty there is not touched', async () => {
    const sink = await openSink();
    const first = formOf(sink, { DeCases0001: '4', DeRemark001: 'x', DeStock0001: null });
    await sink.send([sendingOf(sink, first)]);
    const next = formOf(sink, { DeCases0001: '4', DeRemark001: null, DeStock0001: null });
    const { address } = sendingOf(sink, next);
    const outcomes = await sink.send([sendingOf(sink, next, { isNew: false })]);
    expect(outcomes.get(address)).toMatchObject({ is: 'updated' });
    expect(bodies()[1]?.dataValues[1]).toEqual({ dataElement: 'DeRemark001', ...FORM, deleted: true });
    expect(bodies()[1]?.dataValues).toHaveLength(2);
    expect(await valuesAt(sink, address)).toEqual({ DeCases0001: '4' });
  });

  test('what a person has left beside values stays there: comments, and marks to follow them up', async () => {
    const sink = await openSink();
    const values = { DeCases0001: '4', DeRemark001: 'x', DeDeaths001: '2' };
    await sink.send([sendingOf(sink, formOf(sink, values))]);
    const { address } = sendingOf(sink, formOf(sink, values));
    await enter('de=DeCases0001&comment=counted%20twice');
    await enter('de=DeRemark001&followUp=true');
    await enter('de=DeDeaths001&comment=sure%3F&followUp=true');
    await sink.read([address]);
    const next = formOf(sink, { ...values, DeCases0001: '5', DeRemark001: 'y' });
    await sink.send([sendingOf(sink, next, { isNew: false })]);
    expect(await notesAt()).toEqual({
      DeCases0001: ['5', 'counted twice', false],
      DeRemark001: ['y', '', true],
      DeDeaths001: ['2', 'sure?', true],
    });
  });

  test('all cells blank: nothing is posted where nothing is there, else all is cleared', async () => {
    const sink = await openSink();
    const blank = formOf(sink, { DeCases0001: null, DeRemark001: null });
    const { address } = sendingOf(sink, blank);
    expect((await sink.send([sendingOf(sink, blank)])).get(address)).toEqual({ is: 'created' });
    expect(bodies()).toEqual([]);
    await sink.send([sendingOf(sink, formOf(sink, { DeCases0001: '1', DeRemark001: 'x' }))]);
    await sink.send([sendingOf(sink, blank, { isNew: false })]);
    expect(await valuesAt(sink, address)).toBeUndefined();
  });

  test('what the server will keep is what is sent and compared: spellings of yes, and zeros that it drops', async () => {
    const sink = await openSink();
    const form = formOf(sink, { DeStock0001: '1', DeCases0001: '0', DeDeaths001: '0' });
    const outcomes = await sink.send([sendingOf(sink, form)]);
    const { address } = sendingOf(sink, form);
    expect(outcomes.get(address)).toMatchObject({ is: 'created' });
    const there = (await sink.read([address])).get(address);
    if (there?.is !== 'live') throw new Error('it is not there');
    expect(sink.differences(form, there.object)).toEqual([]);
    expect(Object.fromEntries(sink.valuesOf(form))).toMatchObject({
      DeStock0001: 'true',
      DeCases0001: '0',
      DeDeaths001: version === '2.43' ? '0' : null,
    });
  });

  test('a value that the server refuses: the others are stored, and it is told with its cell', async () => {
    const sink = await openSink();
    const good = formOf(sink, { DeCases0001: '4' }, { ...FORM, orgUnit: 'OrgClinic0B' });
    const bad = formOf(sink, { DeCases0001: '4', DeSupply001: 'ann@depot.invalid', DeRemark001: 'x' });
    const { address } = sendingOf(sink, bad);
    const outcomes = await sink.send([sendingOf(sink, good), sendingOf(sink, bad)]);
    expect(outcomes.get(sendingOf(sink, good).address)).toMatchObject({ is: 'created' });
    const outcome = outcomes.get(address);
    if (outcome?.is !== 'partly') throw new Error(`it is ${outcome?.is}`);
    expect(outcome.reasons).toMatchObject([
      {
        code: version === '2.43' ? 'dhis2/E8122' : 'dhis2/E7619',
        field: 'Supplied by (DeSupply001)',
        value: 'ann@depot.invalid',
      },
    ]);
    expect(JSON.stringify(outcome.reasons[0]?.args)).not.toContain('ann@depot.invalid');
    expect(sink.valuesOf(outcome.stored as typeof bad)).toEqual(
      new Map([
        ['DeCases0001', '4'],
        ['DeRemark001', 'x'],
      ]),
    );
    expect(await valuesAt(sink, address)).toEqual({ DeCases0001: '4', DeRemark001: 'x' });
  });

  test('a value refused where there was one: that one is told as what is there', async () => {
    const sink = await openSink();
    await sink.send([sendingOf(sink, formOf(sink, { DeCases0001: '4', DeSupply001: 'ann@example.org' }))]);
    const next = formOf(sink, { DeCases0001: '5', DeSupply001: 'ann@depot.invalid' });
    const outcome = (await sink.send([sendingOf(sink, next, { isNew: false })])).get(sendingOf(sink, next).address);
    expect(outcome).toMatchObject({ is: 'partly' });
    const stored = outcome?.is === 'partly' ? Object.fromEntries(sink.valuesOf(outcome.stored as typeof next)) : {};
    expect(stored).toEqual({ DeCases0001: '5', DeSupply001: 'ann@example.org' });
  });

  test('one form that the data set no longer takes does not take the others with it', async () => {
    const sink = await openSink();
    await changeDataSet({ organisationUnits: [{ id: 'OrgClinic0A' }] });
    const good = sendingOf(sink, formOf(sink, { DeCases0001: '4' }));
    const bad = sendingOf(
      sink,
      formOf(sink, { DeCases0001: '4', DeRemark001: 'x' }, { ...FORM, orgUnit: 'OrgClinic0B' }),
    );
    const outcomes = await sink.send([bad, good]);
    expect(outcomes.get(good.address)).toMatchObject({ is: 'created' });
    // Up to 2.42 the server stores it.
    const refused = {
      is: 'refused',
      by: 'server',
      // In the plan's words, with DHIS2's code beside them.
      reasons: [
        {
          code: 'dhis2/org-unit-not-assigned',
          args: { server: 'dhis2/E8022' },
          field: 'orgUnit',
          value: 'OrgClinic0B',
        },
      ],
    };
    expect(outcomes.get(bad.address)).toMatchObject(version === '2.43' ? refused : { is: 'created' });
    expect(await valuesAt(sink, good.address)).toEqual({ DeCases0001: '4' });
  });

  test('cells that have left the data set are refused alone', async () => {
    const sink = await openSink();
    const rest = DATA_SET.dataSets[0]?.dataSetElements.filter((one) => one.dataElement.id !== 'DeRemark001');
    await changeDataSet({ dataSetElements: rest });
    const form = sendingOf(sink, formOf(sink, { DeCases0001: '4', DeRemark001: 'x' }));
    const outcome = (await sink.send([form])).get(form.address);
    const code = 'dhis2/element-not-in-data-set';
    const reasons = [{ code, args: { server: 'dhis2/E8020' }, field: 'Remark (DeRemark001)' }];
    expect(outcome).toMatchObject(version === '2.43' ? { is: 'partly', reasons } : { is: 'created' });
  });

  test('many values go in several requests, and a form is never divided', async () => {
    const sink = await openSink();
    const cells = { DeCases0001: '1', DeDeaths001: '2', [`DeBySex0001.${FEMALE}`]: '3', [`DeBySex0001.${MALE}`]: '4' };
    const forms = Array.from({ length: 300 }, (_, at) => {
      const period = `${2000 + Math.floor(at / 12)}${String((at % 12) + 1).padStart(2, '0')}`;
      return sendingOf(sink, formOf(sink, cells, { ...FORM, period }));
    });
    const outcomes = await sink.send(forms);
    expect([...outcomes.values()].every(({ is }) => is === 'created')).toBe(true);
    expect(bodies().map((body) => body.dataValues.length)).toEqual([1000, 200]);
    const found = await sink.read(forms.map(({ address }) => address));
    expect(found.size).toBe(300);
    for (const { address, object } of forms) {
      const there = found.get(address);
      expect(there?.is === 'live' && sink.differences(object, there.object)).toEqual([]);
    }
    expect(Math.max(...sent.map(({ url }) => url.length))).toBeLessThan(4000);
  });

  describe('completion', () => {
    const COMPLETE = { ...FORM, completedAt: '2025-04-05' };
    const completions = (): unknown[] =>
      sent
        .filter(({ method, path }) => method === 'POST' && path === '/api/completeDataSetRegistrations')
        .map(({ body }) => JSON.parse(body));

    test('is registered once, and read back as being there', async () => {
      const sink = await openSink();
      const form = formOf(sink, { DeCases0001: '4' }, COMPLETE);
      await sink.send([sendingOf(sink, form)]);
      await sink.send([sendingOf(sink, formOf(sink, { DeCases0001: '5' }, COMPLETE), { isNew: false })]);
      const { orgUnit: organisationUnit, period } = FORM;
      const registered = { dataSet: 'DataSet0001', period, organisationUnit, date: '2025-04-05', completed: true };
      expect(completions()).toEqual([{ completeDataSetRegistrations: [registered] }]);
      const { address } = sendingOf(sink, form);
      expect((await sink.read([address])).get(address)).toMatchObject({ object: { completedAt: '2025-04-05' } });
    });

    test('makes a form without any value be there', async () => {
      const sink = await openSink();
      const form = formOf(sink, { DeCases0001: null }, COMPLETE);
      await sink.send([sendingOf(sink, form)]);
      expect(await valuesAt(sink, sendingOf(sink, form).address)).toEqual({});
      expect(await (await openForms(sandbox.url)).hasAny()).toBe(true);
    });

    test('is held back where values were refused', async () => {
      const sink = await openSink();
      const form = formOf(sink, { DeCases0001: '4', DeSupply001: 'ann@depot.invalid' }, COMPLETE);
      await sink.send([sendingOf(sink, form)]);
      expect(completions()).toEqual([]);
    });

    test('where the server refuses it, the form is stored in part', async () => {
      const sink = await openSink((request) =>
        request.method === 'POST' && request.path === '/api/completeDataSetRegistrations'
          ? {
              status: 409,
              body: {
                status: 'ERROR',
                response: {
                  status: 'ERROR',
                  importCount: { imported: 0, updated: 0, ignored: 1, deleted: 0 },
                  conflicts: [{ object: 'OrgClinic0A', value: 'Data set not assigned' }],
                },
              },
            }
          : undefined,
      );
      const form = sendingOf(sink, formOf(sink, { DeCases0001: '4' }, COMPLETE));
      const outcome = (await sink.send([form])).get(form.address);
      expect(outcome).toMatchObject({
        is: 'partly',
        reasons: [{ code: 'dhis2/completion-refused', args: { message: 'Data set not assigned' } }],
      });
      expect(outcome?.is === 'partly' && outcome.stored).not.toHaveProperty('completedAt');
    });
  });

  describe('a form that moved', () => {
    test('is cleared where it stood, once it is stored, and nothing else is', async () => {
      const sink = await openSink();
      const old = formOf(sink, { DeCases0001: '4', DeRemark001: 'x' }, { ...FORM, completedAt: '2025-04-05' });
      await sink.send([sendingOf(sink, old)]);
      const theirs = formOf(sink, { DeStock0001: 'true' });
      await sink.send([sendingOf(sink, theirs)]);
      const { address: from } = sendingOf(sink, old);
      const next = formOf(sink, { DeCases0001: '4', DeRemark001: 'x' }, { ...FORM, period: '202504' });
      const asked: string[] = [];
      const mayRemove = (there: typeof old): boolean => asked.push(sink.image(there)) > 0;
      const movedFrom = [{ address: from, targets: sink.targetsOf(old), mayRemove }];
      const outcome = (await sink.send([sendingOf(sink, next, { movedFrom })])).get(sendingOf(sink, next).address);
      expect(outcome).toMatchObject({ is: 'created', cleared: [from] });
      expect(asked).toHaveLength(1);
      expect(await valuesAt(sink, from)).toEqual({ DeStock0001: 'true' });
      const left = (await sink.read([from])).get(from);
      expect(left?.is === 'live' && left.object['completedAt']).toBeUndefined();
    });

    test('stays where it stood as long as it is not stored whole, or somebody has worked on it', async () => {
      const sink = await openSink();
      const old = formOf(sink, { DeCases0001: '4' });
      await sink.send([sendingOf(sink, old)]);
      const { address: from } = sendingOf(sink, old);
      const clearing = { address: from, targets: sink.targetsOf(old), mayRemove: () => false };
      const next = formOf(sink, { DeCases0001: '4' }, { ...FORM, period: '202504' });
      const edited = (await sink.send([sendingOf(sink, next, { movedFrom: [clearing] })])).get(
        sendingOf(sink, next).address,
      );
      expect(edited).toMatchObject({ is: 'created', cleared: [] });
      const bad = formOf(sink, { DeCases0001: '4', DeSupply001: 'ann@depot.invalid' }, { ...FORM, period: '202505' });
      const movedFrom = [{ ...clearing, mayRemove: () => true }];
      await sink.send([sendingOf(sink, bad, { movedFrom })]);
      expect(await valuesAt(sink, from)).toEqual({ DeCases0001: '4' });
    });

    test('of which nothing is left at the old place counts as cleared', async () => {
      const sink = await openSink();
      const form = formOf(sink, { DeCases0001: '4' });
      const movedFrom = [{ address: 'OrgClinic0B:202501:default', targets: ['DeCases0001'], mayRemove: () => true }];
      const outcome = (await sink.send([sendingOf(sink, form, { movedFrom })])).get(sendingOf(sink, form).address);
      expect(outcome).toMatchObject({ cleared: ['OrgClinic0B:202501:default'] });
    });
  });

  describe('answers that say little', () => {
    const answer = (status: number, counts: object, conflicts: readonly object[] = []): Fault => ({
      status,
      body: {
        status: status === 200 ? 'OK' : 'ERROR',
        message: 'm',
        response: {
          status: status === 200 ? 'SUCCESS' : 'ERROR',
          importCount: { imported: 0, updated: 0, ignored: 0, deleted: 0, ...counts },
          conflicts,
          rejectedIndexes: [],
        },
      },
    });

    const four = (sink: Sink): ReturnType<typeof sendingOf>[] =>
      ['202501', '202502', '202503', '202504'].map((period) =>
        sendingOf(sink, formOf(sink, { DeCases0001: '4', DeRemark001: period }, { ...FORM, period })),
      );

    test('a loss under 200 and SUCCESS is found by reading back, and made good', async () => {
      const sink = await openSink((_, post) => (post === 1 ? answer(200, { ignored: 8 }) : undefined));
      const forms = four(sink);
      const outcomes = await sink.send(forms);
      expect(forms.map(({ address }) => outcomes.get(address)?.is)).toEqual([
        'created',
        'created',
        'created',
        'created',
      ]);
      for (const { address } of forms) expect(await valuesAt(sink, address)).toMatchObject({ DeCases0001: '4' });
    });

    test('a failure that passes is tried again', async () => {
      const sink = await openSink((_, post) =>
        post === 1 ? { status: 409, body: { status: 'ERROR', message: 'Failed to flush BatchHandler' } } : undefined,
      );
      const forms = four(sink);
      const outcomes = await sink.send(forms);
      expect([...outcomes.values()].every(({ is }) => is === 'created')).toBe(true);
      expect(bodies()).toHaveLength(2);
    });

    test('a period that another request is just making is no refusal', async () => {
      const conflict = { errorCode: 'E7611', value: 'Period not valid: `null`', indexes: [0, 1] };
      const sink = await openSink((_, post) =>
        post === 1 ? answer(409, { imported: 6, ignored: 2 }, [conflict]) : undefined,
      );
      const forms = four(sink);
      const outcomes = await sink.send(forms);
      expect([...outcomes.values()].every(({ is }) => is === 'created')).toBe(true);
    });

    test('one form on which the server breaks down is found by halving', async () => {
      const isBad = ({ body }: Received): boolean => body.includes('"202503"');
      const sink = await openSink((request, post) =>
        post > 0 && isBad(request)
          ? { status: 500, body: { status: 'ERROR', message: 'Cannot invoke "deletion()"' } }
          : undefined,
      );
      const forms = four(sink);
      const outcomes = await sink.send(forms);
      expect(forms.map(({ address }) => outcomes.get(address)?.is)).toEqual([
        'created',
        'created',
        'unknown',
        'created',
      ]);
    });

    test('so is one that is refused with the whole body, by nobody knows what', async () => {
      const isBad = ({ body }: Received): boolean => body.includes('"202503"');
      const conflict = { errorCode: 'E8099', value: 'Something is wrong', indexes: [-1] };
      const sink = await openSink((request, post) =>
        post > 0 && isBad(request) ? answer(409, {}, [conflict]) : undefined,
      );
      const forms = four(sink);
      const outcomes = await sink.send(forms);
      expect(forms.map(({ address }) => outcomes.get(address)?.is)).toEqual([
        'created',
        'created',
        'refused',
        'created',
      ]);
      expect(outcomes.get(forms[2]?.address ?? '')).toMatchObject({
        by: 'server',
        reasons: [{ code: 'dhis2/unreadable-form', args: { message: 'Something is wrong' } }],
      });
    });
  });

  describe('no answer', () => {
    test.each(['cutAfter', 'hangAfter'] as const)('%s: what was stored is found, and not sent again', async (fault) => {
      const sink = await openSink((_, post) => (post === 1 ? fault : undefined));
      const form = sendingOf(sink, formOf(sink, { DeCases0001: '4', DeRemark001: null }));
      expect((await sink.send([form])).get(form.address)).toMatchObject({ is: 'created', afterSilence: true });
      expect(bodies()).toHaveLength(1);
    });

    test('what was not stored is sent again', async () => {
      const sink = await openSink((_, post) => (post === 1 ? 'cut' : undefined));
      const form = sendingOf(sink, formOf(sink, { DeCases0001: '4' }));
      expect((await sink.send([form])).get(form.address)).toMatchObject({ is: 'created' });
      expect(bodies()).toHaveLength(2);
    });

    test('what somebody has worked on meanwhile is left to the next run', async () => {
      const sink = await openSink((_, post) => (post === 2 ? 'cut' : undefined));
      await sink.send([sendingOf(sink, formOf(sink, { DeCases0001: '9' }))]);
      const form = sendingOf(sink, formOf(sink, { DeCases0001: '4' }), { isNew: false, mayReplace: () => false });
      expect((await sink.send([form])).get(form.address)).toMatchObject({ is: 'unknown' });
      expect(await valuesAt(sink, form.address)).toEqual({ DeCases0001: '9' });
    });

    test('of a completion: it is looked up, and tried once more', async () => {
      let posts = 0;
      const sink = await openSink(({ method, path }) =>
        method === 'POST' && path === '/api/completeDataSetRegistrations' && (posts += 1) === 1 ? 'cut' : undefined,
      );
      const form = sendingOf(sink, formOf(sink, { DeCases0001: '4' }, { ...FORM, completedAt: '2025-04-05' }));
      expect((await sink.send([form])).get(form.address)).toMatchObject({ is: 'created' });
      expect(posts).toBe(2);
    });

    test.each<[string, Record<string, string>]>([
      ['before they are completed', {}],
      ['when some were refused', { DeSupply001: 'ann@depot.invalid' }],
    ])('of a server that is gone once values are stored (%s): none counts as never sent', async (_, more) => {
      let isGone = false;
      const sink = await openSink(({ method, path }) => {
        const isReadBack = method === 'GET' && path === '/api/dataValueSets';
        isGone ||= isReadBack || path === '/api/completeDataSetRegistrations';
        return isGone ? 'cut' : undefined;
      });
      const values = { DeCases0001: '4', ...more };
      const form = sendingOf(sink, formOf(sink, values, { ...FORM, completedAt: '2025-04-05' }));
      expect((await sink.send([form])).get(form.address)).toMatchObject({ is: 'unknown', exchange: {} });
    });

    test('a server that is gone gives no verdict, and takes no batch after that', async () => {
      let isGone = false;
      const sink = await openSink(() => (isGone ? 'cut' : undefined));
      isGone = true;
      const form = sendingOf(sink, formOf(sink, { DeCases0001: '4' }));
      expect((await sink.send([form])).get(form.address)).toMatchObject({ is: 'unknown' });
      await expect(sink.send([form])).rejects.toMatchObject({ exitCode: 3 });
    });
  });
});
