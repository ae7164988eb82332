import { EtlError } from '../base/errors.ts';
import { UnfitFileError } from '../base/regular-file.ts';

const CODES = {
  EACCES: 'storage/denied',
  EPERM: 'storage/denied',
  EISDIR: 'storage/is-a-folder',
  ENOTDIR: 'storage/not-a-folder',
  // Of making a folder where a file stands.
  EEXIST: 'storage/not-a-folder',
  ENOSPC: 'storage/no-space',
  EDQUOT: 'storage/no-space',
  EROFS: 'storage/read-only',
} as const;

/** What the file system says, as one of our errors. `doing` completes “may not … it”: `read`, `write`, `lock`. */
export function toFileError(error: unknown, location: string, doing: string): EtlError {
  if (error instanceof EtlError) return error;
  if (error instanceof UnfitFileError) {
    if (error.reason === 'it is a folder') return new EtlError('storage/is-a-folder', { location });
    return new EtlError('storage/unfit', { location, reason: error.reason });
  }
  const reason = (error as NodeJS.ErrnoException).code ?? (error as Error).name;
  const code = Object.hasOwn(CODES, reason) ? CODES[reason as keyof typeof CODES] : 'storage/file-failed';
  return new EtlError(code, { location, doing, reason }, { cause: error });
}

/** Whether an error of the file system has this code (`ENOENT`, …). */
export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return codes.includes((error as NodeJS.ErrnoException | undefined)?.code ?? '');
}
