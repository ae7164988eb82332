/** An index goes from one store to another, and comes back as it was. */
import { cp, mkdir, mkdtemp, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Json } from '../../src/base/json.ts';
import type { MovableStore } from '../../src/contracts/moving.ts';
import { toIndexBytes } from '../../src/index/json/index-file.ts';
import { JsonStore } from '../../src/index/json/json-store.ts';
import type { RawEntry } from '../../src/index/json/raw-entry.ts';
import { moveIndex } from '../../src/index/move-index.ts';
import { SqliteStore } from '../../src/index/sqlite/sqlite-store.ts';
import { FileStorage } from '../../src/storage/file.ts';
import { Random } from '../fuzz/random.ts';

const MADE = join(import.meta.dirname, 'made-before');
const ADDRESS = { type: 'string', minLength: 1, expected: 'an address' } as const;
const MOVE = { address: ADDRESS, overwrites: false, isTrial: false, now: new Date('2026-03-01T00:00:00Z') } as const;
const OWNER = { namespace: 'n', server: 's', address: 'https://a', place: 'p' };

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'etl-move-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

const storage = (): FileStorage => new FileStorage(folder);
const json = (name = 'index.json'): JsonStore => new JsonStore(storage(), name);
const sqlite = (name = 'index.sqlite'): SqliteStore => new SqliteStore(storage(), name);
const read = (name: string): Promise<string> => readFile(join(folder, name), 'utf8');

function open(store: MovableStore, accepted: readonly string[] = [], isReadOnly = false) {
  return store.open({ whose: async () => OWNER, isReadOnly, accepted: new Set(accepted), address: ADDRESS });
}

/** There and back, to another name. */
async function thereAndBack(): Promise<void> {
  await moveIndex(json(), sqlite(), MOVE);
  await moveIndex(sqlite(), json('back.json'), MOVE);
}

describe('there and back', () => {
  test('an index of an earlier release: the file to the byte, and all that stands beside it', async () => {
    await cp(join(MADE, 'after.json'), join(folder, 'index.json'));
    await cp(join(MADE, 'after.sidecar.json'), join(folder, 'index.json.etl.json'));
    await thereAndBack();
    expect(await read('back.json')).toBe(await read('index.json'));
    expect(JSON.parse(await read('back.json.etl.json'))).toEqual(JSON.parse(await read('index.json.etl.json')));
  });

  test('with what a killed run has left in its journal', async () => {
    for (const name of ['index.json', 'index.json.etl.json', 'index.json.journal.ndjson'])
      await cp(join(MADE, name), join(folder, name));
    const before = await json().move({ address: ADDRESS, isTrial: true });
    const wanted = [...(await before.read()).entries()];
    await thereAndBack();
    const after = await json('back.json').move({ address: ADDRESS, isTrial: true });
    const got = [...(await after.read()).entries()];
    const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : 1);
    // An entry of which nothing can be in DHIS2 needs no seal.
    const seen = (all: typeof wanted) => all.map(({ name, kept }) => ({ name, kept })).sort(byName);
    expect(seen(got)).toEqual(seen(wanted));
  });

  test.each(Array.from({ length: 40 }, (_, seed) => seed))('whatever stands in it (%s)', async (seed) => {
    const entries = randomEntries(seed);
    await writeFile(join(folder, 'index.json'), toIndexBytes(entries));
    if (seed % 2 === 0) {
      const session = await open(json());
      await session.save();
      await session.close();
    }
    const before = await read('index.json');
    const sidecar = await read('index.json.etl.json').catch(() => 'none');
    await thereAndBack();
    expect(await read('back.json')).toBe(before);
    const back = await read('back.json.etl.json').catch(() => 'none');
    expect(back === 'none' ? back : JSON.parse(back)).toEqual(sidecar === 'none' ? sidecar : JSON.parse(sidecar));
  });

  test('what a run has learnt meanwhile counts, and the words of other tools stay', async () => {
    const raw = {
      dhis2_uuid: 'AbcdefghijK',
      uploaded: true,
      deleted: false,
      deleted_dhis2: false,
      error: 'DELETED_IN_DHIS2',
    };
    await writeFile(join(folder, 'index.json'), JSON.stringify({ a: { ...raw, status: 'reviewed' } }));
    await moveIndex(json(), sqlite(), MOVE);
    const session = await open(sqlite());
    await session.record([{ ref: { key: 'a', role: '' }, state: 'live', hash: 'v1:x' }]);
    await session.save();
    await session.close();
    await moveIndex(sqlite(), json('back.json'), MOVE);
    const { error: _, ...rest } = raw;
    expect(JSON.parse(await read('back.json'))).toEqual({
      a: { ...rest, hash: 'v1:x', status: 'reviewed' },
    });
  });
});

