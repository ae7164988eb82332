/** Data sets, periods and mixtures that no recording has: each release by its own rules. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { Fault } from '../../src/sandbox/faults/fault-kinds.ts';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { FORMS } from './form-metadata.ts';
import { send } from './http-client.ts';
import { toCells } from './recorded-form.ts';

const OLD = ['2.40', '2.41', '2.42'] as const;
const ALL = [...OLD, '2.43'] as const;
const FORM = { dataSet: 'SetQuarter1', period: '2025Q1', orgUnit: 'OuClinic001' };
const PATH = '/api/dataValueSets';

let sandbox: Sandbox;
let clock = 0;
afterEach(() => sandbox.close());

async function start(options: Partial<SandboxOptions> = {}): Promise<void> {
  clock = Date.UTC(2025, 3, 10, 12);
  const users = [
    { username: 'nurse', password: 'Nurse-Pass1', orgUnits: ['OuClinic001'] },
    { username: 'guest', password: 'Guest-Pass1', authorities: [] },
  ];
  sandbox = await startSandbox({ metadata: FORMS, users, now: () => clock, ...options });
}

interface Summary {
  readonly status: string;
  readonly importCount: Readonly<Record<'imported' | 'updated' | 'ignored' | 'deleted', number>>;
  readonly conflicts: readonly { readonly errorCode: string; readonly indexes?: readonly number[] }[];
  readonly rejectedIndexes: readonly number[];
}

/** HTTP status, status, counts, and codes with their rows. */
async function post(body: object, query = '', user = 'admin:district'): Promise<string> {
  const { status, json } = await send(sandbox.url, { path: PATH + query, basic: user, body });
  const { response } = { ...json } as { response?: Summary };
  if (!response) return `${status}`;
  const { imported, updated, ignored, deleted } = response.importCount;
  const conflicts = response.conflicts.map(({ errorCode, indexes = [] }) => ` ${errorCode}[${indexes.join()}]`);
  return `${status} ${response.status} ${imported}/${updated}/${ignored}/${deleted}${conflicts.join('')}`;
}

async function cells(query = 'dataSet=SetQuarter1&period=2025Q1&orgUnit=OuClinic001'): Promise<object> {
  const path = `${PATH}?${query}`;
  return toCells((await send(sandbox.url, { path, basic: 'admin:district' })).json, path);
}

const stock = (value: string | null, more: object = {}): object => ({ dataElement: 'ElStock0001', value, ...more });
const remark = (value: string): object => ({ dataElement: 'ElRemark001', value });

describe('a good, a wrong and an unknown row in one body', () => {
  const rows = [
    stock('2.5'),
    { dataElement: 'ElOpen00001', value: 'perhaps' },
    { dataElement: 'ElOther0001', value: '1' },
  ];

  test.each(OLD)('%s stores what is good', async (version) => {
    await start({ version });
    expect(await post({ ...FORM, dataValues: rows })).toBe('409 WARNING 1/0/2/0 E7619[1] E7610[2]');
    expect(await cells()).toEqual({ 'ElStock0001 2025Q1 OuClinic001': '2.5' });
  });

  test('2.43 stores nothing for a wrong name, and what is good for a wrong value', async () => {
    await start({ version: '2.43' });
    expect(await post({ ...FORM, dataValues: rows })).toBe('409 ERROR 0/0/0/0 E8020[0,1,2]');
    expect(await cells()).toEqual({});
    expect(await post({ ...FORM, dataValues: rows.slice(0, 2) })).toBe('200 WARNING 0/1/1/0 E8122[1]');
    expect(await cells()).toEqual({ 'ElStock0001 2025Q1 OuClinic001': '2.5' });
  });
});

test.each(ALL)('%s: an unchanged value stays as it is, with its moments', async (version) => {
  await start({ version });
  const outcomes: string[] = [];
  for (const value of ['1', '1', '2']) {
    clock += 1000;
    outcomes.push(await post({ ...FORM, dataValues: [stock(value)] }));
  }
  const counts = version === '2.43' ? ['0/1/0/0', '0/1/0/0', '0/1/0/0'] : ['1/0/0/0', '0/0/1/0', '0/1/0/0'];
  expect(outcomes).toEqual(counts.map((count) => `200 SUCCESS ${count}`));
});

