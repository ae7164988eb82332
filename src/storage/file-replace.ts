import { createHash, randomUUID } from 'node:crypto';
import { open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { nameUnfit, UnfitFileError } from '../base/regular-file.ts';
import { hasCode } from './file-errors.ts';

/**
 * A reader sees the old file or the new one, whole; after a power cut too. The new one takes the place of the old one where
 * `isStill` says so once it is written. Gives the SHA-256 of its bytes; undefined where it is not
 * there.
 */
export async function replaceFile(
  target: string,
  chunks: Iterable<Buffer>,
  isStill: () => Promise<boolean>,
): Promise<string | undefined> {
  const folder = dirname(target);
  const temp = join(folder, `.${basename(target)}.${randomUUID()}.tmp`);
  const hash = createHash('sha256');
  try {
    const file = await open(temp, 'wx', 0o600);
    try {
      for (const chunk of chunks) {
        hash.update(chunk);
        await file.writeFile(chunk);
      }
      const mode = await modeOf(target);
      if (mode !== undefined) await file.chmod(mode);
      await file.sync();
    } finally {
      await file.close();
    }
    if (!(await isStill())) {
      await rm(temp, { force: true });
      return undefined;
    }
    await rename(temp, target);
  } catch (error) {
    await rm(temp, { force: true });
    throw error;
  }
  await syncFolder(folder);
  return hash.digest('hex');
}

/** Permissions that somebody has given to a file stay. A device or a pipe is not replaced by a file. */
export async function modeOf(target: string): Promise<number | undefined> {
  try {
    const stats = await stat(target);
    const what = nameUnfit(stats);
    if (what !== undefined) throw new UnfitFileError(`it is ${what}`);
    return stats.mode & 0o777;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    // Some systems cannot sync a folder; the rename has happened all the same.
    if (!hasCode(error, 'EPERM', 'EACCES', 'EISDIR', 'EINVAL', 'ENOTSUP')) throw error;
  }
}
