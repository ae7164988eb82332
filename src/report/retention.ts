import { lstat, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { RUN_FOLDER } from './dates.ts';
import { loadWritten } from './written-files.ts';

const DAY_MS = 24 * 3600 * 1000;

/**
 * The time (milliseconds since the epoch) from which the age of runs is counted: now, unless the clock has leapt. A clock
 * that is wrong for one run must not make it remove all others, so now counts no further beyond the newest run than twice
 * the longest pause between two runs, a week at least. Once there is a newer run, nothing holds it back.
 */
export async function ageBy(folder: string, now: number): Promise<number> {
  const times: number[] = [];
  for (const name of (await readdir(folder).catch(() => [])).filter((entry) => RUN_FOLDER.test(entry))) {
    const run = await lstat(join(folder, name)).catch(() => undefined);
    if (run?.isDirectory() && run.mtimeMs <= now) times.push(run.mtimeMs);
  }
  times.sort((a, b) => a - b);
  const newest = times.at(-1);
  if (newest === undefined) return now;
  const pauses = times.slice(1).map((time, at) => time - (times[at] as number));
  return Math.min(now, newest + Math.max(7 * DAY_MS, 2 * Math.max(0, ...pauses)));
}

/**
 * Removes runs last written before `before` (milliseconds since the epoch): the folder of each, and the files that it
 * lists beside it. What no run of ours lists stays, whatever its name: earlier tools keep their archive in the same
 * folders. Answers with the paths that could not be removed.
 */
export async function removeExpired(folder: string, before: number): Promise<string[]> {
  const kept: string[] = [];
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((entry) => RUN_FOLDER.test(entry))) {
    const run = join(folder, name);
    const written = (await isOlder(run, before)) ? await loadWritten(run) : undefined;
    if (written === undefined) continue;
    let isLeft = false;
    for (const file of written.map((listed) => join(folder, listed))) {
      const outcome = await removeFile(file, before);
      if (outcome !== 'gone') isLeft = true;
      if (outcome === 'stuck') kept.push(file);
    }
    // The run's folder goes last: its list is needed for files that could not be removed today.
    if (!isLeft && !(await remove(run))) kept.push(run);
  }
  return kept;
}

async function removeFile(path: string, before: number): Promise<'gone' | 'young' | 'stuck'> {
  const stats = await lstat(path).catch(() => undefined);
  // Where a link stands in the place of the folder, we would remove what is not ours.
  const folderStats = await lstat(dirname(path)).catch(() => undefined);
  if (!stats?.isFile() || !folderStats?.isDirectory()) return 'gone';
  // A later run of the same day wrote it again, and lists it too.
  if (stats.mtimeMs >= before) return 'young';
  return (await remove(path)) ? 'gone' : 'stuck';
}

async function isOlder(path: string, before: number): Promise<boolean> {
  // Another run may have removed it in the meantime.
  const stats = await lstat(path).catch(() => undefined);
  return stats?.isDirectory() === true && stats.mtimeMs < before;
}

async function remove(path: string): Promise<boolean> {
  try {
    await rm(path, { recursive: true, force: true });
    return true;
  } catch {
    return false;
  }
}
