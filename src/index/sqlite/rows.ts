import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { isDeepStrictEqual } from 'node:util';
import type { EntryState } from '../../contracts/store.ts';
import { toRef } from '../../contracts/ref.ts';
import { toId } from '../ids.ts';
import type { KeptEntry } from '../../contracts/moving.ts';
import { fromStored, toStored } from './any-text.ts';
import type { EntryRow, Written } from './entry-row.ts';
import { DOUBTED, EDITED } from './schema.ts';

const COLUMNS = 'e.id, e.name, e.address, e.state, e.facts, e.seal, e.epoch';

const SQL = {
  byName: `SELECT ${COLUMNS} FROM entries e WHERE e.name = ?`,
  byKey: `SELECT ${COLUMNS} FROM entries e WHERE e.id = ?`,
  byId: `SELECT ${COLUMNS} FROM ids i JOIN entries e ON e.id = i.entry WHERE i.id = ? ORDER BY i.entry`,
  byAddress: 'SELECT name FROM entries WHERE address = ?',
  byOldPlace:
    'SELECT e.name FROM old_places p JOIN entries e ON e.id = p.entry WHERE p.address = ? ORDER BY p.entry DESC',
  namesAfter: 'SELECT id, name FROM entries WHERE id > ? ORDER BY id LIMIT 1000',
  lastNames: 'SELECT name FROM entries ORDER BY id DESC LIMIT ?',
  standing: 'SELECT epoch, state, is_live AS isLive, count(*) AS entries FROM entries GROUP BY epoch, state, is_live',
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

/** The entries of a database, by statements that are prepared once. */
export class Rows {
  readonly #database: DatabaseSync;
  readonly #prepared = new Map<keyof typeof SQL, StatementSync>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  byName(name: string): EntryRow | undefined {
    return this.#prepare('byName').get(toStored(name)) as EntryRow | undefined;
  }

  /** Entries that know an id, each by its row. */
  byId(id: string): EntryRow[] {
    return this.#prepare('byId').all(toStored(id)) as unknown as EntryRow[];
  }

  /** Name of the entry that has an address, if there is one. */
  namesAt(address: string): string[] {
    return namesIn(this.#prepare('byAddress').all(toStored(address)));
  }

  /** Names of the entries that have an address still to clear. */
  namesLeaving(address: string): string[] {
    return namesIn(this.#prepare('byOldPlace').all(toStored(address)));
  }

  /** All rows but those of some names, a page at a time: nobody who writes meanwhile is kept waiting. */
  *except(names: Pick<ReadonlySet<string>, 'has'>): Iterable<EntryRow> {
    let last = 0;
    for (;;) {
      const page = this.#prepare('namesAfter').all(last) as unknown as Pick<EntryRow, 'id' | 'name'>[];
      for (const { id, name } of page) {
        last = id;
        const row = names.has(fromStored(name)) ? undefined : this.#prepare('byKey').get(id);
        if (row) yield row as unknown as EntryRow;
      }
      if (page.length === 0) return;
    }
  }

  /** Names of the entries that were made last, in the order in which they were made. */
  lastNames(most: number): string[] {
    return namesIn(this.#prepare('lastNames').all(most)).reverse();
  }

  nameOf({ name }: EntryRow): string {
    return fromStored(name);
  }

  standing(): Standing[] {
    return this.#prepare('standing').all() as unknown as Standing[];
  }

  /** What was edited until now is doubted; what is edited from now on is known from it. */
  noteEdits(): void {
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

  #prepare(name: keyof typeof SQL): StatementSync {
    const known = this.#prepared.get(name) ?? this.#database.prepare(SQL[name]);
    this.#prepared.set(name, known);
    return known;
  }
}

function namesIn(rows: readonly Record<string, unknown>[]): string[] {
  return rows.map((row) => fromStored(row['name'] as string));
}
