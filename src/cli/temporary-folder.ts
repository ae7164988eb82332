import { mkdtempSync, rmSync } from 'node:fs';
import { lstat, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EtlError } from '../base/errors.ts';
import { livenessOf, parseHolder, thisProcess } from '../base/holder.ts';
import { exitCodeOfSignal, STOPPING } from '../base/signals.ts';

const open = new Set<string>();

export interface TemporaryFolder {
  readonly path: string;
  remove(): Promise<void>;
}

/** Says in a folder whose it is. */
const OWNER = '.owner.json';

/**
 * A folder for copies of personal data. It goes when it is removed, and also where a signal ends the process before. One
 * of a process that was killed goes with the next that is made. Throws EtlError `run/temp-not-writable`.
 */
export async function makeTemporaryFolder(purpose: string): Promise<TemporaryFolder> {
  if (open.size === 0) for (const name of STOPPING) process.on(name, endBySignal);
  await clearDead();
  // At once: a signal must not come between the folder and the knowledge of it.
  const path = makeBelow(tmpdir(), `etl-${purpose}-`);
  open.add(path);
  await writeFile(join(path, OWNER), JSON.stringify(await thisProcess()), { mode: 0o600 });
  const remove = async (): Promise<void> => {
    await rm(path, { recursive: true, force: true });
    open.delete(path);
    if (open.size === 0) for (const name of STOPPING) process.off(name, endBySignal);
  };
  return { path, remove };
}

function makeBelow(folder: string, start: string): string {
  try {
    return mkdtempSync(join(folder, start));
  } catch (error) {
    if (open.size === 0) for (const name of STOPPING) process.off(name, endBySignal);
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new EtlError('run/temp-not-writable', { folder, reason }, { cause: error });
  }
}

/** Runs `use` with a temporary folder. */
export async function withTemporaryFolder<T>(purpose: string, use: (path: string) => Promise<T>): Promise<T> {
  const folder = await makeTemporaryFolder(purpose);
  try {
    return await use(folder.path);
  } finally {
    await folder.remove();
  }
}

/** Folders of ours whose process is gone: they hold plans and copies of sources. */
async function clearDead(): Promise<void> {
  const names = await readdir(tmpdir()).catch(() => []);
  for (const name of names.filter((entry) => /^etl-[a-z]+-[A-Za-z0-9]{6}$/.test(entry))) {
    const path = join(tmpdir(), name);
    // Anybody can make folders here: what is not of this user is none of our business.
    const folder = await lstat(path).catch(() => undefined);
    if (!folder?.isDirectory() || folder.uid !== process.getuid?.()) continue;
    const owner = await readFile(join(path, OWNER), 'utf8').then(parseHolder, () => null);
    if (owner && (await livenessOf(owner)) === 'gone') await rm(path, { recursive: true, force: true }).catch(() => {});
  }
}

/** Nobody waits any more for what is still under way: the process ends once all is told. */
export function endSoon(): void {
  setTimeout(() => {
    for (const path of open) rmSync(path, { recursive: true, force: true });
    process.exit();
  }, TO_TELL_MS).unref();
}

const TO_TELL_MS = 1000;

function endBySignal(name: NodeJS.Signals): void {
  for (const path of open) rmSync(path, { recursive: true, force: true });
  process.exit(exitCodeOfSignal(name));
}
