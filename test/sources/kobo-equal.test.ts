/** One spec, two ways in: SIPCA's own pipeline plans the same from Kobo's export and from its API. */
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadForm } from '../../scripts/sample/form.ts';
import { toSubmission, toVersions } from '../../scripts/sample/kobo-api.ts';
import { sampleRows } from '../../scripts/sample/rows.ts';
import { sandboxMetadata } from '../../scripts/sample/sandbox-metadata.ts';
import { exportColumns, writeExport } from '../../scripts/sample/write-sample.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { etl } from '../cli/in-process.ts';
import { serveKobo } from '../kobo-server.ts';

const ROOT = path.join(import.meta.dirname, '../..');
const ASSET = 'aSipcaAssessments';
const TOKEN = '0123456789abcdef0123456789abcdef01234567';
const form = loadForm();
const rows = [...sampleRows(form, { seed: 5, rows: 700, bad: true })];

let folder: string;
let sandbox: Sandbox;
let fromExport: string[];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'etl-equal-'));
  sandbox = await startSandbox({ metadata: sandboxMetadata() });
  await writeExport(path.join(folder, 'export.csv'), exportColumns(form), rows);
  fromExport = await plan('export', CSV);
});
afterAll(async () => {
  await sandbox.close();
  await rm(folder, { recursive: true, force: true });
});

const CSV = {
  files: 'kind: file\n    folder: .',
  source: 'kind: csv\n  connection: source\n  path: export.csv\n  delimiter: "~"',
};

/** SIPCA's spec with another source: nothing else in it changes but where files lie. */
async function plan(
  name: string,
  { files, source }: { readonly files: string; readonly source: string },
): Promise<string[]> {
  const written = readFileSync(path.join(ROOT, 'pipelines/sipca.yaml'), 'utf8');
  const spec = written
    .replace(/^ {2}kind: csv\n {2}connection: datalakeSource\n {2}path: .*\n {2}delimiter: "~"$/m, `  ${source}`)
    .replaceAll('../mappings', path.join(ROOT, 'mappings'))
    .replace('../runs/sipca', './runs');
  await writeFile(path.join(folder, `${name}.yaml`), spec.replace(/^connections:[^]*?^source:/m, 'source:'));
  await writeFile(
    path.join(folder, `${name}.connections.yaml`),
    `source:\n    ${files}\ndatalakeIndex:\n    kind: file\n    folder: .\nhmis:\n    kind: dhis2\n    url: ${sandbox.url}\n    username: admin\n    password: district\n`,
  );
  const args = ['plan', `${name}.yaml`, '--connections', `${name}.connections.yaml`, '--out', `${name}.plan`];
  const { exitCode, stderr } = await etl(args, { cwd: folder, env: { KOBO_TOKEN: TOKEN } });
  expect([exitCode, stderr]).toEqual([1, expect.not.stringContaining(TOKEN)]);
  const lines = (await readFile(path.join(folder, `${name}.plan`), 'utf8')).trim().split('\n');
  // A file has lines, and an API none.
  return lines.map((line) => line.replaceAll(/"line":\d+/g, '"line":0'));
}

test('the export gives a plan worth comparing', () => {
  expect(fromExport.length).toBeGreaterThanOrEqual(rows.length);
  for (const action of ['create', 'excluded', 'reject'])
    expect(fromExport.some((line) => line.includes(`"action":"${action}"`))).toBe(true);
});

test.each([
  ['questions in no group', false, ''],
  ['questions in a group, without its name', true, '\n  groups: false'],
])('%s: the same plan', async (_, withGroup, more) => {
  const server = await serveKobo({
    asset: ASSET,
    token: TOKEN,
    versions: toVersions(form, withGroup),
    submissions: rows.map((row) => toSubmission(row, withGroup)).toReversed(),
    cap: 300,
  });
  try {
    const files = `kind: http\n    url: ${server.url}\n    headers: { Authorization: "Token \${KOBO_TOKEN}" }`;
    const source = `kind: http-json\n  connection: source\n  preset: kobo\n  asset: ${ASSET}${more}`;
    expect(await plan(withGroup ? 'grouped' : 'flat', { files, source })).toEqual(fromExport);
    const pages = server.received.filter(({ path: asked }) => asked.endsWith('/data/'));
    expect(pages).toHaveLength(4);
  } finally {
    await server.close();
  }
});
