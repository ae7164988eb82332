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
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { hasIndex, inDatabase, inMemory, isThere, openToRead, openToWrite, type Place } from './database.ts';
import { isSqliteError, NEEDS_RECOVERY } from './database-errors.ts';
import { readTokens } from './known.ts';

export interface Opened {
  readonly database: DatabaseSync;
  /** There is an index in the file; else the database is an empty one in memory. */
  readonly isKept: boolean;
  /**
   * Where a writer was killed in the middle of writing, and SQLite has put that right: the tokens of the file as it had been
   * left. By them a file is known that a person has put there since, and that was put right by what belongs to another.
   */
  readonly tokensBefore: readonly string[] | undefined;
  close(): void;
}

export function openIndex(place: Place, isReadOnly: boolean): Opened {
  if (!isThere(place)) return nowhere();
  const tokens = tokensAsLeft(place);
  const opened = isReadOnly ? openUntouched(place, tokens) : held(openToWrite(place), tokens);
  if (hasIndex(opened.database)) return opened;
  opened.close();
  return nowhere();
}

function nowhere(): Opened {
  return { ...held(inMemory(), undefined), isKept: false };
}

export function held(database: DatabaseSync, tokensBefore: readonly string[] | undefined): Opened {
  const close = (): void => void (database.isOpen && database.close());
  return { database, isKept: true, tokensBefore, close };
}

/** To be read alone. What must be put right first, or is set up so that readers write too, is read from a copy. */
function openUntouched(place: Place, tokens: readonly string[] | undefined): Opened {
  return inDatabase(place, 'read', () => {
    if (isWriteAhead(place)) return openCopy(place, tokens);
    try {
      return held(openToRead(place), undefined);
    } catch (error) {
      if (isSqliteError(error) && NEEDS_RECOVERY.includes(error.errcode)) return openCopy(place, tokens);
      throw error;
    }
  });
}

function openCopy(place: Place, tokens: readonly string[] | undefined): Opened {
  const folder = mkdtempSync(join(tmpdir(), 'etl-index-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const real = realpathSync(place.file);
    const leftovers = leftoversOf(real);
    for (const file of [real, ...leftovers]) {
      copyFileSync(file, join(folder, basename(file)));
      chmodSync(join(folder, basename(file)), 0o600);
    }
    const file = join(folder, basename(real));
    const copy = held(openToWrite({ file, location: place.location }), tokens);
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

/** What a killed writer left beside a file. */
function leftoversOf(real: string): string[] {
  return [`${real}-journal`, `${real}-wal`].filter((file) => existsSync(file) && statSync(file).size > 0);
}

/** The tokens that are in the file itself, half written as it may be; undefined where no writer was killed. */
function tokensAsLeft(place: Place): readonly string[] | undefined {
  return inDatabase(place, 'read', () => {
    const real = realpathSync(place.file);
    const leftovers = leftoversOf(real);
    if (leftovers.length === 0) return undefined;
    // A log may be ahead of its file by many commits: it is not known from the file whether they belong together.
    if (leftovers.some((file) => file.endsWith('-wal'))) return [];
    const url = pathToFileURL(real);
    // As if nobody could ever write it: what lies beside it is not looked at.
    url.search = '?immutable=1';
    const database = new DatabaseSync(url, { readOnly: true });
    try {
      database.exec('PRAGMA trusted_schema = OFF');
      return readTokens(database);
    } catch {
      return [];
    } finally {
      database.close();
    }
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
