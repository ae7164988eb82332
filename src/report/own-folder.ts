import { lstat, mkdir } from 'node:fs/promises';
import { nameUnfit, UnfitFileError } from '../base/regular-file.ts';

/**
 * Makes a folder for its owner alone below the folder of the artifacts. Throws UnfitFileError where its name leads
 * somewhere else: what is written and removed here must lie here.
 */
export async function makeOwnFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const stats = await lstat(path);
  if (!stats.isDirectory()) throw new UnfitFileError(`${path} is ${nameUnfit(stats) ?? 'a file'}`);
}
