import type { SourceText } from './document.ts';
import { EtlError } from './errors.ts';
import { nearestFile } from './nearest-file.ts';
import { readTypedFile, UnfitFileError } from './regular-file.ts';

/**
 * Loads a text file that somebody wrote: UTF-8, with or without byte-order mark, regular, of at most 64 MiB. Throws
 * EtlError `file/*` (exit 2); `usedBy` says what wanted it.
 */
export async function loadText(path: string, shownAs: string, usedBy = ''): Promise<SourceText> {
  let bytes: Buffer;
  try {
    bytes = await readTypedFile(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT')
      throw new EtlError('file/not-found', { path: shownAs, usedBy, ...(await nearestFile(path, shownAs)) });
    const reason =
      error instanceof UnfitFileError ? error.reason : code === 'EACCES' ? 'permission denied' : String(code);
    throw new EtlError('file/unreadable', { path: shownAs, reason }, { cause: error });
  }
  return decodeText(bytes, shownAs);
}

/** The text of a file's bytes. Throws EtlError `file/not-utf8` (exit 2). */
export function decodeText(bytes: Buffer, shownAs: string): SourceText {
  try {
    return { file: shownAs, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch (error) {
    throw new EtlError('file/not-utf8', { path: shownAs }, { cause: error });
  }
}
