import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import type { RunReport } from '../../src/report/report.ts';
import { startEtl, type Ended, type Running } from './etl.ts';
import { ADMIN, readEvents, type StoredEvent } from './events.ts';
import { etl } from './in-process.ts';
import { outreachMetadata, PROGRAM } from './outreach.ts';

const MAPPING = fileURLToPath(new URL('../pipelines/mapping', import.meta.url));

/** An entry as the tests look at it. */
export interface Entry {
  readonly dhis2_uuid: string;
  readonly uploaded: boolean;
  readonly deleted: boolean;
  readonly deleted_dhis2: boolean;
  readonly error?: string;
  readonly ids?: readonly string[];
  readonly hash?: string;
  readonly [other: string]: unknown;
}

/** A folder with a pipeline, and a DHIS2 to send to. */
export interface World {
  /** Where the pipeline lies; `../mapping` lies beside it. */
  readonly folder: string;
  readonly url: string;
  readonly env: Readonly<Record<string, string>>;
  write(name: string, text: string | Buffer): Promise<void>;
  read(name: string): Promise<string>;
  exists(name: string): Promise<boolean>;
  index(): Promise<Record<string, Entry>>;
  /** `etl <args>` in the folder, in this process. */
  etl(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ended>;
  /** The same in a process of its own, not waited for. */
  start(args: readonly string[], env?: Readonly<Record<string, string>>): Running;
  /** All events of the program, deleted ones too. */
  events(): Promise<StoredEvent[]>;
  remove(): Promise<void>;
}

export interface Ran extends Ended {
  readonly report: RunReport;
}

/** `etl run pipeline.yaml --json <args>`, with its report. */
export async function run(world: World, ...args: readonly string[]): Promise<Ran> {
  const ended = await world.etl(['run', 'pipeline.yaml', '--json', ...args]);
  if (ended.stdout === '') throw new Error(`the run has no report: ${ended.stderr}`);
  return { ...ended, report: JSON.parse(ended.stdout) as RunReport };
}

/** Starts a DHIS2 with the outreach program, of the usual release or another. */
export function startOutreach(version = '2.42'): Promise<Sandbox> {
  return startSandbox({ metadata: outreachMetadata(), version });
}

export async function makeWorld(url: string, files: Readonly<Record<string, string | Buffer>> = {}): Promise<World> {
  const root = await mkdtemp(join(tmpdir(), 'etl-world-'));
  const folder = join(root, 'case');
  await mkdir(folder);
  await cp(MAPPING, join(root, 'mapping'), { recursive: true });
  const env = { DHIS2_URL: url, DHIS2_PASSWORD: ADMIN.password };
  const world: World = {
    folder,
    url,
    env,
    async write(name, text) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    },
    read: (name) => readFile(join(folder, name), 'utf8'),
    exists: (name) =>
      readFile(join(folder, name)).then(
        () => true,
        () => false,
      ),
    index: async () => JSON.parse(await readFile(join(folder, 'index.json'), 'utf8')) as Record<string, Entry>,
    etl: (args, more = {}) => etl(args, { cwd: folder, env: { ...env, ...more } }),
    start: (args, more = {}) => startEtl(args, { cwd: folder, env: { ...env, ...more } }),
    events: () => readEvents(url, PROGRAM),
    remove: () => rm(root, { recursive: true, force: true }),
  };
  for (const [name, text] of Object.entries(files)) await world.write(name, text);
  return world;
}

/** Every file below a folder, by its path in it. */
export async function filesBelow(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name))
    .sort();
}
