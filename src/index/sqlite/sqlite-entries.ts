import { EtlError } from '../../base/errors.ts';
import { toRef } from '../../contracts/ref.ts';
import type { Change, Found } from '../../contracts/store.ts';
import { toId } from '../ids.ts';
import type { KeptEntry, MovingEntry } from '../../contracts/moving.ts';
import { applyChange, toEntry } from '../kept-entry.ts';
import { toStored } from './any-text.ts';
import { isTakenAddress } from './database-errors.ts';
import { fromRow, toRow, type EntryRow, type ReadRow } from './entry-row.ts';
import { RecordedEntries, type Recorded } from './recorded.ts';
import type { Rows } from './rows.ts';
import { DOUBTED, EDITED } from './schema.ts';

/** What rows are read with. */
export interface Reading {
  /** The index as people know it. */
  readonly location: string;
  /** What an address looks like. */
  readonly address: object;
}

/** The entries of a database, and before them those that have been recorded and are not kept yet. */
export class SqliteEntries {
  readonly recorded = new RecordedEntries();
  /** Names of entries that somebody else has changed while we were at work: what was planned for them is not sure now. */
  readonly #changedMeanwhile = new Set<string>();
  readonly #contested = new Set<string>();
  readonly #reading: Reading;
  #rows: Rows;
  #epoch: number;

  constructor(rows: Rows, epoch: number, reading: Reading) {
    this.#rows = rows;
    this.#epoch = epoch;
    this.#reading = reading;
  }

