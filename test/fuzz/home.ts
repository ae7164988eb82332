/** A pipeline with every kind of file that people, other tools and servers write, and a DHIS2 to send to. */
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { etl } from '../cli/in-process.ts';
import { readableFile } from '../readable-file.ts';
import { csv, rows } from '../cli/outreach-files.ts';
import { outreachMetadata } from '../cli/outreach.ts';
import { serve, type Received, type Reply, type TestServer } from '../dhis2/http-server.ts';
import { passOn } from '../sinks/faulty-proxy.ts';

const MAPPING = fileURLToPath(new URL('../pipelines/mapping', import.meta.url));

/** Secrets that must never be seen again; each has characters that encodings change. */
export const CANARIES = {
  password: 'Kanari-pass+w0rd/9=',
  sas: 'KanariSasSig%2Bx%2F%3D',
  envFile: 'Kanari env "file" #7',
  literal: 'Kanari-literal-Zq81',
} as const;

const SPEC = `# A comment.
name: outreach
description: Visits, as text.
connections: connections.yaml

source:
  kind: csv
  connection: files
  path: kobo.csv
  key: [_uuid]
  pair: [facility, visit_date]
  missing: ["NA", 'n/a']
  where: =village != "Nowhere"
  versions:
    - { name: v2, when: '=_id = "1009"', options: mapping/options_v2.json, fallback: common }
    - { name: v1, when: '=_id != "1009"' }

lookups:
  orgUnits: mapping/mapping_orgUnits.json
  units: units.csv

mapping: mapping/mapping_generated.json

transform:
  orgUnit: =$orgUnit(facility)
  occurredAt: =$date(visit_date)
  status: COMPLETED
  dataValues:
    DeVillage01: { from: '=$trim(village)', when: '=village != ""' }

functions:
  twice: function($a) { $a * 2 }

sink:
  kind: dhis2-events
  connection: hmis
  program: PrgOutreac1
  batchSize: 2
  giveUpAfter: 0.1 s

index:
  connection: files
  path: index.json

reconcile: { adopt: update, editedInDhis2: overwrite, grace: 0 days, guard: { created: 100%, changed: 100%, missing: 100%, atLeast: 1000 } }

artifacts:
  folder: runs
  legacyNames: true
`;

const CONNECTIONS = `files: { kind: file, folder: . }
hmis:
  kind: dhis2
  url: \${DHIS2_URL}
  username: admin
  password: \${DHIS2_PASSWORD}
  timeoutSeconds: 5
lake:
  kind: azure-blob
  accountUrl: https://example.blob.core.windows.net
  container: raw
  sasToken: "\${ini:credentials.ini#lake.sas}"
other:
  kind: dhis2
  url: https://dhis2.example.org
  token: "\${OTHER_TOKEN}"
third: { kind: dhis2, url: https://dhis2.example.org, username: x, password: ${CANARIES.literal} }
`;

const FILES: Readonly<Record<string, string>> = {
  'pipeline.yaml': SPEC,
  'connections.yaml': CONNECTIONS,
  'my.env': `# comment\nexport OTHER_TOKEN='${CANARIES.envFile}'\nPLAIN=a b # c\n`,
  'credentials.ini': `[DEFAULT]\nversion = 1\n[lake]\nsas = sv=2024-01-01&sp=r&sig=${CANARIES.sas.replaceAll('%', '%%')}\nother = %(sas)s\n`,
  'kobo.csv': csv(rows(3)),
  'units.csv': 'unit,uid\nA,OuAlpha0001\nB,OuBeta00001\n',
  'pipeline.cases.yaml': `# Cases, with all that may stand in one.
description: Visits.
row: { facility: Alpha Health Post, visit_date: 2025-03-02, team_size: 2, road: 1 }
cases:
  - name: A visit
    row: { village: Old Mill, _id: 1009 }
    version: v2
    now: 2026-03-14
    expect: { orgUnit: OuAlpha0001, DeVillage01: Old Mill, Remarks: null } # as it is
    values: [{ expression: '=$twice($int(team_size))', gives: 4 }]
  - name: Of the export
    row: { file: kobo.csv, key: uuid-0001 }
    exactly: { orgUnit: OuAlpha0001 }
  - name: Nowhere
    row: { village: Nowhere }
    excluded: true
  - name: Unknown
    row: { facility: Delta }
    rejects: [{ code: lookup/no-match, column: facility, value: Delta, field: orgUnit }, option/no-match]
`,
  'index.json': '{}',
  'mapping/options_v2.json': '{}',
  'mapping/decisions.csv': 'versions,optionSet,value,meantThen,meansNow,reason\n',
};

/** What came of a case. */
export interface Ended {
  readonly exitCode: number;
  /** All that it has said, on stdout and stderr. */
  readonly output: string;
  readonly ms: number;
}

