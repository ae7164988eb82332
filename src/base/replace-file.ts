import { randomBytes } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';

/** Replaces a text file in one step: whoever reads it sees the old one or the new one, never a half. */
export async function replaceFile(target: string, text: string): Promise<void> {
  const half = `${target}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await writeFile(half, text);
    await rename(half, target);
  } catch (error) {
    await rm(half, { force: true });
    throw error;
  }
}
