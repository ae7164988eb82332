import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Names that our runs give: nothing else in the folder is ever touched. */
const RUN_FOLDER = /^\d{4}-\d{2}-\d{2}T\d{6}Z(-\d+)?$/;
const DATED_FILE = /^\d{4}-\d{2}-\d{2}_/;

/** Removes run folders and dated files last written before `before` (milliseconds since the epoch). */
export async function removeExpired(folder: string, before: number): Promise<void> {
  await removeOld(folder, RUN_FOLDER, before);
  for (const name of ['events_payload', 'log']) await removeOld(join(folder, name), DATED_FILE, before);
}

async function removeOld(folder: string, pattern: RegExp, before: number): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    if (!pattern.test(name)) continue;
    const path = join(folder, name);
    const { mtimeMs } = await stat(path);
    if (mtimeMs < before) await rm(path, { recursive: true, force: true });
  }
}
