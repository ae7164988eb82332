/** The same of forms of a data set: what `etl plan` foresees, and what `etl run` tells where the server says it. */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RunReport } from '../../src/report/report.ts';
import type { SandboxUser } from '../../src/sandbox/sandbox.ts';
import { CONNECTIONS } from '../cli/outreach-files.ts';
import { filesBelow, makeWorld, type World } from '../cli/world.ts';
import { DATA_SET, PROJECT } from '../sinks/data-set.ts';
import { item, type Package } from './changing-server.ts';
import { expectGolden } from './golden.ts';
import { say } from './say.ts';
import { startTwoServers } from './two-servers.ts';

interface Case {
  edit?(pack: Package): void;
  readonly rows: readonly string[];
  readonly users?: readonly SandboxUser[];
  readonly usersAfter?: readonly SandboxUser[];
  readonly code: string | Readonly<Record<string, string>>;
  /** Releases that take it all the same, and store what nobody sees; undefined: the run comes to no verdict. */
  readonly takenBy: readonly string[] | undefined;
}

const ADMIN = { username: 'admin', password: 'district' };
const USER = { ...ADMIN, authorities: ['F_DATAVALUE_ADD'], orgUnits: ['OrgRoot0001'] };
const DAY = 86_400_000;
const month = (before: number): string => new Date(Date.now() - before * DAY).toISOString().slice(0, 7);

/** A mapping that is good for the data set as it was. */
const SPEC = JSON.stringify({
  name: 'monthly',
  connections: CONNECTIONS,
  source: { kind: 'csv', connection: 'files', path: 'kobo.csv', key: ['id'] },
  lookups: { orgUnits: 'units.json' },
  transform: {
    orgUnit: '=$orgUnit(clinic)',
    period: '=$period(month & "-01", "Monthly")',
    dataValues: {
      DeCases0001: '=cases',
      DeRemark001: '=remark',
      DeSource001: '=drugs',
      'DeBySex0001.CocFemale01': '=women',
    },
  },
  sink: { kind: 'dhis2-data-values', connection: 'hmis', dataSet: 'DataSet0001' },
  index: { connection: 'files', path: 'index.json' },
  reconcile: { guard: { created: '100%', changed: '100%', missing: '100%' } },
  artifacts: { folder: 'runs' },
});
const UNITS = JSON.stringify({ 'North Clinic': 'OrgClinic0A', 'South Clinic': 'OrgClinic0B' });
const HEADER = 'id,clinic,month,cases,remark,drugs,women';
const good = `r1,North Clinic,${month(60)},4,quiet,STATE,2`;

