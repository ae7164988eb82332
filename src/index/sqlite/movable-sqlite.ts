import { randomUUID } from 'node:crypto';
import { realpathSync, renameSync, rmSync } from 'node:fs';
import type { MovableIndex, MoveNote, MovingIndex } from '../../contracts/moving.ts';
import type { Lock } from '../../contracts/storage.ts';
import { keyMark } from '../key-mark.ts';
import { hasCode } from '../../storage/file-errors.ts';
import { saveNote } from '../move-note.ts';
import { inDatabase, inTransaction, isThere, openToWrite } from './database.ts';
import { toRow } from './entry-row.ts';
import { NOTHING_KNOWN, saveKnown, saveShapes } from './known.ts';
import { saveLosses } from './losses.ts';
import { openIndex, type Opened } from './open-index.ts';
import { Rows } from './rows.ts';
import { DOUBTED, SCHEMA } from './schema.ts';
import { SqliteIndex, type Home } from './sqlite-index.ts';
import { loadWitness, RECENT, saveWitness, toMarkText } from './witness.ts';

/** The database and what stands beside it, in the hands of a move. */
export class MovableSqlite implements MovableIndex {
  readonly exists: boolean;
  readonly note: MoveNote | undefined;
  readonly #home: Home;
  readonly #lock: Lock | undefined;
  #opened: Opened | undefined;

  constructor(home: Home, note: MoveNote | undefined, lock: Lock | undefined) {
    this.exists = isThere(home);
    this.note = note;
    this.#home = home;
    this.#lock = lock;
  }

  async read(): Promise<MovingIndex> {
    const home = this.#home;
    const witness = await loadWitness(home.storage, home.path);
    const opened = openIndex(home, true);
    this.#opened = opened;
    const index = inDatabase(home, 'read', () => new SqliteIndex(home, opened, true, witness));
    const { owner, source, saves } = index.known;
    return {
      owner,
      source,
      saves,
      size: index.size,
      live: index.live,
      shapes: index.shapes.all(),
      lost: index.losses.marks,
      lostUnknown: index.losses.unknown,
      entries: () => index.all(),
    };
  }

  /** A file of its own is filled, and takes the place of the old one. */
  async replace(index: MovingIndex): Promise<void> {
    const { storage, path } = this.#home;
    const file = inDatabase(this.#home, 'write', () => followLinks(this.#home.file));
    const half = `${file}.arriving`;
    for (const left of [half, `${half}-journal`]) rmSync(left, { force: true });
    const token = randomUUID();
    const recent = fill({ ...this.#home, file: half }, token, index);
    // A log of the old file would be taken for one of the new.
    for (const log of ['-journal', '-wal', '-shm']) rmSync(`${file}${log}`, { force: true });
    inDatabase(this.#home, 'write', () => renameSync(half, file));
    const { owner, size: entries } = index;
    if (owner) await saveWitness(storage, path, { format: 1, store: 'sqlite', ...owner, token, entries, recent });
  }

  setNote(note: MoveNote | undefined): Promise<void> {
    return saveNote(this.#home.storage, this.#home.path, note);
  }

  async close(): Promise<void> {
    this.#opened?.close();
    await this.#lock?.release();
  }
}

/** Where a link stands, the file that it names is replaced, not the link. */
function followLinks(file: string): string {
  try {
    return realpathSync(file);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return file;
    throw error;
  }
}

/** Writes a new database; gives the marks of the entries that come last in it. */
function fill(
  home: Home,
  token: string,
  { owner, source, saves, shapes, lost, lostUnknown, entries }: MovingIndex,
): string {
  const database = openToWrite(home);
  const rows = new Rows(database);
  try {
    inDatabase(home, 'write', () =>
      inTransaction(database, () => {
        database.exec(SCHEMA);
        for (const { name, kept, isBelieved } of entries())
          rows.put(toRow(name, kept), isBelieved ? NOTHING_KNOWN.epoch : DOUBTED, kept, undefined, undefined);
        saveShapes(database, shapes);
        saveLosses(database, lost);
        saveKnown(database, {
          token,
          epoch: NOTHING_KNOWN.epoch,
          saves,
          lostUnknown,
          ...(owner && { owner }),
          ...(source && { source }),
        });
      }),
    );
    return toMarkText(rows.lastNames(RECENT).map(keyMark));
  } finally {
    database.close();
  }
}
