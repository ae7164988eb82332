/** Records that have not changed since the index learnt what becomes of them: they are not mapped, and have no line in the plan. */
import { toRef } from '../contracts/ref.ts';
import type { Header, SourceRecord } from '../contracts/record.ts';
import { bindIdentity, type Identity } from './identity.ts';
import type { PlanContext } from './pipeline.ts';
import { bindSaid, rowOf } from './said.ts';

/** A record, what it is called and what it says. */
export interface ReadRecord {
  readonly record: SourceRecord;
  readonly identity: Identity | null;
  /** Digest, see `bindSaid`. */
  readonly said: string;
}

/** Reads what records of one header are called, and what they say. */
export function bindReading(
  { pipeline, mapper }: Pick<PlanContext, 'pipeline' | 'mapper'>,
  header: Header,
): (record: SourceRecord) => ReadRecord {
  const identify = bindIdentity(pipeline.key, header);
  const saidBy = bindSaid(header, mapper.reads, JSON.stringify([pipeline.maps, pipeline.sink.learnt]));
  return (record) => ({ record, identity: identify(record), said: saidBy(record) });
}

/** A record that was left alone is of one record with a row that says something else: all of them must be mapped after all. */
export class LeftTooSoon extends Error {}

/**
 * Leaves records alone where mapping them would come to the same: their entry is live and believed, nothing of it is open, and
 * it was made of the very cells that they have now, by the very mapping. Everything else is mapped.
 */
export class LeftAlone {
  readonly #context: PlanContext;
  readonly #isOn: boolean;
  readonly #names = new Set<string>();
  /** Entries of records that were mapped. */
  readonly #others = new Set<string>();
  #repeats = 0;

  constructor(context: PlanContext) {
    const { pipeline, takesShortcut, drift } = context;
    this.#context = context;
    // What a change of the sink's place touches is counted record by record, as it is mapped.
    this.#isOn = takesShortcut && pipeline.maps !== undefined && drift?.isWatching !== true;
  }

  /** How many records were left alone. */
  get size(): number {
    return this.#names.size;
  }

  /** Rows that say the same as one that was left alone. */
  get repeats(): number {
    return this.#repeats;
  }

  /** Whether the record of an entry, by its name, was left alone. */
  has(name: string): boolean {
    return this.#names.has(name);
  }

  /** Leaves a record alone if it can be. */
  takes({ record, identity, said }: Pick<ReadRecord, 'identity' | 'said'> & Partial<ReadRecord>): boolean {
    const madeOf = record?.madeOf;
    if (!this.#isOn || identity === null || madeOf?.isExcluded || (madeOf && madeOf.faults.length > 0)) return false;
    const { index } = this.#context;
    const { key, ids } = identity;
    const glimpse = index.glimpse(ids);
    if (glimpse === undefined || glimpse.row !== rowOf(said, { ...glimpse, key })) return false;
    return this.#takes(glimpse.name);
  }

  /** The same of a record that was taken before, by its ids and a mark of its entry: as long as that is the same. */
  takesAgain(ids: readonly string[], mark: string): boolean {
    const seen = this.#isOn ? this.#context.index.markOf(ids) : undefined;
    return seen?.mark === mark && this.#takes(seen.name);
  }

  /** For `takesAgain`. */
  markOf(ids: readonly string[]): string | undefined {
    return this.#context.index.markOf(ids)?.mark;
  }

  #takes(name: string): boolean {
    // Asked of every record that has not changed: it is remembered which were.
    if (this.#others.has(name) || this.#context.verification.looksAt(toRef(name))) return false;
    if (this.#names.has(name)) this.#repeats += 1;
    else this.#names.add(name);
    return true;
  }

  /** A record that is mapped leads to these entries. Throws LeftTooSoon where the record of one was left alone. */
  meets(names: readonly string[]): void {
    if (!this.#isOn) return;
    for (const name of names) {
      if (this.#names.has(name)) throw new LeftTooSoon();
      this.#others.add(name);
    }
  }
}

/** Names of index entries that a record accounts for: one that was mapped, or one that was left alone. */
export class Accounted {
  readonly #leftAlone: LeftAlone;
  readonly #names = new Set<string>();

  constructor(leftAlone: LeftAlone) {
    this.#leftAlone = leftAlone;
  }

  add(name: string): this {
    this.#names.add(name);
    return this;
  }

  has(name: string): boolean {
    return this.#names.has(name) || this.#leftAlone.has(name);
  }
}
