import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { etl } from './in-process.ts';

let folder: string;

const SPEC = `name: small
connections:
  hmis: { kind: dhis2, url: "http://127.0.0.1:9", username: a, password: "\${PASSWORD}" }
source: { kind: csv, path: rows.csv, key: [_uuid, _id] }
transform:
  orgUnit: OuNorth0001
  occurredAt: =$join($.*.%.day)
  status: =$join($.*.%.status)
sink: { kind: dhis2-events, connection: hmis, program: PrgSmall001 }
index: { path: index.json }
`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'etl-check-test-'));
  await writeFile(join(folder, 'spec.yaml'), SPEC);
  await writeFile(join(folder, 'rows.csv'), '_uuid,_id,day,status\na,1,2025-03-01,COMPLETED\n');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const check = async (...flags: string[]) => {
  const options = { cwd: folder, env: { PASSWORD: 'secret-word', TMPDIR: folder } };
  const { stdout, stderr, exitCode } = await etl(['check', 'spec.yaml', ...flags], options);
  return { stdout, stderr, exitCode };
};

test('what JSONata’s own evaluator runs is told with --verbose, in order of place', async () => {
  const { stdout, stderr } = await check('--json', '--verbose');
  const { fallbacks, ok } = JSON.parse(stdout) as { fallbacks: { line: number; reason: string }[]; ok: boolean };
  expect(ok).toBe(true);
  expect(fallbacks).toEqual([
    { file: 'spec.yaml', line: 7, column: expect.any(Number), reason: expect.any(String) },
    { file: 'spec.yaml', line: 8, column: expect.any(Number), reason: expect.any(String) },
  ]);
  expect(stderr).toContain(`by JSONata's own evaluator (${fallbacks[0]?.reason})`);
  expect(JSON.parse((await check('--json')).stdout)).not.toHaveProperty('fallbacks');
});

test('no copy of the source stays', async () => {
  await check();
  expect((await readdir(folder)).filter((name) => name.startsWith('etl-'))).toEqual([]);
});
