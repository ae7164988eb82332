import { lstat, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { loadWritten } from './written-files.ts';

/** Names of the folders that our runs make. */
const RUN_FOLDER = /^\d{4}-\d{2}-\d{2}T\d{6}Z(-\d+)?$/;

/**
 * Removes runs last written before `before` (milliseconds since the epoch): the folder of each, and the files that it
 * lists beside it. What no run of ours lists stays, whatever its name: earlier tools keep their archive in the same
 * folders. Answers with the paths that could not be removed.
 */
export async function removeExpired(folder: string, before: number): Promise<string[]> {
  const kept: string[] = [];
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((one) => RUN_FOLDER.test(one))) {
    const run = join(folder, name);
    const written = (await isOlder(run, before)) ? await loadWritten(run) : undefined;
    if (written === undefined) continue;
    let isLeft = false;
    for (const file of written.map((one) => join(folder, one))) {
      const became = await removeFile(file, before);
      if (became !== 'gone') isLeft = true;
      if (became === 'stuck') kept.push(file);
    }
    // The list goes last: what is left today is found in it another day.
    if (!isLeft && !(await remove(run))) kept.push(run);
  }
  return kept;
}

async function removeFile(path: string, before: number): Promise<'gone' | 'young' | 'stuck'> {
  const found = await lstat(path).catch(() => undefined);
  // Through a link in the place of the folder we would remove what is not ours.
  const around = await lstat(dirname(path)).catch(() => undefined);
  if (!found?.isFile() || !around?.isDirectory()) return 'gone';
  // A later run of the same day wrote it again, and lists it too.
  if (found.mtimeMs >= before) return 'young';
  return (await remove(path)) ? 'gone' : 'stuck';
}

async function isOlder(path: string, before: number): Promise<boolean> {
  // Another run may have removed it in the meantime.
  const found = await lstat(path).catch(() => undefined);
  return found?.isDirectory() === true && found.mtimeMs < before;
}

async function remove(path: string): Promise<boolean> {
  try {
    await rm(path, { recursive: true, force: true });
    return true;
  } catch {
    return false;
  }
}
