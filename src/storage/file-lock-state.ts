import { rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { livenessOf, nameHolder, parseHolder } from '../base/holder.ts';
import { readRegularFile, UnfitFileError } from '../base/regular-file.ts';
import { hasCode } from './file-errors.ts';
import type { HeldLock } from '../contracts/storage.ts';

/** Who holds the lock file at `location`; null where there is none. Throws errors of the file system. */
export async function findFileLock(location: string): Promise<HeldLock | null> {
  const text = await readOrNone(location);
  if (text === undefined) return null;
  const holder = parseHolder(text);
  const stats = await stat(location).catch(() => undefined);
  return {
    location,
    by: nameHolder(holder),
    since: holder?.since ?? null,
    lastSeen: stats?.mtime ?? null,
    is: holder ? await livenessOf(holder) : 'unknown',
    isHere: holder?.host === hostname(),
    async break() {
      if ((await readOrNone(location)) !== text) return false;
      await rm(location, { force: true });
      return true;
    },
  };
}

async function readOrNone(location: string): Promise<string | undefined> {
  try {
    return (await readRegularFile(location, 1 << 16)).toString('utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    if (error instanceof UnfitFileError) return '';
    throw error;
  }
}
