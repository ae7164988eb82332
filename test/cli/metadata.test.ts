import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sandboxMetadata, SANDBOX_USER } from '../../scripts/sample/sandbox-metadata.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { etl } from './in-process.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
let folder: string;
let sandbox: Sandbox;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'etl-metadata-'));
  for (const name of ['pipelines', 'mappings']) await cp(join(ROOT, name), join(folder, name), { recursive: true });
  sandbox = await startSandbox({ metadata: sandboxMetadata() });
  const files = '{ kind: file, folder: . }';
  const hmis = `{ kind: dhis2, url: "${sandbox.url}", username: "${SANDBOX_USER.username}", password: "\${PASSWORD}" }`;
  await writeFile(join(folder, 'local.yaml'), `datalakeSource: ${files}\ndatalakeIndex: ${files}\nhmis: ${hmis}\n`);
});
afterEach(async () => {
  await sandbox.close();
  await rm(folder, { recursive: true, force: true });
});

const run = (...args: string[]) =>
  etl([...args, 'pipelines/sipca.yaml', '--connections', 'local.yaml'], {
    cwd: folder,
    env: { PASSWORD: SANDBOX_USER.password },
  });

const read = async (name: string) =>
  JSON.parse(await readFile(join(folder, 'mappings/sipca', name), 'utf8')) as unknown;

test('SIPCA’s metadata, pulled from a server that has it, gives the same mapping', async () => {
  const before = await readFile(join(folder, 'mappings/sipca/mapping_generated.json'), 'utf8');
  const retrieved = await read('retrieved_program_metadata.json');
  const pulled = await run('metadata', 'pull');
  expect(pulled).toMatchObject({ exitCode: 0, stderr: '' });
  expect(pulled.stdout).toContain('retrieved_program_metadata.json');
  const { programStages } = (await read('retrieved_program_metadata.json')) as { programStages: object[] };
  expect(programStages).toEqual((retrieved as { programStages: object[] }).programStages);
  expect(await read('program_metadata.json')).toMatchObject({ id: 'Nep6qUpNTNn', programType: 'WITHOUT_REGISTRATION' });
  expect(await run('mapping', 'generate')).toMatchObject({ exitCode: 0, stderr: '' });
  expect(await readFile(join(folder, 'mappings/sipca/mapping_generated.json'), 'utf8')).toBe(before);
});

test('a program that the server does not have is told, and no file changes', async () => {
  const spec = join(folder, 'pipelines/sipca.yaml');
  await writeFile(spec, (await readFile(spec, 'utf8')).replace('program: Nep6qUpNTNn', 'program: Nothing0001'));
  const before = await read('retrieved_program_metadata.json');
  const { exitCode, stderr } = await run('metadata', 'pull');
  expect(exitCode).toBe(3);
  expect(stderr).toContain('dhis2/program-not-found');
  expect(await read('retrieved_program_metadata.json')).toEqual(before);
});
