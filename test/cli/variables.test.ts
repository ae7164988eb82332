import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { etl } from './in-process.ts';
import { csv, row, spec as outreach } from './outreach-files.ts';
import { makeWorld } from './world.ts';

const connections = (folder: string) => `connections:
  hmis: { kind: dhis2, url: "\${HMIS_URL}", username: a, password: "\${HMIS_PASSWORD}" }
  lake: { kind: file, folder: "${folder}" }
`;
const rest = (path: string, program: string) => `name: small
source: { kind: csv, connection: lake, path: "${path}", key: [_uuid] }
transform: { orgUnit: OuNorth0001, occurredAt: '=day' }
sink: { kind: dhis2-events, connection: hmis, program: "${program}" }
index: { path: index.json }
`;

let root: string;
let folders = 0;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'etl-variables-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** A folder with the spec in a folder `in` of its own, so that the spec's is not the working folder. */
async function write(files: Readonly<Record<string, string>>, spec: string): Promise<string> {
  const cwd = join(root, String((folders += 1)));
  await mkdir(join(cwd, 'in'), { recursive: true });
  await writeFile(join(cwd, 'in', 'rows.csv'), '_uuid,day\na,2025-03-01\n');
  await writeFile(join(cwd, 'in', 'spec.yaml'), spec);
  for (const [name, text] of Object.entries(files)) await writeFile(join(cwd, name), text);
  return cwd;
}

const SPEC = connections('.') + rest('${ROWS}', 'PrgSmall001');
const SECRETS = 'HMIS_URL=http://127.0.0.1:9\nHMIS_PASSWORD=a-good-secret\n';

async function look(cwd: string, args: readonly string[] = [], env: Readonly<Record<string, string>> = {}) {
  return etl(['check', 'in/spec.yaml', '-v', ...args], { cwd, env: { TMPDIR: cwd, ...env } });
}

describe('a file .env beside the spec', () => {
  test('is taken by default, which --verbose says', async () => {
    const { exitCode, stderr } = await look(await write({ 'in/.env': `${SECRETS}ROWS=rows.csv\n` }, SPEC));
    expect(exitCode).toBe(0);
    expect(stderr).toContain('variables are taken from in/.env, too');
    expect(stderr).not.toContain('a-good-secret');
  });

  test('stands back for the environment, and for --env-file', async () => {
    const cwd = await write({ 'in/.env': `${SECRETS}ROWS=none.csv\n`, 'own.env': `${SECRETS}ROWS=rows.csv\n` }, SPEC);
    expect((await look(cwd)).stderr).toContain('none.csv');
    expect((await look(cwd, [], { ROWS: 'rows.csv' })).stderr).not.toContain('none.csv');
    const named = await look(cwd, ['--env-file', 'own.env']);
    expect(named.stderr).not.toContain('none.csv');
    expect(named.stderr).not.toContain('.env, too');
  });

  test('in the working folder is another’s, and a folder of that name is none', async () => {
    const cwd = await write({ '.env': `${SECRETS}ROWS=rows.csv\n` }, SPEC);
    await mkdir(join(cwd, 'in', '.env'));
    const { exitCode, stderr } = await look(cwd);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('The variable ROWS is not set.');
    expect(stderr).toContain('in a file .env beside the spec');
  });

  test('that is wrong is told with its line, and without what stands in it', async () => {
    const { exitCode, stderr } = await look(await write({ 'in/.env': `${SECRETS}ROWS rows-of-mine\n` }, SPEC));
    expect(exitCode).toBe(2);
    expect(stderr).toContain('in/.env:3:1');
    expect(stderr).not.toContain('rows-of-mine');
  });
});

describe('check needs no variable that only connections name', () => {
  test('where the source does not need it, its columns are checked', async () => {
    const cwd = await write({}, connections('.') + rest('rows.csv', 'PrgSmall001'));
    const { exitCode, stdout } = await look(cwd, ['--json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, source: 'checked' });
  });

  test('where the source needs it, that is said', async () => {
    const cwd = await write({}, connections('${LAKE}') + rest('rows.csv', 'PrgSmall001'));
    const { exitCode, stdout, stderr } = await look(cwd, ['--json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, source: 'out-of-reach' });
    expect(stderr).toContain('the columns were not checked: the variables');
    expect(stderr).toContain('LAKE');
    expect(stderr).not.toContain('not-set.invalid');
  });

  test('anywhere else it is an error', async () => {
    const { exitCode, stderr } = await look(await write({}, connections('.') + rest('rows.csv', '${PROGRAM}')));
    expect(exitCode).toBe(2);
    expect(stderr).toContain('The variable PROGRAM is not set.');
  });

  test('and what else is wrong is told beside it', async () => {
    const spec = connections('.') + rest('rows.csv', 'PrgSmall001').replace('=day', '=dya');
    const { exitCode, stderr } = await look(await write({}, spec));
    expect(exitCode).toBe(2);
    expect(stderr).toContain('Did you mean day');
    expect(stderr).not.toContain('is not set');
  });
});

test('commands that only read and write files of the mapping need none either', async () => {
  const unmapped =
    'kind,column,value,decision,in,UID,file\nunit,facility,Epsilon,OuGamma0001,orgUnits,,../mapping/mapping_orgUnits.json\n';
  const world = await makeWorld('http://127.0.0.1:9', {
    'pipeline.yaml': outreach(),
    'kobo.csv': csv([row(1), row(2, { facility: 'Epsilon' })]),
    'unmapped.csv': unmapped,
  });
  try {
    const commands = [
      'mapping export pipeline.yaml --to mapping.xlsx',
      'mapping import pipeline.yaml mapping.xlsx',
      'mapping suggest pipeline.yaml',
      'unmapped import pipeline.yaml unmapped.csv',
    ];
    const said: string[] = [];
    for (const command of commands) {
      const { exitCode, stdout, stderr } = await etl(command.split(' '), { cwd: world.folder, env: {} });
      expect(`${command}: ${exitCode}\n${stderr}`).toContain(`${command}: 0\n`);
      expect(stdout + stderr).not.toContain('not-set.invalid');
      said.push(stdout + stderr);
    }
    expect(said[1]).toContain('Nothing changed.');
    expect(said[2]).toContain('Epsilon');
    expect(said[2]).toContain('so DHIS2 is not asked');
    expect(said[3]).toContain('+ unit "Epsilon" in orgUnits: Poste de Santé Gamma (OuGamma0001)');
  } finally {
    await world.remove();
  }
});