  /** Names of entries that were given another address while we were at work, the first of them. */
  get contested(): readonly string[] {
    return [...this.#contested].slice(0, 5);
  }

  /** Rows of another epoch are not believed from now on. */
  startEpoch(epoch: number): void {
    this.#epoch = epoch;
  }

  get(name: string): Found | undefined {
    const one = this.recorded.get(name) ?? this.#begin(name);
    return one && toFound(name, one);
  }

  find(ids: readonly string[]): Found[] {
    const found = new Map<string, Found>();
    const looked = new Set<number>();
    const add = (name: string, row: EntryRow | undefined): void => {
      if (found.has(name)) return;
      const one = this.recorded.get(name) ?? (row && this.#beginWith(row));
      if (one) found.set(name, toFound(name, one));
    };
    for (const id of ids.map(toId)) {
      for (const number of this.#rows.knowing(id)) {
        if (looked.has(number)) continue;
        looked.add(number);
        const row = this.#rows.byNumber(number);
        if (row) add(this.#rows.nameOf(row), row);
      }
      for (const name of this.recorded.namesOf(id)) add(name, undefined);
    }
    return [...found.values()];
  }

  /** The name of the entry that has an address; where none has it, of one that has it still to clear. */
  holderOf(address: string): string | undefined {
    const is = (name: string, holds: (entry: KeptEntry) => boolean): boolean => {
      const one = this.recorded.get(name);
      return one === undefined || holds(one.entry);
    };
    const here = [...this.recorded.namesAt(address), ...this.#rows.namesAt(address)];
    const left = [...this.recorded.namesLeaving(address), ...this.#rows.namesLeaving(address)];
    return (
      here.find((name) => is(name, (entry) => entry.address === address)) ??
      left.find((name) => is(name, (entry) => entry.movedFrom?.some((place) => place.address === address) === true))
    );
  }

  *unseen(accounted: Pick<ReadonlySet<string>, 'has'>): Iterable<Found> {
    const own = new Map(this.recorded);
    for (const page of this.#rows.pagesExcept(accounted)) {
      for (const row of page) {
        const name = this.#rows.nameOf(row);
        if (!own.has(name)) yield toFound(name, this.#beginWith(row));
      }
    }
    for (const [name, one] of own) if (!accounted.has(name)) yield toFound(name, one);
  }

  /** All that are kept, as they are kept. */
  *all(): Iterable<MovingEntry> {
    for (const page of this.#rows.pagesExcept(new Set())) {
      for (const row of page) {
        const { entry: kept, isBelieved } = this.#beginWith(row);
        yield { name: this.#rows.nameOf(row), kept, isBelieved };
      }
    }
  }

  /** Records a change; tells what it has come to. */
  record(name: string, change: Change): 'nothing' | 'a change' | 'a new entry' {
    const before = this.recorded.get(name) ?? this.#begin(name);
    const entry = applyChange(before?.entry, change);
    if (!entry) return 'nothing';
    // Somebody has just given it another address: the change is about another object, and the entry stays theirs.
    const isMovedBack = entry.address !== before?.entry.address && entry.generation === before?.entry.generation;
    if (isMovedBack && this.#changedMeanwhile.has(name)) {
      this.#contested.add(name);
      return 'nothing';
    }
    const written = toRow(name, entry);
    const { seal } = written;
    const isToldNow = change.isKnown === true && !this.#changedMeanwhile.has(name);
    const isBelieved = before === undefined || before.isBelieved || isToldNow;
    if (before?.seal === seal && before.isBelieved === isBelieved) return 'nothing';
    const changes = [...(before?.changes ?? []), change];
    const { sealBefore, addressBefore } = before ?? {};
    this.recorded.put(name, { entry, seal, written, isBelieved, sealBefore, addressBefore, changes });
    return before === undefined ? 'a new entry' : 'a change';
  }

  /** Writes what has been recorded to `rows`, as part of a transaction. Gives the names of new entries. */
  keep(rows: Rows): string[] {
    const before = new Map<string, EntryRow>();
    for (const [name, { entry }] of this.recorded) {
      const row = rows.byName(name);
      if (!row) continue;
      before.set(name, row);
      // Two entries may change places: the one that comes first finds its new place empty.
      if (row.address !== toStored(entry.address) || !this.#read(row).isSealed) rows.vacate(row.id);
    }
    for (const [name, one] of this.recorded) this.#keepOne(rows, name, one, before.get(name));
    return [...this.recorded].flatMap(([name]) => (before.has(name) ? [] : [name]));
  }

  /** Call it before anything but questions is put to the database. */
  endReading(): void {
    this.#rows.endReading();
  }

  /** Call it once that is committed. */
  settle(rows: Rows): void {
    this.#rows = rows;
    this.recorded.clear();
  }

  #keepOne(rows: Rows, name: string, one: Recorded, row: EntryRow | undefined): void {
    const before = row && this.#read(row);
    const isAsBefore = before === undefined || before.seal === one.sealBefore;
    if (!isAsBefore) {
      this.#changedMeanwhile.add(name);
      const addresses = [one.addressBefore, one.entry.address];
      // Our changes were about another object: the entry stays theirs.
      if (!addresses.includes(before.kept.address)) return void this.#contested.add(name);
    }
    // A person has edited the row meanwhile: our changes are put into theirs, and the sink is asked before it counts.
    const entry = isAsBefore ? one.entry : (one.changes.reduce(applyChange, before.kept) as KeptEntry);
    const epoch = isAsBefore && one.isBelieved ? this.#epoch : DOUBTED;
    const written = (isAsBefore && one.written) || toRow(name, entry);
    try {
      rows.put(written, epoch, entry, row, before?.kept);
    } catch (error) {
      if (!isTakenAddress(error)) throw error;
      const other = rows.namesAt(entry.address).find((holder) => holder !== name) ?? '';
      const { location } = this.#reading;
      throw new EtlError('index/uid-twice', { location, uid: entry.address, key: name, other }, { cause: error });
    }
  }

  #begin(name: string): Recorded | undefined {
    const row = this.#rows.byName(name);
    return row && this.#beginWith(row);
  }

  /** A row, to which nothing has been recorded yet. */
  #beginWith(row: EntryRow): Recorded {
    const { kept: entry, seal, isSealed } = this.#read(row);
    const before = { sealBefore: seal, addressBefore: entry.address };
    if (row.epoch === EDITED) this.#changedMeanwhile.add(this.#rows.nameOf(row));
    return { entry, seal, isBelieved: isSealed && row.epoch === this.#epoch, ...before, changes: [] };
  }

  #read(row: EntryRow): ReadRow {
    return fromRow(row, this.#reading.location, this.#reading.address);
  }
}

function toFound(name: string, { entry, seal, isBelieved }: Recorded): Found {
  return { ref: toRef(name), entry: toEntry(entry, seal), isBelieved };
}
