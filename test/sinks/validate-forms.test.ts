import { afterEach, describe, expect, test } from 'vitest';
import type { Candidate } from '../../src/contracts/sink.ts';
import type { FormObject } from '../../src/dhis2/form-object.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import type { TestServer } from '../dhis2/http-server.ts';
import { send } from '../sandbox/http-client.ts';
import { DATA_SET } from './data-set.ts';
import { faultyProxy } from './faulty-proxy.ts';
import { ADMIN, FORM, formOf, openForms, VERSIONS, type FormValues, type Sink } from './forms.ts';

let sandbox: Sandbox;
let proxy: TestServer | undefined;
afterEach(async () => {
  await proxy?.close();
  proxy = undefined;
  await sandbox.close();
});

function candidatesOf(sink: Sink, all: readonly FormValues[]): Candidate<FormObject>[] {
  return all.map((values, at) => {
    const object = formOf(sink, values, { ...FORM, period: `2025${String(at + 1).padStart(2, '0')}` });
    const ref = { key: `k${at}`, role: '' };
    return { ref, address: sink.addressOf('test', ref, 0, object), object, isNew: true };
  });
}

/** Somebody changes a data element while the night is planned. */
async function change(dataElement: object): Promise<void> {
  const { url } = sandbox;
  const answer = await send(url, {
    method: 'POST',
    path: '/api/metadata',
    basic: 'admin:district',
    body: { dataElements: [dataElement] },
  });
  expect(answer.status).toBe(200);
}

const REMARK = { id: 'DeRemark001', name: 'Remark', shortName: 'Remark', domainType: 'AGGREGATE' };
const AS_NUMBER = { ...REMARK, valueType: 'INTEGER', aggregationType: 'SUM' };

describe.each(VERSIONS)('DHIS2 %s', (version) => {
  test('what only the server knows is told with validate: server alone, and nothing is stored by asking', async () => {
    sandbox = await startSandbox({ metadata: DATA_SET, version });
    const [local, asking] = [
      await openForms(sandbox.url),
      await openForms(sandbox.url, 'DataSet0001', ADMIN, 'server'),
    ];
    await change(AS_NUMBER);
    const candidates = candidatesOf(local, [
      { DeCases0001: '1', DeRemark001: '1' },
      { DeCases0001: '2', DeRemark001: 'Ann' },
      { DeRemark001: 'Bo' },
      { DeCases0001: '-1', DeRemark001: 'Cy' },
      { DeCases0001: null },
    ]);
    const code = version === '2.43' ? 'dhis2/E8122' : 'dhis2/E7619';
    const ours = { code, target: 'DeCases0001' };
    expect(await local.refusals(candidates)).toMatchObject([[], [], [], [ours], []]);
    const refusal = { code, target: 'DeRemark001', args: { foreseen: true } };
    const told = await asking.refusals(candidates);
    expect(told).toMatchObject([[], [{ ...refusal, value: 'Ann' }], [{ ...refusal, value: 'Bo' }], [ours], []]);
    // It is not to be read in a message.
    expect(JSON.stringify(told.map((all) => all.map(({ args }) => args)))).not.toContain('Ann');
    expect(await asking.hasAny()).toBe(false);
  });

  test('a record is judged for itself, also where another has its unit and period', async () => {
    sandbox = await startSandbox({ metadata: DATA_SET, version });
    const asking = await openForms(sandbox.url, 'DataSet0001', ADMIN, 'server');
    await change(AS_NUMBER);
    const [bad, good] = candidatesOf(asking, [{ DeRemark001: 'Ann' }, { DeRemark001: '1' }]);
    if (!bad || !good) throw new Error('two were made');
    const twin = { ...good, address: bad.address, object: { ...good.object, period: bad.object['period'] ?? '' } };
    expect((await asking.refusals([bad, twin])).map((all) => all.length)).toEqual([1, 0]);
  });
});

test('from 2.43 on a wrong reference refuses all: it is told, and the others are judged without it', async () => {
  sandbox = await startSandbox({ metadata: DATA_SET, version: '2.43' });
  const asking = await openForms(sandbox.url, 'DataSet0001', ADMIN, 'server');
  await change(AS_NUMBER);
  const dataSets = DATA_SET.dataSets.map((one) => ({
    ...one,
    dataSetElements: one.dataSetElements.filter(({ dataElement: { id } }) => id !== 'DeStock0001'),
  }));
  await send(sandbox.url, { method: 'POST', path: '/api/metadata', basic: 'admin:district', body: { dataSets } });
  const candidates = candidatesOf(asking, [{ DeStock0001: 'true' }, { DeRemark001: 'Ann' }, { DeCases0001: '1' }]);
  const told = await asking.refusals(candidates);
  expect(told.map((all) => all.map(({ target }) => target))).toEqual([['DeStock0001'], ['DeRemark001'], []]);
});

test('a server that gives no verdict ends the plan', async () => {
  sandbox = await startSandbox({ metadata: DATA_SET });
  proxy = await faultyProxy(sandbox.url, ({ method, path }) =>
    method === 'POST' && path === '/api/dataValueSets' ? { status: 409, body: { message: 'Not today' } } : undefined,
  );
  const asking = await openForms(proxy.url, 'DataSet0001', ADMIN, 'server');
  await expect(asking.refusals(candidatesOf(asking, [{ DeCases0001: '1' }]))).rejects.toMatchObject({ exitCode: 3 });
});
