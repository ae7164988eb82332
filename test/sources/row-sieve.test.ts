/** Rows that are known by their bytes are left out; all that the parser says of the others must be as if nothing were. */
import { hash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { CsvRows, type RawRow } from '../../src/sources/csv-rows.ts';
import { CUT, endOfRow, ODD } from '../../src/sources/end-of-row.ts';
import { RowSieve } from '../../src/sources/row-sieve.ts';
import { randomOf } from '../engine/form-records.ts';

const SEEDS = Number(process.env['SIEVE_SEEDS'] ?? 100);

const FORM = { delimiter: ';', lineEnd: '\n', line: 1, sheetRow: 1, location: 'x.csv' } as const;
const DELIMITER = 0x3b;

const CELLS = [
  'a',
  '',
  '17',
  '"b"',
  '""',
  '"c;d"',
  '"e\nf"',
  '"g\r\nh"',
  '"i""j"',
  '"""k"""',
  'l"m',
  'n""',
  ' "o"',
  '"Urgent" said she',
  '"p"q"r"',
  '"s" ',
  't\ru',
  '"v\rw"',
  '\ufeff"x"',
  '\u001a',
  '\ufeff',
  'é',
  '"\u0000"',
  '"y"\u0000',
  '"z"\r1',
];
const ENDS = ['\n', '\n', '\n', '\r\n', '\r\r\n', ' \n', '\n\n', '\n \n', '\n;;\n'];

type Random = (below: number) => number;

/** Odd cells are few, so that something is left out. */
function textOf(random: Random, oddness: number): string {
  const pick = <T>(of: readonly T[]): T => of[random(of.length)] as T;
  const plain = CELLS.slice(0, 10);
  const cell = (): string => pick(random(100) < oddness ? CELLS : plain);
  const rows = Array.from({ length: 2 + random(12) }, () => {
    const row = Array.from({ length: 1 + random(4) }, cell).join(';');
    return row + pick(random(3) === 0 ? ENDS : ['\n']);
  });
  const all = ['id;b;c\n', ...rows, ...rows.slice(0, random(3))].join('');
  return random(3) === 0 ? all.slice(0, all.length - 1 - random(6)) : all;
}

function chunksOf(bytes: Buffer, random: Random): Buffer[] {
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const size = 1 + random(random(2) === 0 ? 4 : 60);
    chunks.push(bytes.subarray(at, at + size));
    at += size;
  }
  return chunks;
}

type Shown = Pick<RawRow, 'cells' | 'line' | 'sheetRow' | 'isOpen'> & { readonly row: number };

interface Read {
  readonly rows: readonly Shown[];
  readonly error: string | undefined;
}

async function read(feeds: () => AsyncIterable<readonly RawRow[]>): Promise<Read & { digests: Map<string, string> }> {
  const rows: Shown[] = [];
  const digests = new Map<string, string>();
  let row = 0;
  try {
    for await (const batch of feeds())
      for (const { cells, line, sheetRow, isOpen, skipped, digest } of batch) {
        row += skipped + 1;
        rows.push({ cells, line, sheetRow, isOpen, row });
        if (digest !== undefined) digests.set(digest, JSON.stringify(cells));
      }
  } catch (error) {
    return { rows, error: String(error), digests };
  }
  return { rows, error: undefined, digests };
}

function alone(chunks: readonly Buffer[]): () => AsyncIterable<readonly RawRow[]> {
  const rows = new CsvRows(FORM);
  return async function* () {
    for (const chunk of chunks) yield await rows.feed(chunk);
    yield await rows.end();
  };
}

function sieved(chunks: readonly Buffer[], known: ReadonlySet<string>, taken: string[]): () => AsyncIterable<RawRow[]> {
  const rows = new CsvRows(FORM);
  const takes = (digest: string): boolean => known.has(digest) && taken.push(digest) > 0;
  return async function* () {
    const [first = Buffer.alloc(0), ...others] = chunks;
    yield await rows.feed(first);
    const sieve = new RowSieve(rows, DELIMITER, { takes });
    for (const chunk of others) yield await sieve.feed(chunk);
    yield await sieve.end();
  };
}

describe('what is left out changes nothing of the others', () => {
  test.each([0, 3, 30])('with %d odd cells of a hundred', async (oddness) => {
    let leftOut = 0;
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const random = randomOf(seed * 31 + oddness);
      const bytes = Buffer.from(textOf(random, oddness));
      const whole = await read(alone([bytes]));
      const heard = await read(sieved(chunksOf(bytes, random), new Set(), []));
      expect({ seed, error: heard.error }).toEqual({ seed, error: whole.error });
      // Of a file that cannot be read, it does not matter how far it came.
      if (whole.error === undefined) expect({ seed, rows: heard.rows }).toEqual({ seed, rows: whole.rows });
      const known = new Set([...heard.digests.keys()].filter(() => random(3) > 0));
      const taken: string[] = [];
      const rest = await read(sieved(chunksOf(bytes, random), known, taken));
      const given = new Set(rest.rows.map(({ row }) => row));
      leftOut += taken.length;
      expect({ seed, error: rest.error }).toEqual({ seed, error: whole.error });
      if (whole.error !== undefined) continue;
      // The same rows, but those that were taken, and these are in their places.
      expect({ seed, rows: rest.rows }).toEqual({ seed, rows: whole.rows.filter(({ row }) => given.has(row)) });
      const cellsTaken = taken.map((digest) => heard.digests.get(digest) ?? '').sort();
      const missing = whole.rows.filter(({ row }) => !given.has(row)).map(({ cells }) => JSON.stringify(cells));
      expect({ seed, missing: missing.sort() }).toEqual({ seed, missing: cellsTaken });
    }
    expect(leftOut).toBeGreaterThan(SEEDS);
  });

  test('a row of which the quotes are never closed is left to the parser, however long it is', async () => {
    const row = '1;2;3\n';
    const bytes = Buffer.from(`id;b;c\n${row.repeat(10)}"open;${'x'.repeat(3_000_000)}\n${row}`);
    const chunks = Array.from({ length: 40 }, (_, n) => bytes.subarray(n * 80_000, (n + 1) * 80_000));
    const { error, rows } = await read(sieved([bytes.subarray(0, 9), bytes.subarray(9, 20), ...chunks], new Set(), []));
    expect(rows.length).toBeGreaterThan(0);
    expect(error).toContain('quote');
  });
});

test('where a row ends', () => {
  const ends = (text: string): number => endOfRow(Buffer.from(text), 0, DELIMITER);
  expect(ends('a;b\nc')).toBe(4);
  expect(ends('a;b\r\nc')).toBe(5);
  expect(ends('"a;\n""b"\nc')).toBe(9);
  expect(ends('"a"\r\nc')).toBe(5);
  expect(ends('a"b;"c"\nd')).toBe(8);
  expect(ends('\n')).toBe(1);
  for (const cut of ['', 'a', 'a;', '"a', '"a"', '"a""', '"a"\r', 'a\r', ';']) expect(ends(cut)).toBe(CUT);
  for (const odd of ['"a"b\n', '"a" \n', '"a"\rb\n', '"a"\u0000\n', '""a"\n']) expect(ends(odd)).toBe(ODD);
  expect(hash('sha256', 'x', 'binary')).toHaveLength(32);
});
