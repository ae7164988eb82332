/** A source whose records are groups of the rows of another: `source.group`. */
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../../base/log.ts';
import type { Grouping, Placed, RowReason } from '../../contracts/grouping.ts';
import type { ReadColumns } from '../../contracts/mapper.ts';
import { placeOf, type BadRow, type Header, type SourceBatch, type SourceRecord } from '../../contracts/record.ts';
import type { Extract, Source } from '../../contracts/source.ts';
import { reason } from '../../messages/reason.ts';
import { AlteredCells } from '../altered-cells.ts';
import { bindIdentity, digestOf, type Identity, type KeyColumns } from '../identity.ts';
import { Partitions } from './partitions.ts';
import { findRepeatedRows, type RepeatedRows } from './repeated-rows.ts';
import { RowShape, type SpooledRow } from './spooled-rows.ts';

export interface GroupedOptions {
  readonly grouping: Grouping;
  /** `source.key`: what names the rows. */
  readonly key: readonly KeyColumns[];
  /** What is read of a row besides; the rest of it is not kept. */
  readonly reads: ReadColumns;
  readonly log: Log;
}

/** The source of the groups. Memory holds some groups at a time, never all rows: these wait in the run's folder. */
export function groupedSource(rows: Source, options: GroupedOptions): Source {
  return {
    async open(folder) {
      return new GroupedExtract(await rows.open(folder), folder, options);
    },
  };
}

/** A row of a group; its key is null where `where` leaves it out. */
type RowLine = readonly [group: string, values: readonly string[], number: number, key: string | null, row: SpooledRow];

/** Where rows wait, and their ids. */
interface RowSpool {
  readonly shape: RowShape;
  readonly rows: Partitions;
  readonly ids: Partitions;
}

/** Rows in one batch of groups. */
const MOST_ROWS = 5000;

class GroupedExtract implements Extract {
  readonly header: Header;
  readonly facts: Extract['facts'];
  readonly #rows: Extract;
  readonly #folder: string;
  readonly #options: GroupedOptions;
  readonly #count = { rows: 0, excluded: 0, kept: 0, given: 0 };
  readonly #spools = new Map<string, Partitions>();

  constructor(rows: Extract, folder: string, options: GroupedOptions) {
    const { columns, as } = options.grouping;
    this.#rows = rows;
    this.#options = options;
    this.#folder = join(folder, `groups-${randomUUID()}`);
    this.facts = rows.facts;
    this.header = {
      columns,
      positions: new Map(columns.map((column, at) => [column, at])),
      repeats: new Map([[as, rows.header]]),
    };
  }

