import { SILENT } from '../../src/base/log.ts';
import { Secrets } from '../../src/base/secrets.ts';
import type { Filled } from '../../src/contracts/shape.ts';
import { Dhis2Client } from '../../src/dhis2/client.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { dhis2Events } from '../../src/sinks/dhis2-events.ts';
import { EVENT_PROGRAM } from './event-program.ts';
import { sinkContract, type SinkUnderTest } from './sink-contract.ts';

const LOGIN = { username: 'admin', password: 'district' };

function filled(beds: string, name: string): Filled {
  return {
    shape: 'event',
    role: '',
    properties: { orgUnit: 'OrgClinic0A', occurredAt: '2025-03-14', status: 'COMPLETED', completedAt: '2025-03-14' },
    names: ['DeBeds00001', 'DeName00001', 'DeOpen00001'],
    values: [beds, name, null],
    blanks: [],
  };
}

async function openEvents(): Promise<SinkUnderTest> {
  const sandbox = await startSandbox({ metadata: EVENT_PROGRAM });
  const config = { program: 'ProgramEv01', batchSize: 100, keyDataElement: null };
  return {
    newSink: () => {
      const server = new Dhis2Client({ url: sandbox.url, login: LOGIN, timeoutMs: 5000, log: SILENT });
      const context = { folder: '/', log: SILENT, secrets: new Secrets(), server, mappedFor: undefined };
      return dhis2Events.build(config as never, context);
    },
    filled: [filled('1', 'Ann'), filled('2', 'Bo'), filled('2', 'Cy')],
    spoil: (object) => ({ ...object, occurredAt: '14/03/2025' }),
    refusedThere: { change: (one) => ({ ...one, values: ['many', 'Ann', null] }), blamed: /Beds/ },
    deleteThere: async (event) => {
      await fetch(`${sandbox.url}/api/tracker?async=false&importStrategy=DELETE`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Basic ${btoa('admin:district')}` },
        body: JSON.stringify({ events: [{ event }] }),
      });
    },
    close: () => sandbox.close(),
  };
}

sinkContract('dhis2-events', openEvents);