test.each(ALL)('%s: combinations of two categories, by name and by uid', async (version) => {
  await start({ version });
  const path = '/api/categoryOptionCombos?filter=categoryCombo.id:eq:CmbSexAge01&fields=id,name&paging=false';
  const { json } = await send(sandbox.url, { path, basic: 'admin:district' });
  const { categoryOptionCombos: combos } = { ...json } as { categoryOptionCombos: { id: string; name: string }[] };
  expect(combos).toHaveLength(4);
  const byName = combos.map(({ name }, at) => ({
    dataElement: 'ElCases0001',
    categoryOptionCombo: name,
    value: `${at}`,
  }));
  const byUid = combos.map(({ id }, at) => ({
    dataElement: 'ElCases0001',
    categoryOptionCombo: id,
    value: `${at + 5}`,
  }));
  expect(await post({ ...FORM, dataValues: byName }, '?categoryOptionComboIdScheme=NAME')).toContain('200 SUCCESS');
  expect(await post({ ...FORM, dataValues: byUid })).toContain('200 SUCCESS');
  expect(new Set(Object.values(await cells()))).toEqual(new Set(['5', '6', '7', '8']));
});

describe('who may', () => {
  test.each(ALL)('%s: without the authority nobody', async (version) => {
    await start({ version });
    expect(await post({ ...FORM, dataValues: [stock('1')] }, '', 'guest:Guest-Pass1')).toBe('403');
  });

  test.each([
    ...OLD.map((version) => [version, '409 ERROR 0/0/0/0 E7601[]'] as const),
    ['2.43', '409 ERROR 0/0/0/0 E8010[0]'] as const,
  ])('%s: not where sharing lets one only read: %s', async (version, outcome) => {
    await start({ version });
    const form = { dataSet: 'SetWeekSat1', period: '2025SatW10', orgUnit: 'OuClinic001' };
    const body = { ...form, dataValues: [{ dataElement: 'ElWeekly001', value: '1' }] };
    expect(await post(body, '', 'nurse:Nurse-Pass1')).toBe(outcome);
    expect(await post(body)).toContain('200 SUCCESS');
  });

  test.each([
    ...OLD.map((version) => [version, '409 WARNING 1/0/1/0 E7617[1]'] as const),
    ['2.43', '409 ERROR 0/0/0/0 E8011[0,1]'] as const,
  ])('%s: not in an org unit of others: %s', async (version, outcome) => {
    await start({ version });
    const dataValues = ['OuClinic001', 'OuClinic002'].map((orgUnit) => stock('1', { orgUnit }));
    const body = { dataSet: 'SetQuarter1', period: '2025Q1', dataValues };
    expect(await post(body, '', 'nurse:Nurse-Pass1')).toBe(outcome);
  });
});

describe('when', () => {
  test.each([...OLD.map((version) => [version, 'E7640', 'E7641'] as const), ['2.43', 'E8030', 'E8030'] as const])(
    '%s: a form closes by the clock: %s, and is not open for ever: %s',
    async (version, expired, early) => {
      await start({ version });
      const outcome = (period: string): Promise<string> =>
        post({ ...FORM, period, dataValues: [remark(`at ${clock}`)] }, '', 'nurse:Nurse-Pass1');
      expect(await outcome('2025Q1')).toContain('200 SUCCESS');
      expect(await outcome('2025Q2')).toContain('200 SUCCESS');
      expect(await outcome('2025Q3')).toContain(early);
      clock = Date.UTC(2025, 3, 21);
      expect(await outcome('2025Q1')).toContain(expired);
      clock = Date.UTC(2025, 6, 1);
      expect(await outcome('2025Q3')).toContain('200 SUCCESS');
    },
  );

  test('2.43: not while a clinic is closed', async () => {
    await start({ version: '2.43' });
    const closed = { ...FORM, orgUnit: 'OuClinic002', period: '2025Q2' };
    expect(await post({ ...closed, dataValues: [stock('1')] })).toBe('409 ERROR 0/0/0/0 E8031[0]');
    expect(await post({ ...closed, period: '2025Q1', dataValues: [stock('1')] })).toContain('200 SUCCESS');
  });
});

test.each(OLD)('%s: what the database does not take leaves nothing of the body', async (version) => {
  await start({ version });
  const outcome = await post({ ...FORM, dataValues: [stock('1'), remark('a\0b'), stock('2')] });
  expect(outcome).toBe('409 ERROR 0/0/0/0');
  expect(await cells()).toEqual({});
});

