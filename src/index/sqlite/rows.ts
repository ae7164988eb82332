import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { isDeepStrictEqual } from 'node:util';
import type { EntryState } from '../../contracts/store.ts';
import { toRef } from '../../contracts/ref.ts';
import { toId } from '../ids.ts';
import type { KeptEntry } from '../../contracts/moving.ts';
import { fromStored, toStored } from './any-text.ts';
import type { EntryRow, Written } from './entry-row.ts';
import { Reading } from './reading.ts';
import { DOUBTED, EDITED } from './schema.ts';

const COLUMNS = 'id, name, address, state, facts, seal, epoch';

const SQL = {
  byName: `SELECT ${COLUMNS} FROM entries WHERE name = ?`,
  byNumber: `SELECT ${COLUMNS} FROM entries WHERE id = ?`,
  knowing: 'SELECT entry FROM ids WHERE id = ? ORDER BY entry',
  byAddress: 'SELECT name FROM entries WHERE address = ?',
  byOldPlace:
    'SELECT e.name FROM old_places p JOIN entries e ON e.id = p.entry WHERE p.address = ? ORDER BY p.entry DESC',
  namesAfter: 'SELECT id, name FROM entries WHERE id > ? ORDER BY id LIMIT 1000',
  lastNames: 'SELECT name FROM entries ORDER BY id DESC LIMIT ?',
  standing: 'SELECT epoch, state, is_live, count(*) FROM entries GROUP BY epoch, state, is_live',
  insert: 'INSERT INTO entries (name, address, state, facts, seal, epoch) VALUES (?, ?, ?, ?, ?, ?)',
  update: 'UPDATE entries SET address = ?, state = ?, facts = ?, seal = ?, epoch = ? WHERE id = ?',
  vacate: "UPDATE entries SET address = NULL, seal = '' WHERE id = ?",
  noteEdits: `UPDATE entries SET epoch = ${DOUBTED} WHERE epoch = ${EDITED}`,
  forgetIds: 'DELETE FROM ids WHERE entry = ?',
  addId: 'INSERT OR IGNORE INTO ids (id, entry) VALUES (?, ?)',
  forgetPlaces: 'DELETE FROM old_places WHERE entry = ?',
  addPlace: 'INSERT OR IGNORE INTO old_places (address, entry) VALUES (?, ?)',
} as const;

/** How many entries stand alike. */
export interface Standing {
  readonly epoch: number;
  readonly state: EntryState;
  readonly isLive: 0 | 1;
  readonly entries: number;
}

/** What a statement gives of a row: an array costs less than an object. */
type Cells = readonly (string | number | null)[];

/** The entries of a database, by statements that are prepared once. */
export class Rows {
  readonly #database: DatabaseSync;
  readonly #prepared = new Map<keyof typeof SQL, StatementSync>();
  readonly #reading: Reading;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#reading = new Reading(database);
  }

  /** Call it before anything but questions is put to the database. */
  endReading(): void {
    this.#reading.end();
  }

  byName(name: string): EntryRow | undefined {
    return toEntryRow(this.#first('byName', toStored(name)));
  }

  byNumber(id: number): EntryRow | undefined {
    return toEntryRow(this.#first('byNumber', id));
  }

  /** Numbers of the entries that know an id. */
  knowing(id: string): number[] {
    return this.#all('knowing', toStored(id)).map(([entry]) => entry as number);
  }

  /** Name of the entry that has an address, if there is one. */
  namesAt(address: string): string[] {
    return namesIn(this.#all('byAddress', toStored(address)));
  }

  /** Names of the entries that have an address still to clear. */
  namesLeaving(address: string): string[] {
    return namesIn(this.#all('byOldPlace', toStored(address)));
  }

  /** All rows but those of some names, a page at a time: nobody who writes meanwhile is kept waiting. */
  *pagesExcept(names: Pick<ReadonlySet<string>, 'has'>): Iterable<readonly EntryRow[]> {
    for (let last = 0; ;) {
      const page = this.#all('namesAfter', last);
      if (page.length === 0) return;
      last = page.at(-1)?.[0] as number;
      const others = page.filter(([, name]) => !names.has(fromStored(name as string)));
      yield others.map(([id]) => this.byNumber(id as number)).filter((row) => row !== undefined);
    }
  }

  /** Names of the entries that were made last, in the order in which they were made. */
  lastNames(most: number): string[] {
    return namesIn(this.#all('lastNames', most)).reverse();
  }

  nameOf({ name }: EntryRow): string {
    return fromStored(name);
  }

  standing(): Standing[] {
    return this.#all('standing').map(
      ([epoch, state, isLive, entries]) => ({ epoch, state, isLive, entries }) as unknown as Standing,
    );
  }

  /** What was edited until now is doubted; what is edited from now on is known from it. */
  noteEdits(): void {
    this.endReading();
    this.#prepare('noteEdits').run();
  }

  /** Frees the address of a row that is about to be written: another one may take it first. */
  vacate(id: number): void {
    this.#prepare('vacate').run(id);
  }

  /** Writes an entry in the place of a row, or as a new one. `before` is what the row has said. */
  put(
    written: Written,
    epoch: number,
    entry: KeptEntry,
    row: EntryRow | undefined,
    before: KeptEntry | undefined,
  ): void {
    const { name, address, state, facts, seal } = written;
    if (row) this.#prepare('update').run(address, state, facts, seal, epoch, row.id);
    const id = row?.id ?? Number(this.#prepare('insert').run(name, address, state, facts, seal, epoch).lastInsertRowid);
    if (!before || !isDeepStrictEqual(before.ids, entry.ids)) this.#putIds(id, fromStored(name), entry, row);
    if (before?.movedFrom || entry.movedFrom) this.#putPlaces(id, entry);
  }

  #putIds(entry: number, name: string, { ids }: KeptEntry, row: EntryRow | undefined): void {
    if (row) this.#prepare('forgetIds').run(entry);
    for (const id of [toRef(name).key, ...ids]) this.#prepare('addId').run(toStored(toId(id)), entry);
  }

  #putPlaces(entry: number, { movedFrom = [] }: KeptEntry): void {
    this.#prepare('forgetPlaces').run(entry);
    for (const { address } of movedFrom) this.#prepare('addPlace').run(toStored(address), entry);
  }

  #all(name: keyof typeof SQL, ...values: readonly (string | number)[]): Cells[] {
    this.#reading.hold();
    return this.#prepare(name).all(...values) as unknown as Cells[];
  }

  #first(name: keyof typeof SQL, value: string | number): Cells | undefined {
    this.#reading.hold();
    return this.#prepare(name).get(value) as unknown as Cells | undefined;
  }

  #prepare(name: keyof typeof SQL): StatementSync {
    const known = this.#prepared.get(name);
    if (known) return known;
    const statement = this.#database.prepare(SQL[name]);
    statement.setReturnArrays(true);
    this.#prepared.set(name, statement);
    return statement;
  }
}

function toEntryRow(cells: Cells | undefined): EntryRow | undefined {
  if (!cells) return undefined;
  const [id, name, address, state, facts, seal, epoch] = cells;
  return { id, name, address, state, facts, seal, epoch } as EntryRow;
}

function namesIn(rows: readonly Cells[]): string[] {
  return rows.map(([name]) => fromStored(name as string));
}
