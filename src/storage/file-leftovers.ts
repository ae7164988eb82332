import { readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { hasCode } from './file-errors.ts';
import { HEARTBEAT } from './file-heartbeat.ts';
import { isGone, readHolder } from './file-lock.ts';

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Removes the copies that killed writers of a file left beside it (`.name.<id>.tmp`). Only whoever has the turn to write
 * may call this: then no other writer is at work.
 */
export async function clearCopies(target: string): Promise<void> {
  const folder = dirname(target);
  for (const name of await namesIn(folder)) {
    if (idIn(name, `.${basename(target)}.`, '.tmp')) await rm(join(folder, name), { force: true });
  }
}

/**
 * Removes what processes that are gone left of taking an exclusive file: `path.<id>.tmp`, `path.<id>.takeover`. Those of
 * a process that lives stay; of one that nothing is known of, until five minutes of silence have passed.
 */
export async function clearHolderFiles(path: string): Promise<void> {
  const folder = dirname(path);
  const start = `${basename(path)}.`;
  const leftovers = (await namesIn(folder)).filter(
    (name) => idIn(name, start, '.tmp') || idIn(name, start, '.takeover') || name === `${start}nobody.takeover`,
  );
  if (leftovers.length === 0) return;
  // The file was just taken: its time is that of the file system's clock.
  const now = await stat(path).catch(() => undefined);
  if (!now) return;
  for (const name of leftovers) {
    const file = join(folder, name);
    const holder = await readHolder(file);
    if (holder !== 'none' && (await isGone(holder, file, now.mtimeMs - HEARTBEAT.silenceMs)))
      await rm(file, { force: true });
  }
}

function idIn(name: string, start: string, end: string): boolean {
  return name.startsWith(start) && name.endsWith(end) && ID.test(name.slice(start.length, -end.length));
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    // A folder that may be written and not listed: what was left there stays.
    if (hasCode(error, 'EACCES', 'EPERM', 'ENOENT')) return [];
    throw error;
  }
}
