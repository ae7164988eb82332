/** The index through crashes at every point of a save: what was recorded is there again, and nobody's work is lost. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { JsonIndex } from '../../../src/index/json/json-index.ts';
import { FileStorage } from '../../../src/storage/file.ts';

const CLAIM = { namespace: 'n', server: 's', program: 'p', header: [] };
const entry = (uid: string, more: object = {}) => ({
  dhis2_uuid: uid,
  uploaded: true,
  deleted: false,
  deleted_dhis2: false,
  ...more,
});

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'etl-journal-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

const at = (name: string): string => join(folder, name);
const JOURNAL = 'index.json.journal.ndjson';
const SIDECAR = 'index.json.etl.json';

async function load(): Promise<JsonIndex> {
  const { index } = await JsonIndex.load(new FileStorage(folder), 'index.json');
  index.claim(CLAIM);
  return index;
}

/** An index with two entries, saved. */
async function saved(): Promise<JsonIndex> {
  const index = await load();
  index.entries.record('a', entry('AAAAAAAAAAA', { hash: 'v1:a' }));
  index.entries.record('b', entry('BBBBBBBBBBB', { hash: 'v1:b' }));
  await index.save();
  return index;
}

test('what a checkpoint has kept is there after a crash, and believed', async () => {
  const index = await saved();
  index.entries.record('a', { hash: undefined, was: 'v1:a', error: 'NO_RESPONSE_FROM_DHIS2' });
  index.entries.record('c', entry('CCCCCCCCCCC', { uploaded: false }));
  await index.checkpoint();
  const again = await load();
  expect(again.entries.get('a')).toEqual(entry('AAAAAAAAAAA', { was: 'v1:a', error: 'NO_RESPONSE_FROM_DHIS2' }));
  expect(again.entries.get('c')).toEqual(entry('CCCCCCCCCCC', { uploaded: false }));
  expect([again.entries.unbelieved, again.entries.lost]).toEqual([0, 0]);
});

test('what was recorded after the checkpoint is not there, and what was saved is not played again', async () => {
  const index = await saved();
  index.entries.record('a', { hash: 'v1:a2' });
  await index.checkpoint();
  index.entries.record('a', { hash: 'v1:a3' });
  expect((await load()).entries.get('a')).toMatchObject({ hash: 'v1:a2' });
  await index.save();
  expect((await load()).entries.get('a')).toMatchObject({ hash: 'v1:a3' });
  expect((await load()).entries.isDirty).toBe(false);
});

