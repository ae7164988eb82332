/** An SQLite file, opened so that what it promises holds: whole or not at all, for its owner alone. */
import { closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { EtlError } from '../../base/errors.ts';
import { nameUnfit, UnfitFileError } from '../../base/regular-file.ts';
import { hasCode } from '../../storage/file-errors.ts';
import { APPLICATION, FORMAT, SCHEMA } from './schema.ts';
import { toDatabaseError } from './database-errors.ts';

/** How long a statement waits for another process that has the file, such as a plan beside a run. */
const WAIT_MS = 10_000;

export interface Place {
  /** Where the file is, on this machine. */
  readonly file: string;
  /** The same for people. */
  readonly location: string;
}

/** Does something with a database; what SQLite or the system says against it is told as ours. */
export function inDatabase<T>({ location }: Place, doing: 'read' | 'write', work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw toDatabaseError(error, location, doing);
  }
}

/** Whether there is an index: an empty file is none, since a run that was killed may leave one. */
export function isThere(place: Place): boolean {
  return inDatabase(place, 'read', () => {
    try {
      const stats = statSync(place.file);
      const what = nameUnfit(stats);
      if (what !== undefined) throw new UnfitFileError(`it is ${what}`);
      return stats.size > 0;
    } catch (error) {
      if (hasCode(error, 'ENOENT', 'ENOTDIR')) return false;
      throw error;
    }
  });
}

/** An index that is nowhere yet. */
export function inMemory(): DatabaseSync {
  const database = new DatabaseSync(':memory:');
  database.exec(SCHEMA);
  return database;
}

/** Opens an index to write it, or makes the file of a new one, which holds nothing before its first transaction. */
export function openToWrite(place: Place): DatabaseSync {
  return inDatabase(place, 'write', () => {
    makeFile(place.file);
    const database = new DatabaseSync(place.file, { timeout: WAIT_MS });
    try {
      database.exec('PRAGMA trusted_schema = OFF');
      refuseForeign(database, place);
      // A change is in the file when it is committed, and no other file is needed to read it: also after a power cut, on a
      // network drive, and for whoever copies it.
      database.exec('PRAGMA journal_mode = DELETE; PRAGMA synchronous = EXTRA');
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

/** Opens an index to read it, and to write nothing. */
export function openToRead({ file, location }: Place): DatabaseSync {
  const database = new DatabaseSync(file, { readOnly: true, timeout: WAIT_MS });
  try {
    database.exec('PRAGMA trusted_schema = OFF');
    refuseForeign(database, { file, location });
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Whether a database holds an index: the first transaction of a new file may never have come to its end. */
export function hasIndex(database: DatabaseSync): boolean {
  return numberOf(database, 'application_id') === APPLICATION;
}

/** All or nothing. */
export function inTransaction(database: DatabaseSync, work: () => void): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    work();
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/** Whether every page and every index of a file is as SQLite wrote it. */
export function refuseBroken(database: DatabaseSync, place: Place): void {
  const [row] = inDatabase(place, 'read', () => database.prepare('PRAGMA quick_check(1)').all());
  const found = String(row?.['quick_check']);
  if (found !== 'ok') throw new EtlError('index/broken-database', { location: place.location, reason: found });
}

/** For its owner alone, also where a link leads to nothing yet; a file that is there stays as it is. */
function makeFile(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  closeSync(openSync(file, 'a', 0o600));
}

function refuseForeign(database: DatabaseSync, { location }: Place): void {
  const application = numberOf(database, 'application_id');
  if (application === 0 && numberOf(database, 'page_count') === 0) return;
  if (application !== APPLICATION) throw new EtlError('index/foreign-database', { location });
  const format = numberOf(database, 'user_version');
  if (format > FORMAT) throw new EtlError('index/newer-database', { location, format, known: FORMAT });
}

function numberOf(database: DatabaseSync, pragma: string): number {
  return Number(database.prepare(`PRAGMA ${pragma}`).get()?.[pragma]);
}