const CASES: Readonly<Record<string, Case>> = {
  'value-type': {
    edit: (pack) => (item(pack, 'DeRemark001')['valueType'] = 'INTEGER'),
    rows: [good],
    code: { '2.40': 'dhis2/E7619', '2.43': 'dhis2/E8122' },
    takenBy: [],
  },
  option: {
    edit: (pack) => {
      pack['options'] = (pack['options'] ?? []).filter((one) => one['code'] !== 'STATE');
      item(pack, 'OptionSet01')['options'] = [{ id: 'Option00002' }];
    },
    rows: [good],
    code: { '2.40': 'dhis2/E7621', '2.43': 'dhis2/E8123' },
    takenBy: [],
  },
  'not-in-the-set': {
    edit: (pack) => {
      const set = item(pack, 'DataSet0001');
      const elements = set['dataSetElements'] as { dataElement: { id: string } }[];
      set['dataSetElements'] = elements.filter(({ dataElement }) => dataElement.id !== 'DeRemark001');
    },
    rows: [good],
    code: 'dhis2/element-not-in-data-set',
    takenBy: ['2.40'],
  },
  'combo-of-a-cell': {
    edit: (pack) => delete item(pack, 'DeBySex0001')['categoryCombo'],
    rows: [good],
    code: 'dhis2/combo-foreign',
    takenBy: ['2.40'],
  },
  'attributes-missing': {
    edit: (pack) => (item(pack, 'DataSet0001')['categoryCombo'] = PROJECT),
    rows: [good],
    code: 'dhis2/attribute-combo-missing',
    takenBy: ['2.40'],
  },
  'period-type': {
    edit: (pack) => (item(pack, 'DataSet0001')['periodType'] = 'Weekly'),
    rows: [good],
    code: 'dhis2/period-type',
    takenBy: ['2.40'],
  },
  'period-expired': {
    edit: (pack) => (item(pack, 'DataSet0001')['expiryDays'] = 10),
    rows: ['r1,North Clinic,2025-03,4,quiet,STATE,2'],
    users: [USER],
    code: 'dhis2/period-expired',
    takenBy: [],
  },
  'period-to-come': {
    edit: (pack) => (item(pack, 'DataSet0001')['openFuturePeriods'] = 0),
    rows: [`r1,North Clinic,${month(0)},4,quiet,STATE,2`],
    users: [USER],
    code: 'dhis2/period-not-open',
    takenBy: ['2.40'],
  },
  'unit-not-assigned': {
    edit: (pack) => (item(pack, 'DataSet0001')['organisationUnits'] = [{ id: 'OrgClinic0B' }]),
    rows: [good, good.replace('r1,North', 'r2,South')],
    code: 'dhis2/org-unit-not-assigned',
    takenBy: ['2.40'],
  },
  'unit-out-of-scope': {
    rows: [good, good.replace('r1,North', 'r2,South')],
    users: [USER],
    usersAfter: [{ ...USER, orgUnits: ['OrgClinic0B'] }],
    code: 'dhis2/org-unit-out-of-reach',
    takenBy: undefined,
  },
};

/** What the last run has written. */
async function lastReport({ folder }: World): Promise<RunReport> {
  const path = (await filesBelow(folder)).find((one) => one.endsWith('/report.json'));
  return reportOf({ stdout: await readFile(path ?? '', 'utf8') });
}

function reportOf({ stdout }: { readonly stdout: string }): RunReport {
  return JSON.parse(stdout) as RunReport;
}

/** What people are told; the args also say who has told it, DHIS2 or we. */
function toldIn(tasks: RunReport['tasks']): readonly unknown[] {
  return tasks.map((task) => ({ ...task, args: undefined, values: undefined }));
}

describe.each(['2.40', '2.43'])('forms, DHIS2 %s', (version) => {
  test.each(Object.entries(CASES))('%s', async (name, { rows, code, takenBy, ...change }) => {
    const servers = await startTwoServers({ metadata: DATA_SET, version, ...change });
    const world = await makeWorld(servers.url, {
      'pipeline.yaml': SPEC,
      'units.json': UNITS,
      'kobo.csv': `${[HEADER, ...rows].join('\n')}\n`,
      'index.json': '{}',
    });
    try {
      servers.show();
      const planned = await say(world, 'plan pipeline.yaml --quiet');
      const foreseen = reportOf(await world.etl(['plan', 'pipeline.yaml', '--json'])).tasks;
      servers.hide();
      await rm(join(world.folder, 'runs'), { recursive: true, force: true });
      const ran = await say(world, 'run pipeline.yaml --quiet');
      const text = `${planned}\n${ran}`.replaceAll(/\b20(?!2503)\d{4}\b/g, '<month>');
      await expectGolden(`words/forms/${name}-${version}.txt`, text, world);
      expect(foreseen.map(({ code }) => code)).toEqual([typeof code === 'string' ? code : code[version]]);
      if (takenBy?.includes(version) === true) expect(await lastReport(world)).toMatchObject({ tasks: [] });
      else if (takenBy) expect(toldIn((await lastReport(world)).tasks)).toEqual(toldIn(foreseen));
    } finally {
      await world.remove();
      await servers.close();
    }
  });
});
