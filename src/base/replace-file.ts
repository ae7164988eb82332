import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Replaces a text file in one step, its folder made where there is none: whoever reads it sees the old one or the new one, never a half. */
export async function replaceFile(target: string, text: string): Promise<void> {
  const half = `${target}.${randomBytes(6).toString('hex')}.tmp`;
  await mkdir(dirname(target), { recursive: true });
  try {
    await writeFile(half, text);
    await rename(half, target);
  } catch (error) {
    await rm(half, { force: true });
    throw error;
  }
}
