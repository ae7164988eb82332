/**
 * A pipeline some nights of which go wrong. Six records were sent in a good night; since then three of them have changed
 * and three are new.
 */
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import type { Hit } from '../../src/sandbox/faults/faults.ts';
import { ADMIN, readEvents, type StoredEvent } from '../cli/events.ts';
import { outreachMetadata, PROGRAM } from '../cli/outreach.ts';
import { csv, row, type Row } from '../cli/outreach-files.ts';
import type { Entry } from '../cli/world.ts';
import { runNight, type Night } from './in-process.ts';

const MAPPING = fileURLToPath(new URL('../pipelines/mapping', import.meta.url));

export const OLD_ROWS: readonly Row[] = [1, 2, 3, 4, 5, 6].map((n) => row(n, { village: `Village ${n}` }));
export const NEW_ROWS: readonly Row[] = [
  ...[1, 2, 3].map((n) => row(n, { village: `Village ${n}, again` })),
  ...OLD_ROWS.slice(3),
  ...[7, 8, 9].map((n) => row(n, { village: `Village ${n}` })),
];

/** Where source and index of a world lie. */
export interface Shelf {
  read(name: string): Promise<string | undefined>;
  write(name: string, text: string): Promise<void>;
}

/** What lies around after the good night: files of the index, and DHIS2's events. */
export interface Seed {
  readonly files: ReadonlyMap<string, string>;
  readonly state: string;
}

export interface FaultWorld {
  readonly folder: string;
  readonly sandbox: Sandbox;
  readonly hits: Hit[];
  readonly shelf: Shelf;
  /** Where the sandbox leaves its events when it is closed. */
  readonly stateFile: string;
  /** A night in which an answer is waited for so long. */
  night(timeoutMs?: number): Promise<Night>;
  events(): Promise<StoredEvent[]>;
  index(): Promise<Record<string, Entry>>;
  close(): Promise<void>;
}

export interface WorldOptions {
  readonly spec: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Left out: files of the pipeline's own folder. */
  readonly shelf?: Shelf;
  readonly seed?: Seed;
  readonly rows: readonly Row[];
}

/** The machine may be busy. */
const LONG_MS = 20_000;

export async function openWorld({ spec, env = {}, shelf, seed, rows }: WorldOptions): Promise<FaultWorld> {
  const root = await mkdtemp(join(tmpdir(), 'etl-faults-'));
  const folder = join(root, 'case');
  await mkdir(folder);
  await cp(MAPPING, join(root, 'mapping'), { recursive: true });
  await writeFile(join(folder, 'pipeline.yaml'), spec);
  const stateFile = join(root, 'events.json');
  if (seed) await writeFile(stateFile, seed.state);
  const hits: Hit[] = [];
  const sandbox = await startSandbox({ metadata: outreachMetadata(), stateFile, onFault: (hit) => hits.push(hit) });
  const place = shelf ?? filesOf(folder);
  for (const [name, text] of seed?.files ?? [['index.json', '{}']]) await place.write(name, text);
  await place.write('kobo.csv', csv(rows));
  return {
    folder,
    sandbox,
    hits,
    shelf: place,
    stateFile,
    async night(timeoutMs = LONG_MS) {
      await untilUp(sandbox.url);
      return runNight(folder, { DHIS2_URL: sandbox.url, DHIS2_PASSWORD: ADMIN.password, ...env }, timeoutMs);
    },
    async events() {
      await untilUp(sandbox.url);
      return (await readEvents(sandbox.url, PROGRAM)).filter((one) => !one.deleted);
    },
    index: async () => JSON.parse((await place.read('index.json')) ?? '{}') as Record<string, Entry>,
    async close() {
      await sandbox.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}

/** A server that was restarted comes back. */
async function untilUp(url: string): Promise<void> {
  while (!(await fetch(`${url}/api/ping`).catch(() => undefined))) await pause(10);
}

function filesOf(folder: string): Shelf {
  return {
    read: (name) => readFile(join(folder, name), 'utf8').catch(() => undefined),
    write: (name, text) => writeFile(join(folder, name), text),
  };
}

/** What a good night leaves: worlds are opened with it. */
export async function makeSeed(spec: string): Promise<Seed> {
  const world = await openWorld({ spec, rows: OLD_ROWS });
  try {
    const { exitCode, error } = await world.night();
    if (exitCode !== 0) throw error ?? new Error(`the good night ended with ${exitCode}`);
    const files = new Map<string, string>();
    for (const name of await readdir(world.folder)) {
      const isOfIndex = name.startsWith('index.json') && !name.endsWith('.lock');
      if (isOfIndex) files.set(name, (await world.shelf.read(name)) ?? '');
    }
    await world.sandbox.close();
    return { files, state: await readFile(world.stateFile, 'utf8') };
  } finally {
    await world.close();
  }
}
