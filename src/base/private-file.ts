/**
 * Files with personal data. Each is a new file, for its owner alone, that takes the place of whatever had its name: no
 * link is followed, and no mode of before stays.
 */
import { randomUUID } from 'node:crypto';
import { closeSync, fchmodSync, lstatSync, openSync, renameSync, rmSync, writeFileSync, type Stats } from 'node:fs';
import { constants, copyFile, lstat, open, readFile, rename, rm, type FileHandle } from 'node:fs/promises';
import { nameUnfit, UnfitFileError } from './regular-file.ts';

const MODE = 0o600;

/** Replaces a file in one step. Throws UnfitFileError where a folder, a pipe or a device has its name. */
export async function writePrivateFile(path: string, data: Buffer | string): Promise<void> {
  await replace(path, (file) => file.writeFile(data));
}

/** The same at once, while all else waits: where a disk is near, it costs a third. */
export function writePrivateFileSync(path: string, text: string): void {
  refuse(lstatSync(path, { throwIfNoEntry: false }));
  const half = halfOf(path);
  try {
    const file = openSync(half, 'wx', MODE);
    try {
      writeFileSync(file, text);
      fchmodSync(file, MODE);
    } finally {
      closeSync(file);
    }
    renameSync(half, path);
  } catch (error) {
    rmSync(half, { force: true });
    throw error;
  }
}

/** The same with what comes chunk by chunk; each chunk is written before the next one is asked for. */
export async function streamToPrivateFile(path: string, chunks: AsyncIterable<Buffer>): Promise<void> {
  await replace(path, async (file) => {
    for await (const chunk of chunks) await file.writeFile(chunk);
  });
}

/** The same with the content of another file. */
export async function copyToPrivateFile(from: string, path: string): Promise<void> {
  await refuseOthers(path);
  const half = halfOf(path);
  try {
    await copyFile(from, half, constants.COPYFILE_EXCL);
    await settle(half, path);
  } catch (error) {
    await rm(half, { force: true });
    throw error;
  }
}

/** Moves a file of ours to another name, on another file system too. */
export async function moveToPrivateFile(from: string, path: string): Promise<void> {
  if (from === path) return;
  await refuseOthers(path);
  try {
    await settle(from, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    await copyToPrivateFile(from, path);
    await rm(from);
  }
}

/** Opens a new file to write, in the place of what had its name. */
export async function createPrivateFile(path: string): Promise<FileHandle> {
  await refuseOthers(path);
  await rm(path, { force: true });
  return open(path, 'wx', MODE);
}

/** Adds to a file, or makes it. What is a link, has another name as well, or is another user's, becomes one of ours first. */
export async function appendToPrivateFile(path: string, data: Buffer | string): Promise<void> {
  const stats = await lstatOf(path);
  if (stats === undefined || stats.isSymbolicLink()) return writePrivateFile(path, data);
  await refuseOthers(path);
  const isOurs = stats.nlink === 1 && stats.uid === (process.getuid?.() ?? stats.uid);
  if (!isOurs) return writePrivateFile(path, Buffer.concat([await readFile(path), Buffer.from(data)]));
  const flags = constants.O_WRONLY | constants.O_APPEND | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  const file = await open(path, flags);
  try {
    await file.chmod(MODE);
    await file.appendFile(data);
  } finally {
    await file.close();
  }
}

async function replace(path: string, write: (file: FileHandle) => Promise<void>): Promise<void> {
  await refuseOthers(path);
  const half = halfOf(path);
  try {
    const file = await open(half, 'wx', MODE);
    try {
      await write(file);
      await file.chmod(MODE);
    } finally {
      await file.close();
    }
    await rename(half, path);
  } catch (error) {
    await rm(half, { force: true });
    throw error;
  }
}

async function settle(half: string, path: string): Promise<void> {
  // Opening for writing needs no more than this; a mask of the process may have taken rights away, or a copy given some.
  const file = await open(half, 'r+');
  try {
    await file.chmod(MODE);
  } finally {
    await file.close();
  }
  await rename(half, path);
}

/** A link is replaced as a file is; what is neither stays, and is told. */
async function refuseOthers(path: string): Promise<void> {
  refuse(await lstatOf(path));
}

function refuse(found: Stats | undefined): void {
  const what = found && nameUnfit(found);
  if (what !== undefined && what !== 'a link') throw new UnfitFileError(`it is ${what}`);
}

async function lstatOf(path: string): Promise<Stats | undefined> {
  try {
    return await lstat(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Twelve digits by chance: these come from a store of the process, where other random bytes are a call of the system each. */
function halfOf(path: string): string {
  return `${path}.${randomUUID().slice(-12)}.tmp`;
}
