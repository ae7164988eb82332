/** What every source must hold, wherever its records come from: run on each kind, from each place it can read. */
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Header, SourceRecord } from '../../src/contracts/record.ts';
import type { Extract, Source } from '../../src/contracts/source.ts';

/** A place that holds one table. */
export interface SourceUnderTest {
  /** Puts a table there, in the place of the one before; the first row is the header. */
  put(rows: readonly (readonly string[])[]): Promise<void>;
  /** A source of what is there. */
  readonly source: Source;
  /** A source of what is not there. */
  readonly nowhere: Source;
  /** What is secret about the way there. */
  readonly secrets: readonly string[];
  /** The bytes that were read, where a source of this kind keeps a copy of them. */
  bytes?(): Promise<Buffer>;
}

interface ReadAll {
  readonly extract: Extract;
  readonly records: readonly SourceRecord[];
  readonly rows: readonly number[];
  readonly sizes: readonly number[];
}

const TABLE = [
  ['_uuid', 'name', 'beds'],
  ...Array.from({ length: 23 }, (_, at) => [`id-${at}`, `Clinic ${at}; "é"`, at % 3 === 0 ? '' : String(at)]),
];

export function sourceContract(name: string, open: () => Promise<SourceUnderTest>): void {
  let place: SourceUnderTest;
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'etl-source-'));
    place = await open();
    await place.put(TABLE);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function readAll(size: number, run = 'run'): Promise<ReadAll> {
    const extract = await place.source.open(join(folder, run));
    const records: SourceRecord[] = [];
    const rows: number[] = [];
    const sizes: number[] = [];
    for await (const batch of extract.batches(size)) {
      const bad = batch.badRows ?? [];
      records.push(...batch.records);
      rows.push(...batch.records.map((one) => one.row), ...bad.map((one) => one.row));
      sizes.push(batch.records.length + bad.length);
    }
    return { extract, records, rows, sizes };
  }

  function checkHeader({ columns, positions, repeats }: Header): void {
    for (const [column, at] of positions) expect(columns.indexOf(column)).toBe(at);
    for (const inner of repeats?.values() ?? []) checkHeader(inner);
  }

  function checkRecord(record: SourceRecord, header: Header): void {
    expect(record.header).toBe(header);
    expect(record.cells).toHaveLength(header.columns.length);
    for (const [repeat, children] of record.repeats ?? []) {
      const inner = header.repeats?.get(repeat);
      if (!inner) throw new Error(`the header knows no ${repeat}`);
      for (const child of children) checkRecord(child, inner);
    }
  }

  describe(`source: ${name}`, () => {
    test('gives its header before any row, and then every record under it, blanks as blanks', async () => {
      const { extract, records } = await readAll(10);
      checkHeader(extract.header);
      expect(extract.header.columns).toEqual(TABLE[0]);
      for (const record of records) checkRecord(record, extract.header);
      expect(records.map((one) => one.cells)).toEqual(TABLE.slice(1));
    });

    test.each([1, 7, 1000])('in batches of at most %d: rows are counted from 1, whatever their batch', async (size) => {
      const { rows, sizes, records } = await readAll(size);
      expect(Math.max(...sizes)).toBeLessThanOrEqual(size);
      expect(Math.min(...sizes)).toBeGreaterThan(0);
      expect([...rows].sort((a, b) => a - b)).toEqual(TABLE.slice(1).map((_, at) => at + 1));
      expect(records.map((one) => one.cells)).toEqual(TABLE.slice(1));
    });

    test('knows how much of it has been given out, and never less than before', async () => {
      const extract = await place.source.open(join(folder, 'run'));
      const shares: number[] = [];
      for await (const _ of extract.batches(5)) shares.push(extract.share?.() ?? Number.NaN);
      expect(shares.at(-1)).toBe(1);
      expect(shares).toEqual(shares.toSorted((a, b) => a - b));
      expect(Math.min(...shares)).toBeGreaterThan(0);
    });

    test('its rows are read once', async () => {
      const { extract } = await readAll(10);
      await expect(extract.batches(10)[Symbol.asyncIterator]().next()).rejects.toThrow(/once/);
    });

    test('a source without rows has a header, and no batch', async () => {
      await place.put(TABLE.slice(0, 1));
      const { extract, records, sizes } = await readAll(10);
      expect(extract.header.columns).toEqual(TABLE[0]);
      expect([records, sizes]).toEqual([[], []]);
    });

    test('says where it is, without a secret, and how old', async () => {
      const { facts } = (await readAll(10)).extract;
      expect(facts.location).not.toBe('');
      for (const secret of place.secrets) expect(facts.location).not.toContain(secret);
      if (facts.modified) expect(Math.abs(Date.now() - facts.modified.getTime())).toBeLessThan(600_000);
    });

    test('its version, where it has one, is another where its content is', async () => {
      const first = (await readAll(10, 'run-1')).extract.facts.version;
      const again = (await readAll(10, 'run-2')).extract.facts.version;
      expect(again).toBe(first);
      await place.put([...TABLE, ['id-99', 'x', '']]);
      const changed = (await readAll(10, 'run-3')).extract.facts.version;
      if (first !== undefined) expect(changed).not.toBe(first);
    });

    test('its copy, where it keeps one, lies in the folder, is whole, and for its owner alone', async () => {
      const { copy } = (await readAll(10)).extract.facts;
      if (copy === undefined || !place.bytes) return;
      expect(copy.startsWith(join(folder, 'run'))).toBe(true);
      expect(await readFile(copy)).toEqual(await place.bytes());
      expect((await stat(copy)).mode & 0o777).toBe(0o600);
    });

    test('closed before its end, or half read, it can be opened again', async () => {
      await (await place.source.open(join(folder, 'run-1'))).close();
      const half = await place.source.open(join(folder, 'run-2'));
      for await (const batch of half.batches(5)) {
        expect(batch.records).toHaveLength(5);
        break;
      }
      await half.close();
      expect((await readAll(10, 'run-3')).records).toHaveLength(TABLE.length - 1);
    });

    test('what is not there is told as such', async () => {
      await expect(place.nowhere.open(folder)).rejects.toMatchObject({ code: 'source/not-found', exitCode: 3 });
    });
  });
}
