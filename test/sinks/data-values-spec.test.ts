import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ProblemsError } from '../../src/base/errors.ts';
import { Secrets } from '../../src/base/secrets.ts';
import { isExpression } from '../../src/expression/is-expression.ts';
import { loadSpec } from '../../src/pipeline/load-spec.ts';
import { REGISTRY } from '../../src/registry.ts';

let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'etl-spec-'));
});
afterEach(() => rm(cwd, { recursive: true, force: true }));

const specWith = (transform: string, sink: string): string => `name: monthly
connections: { hmis: { kind: dhis2, url: 'http://localhost:8080', token: '\${TOKEN}' } }
source: { kind: csv, path: kobo.csv, key: [id] }
transform:
${transform}
  dataValues:
    DeCases0001: =cases
sink: { kind: dhis2-data-values, connection: hmis, ${sink} }
index: { path: index.json }
`;
const PLACE = '  orgUnit: =facility\n  period: =month';

async function codesOf(transform: string, sink: string): Promise<readonly (readonly [string, unknown])[]> {
  await writeFile(join(cwd, 'pipeline.yaml'), specWith(transform, sink));
  try {
    await loadSpec('pipeline.yaml', {
      env: { TOKEN: 't' },
      cwd,
      secrets: new Secrets(),
      registry: REGISTRY,
      isExpression,
    });
    return [];
  } catch (error) {
    if (!(error instanceof ProblemsError)) throw error;
    return error.problems.map(({ code, args }) => [code, args]);
  }
}

test('as it should be', async () => {
  expect(await codesOf(PLACE, 'dataSet: DataSet0001')).toEqual([]);
});

test.each<[what: string, transform: string, sink: string, code: string]>([
  ['no data set', PLACE, 'batchSize: 10', 'spec/missing-key'],
  ['a data set by its name', PLACE, 'dataSet: monthly', 'spec/wrong-value'],
  ['a program', PLACE, 'dataSet: DataSet0001, program: ProgramEv01', 'spec/unknown-key'],
  ['more forms than go together', PLACE, 'dataSet: DataSet0001, batchSize: 5000', 'spec/wrong-value'],
  ['a property of events', `${PLACE}\n  occurredAt: =month`, 'dataSet: DataSet0001', 'spec/unknown-key'],
])('%s', async (_, transform, sink, code) => {
  expect((await codesOf(transform, sink)).map(([found]) => found)).toContain(code);
});
