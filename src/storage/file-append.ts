import { constants, open } from 'node:fs/promises';
import { nameUnfit, UnfitFileError } from '../base/regular-file.ts';
import { hasCode } from './file-errors.ts';

/**
 * Adds bytes to the end of a file of a known size; they are there after a power cut, too. False, with nothing written, where
 * the file has another size, or there is none.
 */
export async function appendToFile(path: string, bytes: Buffer, size: number): Promise<boolean> {
  try {
    // Not to wait where a pipe has been put in its place.
    const file = await open(path, constants.O_WRONLY | constants.O_APPEND | (constants.O_NONBLOCK ?? 0));
    try {
      const stats = await file.stat();
      const what = nameUnfit(stats);
      if (what !== undefined) throw new UnfitFileError(`it is ${what}`);
      if (stats.size !== size) return false;
      await file.writeFile(bytes);
      await file.datasync();
      return true;
    } finally {
      await file.close();
    }
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return false;
    throw error;
  }
}