export interface Home {
  readonly folder: string;
  /** Names of the files that may be spoilt. */
  readonly files: ReadonlyMap<string, Buffer>;
  /** Puts all files back as they were, and takes away what runs left. */
  restore(): Promise<void>;
  /** From now on answers pass through this; undefined: as they are. */
  answerWith(change: ((request: Received, reply: { status: number; body: string }) => Reply) | undefined): void;
  run(args: readonly string[]): Promise<Ended>;
  /** All that commands have left on disk, but for what was there. */
  leftTexts(): Promise<string>;
  close(): Promise<void>;
}

export async function makeHome(): Promise<Home> {
  const folder = await mkdtemp(join(tmpdir(), 'etl-fuzz-'));
  const sandbox: Sandbox = await startSandbox({
    metadata: outreachMetadata(),
    users: [{ username: 'admin', password: CANARIES.password, authorities: ['ALL'] }],
  });
  let change: Parameters<Home['answerWith']>[0];
  const proxy: TestServer = await serve(async (request) => {
    const reply = await passOn(sandbox.url, request);
    return change ? change(request, reply) : reply;
  });
  const files = new Map<string, Buffer>();
  const env = { DHIS2_URL: proxy.url, DHIS2_PASSWORD: CANARIES.password };
  const run = async (args: readonly string[]): Promise<Ended> => {
    const started = performance.now();
    const ended = await etl([...args, '--env-file', 'my.env'], { cwd: folder, env: { ...env, HOME: folder } });
    // The commands are written right: what is told as wrong usage is a fault in telling something else.
    const isFault = ended.exitCode === null || ended.stderr.startsWith('error: ');
    return {
      exitCode: isFault ? 70 : ended.exitCode,
      output: ended.stdout + ended.stderr,
      ms: performance.now() - started,
    };
  };
  const home: Home = {
    folder,
    files,
    async restore() {
      for (const name of await readdir(folder))
        if (name !== 'mapping') await rm(join(folder, name), { recursive: true });
      for (const [name, bytes] of files) {
        await mkdir(dirname(join(folder, name)), { recursive: true });
        await writeFile(join(folder, name), bytes);
      }
    },
    answerWith: (how) => void (change = how),
    run,
    async leftTexts() {
      const found = await readdir(folder, { recursive: true, withFileTypes: true });
      const paths = found.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
      const left = paths.filter((path) => !files.has(path.slice(folder.length + 1)));
      return (await Promise.all(left.map((path) => readableFile(path, 'latin1').catch(() => '')))).join('\n');
    },
    async close() {
      await proxy.close();
      await sandbox.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
  await cp(MAPPING, join(folder, 'mapping'), { recursive: true });
  for (const [name, text] of Object.entries(FILES)) await writeFile(join(folder, name), text);
  await fill(home, files);
  return home;
}

/** What a run that was killed had under way. */
async function leaveJournal(folder: string): Promise<void> {
  const read = async (name: string): Promise<unknown> => JSON.parse(await readFile(join(folder, name), 'utf8'));
  const { digest } = (await read('index.json.etl.json')) as { readonly digest: string };
  const [[key, entry] = ['', { dhis2_uuid: '', hash: '' }]] = Object.entries(
    (await read('index.json')) as Record<string, { readonly dhis2_uuid: string; readonly hash: string }>,
  );
  const patch = { error: 'NO_RESPONSE_FROM_DHIS2', was: entry.hash, doubts: ['v1:another'], sent_at: null };
  const lines = [
    { format: 1, base: digest },
    { key, uidBefore: entry.dhis2_uuid, isBelieved: true, patch },
  ];
  await writeFile(join(folder, 'index.json.journal.ndjson'), `${lines.map((one) => JSON.stringify(one)).join('\n')}\n`);
}

/** A first night, and the plan of a second one: so that index, sidecar and plan are what they are in life. */
async function fill(home: Home, files: Map<string, Buffer>): Promise<void> {
  const { folder } = home;
  const made = await home.run(['mapping', 'generate', 'pipeline.yaml']);
  if (made.exitCode > 1) throw new Error(`the mapping ends with ${made.exitCode}: ${made.output}`);
  const first = await home.run(['run', 'pipeline.yaml']);
  if (first.exitCode > 1) throw new Error(`the first night ends with ${first.exitCode}: ${first.output}`);
  const second = rows(4).map((one, at) => (at === 1 ? { ...one, village: 'Moved' } : one));
  await writeFile(join(folder, 'kobo.csv'), csv(second));
  const plan = await home.run(['plan', 'pipeline.yaml', '--out', 'night.ndjson']);
  if (plan.exitCode > 1) throw new Error(`the plan ends with ${plan.exitCode}: ${plan.output}`);
  await leaveJournal(folder);
  await cp(join(folder, 'mapping/mapping_generated.json'), join(folder, 'kept.json'));
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const one of found.filter((entry) => entry.isFile() && !entry.parentPath.includes('runs'))) {
    const path = join(one.parentPath, one.name);
    files.set(path.slice(folder.length + 1), await readFile(path));
  }
  await home.restore();
}
