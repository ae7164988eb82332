import { afterEach, expect, test } from 'vitest';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { objectsOf } from '../../src/sandbox/loose-json.ts';
import { isObject } from '../../src/base/json.ts';
import { send } from './http-client.ts';
import { readPackage, readVerdicts, RELEASES } from './recordings.ts';

const BATCH = 60;

let sandbox: Sandbox;

afterEach(() => sandbox.close());

test.each(RELEASES)('judges values of every type as a real server of %s did', async (release) => {
  const metadata = [readPackage('minimal'), readPackage('all-value-types', release)];
  sandbox = await startSandbox({ metadata, version: release });
  const elements = elementsByType();
  const verdicts = readVerdicts(release);
  const disagreements: string[] = [];
  for (let start = 0; start < verdicts.length; start += BATCH) {
    const batch = verdicts.slice(start, start + BATCH);
    const events = batch.map(([type, set, value], index) => ({
      event: uidOf(start + index),
      program: 'KobProgAll1',
      programStage: 'KobStageAl1',
      orgUnit: 'KobFacOuA01',
      occurredAt: '2026-03-14',
      status: 'COMPLETED',
      dataValues: [{ dataElement: elements.get(`${type} ${set}`), value }],
    }));
    const path = '/api/tracker?async=false&importMode=VALIDATE&atomicMode=OBJECT&reportMode=FULL';
    const heard = await send(sandbox.url, { path, basic: 'admin:district', body: { events } });
    const reports = heard.json?.validationReport?.errorReports ?? [];
    batch.forEach(([type, , value, codes], index) => {
      const own = reports.filter((one) => one.uid === uidOf(start + index)).map((one) => one.errorCode ?? '');
      if (own.toSorted().join() !== codes.toSorted().join()) disagreements.push(`${type} ${value.slice(0, 60)}`);
    });
  }
  const agreeing = verdicts.length - disagreements.length;
  process.stdout.write(`value types of ${release}: ${agreeing} of ${verdicts.length} verdicts agree\n`);
  expect(disagreements).toEqual([]);
});

function uidOf(number: number): string {
  return `KbVv${String(number).padStart(7, '0')}`;
}

/** Data element of each value type and option set of the package. */
function elementsByType(): ReadonlyMap<string, string> {
  const metadata = readPackage('all-value-types');
  const elements = objectsOf(isObject(metadata) ? metadata['dataElements'] : []);
  const named = elements.filter(({ id }) => String(id).startsWith('KobV'));
  return new Map(
    named.map(({ id, valueType, optionSet }) => {
      const set = isObject(optionSet) ? String(optionSet['id']) : null;
      return [`${String(valueType)} ${set}`, String(id)] as const;
    }),
  );
}
