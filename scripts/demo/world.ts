import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import type { RunReport } from '../../src/report/report.ts';
import { startAzurite, type Azurite } from '../../test/azurite.ts';
import type { LegacyEvent } from '../sample/legacy-events.ts';
import { SANDBOX_USER, sandboxMetadata } from '../sample/sandbox-metadata.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const SPEC = 'pipelines/sipca.yaml';
const CONTAINER = 'sipca';
const SOURCE = 'raw/kobo_sipca_ocba.csv';
const INDEX = 'raw/event_index.json';

/** The services of the demo: a blob store and a DHIS2, both on loopback, both speaking the real protocol. */
export interface World {
  /** Puts a file where Kobo's export lies. */
  uploadExport(path: string): Promise<void>;
  uploadIndex(path: string): Promise<void>;
  readIndex(): Promise<
    Record<string, { dhis2_uuid: string; uploaded: boolean; deleted: boolean; deleted_dhis2: boolean }>
  >;
  /** Events that are in DHIS2 before our first night. */
  preload(events: readonly LegacyEvent[]): Promise<void>;
  /** Every live event of the program, as DHIS2 gives them back. */
  readEvents(): Promise<LegacyEvent[]>;
  /** Runs the command line as cron would. */
  run(): Promise<{ readonly report: RunReport; readonly ms: number; readonly exitCode: number | null }>;
  stop(): Promise<void>;
}

export async function startWorld(folder: string, program: string): Promise<World> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const azurite = await startAzurite();
  const container = azurite.service.getContainerClient(CONTAINER);
  await container.create();
  const sandbox = await startSandbox({ metadata: sandboxMetadata() });
  const upload = async (path: string, name: string): Promise<void> => {
    await container.getBlockBlobClient(name).uploadStream(createReadStream(path));
  };
  return {
    uploadExport: (path) => upload(path, SOURCE),
    uploadIndex: (path) => upload(path, INDEX),
    async readIndex() {
      const bytes = await container.getBlockBlobClient(INDEX).downloadToBuffer();
      await writeFile(join(folder, 'event_index.json'), bytes);
      return JSON.parse(bytes.toString('utf8')) as Awaited<ReturnType<World['readIndex']>>;
    },
    preload: (events) => preload(sandbox, events),
    readEvents: () => readEvents(sandbox, program),
    run: () => runSpec(environment(azurite, sandbox)),
    async stop() {
      await sandbox.close();
      await azurite.stop();
    },
  };
}

/** The variables that the spec asks for: two tokens, of which one may only read, as in the deployment. */
function environment(azurite: Azurite, sandbox: Sandbox): Record<string, string> {
  return {
    SIPCA_DATALAKE_URL: azurite.accountUrl,
    SIPCA_SAS_SOURCE: azurite.sas(CONTAINER, { rights: 'r' }),
    SIPCA_SAS_INDEX: azurite.sas(CONTAINER, { rights: 'rcw' }),
    SIPCA_DHIS2_URL: sandbox.url,
    SIPCA_DHIS2_USER: SANDBOX_USER.username,
    SIPCA_DHIS2_PASSWORD: SANDBOX_USER.password,
  };
}

async function runSpec(variables: Record<string, string>): ReturnType<World['run']> {
  const started = performance.now();
  const child = spawn(process.execPath, ['bin/etl.js', 'run', SPEC, '--json', '--quiet'], {
    cwd: ROOT,
    env: { ...process.env, ...variables },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const [exitCode] = (await once(child, 'close')) as [number | null];
  const ms = performance.now() - started;
  const printed = Buffer.concat(chunks).toString('utf8');
  const report = JSON.parse(printed) as RunReport;
  if (!('counts' in report)) throw new Error(`the run stopped: ${printed}`);
  return { report, ms, exitCode };
}

const HEADERS = {
  authorization: `Basic ${Buffer.from(`${SANDBOX_USER.username}:${SANDBOX_USER.password}`).toString('base64')}`,
  'content-type': 'application/json',
  'x-requested-with': 'XMLHttpRequest',
};

async function preload({ url }: Sandbox, events: readonly LegacyEvent[]): Promise<void> {
  for (let at = 0; at < events.length; at += 100) {
    const body = JSON.stringify({ events: events.slice(at, at + 100) });
    const answer = await fetch(`${url}/api/tracker?async=false&atomicMode=ALL`, {
      method: 'POST',
      headers: HEADERS,
      body,
    });
    if (!answer.ok) throw new Error(`DHIS2 refused the events of earlier nights: ${await answer.text()}`);
  }
}

async function readEvents({ url }: Sandbox, program: string): Promise<LegacyEvent[]> {
  const query = new URLSearchParams({ program, paging: 'false', fields: '*' });
  const answer = await fetch(`${url}/api/tracker/events?${query.toString()}`, { headers: HEADERS });
  return ((await answer.json()) as { events: LegacyEvent[] }).events;
}

/** Reads a JSON file of the demo's folder. */
export async function readJson<T>(path: string): Promise<T> {
  return JSON.parse(await readFile(path, 'utf8')) as T;
}
