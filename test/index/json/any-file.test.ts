/** An index read as it comes in is the same as one that is parsed whole, whoever has written the file, and however it is spoilt. */
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { UID } from '../../../src/base/data-schema.ts';
import { EtlError } from '../../../src/base/errors.ts';
import type { Json } from '../../../src/base/json.ts';
import { toLegacyJson } from '../../../src/base/legacy-json.ts';
import { parseIndex, toIndexBytes } from '../../../src/index/json/index-file.ts';
import { CompactEntries } from '../../../src/index/json/compact/compact-entries.ts';
import { Order } from '../../../src/index/json/compact/order.ts';
import { LegacyReader, UnfamiliarError } from '../../../src/index/json/compact/legacy-reader.ts';
import { toFileChunks } from '../../../src/index/json/compact/written-file.ts';
import { loadEntries } from '../../../src/index/json/load-entries.ts';
import type { RawEntry } from '../../../src/index/json/raw-entry.ts';
import { FileStorage } from '../../../src/storage/file.ts';
import { Random } from '../../fuzz/random.ts';
import { inTurn } from '../../slice.ts';

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'etl-any-file-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What a file comes to: its entries, or why it is refused. */
type Outcome =
  | { readonly entries: readonly (readonly [string, RawEntry])[] }
  | { readonly code: string; readonly says: string };

function refusal(error: unknown): Outcome {
  if (!(error instanceof EtlError)) throw error;
  return { code: error.code, says: error.message };
}

const sorted = (entries: Iterable<readonly [string, RawEntry]>) => [...entries].sort(([a], [b]) => (a < b ? -1 : 1));

/** As all files were read before: whole. */
function readWhole(bytes: Buffer): Outcome {
  try {
    let text: string;
    try {
      text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      throw new EtlError('index/not-json', { location: join(folder, 'i.json') });
    }
    return { entries: sorted(parseIndex(text, join(folder, 'i.json'))) };
  } catch (error) {
    return refusal(error);
  }
}

async function readThrough(bytes: Buffer): Promise<Outcome> {
  await writeFile(join(folder, 'i.json'), bytes);
  try {
    const { entries, sorted: inOrder, isExact, digest } = await loadEntries(new FileStorage(folder), 'i.json', UID);
    expect(digest).toBe(createHash('sha256').update(bytes).digest('base64url'));
    const read = Array.from({ length: entries.size }, (_, slot) => entries.readAt(slot));
    for (const { key, entry } of read) expect(entries.get(key)).toEqual(entry);
    const written = fileOf(entries, inOrder);
    expect(written.equals(toIndexBytes(new Map(read.map(({ key, entry }) => [key, entry]))))).toBe(true);
    expect(isExact && !written.equals(bytes)).toBe(false);
    return { entries: sorted(read.map(({ key, entry }) => [key, entry] as const)) };
  } catch (error) {
    return refusal(error);
  }
}

