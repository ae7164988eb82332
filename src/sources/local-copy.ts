/** The copy of a source in the folder of the run. */
import { mkdir, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Readable } from 'node:stream';
import { createPrivateFile } from '../base/private-file.ts';
import { toFileError } from '../storage/file-errors.ts';

/** A new file for its owner alone, its folder too. */
export async function createCopy(path: string): Promise<FileHandle> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    return await createPrivateFile(path);
  } catch (error) {
    throw toFileError(error, path, 'write');
  }
}

export async function appendToCopy(copy: FileHandle, chunk: Buffer, path: string): Promise<void> {
  try {
    await copy.appendFile(chunk);
  } catch (error) {
    throw toFileError(error, path, 'write');
  }
}

/** Copies all of a stream, which is let go of however it ends. */
export async function copyStream(stream: Readable, path: string): Promise<void> {
  try {
    const copy = await createCopy(path);
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) await appendToCopy(copy, chunk, path);
    } finally {
      await copy.close();
    }
  } finally {
    stream.destroy();
  }
}