describe('of many checkpoints', () => {
  /** A storage that counts what is written to the journal, and can fail at it. */
  class Counted extends FileStorage {
    bytes = 0;
    isFull = false;

    override append(path: string, bytes: Buffer, size: number): Promise<boolean> {
      if (this.isFull) throw new Error('no space');
      this.bytes += bytes.length;
      return super.append(path, bytes, size);
    }

    override writeThrough(
      path: string,
      chunks: Iterable<Buffer>,
      expect?: string,
    ): ReturnType<FileStorage['writeThrough']> {
      const all = [...chunks].map((chunk) => Buffer.from(chunk));
      if (path === JOURNAL) for (const chunk of all) this.bytes += chunk.length;
      return super.writeThrough(path, all, expect);
    }
  }

  async function counted(): Promise<{ storage: Counted; index: JsonIndex }> {
    await saved();
    const storage = new Counted(folder);
    const { index } = await JsonIndex.load(storage, 'index.json');
    index.claim(CLAIM);
    return { storage, index };
  }

  const keyOf = (n: number): string => `k${n}`;
  const uidOf = (n: number): string => `U${String(n).padStart(10, '0')}`;

  test('each writes what has come since the one before, and all of it is there after a crash', async () => {
    const { storage, index } = await counted();
    const costs: number[] = [];
    for (let n = 0; n < 40; n += 1) {
      index.entries.record(keyOf(n), entry(uidOf(n), { hash: `v1:${n}` }));
      index.entries.record('a', { hash: `v1:a${n}` });
      const before = storage.bytes;
      await index.checkpoint();
      costs.push(storage.bytes - before);
    }
    expect(costs[39]).toBeLessThan(1.2 * (costs[1] ?? 0));
    const again = await load();
    for (let n = 0; n < 40; n += 1) expect(again.entries.get(keyOf(n))).toEqual(entry(uidOf(n), { hash: `v1:${n}` }));
    expect(again.entries.get('a')).toEqual(entry('AAAAAAAAAAA', { hash: 'v1:a39' }));
    expect([again.entries.unbelieved, again.entries.lost]).toEqual([0, 0]);
    await again.save();
    expect((await load()).entries).toMatchObject({ size: 42, unbelieved: 0, lost: 0, isDirty: false });
  });

  test('an entry that gets one address after another has the last one', async () => {
    const { index } = await counted();
    for (const n of [1, 2, 3]) {
      index.entries.record('a', entry(uidOf(n), { uploaded: false }));
      await index.checkpoint();
    }
    expect((await load()).entries.get('a')?.dhis2_uuid).toBe(uidOf(3));
  });

  test('cut short anywhere, it has what the checkpoints before had kept, and the next run goes on from there', async () => {
    const { index } = await counted();
    const sizes: number[] = [];
    for (const n of [1, 2, 3]) {
      index.entries.record('a', { hash: `v1:a${n}` });
      index.entries.record(keyOf(n), entry(uidOf(n)));
      await index.checkpoint();
      sizes.push((await readFile(at(JOURNAL))).length);
    }
    const whole = await readFile(at(JOURNAL));
    for (let end = sizes[1] ?? 0; end < whole.length; end += 7) {
      await writeFile(at(JOURNAL), whole.subarray(0, end));
      const again = await load();
      expect(['v1:a2', 'v1:a3']).toContain(again.entries.get('a')?.hash);
      expect(again.entries.get(keyOf(2))).toEqual(entry(uidOf(2)));
      again.entries.record(keyOf(4), entry(uidOf(4)));
      await again.checkpoint();
      const third = await load();
      expect(third.entries.get(keyOf(4))).toEqual(entry(uidOf(4)));
      expect([third.entries.get('a')?.hash, third.entries.unbelieved]).toEqual([again.entries.get('a')?.hash, 0]);
    }
  });

  test('where one fails, or somebody has put another file there, the next one writes all of it', async () => {
    const { storage, index } = await counted();
    const checkpointWith = async (n: number): Promise<void> => {
      index.entries.record(keyOf(n), entry(uidOf(n)));
      await index.checkpoint();
    };
    await checkpointWith(1);
    storage.isFull = true;
    await expect(checkpointWith(2)).rejects.toThrow('no space');
    storage.isFull = false;
    await checkpointWith(3);
    await writeFile(at(JOURNAL), 'theirs');
    await checkpointWith(4);
    const { entries } = await load();
    expect([1, 2, 3, 4].map((n) => entries.get(keyOf(n))?.dhis2_uuid)).toEqual([1, 2, 3, 4].map(uidOf));
  });

  test('what shapes stand for comes along with the changes that speak of them', async () => {
    const { index } = await counted();
    const names = ['one', 'two'].map((target) => {
      const shape = index.shapes.nameOf([target]);
      index.entries.record('a', { shape });
      return shape;
    });
    await index.checkpoint();
    const third = index.shapes.nameOf(['three']);
    index.entries.record('b', { shape: third });
    await index.checkpoint();
    const { shapes, entries } = await load();
    expect(shapes.get(names[1] ?? '')).toEqual(['two']);
    expect(shapes.get(entries.get('b')?.shape ?? '')).toEqual(['three']);
  });
});

describe('killed in a save', () => {
  /** The files of a save, in the order in which they are written. */
  const ORDER = ['index.json', SIDECAR, JOURNAL] as const;

  test.each([0, 1, 2, 3])('after %i of its files', async (written) => {
    const index = await saved();
    index.entries.record('a', { hash: 'v1:a2' });
    index.entries.record('c', entry('CCCCCCCCCCC', { hash: 'v1:c' }));
    await index.checkpoint();
    const before = await Promise.all(ORDER.map((name) => readFile(at(name))));
    await index.save();
    for (const [n, name] of ORDER.entries()) if (n >= written) await writeFile(at(name), before[n] as Buffer);
    const again = await load();
    expect(again.entries.get('a')).toMatchObject({ hash: 'v1:a2' });
    expect(again.entries.get('c')).toMatchObject({ hash: 'v1:c' });
    expect([again.entries.unbelieved, again.entries.lost]).toEqual([0, 0]);
    await again.save();
    expect((await load()).entries).toMatchObject({ unbelieved: 0, lost: 0, isDirty: false });
  });
});

