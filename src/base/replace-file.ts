import { randomBytes } from 'node:crypto';
import { lstat, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { EtlError } from './errors.ts';
import { nameUnfit } from './regular-file.ts';

/**
 * Replaces a file in one step, its folder made where there is none: whoever reads it sees the old one or the new
 * one, never a half. A link is replaced, not followed. Throws EtlError `file/not-writable` (exit 2), also where a folder, a pipe or a device has the name.
 */
export async function replaceFile(target: string, text: string | Buffer): Promise<void> {
  const fail = (reason: string, cause?: unknown): EtlError =>
    new EtlError('file/not-writable', { path: target, reason }, { cause });
  const found = await lstat(target).catch(() => undefined);
  const what = found && nameUnfit(found);
  if (what !== undefined && what !== 'a link') throw fail(`it is ${what}`);
  const half = `${target}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await mkdir(dirname(target), { recursive: true });
    await writeFile(half, text, { flag: 'wx' });
    await rename(half, target);
  } catch (error) {
    await rm(half, { force: true }).catch(() => {});
    throw fail((error as NodeJS.ErrnoException).code ?? 'unknown', error);
  }
}
