import { join } from 'node:path';
import type { BadRow, SourceRecord } from '../../contracts/record.ts';
import { reason, type RejectReason } from '../../messages/reason.ts';
import type { MissingWords } from '../missing-words.ts';
import { RepeatedHeaders } from '../repeated-headers.ts';
import { ChildSpool } from './child-spool.ts';
import type { ChildTable } from './repeats.ts';
import { WaitingFile } from '../../sheets/xlsx/waiting-file.ts';

/** A row of a child sheet, as it waits for its parent. */
interface WaitingRow {
  readonly key: string;
  readonly row: number;
  readonly line: number;
  readonly cells: readonly string[];
  /** Keys of its own children, one for each of their sheets. */
  readonly keys: readonly string[];
  /** Kobo's number of the row. */
  readonly index?: string;
  /** It cannot be read. */
  readonly reason?: RejectReason;
}

/** What a parent has, and why it cannot be told. */
export interface Family {
  readonly repeats: ReadonlyMap<string, readonly SourceRecord[]>;
  readonly fault?: Omit<BadRow, 'row'>;
}

/** What is needed to read child sheets. */
export interface Nursery {
  readonly folder: string;
  readonly location: string;
  readonly missing: MissingWords;
}

/** Repeats of a table, read whole before their parents: they may stand in any order. */
export class Children {
  readonly #tables: readonly WaitingTable[];

  private constructor(tables: readonly WaitingTable[]) {
    this.#tables = tables;
  }

  static async load(tables: readonly ChildTable[], nursery: Nursery, number = 1): Promise<Children> {
    const waiting: WaitingTable[] = [];
    const children = new Children(waiting);
    try {
      let next = number;
      for (const table of tables) {
        const inner = await Children.load(table.children, nursery, next + 1);
        const one = new WaitingTable(table, inner, join(nursery.folder, `source-repeat-${next}.ndjson`));
        waiting.push(one);
        await one.fill(nursery);
        next += 1 + countOf(table.children);
      }
      return children;
    } catch (error) {
      children.close();
      throw error;
    }
  }

  /** The keys under which the children of a row are found, one for each of their sheets. */
  keysOf(cells: readonly string[]): string[] {
    return this.#tables.map(({ table }) => keyOf(cells, table.parents));
  }

  /** All children of a row, by its keys; they are then known to have a parent. */
  take(keys: readonly string[]): Family {
    const repeats = new Map<string, readonly SourceRecord[]>();
    let fault: Family['fault'];
    for (const [at, one] of this.#tables.entries()) {
      const taken = one.take(keys[at] as string);
      repeats.set(one.table.name, taken.records);
      fault ??= taken.fault;
    }
    return { repeats, ...(fault && { fault }) };
  }

  /** Rows that no parent has asked for. */
  *orphans(): Generator<BadRow> {
    for (const one of this.#tables) yield* one.orphans();
  }

  close(): void {
    for (const one of this.#tables) one.close();
  }
}

function countOf(tables: readonly ChildTable[]): number {
  return tables.reduce((count, { children }) => count + 1 + countOf(children), 0);
}

/** One key of several cells; '' where one of them is blank, for that is no key. */
function keyOf(cells: readonly string[], positions: readonly number[]): string {
  const parts = positions.map((at) => (cells[at] ?? '').trim());
  return parts.includes('') ? '' : parts.join('\u001f');
}

/** The rows of one child sheet. */
class WaitingTable {
  readonly table: ChildTable;
  readonly #inner: Children;
  readonly #spool: ChildSpool<WaitingRow>;

  constructor(table: ChildTable, inner: Children, path: string) {
    this.table = table;
    this.#inner = inner;
    this.#spool = new ChildSpool(new WaitingFile(path));
  }

  async fill({ location, missing }: Nursery): Promise<void> {
    const { table, own, kept, indexAt } = this.table;
    const repeated = new RepeatedHeaders(table.header, location, table.sheet.name);
    let row = 0;
    for await (const rows of table.rows())
      for (const raw of rows) {
        if (repeated.take(raw)) continue;
        row += 1;
        const { line } = raw;
        const [key, keys] = [keyOf(raw.cells, own), this.#inner.keysOf(raw.cells)];
        const index = indexAt === undefined ? undefined : raw.cells[indexAt];
        const waiting = { key, row, line, keys, ...(index && { index }) };
        const judged = table.judge(raw, row, missing);
        if ('reason' in judged) this.#spool.add({ ...waiting, cells: [], reason: judged.reason });
        else this.#spool.add({ ...waiting, cells: kept.map((at) => judged[at] as string) });
      }
  }

  take(key: string): { readonly records: SourceRecord[]; readonly fault?: Family['fault'] } {
    const rows = key === '' ? [] : this.#spool.take(key);
    const sheet = this.table.table.sheet.name;
    let fault = this.#faultOf(rows);
    const records = rows.map(({ row, line, cells, keys }) => {
      const { repeats, fault: inner } = this.#inner.take(keys);
      fault ??= inner;
      const { header } = this.table;
      return { header, cells, row, line, sheet, ...(header.repeats && { repeats }) };
    });
    return { records, ...(fault && { fault }) };
  }

  *orphans(): Generator<BadRow> {
    const { name, parentSheet, table } = this.table;
    const why = reason('source/orphan', { repeat: name, parent: parentSheet });
    for (const { line } of this.#spool.left()) yield { row: 0, line, sheet: table.sheet.name, reason: why };
    yield* this.#inner.orphans();
  }

  close(): void {
    this.#spool.close();
    this.#inner.close();
  }

  /** What keeps the children of one parent from being told: a row that cannot be read, or one that stands twice. */
  #faultOf(rows: readonly WaitingRow[]): Family['fault'] {
    const sheet = this.table.table.sheet.name;
    const bad = rows.find((row) => row.reason);
    if (bad?.reason) return { line: bad.line, sheet, reason: bad.reason };
    const seen = new Set<string>();
    for (const { index, line } of rows) {
      if (index === undefined) continue;
      if (seen.has(index)) return { line, sheet, reason: reason('source/child-twice', { repeat: this.table.name }) };
      seen.add(index);
    }
    return undefined;
  }
}
