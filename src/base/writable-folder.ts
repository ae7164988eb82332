import { randomUUID } from 'node:crypto';
import { open, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The folder that is there, of a path: itself, or the nearest one above it, in which it would be made. */
export async function nearestFolder(path: string): Promise<string> {
  try {
    await stat(path);
    return path;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' || dirname(path) === path) throw error;
    return nearestFolder(dirname(path));
  }
}

/**
 * Makes sure that a file can be written into a folder, or that the folder can be made: one is written, with something in
 * it, and removed at once. Permissions alone would not tell of a full disk, a quota or a share that is read-only. Throws
 * errors of the file system.
 */
export async function tryFolder(path: string): Promise<void> {
  const file = join(await nearestFolder(path), `.etl-doctor-${randomUUID()}`);
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile('x');
  } finally {
    await handle.close();
    await rm(file, { force: true });
  }
}

/** Bytes that this user may still write where a folder is, or would be made. */
export async function freeBytes(path: string): Promise<number> {
  const { bavail, bsize } = await statfs(await nearestFolder(path));
  return bavail * bsize;
}