test.each(ALL)('%s: a dry run tells what would be, and does nothing', async (version) => {
  await start({ version });
  const body = { ...FORM, completeDate: '2025-04-02', dataValues: [stock('1')] };
  expect(await post(body, '?dryRun=true')).toBe(`200 SUCCESS ${version === '2.43' ? '0/1/0/0' : '1/0/0/0'}`);
  expect(await cells()).toEqual({});
  const path = '/api/completeDataSetRegistrations?dataSet=SetQuarter1&period=2025Q1&orgUnit=OuClinic001';
  expect((await send(sandbox.url, { path, basic: 'admin:district' })).text).not.toContain('SetQuarter1');
});

test.each(ALL)('%s: keys like __proto__ are names like any other', async (version) => {
  await start({ version });
  const body = `{"dataSet":"SetQuarter1","period":"2025Q1","orgUnit":"OuClinic001","__proto__":{"dataValues":[1]},
    "dataValues":[{"dataElement":"__proto__","value":"1","categoryOptions":{"__proto__":"x"}}]}`;
  const { status } = await send(sandbox.url, { path: PATH, basic: 'admin:district', body: Buffer.from(body) });
  expect(status).toBe(409);
  expect(({} as { dataValues?: unknown }).dataValues).toBeUndefined();
});

test.each(ALL)('%s: values and completions are there after a restart from the state file', async (version) => {
  const folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
  try {
    const stateFile = join(folder, 'state.json');
    await start({ version, stateFile });
    await post({
      ...FORM,
      completeDate: '2025-04-02',
      dataValues: [stock('1', { comment: 'counted' }), remark('gone')],
    });
    await post({ ...FORM, dataValues: [{ dataElement: 'ElRemark001', deleted: true }] });
    const query = 'dataSet=SetQuarter1&period=2025Q1&orgUnit=OuClinic001&includeDeleted=true';
    const before = await cells(query);
    expect(before).toMatchObject({ 'ElRemark001 2025Q1 OuClinic001': { deleted: true } });
    await sandbox.close();
    await start({ version, stateFile });
    expect(await cells(query)).toEqual(before);
    const path = '/api/completeDataSetRegistrations?dataSet=SetQuarter1&period=2025Q1&orgUnit=OuClinic001';
    expect((await send(sandbox.url, { path, basic: 'admin:district' })).text).toContain('"2025-04-02');
    expect(await post({ ...FORM, dataValues: [remark('back')] })).toContain('200 SUCCESS');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

describe('faults on the wire', () => {
  const hit = { method: 'POST', path: PATH } as const;
  const faults: readonly (readonly [Fault, string, string | undefined])[] = [
    [{ kind: 'reset', carriedOut: true, ...hit }, 'no answer', '1'],
    [{ kind: 'reset', ...hit }, 'no answer', undefined],
    [{ kind: 'cut', ...hit }, 'no answer', '1'],
    [{ kind: 'status', status: 503, ...hit }, '503', undefined],
    [{ kind: 'status', status: 504, carriedOut: true, ...hit }, '504', '1'],
    [{ kind: 'restart', carriedOut: true, downMs: 0, ...hit }, 'no answer', '1'],
  ];

  test.each(faults)('%j: %s, and there is %j', async (fault, seen, there) => {
    await start({ faults: { faults: [fault] } });
    const outcome = await post({ ...FORM, dataValues: [stock('1')] }).catch(() => 'no answer');
    expect(outcome).toBe(seen);
    // After a restart the door opens a little later.
    const stored = async (): Promise<unknown> => Object.values(await cells().catch(() => ({ away: true })));
    await expect.poll(stored).toEqual(there === undefined ? [] : [there]);
  });

  test.each([
    ...OLD.map((version) => [version, '409 ERROR 0/0/0/0'] as const),
    // It says that all is well, and that it did nothing.
    ['2.43', '200 SUCCESS 0/0/1/0'] as const,
  ])('%s: a database that refuses stores nothing: %s', async (version, outcome) => {
    await start({ version, faults: { faults: [{ kind: 'database', ...hit }] } });
    expect(await post({ ...FORM, dataValues: [stock('1')] })).toBe(outcome);
    expect(await cells()).toEqual({});
    expect(await post({ ...FORM, dataValues: [stock('1')] })).toContain('200 SUCCESS');
  });

  test('a request that comes late overwrites what was sent after it', async () => {
    await start({ faults: { faults: [{ kind: 'late', ...hit }] } });
    await post({ ...FORM, dataValues: [stock('1')] }).catch(() => undefined);
    expect(await post({ ...FORM, dataValues: [stock('2')] })).toBe('200 SUCCESS 1/0/0/0');
    await expect.poll(async () => Object.values(await cells())).toEqual(['1']);
  });
});