function fileOf(entries: LegacyReader['entries'], inOrder: number): Buffer {
  const chunks: Buffer[] = [];
  for (const chunk of toFileChunks(entries, new Order(inOrder).of(entries))) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** Whether a file is taken as it comes in, cut into pieces of so many bytes. */
function takesInPieces(bytes: Buffer, size: number): Outcome | 'parsed whole' {
  const reader = new LegacyReader(join(folder, 'i.json'), UID);
  const memory = Buffer.alloc(size);
  try {
    for (let at = 0; at < bytes.length; at += size)
      reader.take(memory.subarray(0, bytes.copy(memory, 0, at, at + size)));
    const entries = reader.end();
    return {
      entries: sorted(
        Array.from({ length: entries.size }, (_, slot) => entries.readAt(slot)).map(
          ({ key, entry }) => [key, entry] as const,
        ),
      ),
    };
  } catch (error) {
    if (error instanceof UnfamiliarError) return 'parsed whole';
    throw error;
  }
}

const SEEDS = Array.from({ length: 60 }, (_, seed) => seed);

describe('an index of any kind', () => {
  test.each(SEEDS)('laid out as runs write it, in pieces of any size (%s)', async (seed) => {
    const random = new Random('any-file', seed);
    const bytes = Buffer.from(toLegacyJson(randomIndex(random, 0.3) as unknown as Json));
    const whole = readWhole(bytes);
    expect(await readThrough(bytes)).toEqual(whole);
    expect(takesInPieces(bytes, random.pick([1, 2, 3, 7, 50, 333, 100_000]))).toEqual(
      'entries' in whole && whole.entries.length > 0 ? whole : 'parsed whole',
    );
  });

  test.each(SEEDS)('written by others, spoilt, or both (%s)', async (seed) => {
    const random = new Random('any-file-spoilt', seed);
    for (let n = 0; n < 12; n += 1) {
      const bytes = spoil(random, layOut(random, randomIndex(random, random.pick([0, 0.3, 1]))));
      expect(await readThrough(bytes)).toEqual(readWhole(bytes));
    }
  });
});

/** A mark of an entry is of its short form: how it came to that must not show. */
test.each(SEEDS)('an entry that is put has the very short form of one that is read (%s)', (seed) => {
  const index = randomIndex(new Random('any-file-put', seed), 0.2);
  const whole = readWhole(Buffer.from(toLegacyJson(index as unknown as Json)));
  const entries = 'entries' in whole ? whole.entries : [];
  if (entries.length === 0) return;
  const put = new CompactEntries();
  for (const [key, entry] of entries) put.put(key, entry);
  const reader = new LegacyReader(join(folder, 'i.json'), UID);
  reader.take(Buffer.from(toLegacyJson(Object.fromEntries(entries) as unknown as Json)));
  const read = reader.end();
  const marksOf = (all: CompactEntries) => entries.map(([key]) => [key, all.markAt(all.slotOf(key))]);
  expect(marksOf(put)).toEqual(marksOf(read));
});

/** One byte after the other of a small file, in the place of which stands something else, or nothing. */
test('a small file, spoilt at each of its bytes', async () => {
  const one = { deleted: false, deleted_dhis2: false, dhis2_uuid: 'AbcdefghijK', error: 'x', uploaded: true };
  const two = {
    ...one,
    dhis2_uuid: 'AbcdefghijL',
    generation: 2,
    hash: 'v1:é',
    ids: ['a', 'b'],
    since: '2026-01-01T00:00:00.000Z',
  };
  const bytes = Buffer.from(toLegacyJson({ a: one, b: two }));
  const misread: unknown[] = [];
  const check = (spoilt: Buffer): void => {
    const taken = takesInPieces(spoilt, 100_000);
    if (taken === 'parsed whole') return;
    const whole = readWhole(spoilt);
    if (!isDeepStrictEqual(taken, whole)) misread.push({ text: spoilt.toString(), taken, whole });
  };
  for (let at = 0; at < bytes.length; at += 1) {
    for (const put of inTurn(['', '"', '\\', '\n', '1', ',', '}', ' ', '\u0001', '\u0003'], at, 2)) {
      const rest = bytes.subarray(at + (put === '' ? 1 : 0));
      check(Buffer.concat([bytes.subarray(0, at), Buffer.from(put), rest]));
    }
    for (const put of inTurn([0x01, 0x06, 0x1a, 0x22, 0x5c, 0x80, 0xff, 0x30, 0x61], at, 2)) {
      const spoilt = Buffer.from(bytes);
      spoilt[at] = put;
      check(spoilt);
    }
  }
  expect(misread).toEqual([]);
});

test('an entry of many megabytes is kept, among others', async () => {
  const entry = (uid: string, more: object = {}) => ({
    deleted: false,
    deleted_dhis2: false,
    dhis2_uuid: uid,
    uploaded: true,
    ...more,
  });
  const index = {
    a: entry('AbcdefghijK'),
    b: entry('AbcdefghijL', { ids: '0123456789'.split('').map((id) => id.repeat(500_000)) }),
    c: entry('AbcdefghijM', { hash: 'h'.repeat(4 << 20) }),
    d: entry('AbcdefghijN'),
  };
  const bytes = Buffer.from(toLegacyJson(index));
  expect(await readThrough(bytes)).toEqual(readWhole(bytes));
});

test.each(['', '1', '12'])(
  'a list of very many short texts, as another tool may keep it, is written whole (%j)',
  async (text) => {
    const answers = Array.from({ length: 100_000 }, () => text);
    const one = { deleted: false, deleted_dhis2: false, dhis2_uuid: 'AbcdefghijK', uploaded: true };
    const bytes = Buffer.from(toLegacyJson({ a: { answers, ...one } }));
    expect(await readThrough(bytes)).toEqual(readWhole(bytes));
  },
);

test.each([' ', '\r\n\t', '\u000b', '\u000c', '\u00a0', '\ufeff', '\u0000', '}'])(
  'what stands behind the end of a file (%j)',
  async (end) => {
    const one = { deleted: false, deleted_dhis2: false, dhis2_uuid: 'AbcdefghijK', uploaded: true };
    const legacy = toLegacyJson({ a: one });
    for (const encoding of ['utf8', 'latin1'] as const) {
      const bytes = Buffer.concat([Buffer.from(legacy), Buffer.from(end, encoding)]);
      expect(await readThrough(bytes)).toEqual(readWhole(bytes));
    }
  },
);

test('what is too large to be parsed is read as runs write it, and refused where it is not', async () => {
  class Huge extends FileStorage {
    override async open(path: string): ReturnType<FileStorage['open']> {
      const opened = await super.open(path);
      return opened && { ...opened, stream: opened.stream, size: 900 * 1024 * 1024 };
    }
  }
  const entry = (uid: string) => ({ deleted: false, deleted_dhis2: false, dhis2_uuid: uid, uploaded: true });
  const load = async (text: string) => {
    await writeFile(join(folder, 'huge.json'), text);
    return loadEntries(new Huge(folder), 'huge.json', UID);
  };
  const legacy = toLegacyJson({ a: entry('AbcdefghijK'), b: entry('AbcdefghijL') });
  expect((await load(legacy)).entries.size).toBe(2);
  expect((await load(`${legacy}\n`)).entries.size).toBe(2);
  await expect(load(JSON.stringify(JSON.parse(legacy)))).rejects.toMatchObject({
    code: 'index/other-layout',
    exitCode: 3,
  });
  await expect(load(legacy.replace('"b": {', '"b": {,'))).rejects.toThrow(/900 MiB.*up to the entry a/);
  await expect(load(legacy.replace('ghijL', 'gh'))).rejects.toMatchObject({ code: 'index/bad-uid' });
  await expect(load(legacy.replace('ghijL', 'ghijK'))).rejects.toMatchObject({ code: 'index/uid-twice' });
  await expect(load(legacy.replace('"b"', '"a"'))).rejects.toMatchObject({ code: 'index/other-layout' });
});

const KEYS = [
  '__proto__',
  'constructor',
  '42',
  '7',
  'é\u0301',
  'a\u0000b',
  '\ud800',
  '\u0010x',
  '😀',
  '～',
  'uuid:1',
  ' blank ',
  'a\u001fvisit/1',
  'quote"\\',
  'z\u2028',
  '',
];

/** Entries as our releases, earlier tools and people have written them. `strange`: how many of them are none of ours. */
function randomIndex(random: Random, strange: number): Record<string, Json> {
  const index = Object.create(null) as Record<string, Json>;
  const count = random.pick([0, 1, 2, 5, 12]);
  for (let at = 0; at < count; at += 1) {
    const key = random.chance(strange) ? random.pick(KEYS) : `key-${String(random.below(40)).padStart(3, '0')}`;
    const fields = ours(random, `Uid${String(at).padStart(8, '0')}`);
    index[key] = random.chance(strange) ? { ...fields, ...strangeFields(random) } : fields;
  }
  return index;
}

function ours(random: Random, uid: string): Record<string, Json> {
  const maybe = (fields: Record<string, Json>): Record<string, Json> => (random.chance(0.5) ? fields : {});
  const time = () =>
    `2026-0${1 + random.below(9)}-${random.pick(['01', '28', '31', '30', '00'])}T02:00:0${random.below(9)}.000Z`;
  return {
    dhis2_uuid: uid,
    uploaded: random.chance(0.8),
    ...maybe({ deleted: random.chance(0.2) }),
    ...maybe({ deleted_dhis2: random.chance(0.2) }),
    ...maybe({ ids: random.pick<Json>([[], ['a'], ['a', 'é', 'uuid:9']]) }),
    ...maybe({ hash: 'v1:h', shape: 's' }),
    ...maybe({ row_digest: 'r' }),
    ...maybe({ sent_at: '2026-01-02T00:00:00.000Z' }),
    ...(random.chance(0.05) && { since: time() }),
    ...maybe({ pair: 'p' }),
    ...maybe({ generation: random.below(12) }),
    ...(random.chance(0.2) && { error: random.pick(['x', 'NO_RESPONSE_FROM_DHIS2', 'UNKNOWN_OU:Éa']) }),
    ...(random.chance(0.2) && { doubts: ['v1:d s'], previous_uids: [], was: 'v1:w', part_of: 'v1:p' }),
  };
}

function strangeFields(random: Random): Record<string, Json> {
  return random.pick<Record<string, Json>>([
    { status: 'reviewed' },
    { note: null, review: { by: ['x', 1, null], toString: '…', hash: { ids: [] } } },
    { left: { DeVillage01: 'x' }, moved_from: [{ address: 'Abcdefghijk', sends: ['v1:h s'] }] },
    { error: null, deleted: null },
    { hash: 'v1:"\\' },
    { ids: ['\ud800', 'a"b', ' blank '] },
    { generation: -1 },
    { generation: 1.5 },
    { uploaded: 'yes' },
    { dhis2_uuid: 'short' },
    { dhis2_uuid: 'Uid00000000' },
    { ids: 'a' },
    { since: 'yesterday' },
    { ['__proto__']: 1 },
    { zzz: [] },
    { aaa: 'first' },
  ]);
}

function layOut(random: Random, index: Record<string, Json>): string {
  const shuffled = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(shuffled);
    if (value === null || typeof value !== 'object') return value;
    const entries = Object.entries(value).sort(() => random.pick([-1, 1]));
    const object = Object.create(null) as Record<string, Json>;
    for (const [name, inner] of entries) object[name] = shuffled(inner);
    return object;
  };
  const legacy = toLegacyJson(index);
  return random.pick([
    () => legacy,
    () => `${legacy}\n`,
    () => `\uFEFF${legacy}`,
    () => legacy.replaceAll('\n', '\r\n'),
    () => legacy.replaceAll('    ', '\t'),
    () => legacy.replaceAll('é', '\\u00e9').replaceAll('a', '\\u0061'),
    () => JSON.stringify(index),
    () => JSON.stringify(shuffled(index), null, 4),
    () => JSON.stringify(index, null, 2),
    () => legacy.replaceAll(': ', ':'),
    () => legacy.replaceAll('[]', '[ ]'),
  ])();
}

function spoil(random: Random, text: string): Buffer {
  const bytes = Buffer.from(text);
  const at = random.below(bytes.length + 1);
  const lines = text.split('\n');
  const line = random.below(lines.length);
  return random.pick<() => Buffer>([
    () => bytes,
    () => bytes,
    () => bytes.subarray(0, at),
    () => Buffer.concat([bytes, bytes]),
    () => Buffer.concat([bytes.subarray(0, at), Buffer.from([0xff]), bytes.subarray(at)]),
    () =>
      Buffer.concat([
        bytes.subarray(0, at),
        Buffer.from(random.pick(['"', '\\', ',', '}', '\n', '0', '\u0001'])),
        bytes.subarray(at),
      ]),
    () => Buffer.from(lines.toSpliced(line, 1).join('\n')),
    () => Buffer.from(lines.toSpliced(line, 0, lines[line] ?? '').join('\n')),
    () => Buffer.from(lines.toSpliced(line, 2, lines[line + 1] ?? '', lines[line] ?? '').join('\n')),
  ])();
}