describe('what is known of rows goes along', () => {
  const rows = Buffer.from('as they were');
  beforeEach(async () => {
    const session = await open(json(), ['new-index']);
    await session.save();
    await session.close();
    await json().keepRows([rows]);
  });

  test('there and back', async () => {
    await moveIndex(json(), sqlite(), { ...MOVE, isTrial: true });
    expect(await sqlite().loadRows()).toBeUndefined();
    await thereAndBack();
    expect(await sqlite().loadRows()).toEqual(rows);
    expect(await json('back.json').loadRows()).toEqual(rows);
  });

  test('and an index is moved without, where it cannot be read', async () => {
    await rm(join(folder, 'index.json.etl.rows'));
    await mkdir(join(folder, 'index.json.etl.rows'));
    expect(await moveIndex(json(), sqlite(), MOVE)).toMatchObject({ isMoved: true });
    expect(await sqlite().loadRows()).toBeUndefined();
  });
});

describe('of two indexes one can be used', () => {
  beforeEach(async () => {
    const session = await open(json(), ['new-index']);
    await session.record([{ ref: { key: 'a', role: '' }, address: 'A', state: 'live', ids: ['a'], hash: 'v1:h' }]);
    await session.save();
    await session.close();
  });

  test('the old one is refused, by a look too, and says where the new one is', async () => {
    expect(await moveIndex(json(), sqlite(), MOVE)).toMatchObject({
      entries: 1,
      live: 1,
      states: { live: 1 },
      isMoved: true,
    });
    for (const isReadOnly of [false, true])
      await expect(open(json(), [], isReadOnly)).rejects.toMatchObject({ code: 'guard/index-moved', exitCode: 4 });
    await expect(open(json())).rejects.toThrow(/index\.sqlite on 2026-03-01/);
    const found = await (await open(sqlite(), [], true)).get([{ key: 'a', role: '' }]);
    expect(found[0]).toMatchObject({ isBelieved: true, entry: { address: 'A', state: 'live', hash: 'v1:h' } });
    await expect(moveIndex(json(), sqlite('other.sqlite'), MOVE)).rejects.toMatchObject({ code: 'index/moved-before' });
  });

  test('back where it was, where that is said', async () => {
    const before = await read('index.json');
    await moveIndex(json(), sqlite(), MOVE);
    await expect(moveIndex(sqlite(), json(), MOVE)).rejects.toMatchObject({ code: 'index/move-onto', exitCode: 4 });
    await moveIndex(sqlite(), json(), { ...MOVE, overwrites: true });
    expect(await read('index.json')).toBe(before);
    await (await open(json(), [], true)).close();
    await expect(open(sqlite(), [], true)).rejects.toMatchObject({ code: 'guard/index-moved' });
  });

  test('onto a link: the file that it names is replaced', async () => {
    await moveIndex(json(), sqlite('elsewhere.sqlite'), MOVE);
    await symlink('elsewhere.sqlite', join(folder, 'index.sqlite'));
    await moveIndex(sqlite('elsewhere.sqlite'), json('back.json'), MOVE);
    await moveIndex(json('back.json'), sqlite(), { ...MOVE, overwrites: true });
    expect(await readlink(join(folder, 'index.sqlite'))).toBe('elsewhere.sqlite');
    expect((await open(sqlite(), [], true)).size).toBe(1);
  });

  test('a trial writes nothing, and takes no lock', async () => {
    const session = await open(json());
    expect(await moveIndex(json(), sqlite(), { ...MOVE, isTrial: true })).toMatchObject({ entries: 1, isMoved: false });
    await expect(moveIndex(json(), sqlite(), MOVE)).rejects.toMatchObject({ code: 'run/locked', exitCode: 5 });
    await session.close();
    await expect(read('index.sqlite')).rejects.toThrow('ENOENT');
  });

  test('none to move, and none onto itself', async () => {
    await expect(moveIndex(json('no.json'), sqlite(), MOVE)).rejects.toMatchObject({ code: 'index/nothing-to-move' });
    await expect(moveIndex(json(), json(), MOVE)).rejects.toMatchObject({ code: 'index/moved-to-itself', exitCode: 2 });
  });

  test.each(['to SQLite', 'to JSON'])(
    'a move %s that is killed anywhere is made again, and comes to the same',
    async (where) => {
      if (where === 'to JSON') await moveIndex(json(), sqlite(), MOVE);
      const [from, to] = where === 'to JSON' ? ['index.sqlite', 'new.json'] : ['index.json', 'new.sqlite'];
      let at = 0;
      for (; ; at += 1) {
        const copy = await mkdtemp(join(tmpdir(), 'etl-move-killed-'));
        try {
          await cp(folder, copy, { recursive: true });
          const wasKilled = await moveIn(copy, from, to, at).then(
            () => false,
            (error: unknown) => (error as Error).message === 'killed',
          );
          if (wasKilled) {
            const usable = await usableIn(copy, [from, to]);
            expect(usable.length).toBeLessThanOrEqual(1);
            await moveIn(copy, from, to, Infinity);
          }
          expect(await usableIn(copy, [from, to])).toEqual([to]);
          const moved = storeIn(new FileStorage(copy), to);
          const [found] = await (await open(moved, [], true)).get([{ key: 'a', role: '' }]);
          expect(found).toMatchObject({ isBelieved: true, entry: { address: 'A', hash: 'v1:h' } });
          if (!wasKilled) break;
        } finally {
          await rm(copy, { recursive: true, force: true });
        }
      }
      expect(at).toBeGreaterThan(3);
    },
  );
});

