/** Reading files that others name: a pipe would make us wait for good, and a device (`/dev/zero`) never ends. */
import type { Stats } from 'node:fs';
import { constants, open, stat, type FileHandle } from 'node:fs/promises';

/** What a person writes is smaller: specs, mappings, look-ups, plans of a mapping. */
const MOST_TEXT_BYTES = 64 * 1024 * 1024;

const CHUNK = 1 << 16;
/** What a shell makes of `<(command)`; it has a writer, so that opening it does not wait. */
const PIPE_OF_A_SHELL = /^\/(?:dev|proc\/(?:self|\d+))\/(?:fd\/\d+|stdin)$/;

/** The path leads to something that we do not read; `reason` completes “it cannot be read: …”. */
export class UnfitFileError extends Error {
  readonly reason: string;

  constructor(reason: string) {
    super(reason);
    this.name = 'UnfitFileError';
    this.reason = reason;
  }
}

/**
 * Opens a regular file to read. Throws UnfitFileError where it is anything else, without waiting and without opening a
 * device; errors of the file system as they are.
 */
export async function openRegularFile(path: string): Promise<FileHandle> {
  refuseUnfit(await stat(path));
  // Not to wait where a pipe has been put in its place since.
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    refuseUnfit(await file.stat());
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** Reads a regular file of at most `mostBytes`. Throws as `openRegularFile`, also where it is larger. */
export async function readRegularFile(path: string, mostBytes = MOST_TEXT_BYTES): Promise<Buffer> {
  const file = await openRegularFile(path);
  try {
    return await readAtMost(file, mostBytes);
  } finally {
    await file.close();
  }
}

/** The same for a path that a person typed: `<(command)` of a shell is taken, too. */
export async function readTypedFile(path: string, mostBytes = MOST_TEXT_BYTES): Promise<Buffer> {
  if (!PIPE_OF_A_SHELL.test(path) || !(await stat(path)).isFIFO()) return readRegularFile(path, mostBytes);
  const pipe = await open(path, 'r');
  try {
    return await readAtMost(pipe, mostBytes);
  } finally {
    await pipe.close();
  }
}

/** Reads an open file to its end. Throws UnfitFileError where there is more than `mostBytes`. */
export async function readAtMost(file: FileHandle, mostBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for (;;) {
    const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(CHUNK), 0, CHUNK, null);
    if (bytesRead === 0) return Buffer.concat(chunks, size);
    size += bytesRead;
    if (size > mostBytes) throw new UnfitFileError(`it has more than ${Math.floor(mostBytes / 1024 / 1024)} MiB`);
    chunks.push(buffer.subarray(0, bytesRead));
  }
}

/** What a path leads to that is no regular file, for people; undefined where it is one. */
export function nameUnfit(found: Stats): string | undefined {
  if (found.isFile()) return undefined;
  if (found.isDirectory()) return 'a folder';
  if (found.isFIFO()) return 'a pipe';
  if (found.isSocket()) return 'a socket';
  if (found.isSymbolicLink()) return 'a link';
  return 'a device';
}

function refuseUnfit(found: Stats): void {
  const what = nameUnfit(found);
  if (what !== undefined) throw new UnfitFileError(`it is ${what}`);
}
