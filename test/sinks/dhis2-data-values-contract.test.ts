import { SILENT } from '../../src/base/log.ts';
import { Secrets } from '../../src/base/secrets.ts';
import type { Filled } from '../../src/contracts/shape.ts';
import { Dhis2Client } from '../../src/dhis2/client.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { dhis2DataValues } from '../../src/sinks/dhis2-data-values.ts';
import { DATA_SET, FEMALE } from './data-set.ts';
import { sinkContract, type SinkUnderTest } from './sink-contract.ts';

const LOGIN = { username: 'admin', password: 'district' };
const NAMES = ['DeCases0001', 'DeRemark001', `DeBySex0001.${FEMALE}`, 'DeSupply001', 'DeStock0001'];

function filled(orgUnit: string, period: string, cases: string, remark: string | null): Filled {
  return {
    shape: 'form',
    role: '',
    properties: { orgUnit, period, completedAt: '2025-04-05' },
    names: NAMES,
    values: [cases, remark, '3', null, null],
    blanks: [],
  };
}

async function openForms(version: string): Promise<SinkUnderTest> {
  const sandbox = await startSandbox({ metadata: DATA_SET, version });
  const config = { dataSet: 'DataSet0001', batchSize: 100 };
  return {
    newSink: () => {
      const server = new Dhis2Client({ url: sandbox.url, login: LOGIN, timeoutMs: 5000, log: SILENT });
      const context = { folder: '/', log: SILENT, secrets: new Secrets(), server, mappedFor: undefined };
      return dhis2DataValues.build(config as never, context);
    },
    filled: [
      filled('OrgClinic0A', '202503', '1', 'quiet'),
      filled('OrgClinic0B', '202503', '2', 'busy'),
      filled('OrgClinic0A', '202504', '0', null),
    ],
    spoil: (object) => ({ ...object, period: '2025W5' }),
    refusedThere: {
      change: (one) => ({ ...one, values: [null, null, null, 'ann@depot.invalid', null] }),
      blamed: /Supplied by/,
    },
    close: () => sandbox.close(),
  };
}

for (const version of ['2.40', '2.41', '2.42', '2.43'])
  sinkContract(`dhis2-data-values ${version}`, () => openForms(version));