describe('somebody else has written since', () => {
  test('their changes stay, ours are put in, and what they touched is not believed', async () => {
    const index = await saved();
    index.entries.record('a', { hash: 'v1:a2' });
    index.entries.record('b', { hash: 'v1:b2' });
    await index.checkpoint();
    await change((entries) => Object.assign(entries['b'] as object, { deleted: true, status: 'x' }));
    const again = await load();
    expect(again.entries.get('b')).toEqual(entry('BBBBBBBBBBB', { hash: 'v1:b2', deleted: true, status: 'x' }));
    expect([again.entries.isBelieved('a'), again.entries.isBelieved('b')]).toEqual([true, false]);
  });

  test('an entry that they gave another UID stays theirs', async () => {
    const index = await saved();
    index.entries.record('b', { hash: 'v1:b2' });
    await index.checkpoint();
    await change((entries) => Object.assign(entries['b'] as object, { dhis2_uuid: 'ZZZZZZZZZZZ' }));
    const again = await load();
    expect(again.entries.get('b')).toMatchObject({ dhis2_uuid: 'ZZZZZZZZZZZ', hash: 'v1:b' });
    expect(again.entries.isBelieved('b')).toBe(false);
  });

  test('an index of an earlier day: entries that changed since are not believed, those that are gone are told', async () => {
    const index = await saved();
    const yesterday = await readFile(at('index.json'));
    index.entries.record('a', { hash: 'v1:a2' });
    index.entries.record('c', entry('CCCCCCCCCCC'));
    await index.save();
    await writeFile(at('index.json'), yesterday);
    const again = await load();
    expect([again.entries.isBelieved('a'), again.entries.isBelieved('b'), again.entries.lost]).toEqual([
      false,
      true,
      1,
    ]);
  });

  test('while we are at work: told at the next start', async () => {
    const index = await saved();
    await change((entries) => Object.assign(entries['b'] as object, { deleted: true }));
    index.entries.record('a', { hash: 'v1:a2' });
    await index.save();
    const again = await load();
    expect([again.entries.isBelieved('a'), again.entries.isBelieved('b')]).toEqual([true, false]);
  });
});

async function change(how: (entries: Record<string, unknown>) => void): Promise<void> {
  const entries = JSON.parse(await readFile(at('index.json'), 'utf8')) as Record<string, unknown>;
  how(entries);
  await writeFile(at('index.json'), JSON.stringify(entries));
}

test('what is not believed stays so until DHIS2 has told', async () => {
  await saved();
  await change((entries) => Object.assign(entries['b'] as object, { error: 'x' }));
  const first = await load();
  first.entries.record('b', { missing_since: '2026-01-01T00:00:00.000Z' });
  await first.save();
  const second = await load();
  expect(second.entries.isBelieved('b')).toBe(false);
  second.entries.record('b', {}, true);
  await second.save();
  expect((await load()).entries.isBelieved('b')).toBe(true);
});

test.each([
  ['nothing', ''],
  ['no JSON', '{'],
  ['another format', '{"format":2,"base":"x"}\n'],
  ['lists', '[]\n[]\n'],
  ['changes of nothing', '{"format":1,"base":"x"}\n{"key":1}\n{"key":"a","patch":3}\nnull\n'],
])('a journal that is none is left alone: %s', async (_, text) => {
  await saved();
  await writeFile(at(JOURNAL), text);
  expect((await load()).entries.get('a')).toMatchObject({ hash: 'v1:a' });
});

test('a journal whose changes make no entry is refused like an index that has one', async () => {
  await saved();
  const { digest } = JSON.parse(await readFile(at(SIDECAR), 'utf8')) as { digest: string };
  await writeFile(at(JOURNAL), `{"format":1,"base":"${digest}"}\n{"key":"c","patch":{"uploaded":"yes"}}\n`);
  await expect(load()).rejects.toMatchObject({ code: 'index/bad-uid', exitCode: 3 });
});

test('changes of an entry that is gone since make no entry: it counts as lost', async () => {
  const index = await saved();
  index.entries.record('a', { was: 'v1:a', hash: undefined });
  index.entries.record('c', entry('CCCCCCCCCCC', { uploaded: false }));
  await index.checkpoint();
  await writeFile(at('index.json'), '{}');
  const again = await load();
  expect([again.entries.get('a'), again.entries.get('c')?.dhis2_uuid, again.entries.lost]).toEqual([
    undefined,
    'CCCCCCCCCCC',
    2,
  ]);
});
