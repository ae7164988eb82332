import { lstat, readdir, readFile, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { livenessOf, parseHolder, thisProcess, type Holder } from '../base/holder.ts';
import { writePrivateFile } from '../base/private-file.ts';
import { RUN_FOLDER } from './dates.ts';
import { loadWritten } from './written-files.ts';

/** A file in a run's folder that says which process the run is; it is there as long as the run is at work. */
const OWNER = 'running.json';
/** Plans of all stages, and unfinished files that were being written. */
const LEFT_OVER = /^plan(?:\.[\w-]+)*\.ndjson$|\.[0-9a-f]{12}\.tmp$/;
/** Of a run on another host nothing is known; none is at work for so long without writing anything in its folder. */
const SILENCE_MS = 2 * 24 * 3600 * 1000;

/** Marks a run's folder as that of this process. */
export async function claimRun(runFolder: string): Promise<void> {
  await writePrivateFile(join(runFolder, OWNER), `${JSON.stringify(await thisProcess())}\n`);
}

/** The run has ended in order, and left nothing that has to be cleared. */
export async function releaseRun(runFolder: string): Promise<void> {
  await rm(join(runFolder, OWNER), { force: true });
}

/**
 * Removes what runs that were killed left in the folder of the artifacts and nobody needs: their plans, which hold
 * personal data, and unfinished files. What a run wanted to keep stays. Runs that may be at work are left alone.
 */
export async function clearDeadRuns(folder: string, ownRunFolder: string): Promise<void> {
  // The time by the clock of the file system, which gave the files their times; our clock may differ.
  const now = (await lstat(join(ownRunFolder, OWNER))).mtimeMs;
  for (const name of (await readdir(folder)).filter((entry) => RUN_FOLDER.test(entry))) {
    if (name === basename(ownRunFolder)) continue;
    // What belongs to another user, or goes while we look, is no reason not to run.
    await clearRun(folder, join(folder, name), now).catch(() => {});
  }
}

async function clearRun(folder: string, run: string, now: number): Promise<void> {
  if (!(await lstat(run)).isDirectory()) return;
  const files = await readdir(run);
  const left = files.filter((file) => file === OWNER || LEFT_OVER.test(file));
  if (left.length === 0 || !(await isDead(run, files, now))) return;
  await clearUnfinished(folder, run);
  // The owner goes last: what cannot be removed today is found by it another day.
  for (const file of [...left.filter((name) => name !== OWNER), OWNER]) await rm(join(run, file), { force: true });
}

async function isDead(run: string, files: readonly string[], now: number): Promise<boolean> {
  const owner = await readOwner(join(run, OWNER));
  const liveness = owner ? await livenessOf(owner) : 'unknown';
  if (liveness !== 'unknown') return liveness === 'gone';
  const times = await Promise.all(files.map(async (file) => (await lstat(join(run, file))).mtimeMs));
  return Math.max(...times) < now - SILENCE_MS;
}

async function readOwner(path: string): Promise<Holder | null> {
  try {
    return (await lstat(path)).isFile() ? parseHolder(await readFile(path, 'utf8')) : null;
  } catch {
    return null;
  }
}

/** Removes what is unfinished of the files that the run has listed outside of its own folder. */
async function clearUnfinished(folder: string, run: string): Promise<void> {
  const listed = new Set((await loadWritten(run)) ?? []);
  for (const inner of new Set([...listed].map((file) => dirname(file)))) {
    if (!(await lstat(join(folder, inner)).catch(() => undefined))?.isDirectory()) continue;
    for (const name of await readdir(join(folder, inner))) {
      const whole = name.replace(/\.[0-9a-f]{12}\.tmp$/, '');
      if (whole !== name && listed.has(`${inner}/${whole}`)) await rm(join(folder, inner, name), { force: true });
    }
  }
}
