import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, existsSync } from 'node:fs';
import { cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { targetsOf } from '../../src/dhis2/event-image.ts';
import type { EventObject } from '../../src/dhis2/event-object.ts';
import { parseLine } from '../../src/engine/spool.ts';
import { rowOfLine } from '../../src/engine/verdicts.ts';
import type { PlanBinding } from '../../src/engine/plan-file.ts';
import { EVENT_ADDRESS } from '../../src/dhis2/event-object.ts';
import { JsonStore } from '../../src/index/json/json-store.ts';
import { FileStorage } from '../../src/storage/file.ts';
import { writeSample } from '../sample/write-sample.ts';

const ROOT = path.join(import.meta.dirname, '../..');
export const CLI = path.join(ROOT, 'bin/etl.js');

/** An export of so many rows, and the metadata for the sandbox; kept in `cache` from one bench to the next. */
export async function cachedSample(cache: string, rows: number): Promise<string> {
  const folder = path.join(cache, `sipca-${rows}`);
  if (existsSync(folder)) return folder;
  const making = `${folder}.making`;
  await rm(making, { recursive: true, force: true });
  await writeSample({ rows, seed: 1, out: making, form: 'tilde', uuidOnly: false, bad: false, noIndex: true });
  await rename(making, folder);
  return folder;
}

/** The SIPCA pipeline on local files: export and index in a folder of its own. */
export interface Workspace {
  readonly folder: string;
  readonly spec: string;
  readonly csv: string;
  readonly index: string;
  /** Arguments for Node that run a command of the built CLI on this pipeline. */
  command(name: string, ...flags: readonly string[]): readonly string[];
}

/** Lays a workspace out. The copy of the spec lies outside the project, so its paths become absolute. */
export async function makeWorkspace(folder: string, sample: string, url: string): Promise<Workspace> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(path.join(folder, 'raw'), { recursive: true });
  const text = await readFile(path.join(ROOT, 'pipelines/sipca.yaml'), 'utf8');
  const spec = path.join(folder, 'sipca.yaml');
  await writeFile(spec, text.replaceAll('../mappings', path.join(ROOT, 'mappings')).replace('../runs/sipca', './runs'));
  const connections = path.join(folder, 'connections.json');
  const local = { kind: 'file', folder };
  const hmis = { kind: 'dhis2', url, username: 'admin', password: '${BENCH_PASSWORD:-district}' };
  await writeFile(connections, JSON.stringify({ datalakeSource: local, datalakeIndex: local, hmis }));
  const csv = path.join(folder, 'raw/kobo_sipca_ocba.csv');
  await cp(path.join(sample, 'raw/kobo_sipca_ocba.csv'), csv);
  const index = path.join(folder, 'raw/event_index.json');
  return {
    folder,
    spec,
    csv,
    index,
    command: (name, ...flags) => [CLI, name, spec, '--connections', connections, '--quiet', ...flags],
  };
}

/** Gives one answer of every nth row another value. */
export async function editRows(csv: string, nth: number): Promise<void> {
  const lines = (await readFile(csv, 'utf8')).split('\n');
  await writeFile(csv, lines.map((line, at) => (at % nth === 1 ? line.replace('~4~', '~5~') : line)).join('\n'));
}

/** Gives every row a facility that nobody knows, some hundred different ones. */
export async function spoilRows(csv: string): Promise<void> {
  const rows = (await readFile(csv, 'utf8')).split('~OCBA~');
  await writeFile(csv, rows.map((row, at) => (at === 0 ? row : `~OCBA~${at % 10}th ${row}`)).join(''));
}

/** One more word for a blank cell: every record must be mapped anew, and none comes out otherwise. */
export async function changeMapping({ spec }: Workspace): Promise<void> {
  const text = await readFile(spec, 'utf8');
  await writeFile(spec, text.replace('  missing:\n', '  missing:\n    - "#NOTHING"\n'));
}

/** Writes the index, and its sidecar, that would be there if everything in a plan had been sent. */
export async function writeIndexOf(plan: string, index: string): Promise<void> {
  const bound = JSON.parse(await readFile(`${plan}.meta.json`, 'utf8')) as PlanBinding;
  const { namespace, server, address, program: place } = bound;
  const store = new JsonStore(new FileStorage(path.dirname(index)), path.basename(index));
  const session = await store.open({
    whose: async () => ({ namespace, server, ...(address !== undefined && { address }), place }),
    isReadOnly: false,
    accepted: new Set(['new-index']),
    address: EVENT_ADDRESS,
  });
  session.remember({ header: bound.header });
  for await (const line of createInterface({ input: createReadStream(plan), crlfDelay: Infinity })) {
    const planned = parseLine(line);
    if (planned.action !== 'create') continue;
    const { key, address, object, ids, hash, pair } = planned;
    const shape = session.shapeOf(targetsOf(object as EventObject));
    const ref = { key, role: '' };
    const told = { ...(pair !== undefined && { pair }), ...rowOfLine(planned, shape) };
    await session.record([{ ref, address, state: 'live', ids, hash, shape, ...told }]);
  }
  await session.save();
  await session.close();
}

/** Starts the embedded DHIS2 in a process of its own. */
export async function startSandboxProcess(
  sample: string,
  ...flags: readonly string[]
): Promise<{ url: string; stop(): Promise<void> }> {
  const metadata = path.join(sample, 'sandbox_metadata.json');
  const child = spawn(process.execPath, [CLI, 'sandbox', '--metadata', metadata, ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await readUrl(child);
  return {
    url,
    stop: async () => {
      const closed = once(child, 'close');
      child.kill('SIGTERM');
      await closed;
    },
  };
}

async function readUrl(child: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
    const found = /https?:\/\/[^\s]+/.exec(line);
    if (found) return found[0];
  }
  throw new Error('The sandbox did not start.');
}
