import { randomUUID } from 'node:crypto';
import { EtlError } from '../../base/errors.ts';
import type { MovingEntry } from '../../contracts/moving.ts';
import type { Change, Found, Owner, SourceMemory } from '../../contracts/store.ts';
import type { Storage } from '../../contracts/storage.ts';
import { keyMark } from '../key-mark.ts';
import { Shapes } from '../shapes.ts';
import { inDatabase, inTransaction, openToWrite, refuseBroken, type Place } from './database.ts';
import { loadKnown, loadShapes, NOTHING_KNOWN, readToken, saveKnown, saveShapes, type Known } from './known.ts';
import { Losses } from './losses.ts';
import { held, type Opened } from './open-index.ts';
import { Rows } from './rows.ts';
import { SCHEMA } from './schema.ts';
import { SqliteEntries } from './sqlite-entries.ts';
import { RECENT, saveWitness, toMarkText, type Witness } from './witness.ts';

/** So many recorded entries are kept without being asked to: memory stays flat, however large the index. */
const MOST_RECORDED = 20_000;

/** States of entries whose objects may be there. */
const MAY_BE_THERE: ReadonlySet<string> = new Set(['sending', 'live', 'replacing', 'removed', 'removedButWanted']);

/** Where an index is kept, and what its addresses look like. */
export interface Home extends Place {
  readonly storage: Storage;
  /** As the storage knows it. */
  readonly path: string;
  readonly address: object;
}

/** How many entries there are. */
interface Numbers {
  readonly size: number;
  readonly live: number;
  /** Their objects may be there, and they are not believed. */
  readonly unbelieved: number;
}

/**
 * The index as an SQLite database. What is recorded stays in memory until it is kept, all at once, by one transaction; so a
 * reader beside us never waits for more than that. After each commit the file beside it is written (`Witness`): killed in
 * between, the database is one commit ahead of it, and says so.
 */
export class SqliteIndex {
  readonly shapes: Shapes;
  readonly losses: Losses;
  readonly #home: Home;
  readonly #isReadOnly: boolean;
  readonly #entries: SqliteEntries;
  #opened: Opened;
  #known: Known;
  #numbers: Numbers;
  /** Of the source, for the next save. */
  #source: SourceMemory | undefined;
  /** The token that stands beside the file. */
  #witnessed: string | undefined;
  /** Marks of the entries that were made last. */
  #recent: readonly number[];
  #isDirty = false;