  async *batches(size: number): AsyncGenerator<SourceBatch> {
    const shape = new RowShape(this.#rows.header, this.#options.reads);
    const rows = await this.#spool('rows');
    const ids = await this.#spool('ids');
    try {
      for await (const badRows of this.#sortOut(size, { shape, rows, ids })) yield { records: [], badRows };
      const repeated = await findRepeatedRows(ids);
      this.facts.remarks.push(this.#remark(repeated));
      yield* this.#groups(size, shape, rows, repeated);
    } finally {
      await this.#removeFiles();
    }
  }

  /** Of the rows, once they are sorted: before that no group is given out. */
  share(): number | undefined {
    const { given, kept } = this.#count;
    return given === 0 ? undefined : given / kept;
  }

  async close(): Promise<void> {
    await this.#rows.close();
    await this.#removeFiles();
  }

  async #spool(what: string): Promise<Partitions> {
    const folder = `${this.#folder}-${what}`;
    const made = await Partitions.create(folder);
    this.#spools.set(folder, made);
    return made;
  }

  async #removeFiles(): Promise<void> {
    for (const [folder, spool] of this.#spools) {
      await spool.close();
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** Sends each row to its group. Gives the rows that are of none. */
  async *#sortOut(size: number, spool: RowSpool): AsyncGenerator<readonly BadRow[]> {
    const { grouping, key, log } = this.#options;
    const { header } = this.#rows;
    const identify = bindIdentity(key, header);
    const altered = new AlteredCells(key.flat(), [], header);
    for await (const batch of this.#rows.batches(size)) {
      altered.see(batch.records);
      const badRows: BadRow[] = [...(batch.badRows ?? [])];
      const placed = await grouping.place(header, batch.records);
      for (const [at, record] of batch.records.entries()) {
        this.#count.rows += 1;
        const why = await this.#send(record, placed[at] as Placed, identify(record), spool);
        if (why) badRows.push({ ...placeOf(record), reason: why });
      }
      log.progress('sorting rows into groups', this.#count.rows, { share: this.#rows.share?.() });
      if (badRows.length > 0) yield badRows;
    }
    altered.conclude(this.facts.location, log);
  }

  /** Sends one row to its group; gives the reason where it is of none. */
  async #send(
    record: SourceRecord,
    where: Placed,
    identity: Identity | null,
    { shape, rows, ids }: RowSpool,
  ): Promise<RowReason | undefined> {
    const { grouping, reads } = this.#options;
    const number = this.#count.rows;
    if (where.is === 'rejected') return where.reason;
    if (where.is === 'excluded' || where.isExcluded) this.#count.excluded += 1;
    if (where.is === 'excluded') return undefined;
    const group = JSON.stringify(where.values);
    if (where.isExcluded) {
      this.#count.kept += 1;
      await rows.write([group, where.values, number, null, { ...placeOf(record), cells: [] }]);
      return undefined;
    }
    if (!identity) return reason('source/no-key', {});
    this.#count.kept += 1;
    await rows.write([group, where.values, number, identity.key, shape.toSpool(record)]);
    const digest = digestOf(record, reads) + digestOf(record, grouping.reads);
    for (const id of identity.ids) await ids.write([id, number, record.line ?? record.row, digest, group]);
    return undefined;
  }

  #remark({ repeats }: RepeatedRows): string {
    const { rows, excluded } = this.#count;
    const parts = [
      `${rows} rows are grouped by ${this.#options.grouping.columns.join(', ')}`,
      ...(excluded > 0 ? [`${excluded} of them are left out by \`where\``] : []),
      ...(repeats.size > 0 ? [`${repeats.size} repeat another and count once`] : []),
    ];
    return `${parts.join('; ')}.`;
  }

  async *#groups(size: number, shape: RowShape, rows: Partitions, repeated: RepeatedRows): AsyncGenerator<SourceBatch> {
    let records: SourceRecord[] = [];
    let waiting = 0;
    for await (const lines of rows.read())
      for (const [group, own] of byGroup(lines as unknown as readonly RowLine[])) {
        const record = this.#toRecord(group, own, shape, repeated);
        records.push(record);
        this.#count.given += own.length;
        waiting += record.madeOf?.keys.length ?? 0;
        if (records.length < size && waiting < MOST_ROWS) continue;
        yield { records };
        records = [];
        waiting = 0;
      }
    if (records.length > 0) yield { records };
  }

  #toRecord(group: string, lines: readonly RowLine[], shape: RowShape, repeated: RepeatedRows): SourceRecord {
    const { as } = this.#options.grouping;
    const [, values] = lines[0] as RowLine;
    const own = lines.filter(([, , number, key]) => key !== null && !repeated.repeats.has(number)).sort(byKey);
    const rows = own.map(([, , , , row]) => shape.fromSpool(row));
    const first = lines.map(([, , , , row]) => row).reduce((a, b) => (b.row < a.row ? b : a));
    return {
      header: this.header,
      cells: values,
      ...placeOf(first),
      repeats: new Map([[as, rows]]),
      madeOf: {
        as,
        keys: own.map(([, , , key]) => key as string),
        isExcluded: own.length === 0,
        faults: repeated.faults.get(group) ?? [],
      },
    };
  }
}

/** The rows of each group, in the order of the groups' values. */
function byGroup(lines: readonly RowLine[]): (readonly [string, readonly RowLine[]])[] {
  const groups = new Map<string, RowLine[]>();
  for (const line of lines) {
    const known = groups.get(line[0]);
    if (known) known.push(line);
    else groups.set(line[0], [line]);
  }
  return [...groups].sort(([a], [b]) => compare(a, b));
}

/** Whatever the order of the source: by key, and where rows disagree about one by what they say. */
function byKey(a: RowLine, b: RowLine): number {
  return compare(a[3] ?? '', b[3] ?? '') || compare(JSON.stringify(a[4].cells), JSON.stringify(b[4].cells));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
