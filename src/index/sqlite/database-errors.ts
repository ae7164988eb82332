import { EtlError } from '../../base/errors.ts';
import { UnfitFileError } from '../../base/regular-file.ts';
import { toFileError } from '../../storage/file-errors.ts';

/** What SQLite calls its errors: https://sqlite.org/rescode.html; the low byte of a code says which of them it is. */
const BUSY = 5;
const LOCKED = 6;
const READONLY = 8;
const CORRUPT = 11;
const FULL = 13;
const CANNOT_OPEN = 14;
const NOT_A_DATABASE = 26;
/** The file was moved or replaced while it was open. */
const MOVED = 1032;
/** Somebody was killed while writing, and who opened the file may not put that right. */
export const NEEDS_RECOVERY: readonly number[] = [264, 776];

interface SqliteError extends Error {
  readonly code: 'ERR_SQLITE_ERROR';
  readonly errcode: number;
  readonly errstr: string;
}

/** Two rows would have one value where each has its own. */
const NOT_UNIQUE = 2067;

/** Two entries would have one address. */
export function isTakenAddress(error: unknown): boolean {
  return isSqliteError(error) && error.errcode === NOT_UNIQUE;
}

export function isSqliteError(error: unknown): error is SqliteError {
  return (error as Partial<SqliteError> | undefined)?.code === 'ERR_SQLITE_ERROR';
}

/** What SQLite or the system says, as one of our errors; what is none of theirs stays as it is. */
export function toDatabaseError(error: unknown, location: string, doing: 'read' | 'write'): unknown {
  if (!isSqliteError(error)) return isSystemError(error) ? toFileError(error, location, doing) : error;
  const { errcode, errstr } = error;
  const cause = { cause: error };
  if (errcode === MOVED) return new EtlError('index/replaced', { location }, cause);
  switch (errcode & 0xff) {
    case BUSY:
    case LOCKED:
      return new EtlError('index/in-use', { location }, cause);
    case READONLY:
      return new EtlError('storage/denied', { location, doing: 'write' }, cause);
    case CANNOT_OPEN:
      return new EtlError('storage/denied', { location, doing }, cause);
    case FULL:
      return new EtlError('storage/no-space', { location }, cause);
    case NOT_A_DATABASE:
      return new EtlError('index/not-a-database', { location }, cause);
    case CORRUPT:
      return new EtlError('index/broken-database', { location, reason: errstr }, cause);
    default:
      return new EtlError('index/database-failed', { location, doing, reason: `${errstr} (${errcode})` }, cause);
  }
}

function isSystemError(error: unknown): boolean {
  return error instanceof UnfitFileError || typeof (error as NodeJS.ErrnoException | undefined)?.syscall === 'string';
}
