/** Opens the database of an index, whatever a run that was killed has left of it. */
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  openSync,
  closeSync,
  readSync,
  realpathSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { hasIndex, inDatabase, inMemory, isThere, openToRead, openToWrite, type Place } from './database.ts';
import { isSqliteError, NEEDS_RECOVERY } from './database-errors.ts';

export interface Opened {
  readonly database: DatabaseSync;
  /** There is an index in the file; else the database is an empty one in memory. */
  readonly isKept: boolean;
  /** A writer was killed in the middle of writing, and SQLite has put that right. */
  readonly wasRecovered: boolean;
  close(): void;
}

export function openIndex(place: Place, isReadOnly: boolean): Opened {
  if (!isThere(place)) return nowhere();
  const hadLeftovers = leftoversOf(place).length > 0;
  const opened = isReadOnly ? openUntouched(place) : held(openToWrite(place), hadLeftovers);
  if (hasIndex(opened.database)) return opened;
  opened.close();
  return nowhere();
}

function nowhere(): Opened {
  return { ...held(inMemory(), false), isKept: false };
}

export function held(database: DatabaseSync, wasRecovered: boolean): Opened {
  const close = (): void => void (database.isOpen && database.close());
  return { database, isKept: true, wasRecovered, close };
}

/** To be read alone. What must be put right first, or is set up so that readers write too, is read from a copy. */
function openUntouched(place: Place): Opened {
  return inDatabase(place, 'read', () => {
    if (isWriteAhead(place)) return openCopy(place);
    try {
      return held(openToRead(place), false);
    } catch (error) {
      if (isSqliteError(error) && NEEDS_RECOVERY.includes(error.errcode)) return openCopy(place);
      throw error;
    }
  });
}

function openCopy(place: Place): Opened {
  const folder = mkdtempSync(join(tmpdir(), 'etl-index-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const real = realpathSync(place.file);
    const leftovers = leftoversOf(place);
    for (const file of [real, ...leftovers]) {
      copyFileSync(file, join(folder, basename(file)));
      chmodSync(join(folder, basename(file)), 0o600);
    }
    const file = join(folder, basename(real));
    const copy = held(openToWrite({ file, location: place.location }), leftovers.length > 0);
    const close = (): void => {
      copy.close();
      remove();
    };
    return { ...copy, close };
  } catch (error) {
    remove();
    throw error;
  }
}

/** What a killed writer left beside the file. */
function leftoversOf(place: Place): string[] {
  return inDatabase(place, 'read', () => {
    const real = realpathSync(place.file);
    return [`${real}-journal`, `${real}-wal`].filter((file) => existsSync(file) && statSync(file).size > 0);
  });
}

/** Whether somebody has set up the file so that a log stands beside it, which readers write to as well. */
function isWriteAhead({ file }: Place): boolean {
  const handle = openSync(file, 'r');
  try {
    const header = Buffer.alloc(20);
    readSync(handle, header, 0, header.length, 0);
    return header[18] === 2 || header[19] === 2;
  } finally {
    closeSync(handle);
  }
}