  constructor(home: Home, opened: Opened, isReadOnly: boolean, witness: Witness | undefined) {
    const { database, isKept } = opened;
    const rows = new Rows(database);
    this.#home = home;
    this.#opened = opened;
    this.#isReadOnly = isReadOnly;
    this.#known = isKept ? loadKnown(database, home.location) : NOTHING_KNOWN;
    this.#entries = new SqliteEntries(rows, this.#known.epoch, home);
    if (isKept && !isReadOnly) rows.noteEdits();
    this.shapes = new Shapes(loadShapes(database));
    this.losses = Losses.load(database, this.#known.lostUnknown);
    this.#witnessed = witness?.token;
    this.#numbers = this.#count();
    this.#recent = rows.lastNames(RECENT).map(keyMark);
    if (!this.#isAsLeft()) this.#distrust();
    if (witness && witness.entries > this.size) this.losses.find(witness, this.size, this.#recent);
  }

  /**
   * Whether the file is what we left there, or one commit ahead of what stands beside it. Where SQLite has put right what a
   * killed writer left, the file must have been ours before that, too: what lies beside it belongs to the file that was written.
   */
  #isAsLeft(): boolean {
    const witnessed = this.#witnessed;
    if (witnessed === undefined) return false;
    const { token, tokenBefore } = this.#known;
    const { tokensBefore } = this.#opened;
    return [token, tokenBefore].includes(witnessed) && (!tokensBefore || tokensBefore.includes(witnessed));
  }

  /** Nothing is believed, and the file is looked through: what is not whole is refused. */
  #distrust(): void {
    refuseBroken(this.#opened.database, this.#home);
    this.doubtAll();
  }

  /** There is a file with an index in it. */
  get isKept(): boolean {
    return this.#opened.isKept;
  }

  get known(): Known {
    return this.#known;
  }

  get size(): number {
    return this.#numbers.size;
  }

  /** Entries whose objects were there, and their records too, when it was opened. */
  get live(): number {
    return this.#numbers.live;
  }

  get unbelieved(): number {
    return this.#numbers.unbelieved;
  }

  get isDirty(): boolean {
    return this.#isDirty;
  }

  /** Nothing is believed before the sink has been asked. */
  doubtAll(): void {
    this.#known = { ...this.#known, epoch: this.#known.epoch + 1 };
    this.#entries.startEpoch(this.#known.epoch);
    this.#numbers = this.#count();
  }

  claim(owner: Owner): void {
    this.#known = { ...this.#known, owner };
  }

  remember(source: SourceMemory): void {
    this.#source = source;
  }

  /** Asks the entries. */
  ask<T>(question: (entries: SqliteEntries) => T): T {
    return inDatabase(this.#home, 'read', () => question(this.#entries));
  }

  unseen(accounted: Pick<ReadonlySet<string>, 'has'>): Iterable<Found> {
    return this.#each(this.#entries.unseen(accounted));
  }

  /** All that are kept. */
  all(): Iterable<MovingEntry> {
    return this.#each(this.#entries.all());
  }

  *#each<T>(items: Iterable<T>): Iterable<T> {
    const rest = items[Symbol.iterator]();
    for (;;) {
      const next = this.ask(() => rest.next());
      if (next.done === true) return;
      yield next.value;
    }
  }

  record(name: string, change: Change): void {
    const what = this.ask((entries) => entries.record(name, change));
    if (what === 'nothing') return;
    this.#isDirty = true;
    if (what === 'a new entry') this.#numbers = { ...this.#numbers, size: this.size + 1 };
    if (this.#entries.recorded.size >= MOST_RECORDED && !this.#isReadOnly) this.#commit();
  }

  /** Keeps what has been recorded. */
  async checkpoint(): Promise<void> {
    if (this.#entries.recorded.size === 0) return;
    this.#commit();
    await this.#tellWitness();
    this.#refuseContested();
  }

  async save(): Promise<void> {
    const source = this.#source ?? this.#known.source;
    this.#known = { ...this.#known, saves: this.#known.saves + 1, ...(source && { source }) };
    this.#commit();
    this.#isDirty = false;
    await this.#tellWitness();
    this.#refuseContested();
  }

  /** Writes a copy of what is kept to an empty file. */
  copyTo(file: string): void {
    const { database } = this.#opened;
    this.#entries.endReading();
    inDatabase({ file, location: file }, 'write', () => database.prepare('VACUUM INTO ?').run(file));
  }

  close(): void {
    this.#entries.endReading();
    this.#opened.close();
  }

  #commit(): void {
    const tokenBefore = this.#witnessed;
    const lostUnknown = this.losses.unknown;
    const token = randomUUID();
    const known = { ...this.#known, token, lostUnknown, ...(tokenBefore !== undefined && { tokenBefore }) };
    // The file of a new index is made when there is something to keep.
    const opened = this.isKept ? this.#opened : held(openToWrite(this.#home), undefined);
    const { database } = opened;
    const rows = new Rows(database);
    this.#entries.endReading();
    let fresh: readonly string[] = [];
    try {
      inDatabase(this.#home, 'write', () =>
        inTransaction(database, () => {
          if (!this.isKept) database.exec(SCHEMA);
          else this.#refuseOthers();
          fresh = this.#entries.keep(rows);
          for (const name of fresh) this.losses.isThere(name);
          this.losses.save(database);
          saveShapes(database, this.shapes.all());
          saveKnown(database, known);
        }),
      );
    } catch (error) {
      if (!this.isKept) opened.close();
      throw error;
    }
    if (!this.isKept) this.#opened.close();
    this.#opened = opened;
    this.#known = known;
    this.#recent = [...this.#recent, ...fresh.map(keyMark)].slice(-RECENT);
    this.#entries.settle(rows);
    this.losses.settle();
  }

  /** Somebody else may have taken a lock that was lost, and have worked since: nothing of theirs is undone. */
  #refuseOthers(): void {
    const { location } = this.#home;
    if (readToken(this.#opened.database) !== this.#known.token) throw new EtlError('run/lock-lost', { location });
  }

  /** Stops where two senders are at work, each with addresses of its own: everything else is kept, nothing more is sent. */
  #refuseContested(): void {
    const keys = this.#entries.contested;
    if (keys.length > 0) throw new EtlError('guard/two-senders', { location: this.#home.location, keys });
  }

  async #tellWitness(): Promise<void> {
    const { owner, token } = this.#known;
    if (!owner) return;
    const recent = toMarkText(this.#recent);
    const witness: Witness = { format: 1, store: 'sqlite', ...owner, token, entries: this.size, recent };
    await saveWitness(this.#home.storage, this.#home.path, witness);
    this.#witnessed = token;
  }

  #count(): Numbers {
    let [size, live, unbelieved] = [0, 0, 0];
    for (const { epoch, state, isLive, entries } of new Rows(this.#opened.database).standing()) {
      size += entries;
      if (isLive === 1) live += entries;
      // Of an index that nothing is known of, an entry may say less than is true.
      const mayBeThere = this.#witnessed === undefined || MAY_BE_THERE.has(state);
      if (epoch !== this.#known.epoch && mayBeThere) unbelieved += entries;
    }
    return { size, live, unbelieved };
  }
}
