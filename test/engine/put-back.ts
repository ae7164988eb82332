/** What people and backups do to the files of an index: what is kept of rows may be older or newer than it, or no longer whole. */
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import type { Nights } from './nights.ts';

const ROWS = 'index.json.etl.rows';
const BACKUP = 'backup';

type Change = (world: Nights) => Promise<void>;

/** Copies the index, with all that lies beside it. */
async function backUp(world: Nights): Promise<void> {
  await rm(world.path(BACKUP), { recursive: true, force: true });
  await mkdir(world.path(BACKUP));
  for (const name of await filesOf(world.folder)) await cp(world.path(name), world.path(`${BACKUP}/${name}`));
}

/** Puts back of the copy what is wanted; where there is none, nothing. */
async function putBack(world: Nights, isWanted: (name: string) => boolean): Promise<void> {
  const copied = (await filesOf(world.path(BACKUP))).filter(isWanted);
  if (copied.length === 0) return;
  for (const name of (await filesOf(world.folder)).filter(isWanted)) await rm(world.path(name));
  for (const name of copied) await cp(world.path(`${BACKUP}/${name}`), world.path(name));
}

async function filesOf(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => name.startsWith('index.json'));
}

function ofRows(change: (bytes: Buffer) => Buffer): Change {
  return async (world) => {
    const bytes = await readFile(world.path(ROWS)).catch(() => undefined);
    if (bytes) await writeFile(world.path(ROWS), change(bytes));
  };
}

/** By number. */
export const CHANGES_OF_FILES: readonly (readonly [name: string, change: Change])[] = [
  ['back up', backUp],
  ['back up', backUp],
  ['the index of the backup', (world) => putBack(world, (name) => name !== ROWS)],
  ['the rows of the backup', (world) => putBack(world, (name) => name === ROWS)],
  ['no rows', (world) => rm(world.path(ROWS), { force: true })],
  ['half of the rows', ofRows((bytes) => bytes.subarray(0, bytes.length >> 1))],
  ['no bytes of rows', ofRows(() => Buffer.alloc(0))],
  ['another byte of rows', ofRows((bytes) => Buffer.from(bytes.map((byte, at) => (at === 200 ? byte ^ 1 : byte))))],
];