function storeIn(files: FileStorage, name: string): MovableStore {
  return name.endsWith('.json') ? new JsonStore(files, name) : new SqliteStore(files, name);
}

/** A storage whose process is killed before its write of that number. */
class Killed extends FileStorage {
  #left: number;

  constructor(root: string, left: number) {
    super(root);
    this.#left = left;
  }

  override writeThrough(...args: Parameters<FileStorage['writeThrough']>): ReturnType<FileStorage['writeThrough']> {
    this.#left -= 1;
    if (this.#left < 0) throw new Error('killed');
    return super.writeThrough(...args);
  }
}

function moveIn(root: string, from: string, to: string, writes: number): Promise<unknown> {
  const files = new Killed(root, writes);
  return moveIndex(storeIn(files, from), storeIn(files, to), MOVE);
}

/** Those of two indexes that a run would take. */
async function usableIn(root: string, names: readonly string[]): Promise<string[]> {
  const usable: string[] = [];
  for (const name of names) {
    const session = await open(storeIn(new FileStorage(root), name)).catch(() => undefined);
    if (session) usable.push(name);
    await session?.close();
  }
  return usable;
}

/** Entries as our releases, earlier tools and people have written them, contradictions and strange names included. */
function randomEntries(seed: number): Map<string, RawEntry> {
  const random = new Random('move', seed);
  const pick = <T>(...choices: readonly T[]): T => random.pick(choices);
  const maybe = (fields: Record<string, Json>): Record<string, Json> => (random.chance(0.4) ? fields : {});
  const names = [
    '__proto__',
    'constructor',
    '42',
    'é\u0301',
    'a\u0000b',
    '\ud800',
    '\u0010x',
    '😀',
    'uuid:1',
    ' blank ',
    'a\u001fvisit/1',
  ];
  const entries = new Map<string, RawEntry>();
  for (let at = 0; at < 30; at += 1) {
    const name = names[at] ?? `key-${at}`;
    const fields: Record<string, Json> = {
      dhis2_uuid: `Uid${String(at).padStart(8, '0')}`,
      uploaded: pick(true, false),
      deleted: pick(true, false, false),
      deleted_dhis2: pick(true, false, false),
      ...maybe({
        error: pick(
          'NO_RESPONSE_FROM_DHIS2',
          'DHIS2_REJECTED',
          'DELETED_IN_DHIS2',
          'UNKNOWN_OU:Gamma',
          'source/bad',
          '',
        ),
      }),
      ...maybe({ ids: pick<Json>([], ['a'], [name, 'uuid:9', '\ud800']) }),
      ...maybe({ hash: 'v1:h' }),
      ...maybe({ was: 'v1:w' }),
      ...maybe({ shape: pick('s', '') }),
      ...maybe({ part_of: 'v1:p' }),
      ...maybe({ doubts: pick<Json>([], ['v1:d s'], ['v1:d', 'v1:e s t']) }),
      ...maybe({ left: pick<Json>({}, { DeVillage01: 'x' }) }),
      ...maybe({ generation: pick(0, 1, 2) }),
      ...maybe({ previous_uids: pick<Json>([], ['OldUid00001']) }),
      ...maybe({ moved_from: [{ address: `Old${at}`, sends: ['v1:h s'] }] }),
      ...maybe({ sent_at: '2026-01-02T00:00:00.000Z' }),
      ...maybe({ missing_since: '2026-01-03T00:00:00.000Z' }),
      ...maybe({ since: '2026-01-01T00:00:00.000Z' }),
      ...maybe({ pair: 'p' }),
      ...maybe({ status: 'reviewed', review: { by: ['x', 1, null], toString: '…' } }),
      ...maybe({ note: null }),
    };
    entries.set(name, fields as unknown as RawEntry);
  }
  return entries;
}
