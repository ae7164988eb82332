/** The file of an SQLite index, and what stands beside it: spoilt, foreign, read-only, left by a kill, put back, edited. */
import { spawnSync } from 'node:child_process';
import { chmod, copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Change, IndexSession } from '../../src/contracts/store.ts';
import { SqliteStore } from '../../src/index/sqlite/sqlite-store.ts';
import { FileStorage } from '../../src/storage/file.ts';

const ADDRESS = { type: 'string', minLength: 1, expected: 'an address' } as const;
const OWNER = { namespace: 'n', server: 's', address: 'https://a', place: 'p' };

let folder: string;
let file: string;
const sessions: IndexSession[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'etl-sqlite-'));
  file = join(folder, 'index.sqlite');
});
afterEach(async () => {
  for (const session of sessions.splice(0)) await session.close();
  await rm(folder, { recursive: true, force: true });
});

async function open(accepted: readonly string[] = [], isReadOnly = false): Promise<IndexSession> {
  const store = new SqliteStore(new FileStorage(folder), 'index.sqlite');
  const whose = async () => OWNER;
  const session = await store.open({ whose, isReadOnly, accepted: new Set(accepted), address: ADDRESS });
  sessions.push(session);
  return session;
}

const refOf = (key: string) => ({ key, role: '' });
const live = (key: string, more: Partial<Change> = {}): Change => ({
  ref: refOf(key),
  address: `at ${key}`,
  state: 'live',
  ids: [key],
  hash: 'v1:h',
  ...more,
});

async function keep(...changes: readonly Change[]): Promise<void> {
  const session = await open(['new-index']);
  await session.record(changes);
  await session.save();
  await session.close();
}

const keys = (count: number, from = 0): string[] => Array.from({ length: count }, (_, at) => `k${from + at}`);

describe('a file that is no index of ours', () => {
  test.each<[string, () => Promise<void>, string]>([
    ['no database', () => writeFile(file, '{"a":1}'.repeat(1000)), 'index/not-a-database'],
    [
      'cut short',
      async () => (
        await keep(...keys(200).map((key) => live(key))),
        writeFile(file, (await readFile(file)).subarray(0, 8192))
      ),
      'index/broken-database',
    ],
    ['of another program', async () => new DatabaseSync(file).exec('CREATE TABLE t (a)'), 'index/foreign-database'],
    [
      'of a later release',
      async () => (await keep(live('a')), new DatabaseSync(file).exec('PRAGMA user_version = 99')),
      'index/newer-database',
    ],
    [
      'without its tables',
      async () => (await keep(live('a')), new DatabaseSync(file).exec('DROP TABLE memory')),
      'index/database-failed',
    ],
    ['a folder', () => mkdir(file), 'storage/is-a-folder'],
    [
      'with a broken file beside it',
      async () => (await keep(live('a')), writeFile(`${file}.etl.json`, '{')),
      'index/bad-sidecar',
    ],
  ])('%s: refused with exit code 3, and stays as it is', async (_, make, code) => {
    await make();
    for (const isReadOnly of [false, true])
      await expect(open(['new-index'], isReadOnly)).rejects.toMatchObject({ code, exitCode: 3 });
  });

  test('a database of another program stays as it is', async () => {
    const database = new DatabaseSync(file);
    database.exec('PRAGMA journal_mode = WAL; CREATE TABLE t (a)');
    database.close();
    const bytes = await readFile(file);
    for (const isReadOnly of [false, true])
      await expect(open([], isReadOnly)).rejects.toMatchObject({ code: 'index/foreign-database' });
    expect(await readFile(file)).toEqual(bytes);
  });

  test('a link to where nothing is yet: the file is made there, for its owner alone', async () => {
    await symlink('elsewhere.sqlite', file);
    await keep(live('a'));
    expect((await stat(join(folder, 'elsewhere.sqlite'))).mode & 0o777).toBe(0o600);
    expect((await open()).size).toBe(1);
  });

  test('an empty file is none', async () => {
    await writeFile(file, '');
    await expect(open()).rejects.toMatchObject({ code: 'guard/no-index' });
    await keep(live('a'));
    expect((await open()).size).toBe(1);
  });
});

describe('a look writes nothing', () => {
  test('where there is none: no file is made', async () => {
    const look = await open([], true);
    await look.record([live('a')]);
    await look.close();
    expect(await readdir(folder)).toEqual([]);
  });

  test('in a folder that may only be read, and leaves nothing behind', async () => {
    await keep(live('a'));
    const before = await readdir(folder);
    await chmod(folder, 0o555);
    const look = await open([], true);
    expect((await look.get([refOf('a')]))[0]?.isBelieved).toBe(true);
    await look.close();
    await chmod(folder, 0o755);
    expect(await readdir(folder)).toEqual(before);
  });

  test('where a log stands beside it, and where a writer was killed half way: a copy is read', async () => {
    await keep(...keys(300).map((key) => live(key)));
    killWhileWriting();
    const left = await readdir(folder);
    expect(left).toContain('index.sqlite-journal');
    const bytes = await readFile(file);
    const look = await open([], true);
    expect(look.size).toBe(300);
    expect((await look.get([refOf('k7')]))[0]?.entry.state).toBe('live');
    await look.close();
    expect([await readdir(folder), await readFile(file)]).toEqual([left, bytes]);
    const session = await open();
    expect([session.size, (await session.get([refOf('k7')]))[0]?.isBelieved]).toEqual([300, true]);
    await session.close();
  });

  test('where somebody has set it up to have a log: it is believed as before', async () => {
    await keep(live('a'));
    new DatabaseSync(file).exec('PRAGMA journal_mode = WAL');
    const before = await readdir(folder);
    const look = await open([], true);
    expect((await look.get([refOf('a')]))[0]?.isBelieved).toBe(true);
    await look.close();
    expect(await readdir(folder)).toEqual(before);
  });
});

/** Another process changes every entry, and the token, and is killed while the half of it is in the file. */
function killWhileWriting(first: 'token' | 'entries' = 'entries'): void {
  const entries = "UPDATE entries SET state = 'sending', seal = 'x'; UPDATE ids SET id = 'x' || id";
  const token =
    "UPDATE memory SET value = (SELECT value FROM memory WHERE name = 'token') WHERE name = 'tokenBefore'; " +
    "UPDATE memory SET value = '\"another\"' WHERE name = 'token'";
  const script = `
    const { DatabaseSync } = require('node:sqlite');
    const database = new DatabaseSync(process.argv[1]);
    database.exec("PRAGMA cache_size = 5; BEGIN IMMEDIATE");
    for (const sql of process.argv.slice(2)) database.exec(sql);
    process.kill(process.pid, 'SIGKILL');
  `;
  spawnSync(process.execPath, ['-e', script, file, ...(first === 'token' ? [token, entries] : [entries, token])]);
}

describe('a writer that was killed half way', () => {
  const all = keys(300);
  const believed = async (isReadOnly: boolean): Promise<boolean[]> => {
    const session = await open([], isReadOnly);
    const found = await session.find(all.map((key) => [key]));
    await session.close();
    return [...new Set(found.map(([one]) => one?.isBelieved === true && one.entry.hash === 'v1:new'))];
  };

  test.each(['token', 'entries'] as const)(
    'nothing of what it wrote counts, and all else is believed (%s first)',
    async (first) => {
      await keep(...all.map((key) => live(key)));
      await keep(...all.map((key) => live(key, { hash: 'v1:new' })));
      killWhileWriting(first);
      expect(await readdir(folder)).toContain('index.sqlite-journal');
      expect(await believed(true)).toEqual([true]);
      expect(await believed(false)).toEqual([true]);
      expect(await readdir(folder)).not.toContain('index.sqlite-journal');
    },
  );

  test.each(['token', 'entries'] as const)(
    'after which an earlier copy was put back, and what it left is still beside it: nothing is believed (%s first)',
    async (first) => {
      await keep(...all.map((key) => live(key)));
      await copyFile(file, `${file}.yesterday`);
      await keep(...all.map((key) => live(key, { hash: 'v1:new' })));
      await keep(live('k0', { hash: 'v1:newer' }));
      killWhileWriting(first);
      await copyFile(`${file}.yesterday`, file);
      for (const isReadOnly of [true, false]) {
        // SQLite may not make a whole of the two.
        const session = await open([], isReadOnly).catch((error: unknown) => error as { code: string });
        if ('code' in session) expect(session.code).toBe('index/broken-database');
        else expect((await session.find(all.map((key) => [key]))).flat().some((one) => one.isBelieved)).toBe(false);
      }
    },
  );
});

describe('a database of an earlier day', () => {
  test('is not believed, and what it lacks is known by name', async () => {
    await keep(...keys(10).map((key) => live(key)));
    await copyFile(file, `${file}.yesterday`);
    await keep(live('late'), live('k1', { hash: 'v1:new' }));
    await copyFile(`${file}.yesterday`, file);
    const session = await open();
    expect(session.facts).toMatchObject({ lost: 1, live: 10 });
    expect((await session.get([refOf('k1'), refOf('k2')])).map((one) => one?.isBelieved)).toEqual([false, false]);
    expect(await session.areLost([['late'], ['nobody']])).toEqual([true, false]);
    await session.record([{ ref: refOf('k2'), isKnown: true }, live('late')]);
    await session.save();
    await session.close();
    const again = await open();
    expect(again.facts.lost).toBe(0);
    expect((await again.get([refOf('k1'), refOf('k2')])).map((one) => one?.isBelieved)).toEqual([false, true]);
  });

  test('which lacks more than is known by name: each new record may be one of them, until that is accepted', async () => {
    await keep(...keys(60_000).map((key) => live(key)));
    await copyFile(file, `${file}.yesterday`);
    await keep(...keys(5100, 60_000).map((key) => live(key)));
    await copyFile(`${file}.yesterday`, file);
    const session = await open();
    expect(session.facts.lost).toBe(5100);
    expect(await session.areLost([['nobody']])).toEqual([true]);
    await session.save();
    await session.close();
    const accepted = await open(['lost']);
    await accepted.save();
    await accepted.close();
    expect((await open()).facts.lost).toBe(0);
  });

  test('the file beside it is of the commit before: it was killed between the two, and is believed', async () => {
    await keep(live('a'));
    const beside = await readFile(`${file}.etl.json`);
    await keep(live('b'));
    await writeFile(`${file}.etl.json`, beside);
    expect((await (await open()).get([refOf('a'), refOf('b')])).map((one) => one?.isBelieved)).toEqual([true, true]);
  });

  test('nothing stands beside it: nothing is believed', async () => {
    await keep(live('a'));
    await rm(`${file}.etl.json`);
    expect((await (await open()).get([refOf('a')]))[0]?.isBelieved).toBe(false);
  });
});

test('two that write: who has lost the lock undoes nothing of the other', async () => {
  await keep(live('a'));
  const first = await open();
  await first.record([{ ref: refOf('a'), hash: 'v1:first' }]);
  await rm(`${file}.lock`);
  await keep(live('b'));
  await expect(first.checkpoint()).rejects.toMatchObject({ code: 'run/lock-lost', exitCode: 5 });
  await first.close();
  const now = await (await open()).get([refOf('a'), refOf('b')]);
  expect(now.map((one) => one?.entry.hash)).toEqual(['v1:h', 'v1:h']);
});

test('a file that is put there while a run is at work is not written over', async () => {
  await keep(live('a'));
  await copyFile(file, `${file}.copy`);
  const session = await open();
  await session.record([live('b')]);
  await rm(file);
  await copyFile(`${file}.copy`, file);
  await expect(session.save()).rejects.toMatchObject({ code: 'index/replaced', exitCode: 3 });
});

test('two entries at one address are refused, with their names', async () => {
  await keep(live('a'));
  const session = await open();
  await session.record([live('b', { address: 'at a' })]);
  await expect(session.save()).rejects.toMatchObject({ code: 'index/uid-twice' });
  await expect(session.save()).rejects.toThrow(/entries b and a/);
});

test('what a person spoils in a row is told with its name', async () => {
  await keep(live('a'), live('b'));
  const edit = (set: string): void => {
    const database = new DatabaseSync(file);
    database.exec(`UPDATE entries SET ${set} WHERE name = 'a'`);
    database.close();
  };
  edit("state = 'gone'");
  const session = await open();
  await expect(session.get([refOf('a')])).rejects.toMatchObject({ code: 'index/bad-entry', exitCode: 3 });
  await session.close();
  edit("state = 'removed'");
  const again = await open();
  expect(again.facts.remarks).toEqual([expect.stringContaining('1 of 2 entries')]);
  expect((await again.get([refOf('a')]))[0]).toMatchObject({ isBelieved: false, entry: { state: 'removed' } });
});

test('any text is a key, for its owner alone', async () => {
  const names = [
    '__proto__',
    'constructor',
    'a\u0000b',
    '\ud800',
    '\ud801',
    '\u0010',
    '',
    '😀',
    "'; DROP TABLE entries; --",
  ];
  await keep(...names.map((key, at) => live(key, { address: `at ${at}`, left: { [key]: 'x' } })));
  const session = await open();
  const found = await session.get(names.map((key) => refOf(key)));
  expect(found.map((one) => [one?.ref.key, Object.keys(one?.entry.left ?? {})])).toEqual(
    names.map((key) => [key, [key]]),
  );
  expect((await session.find(names.slice(0, 6).map((key) => [key]))).map((list) => list.length)).toEqual([
    1, 1, 1, 1, 1, 1,
  ]);
  for (const name of ['index.sqlite', 'index.sqlite.etl.json'])
    expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
});

test('large batches are one like another', async () => {
  const many = keys(40_000);
  const session = await open(['new-index']);
  await session.record(many.map((key) => live(key)));
  expect(session.size).toBe(40_000);
  expect((await session.get(many.map((key) => refOf(key)))).every((one) => one !== undefined)).toBe(true);
  await session.save();
  let unseen = 0;
  for await (const { ref } of session.unseen(new Set(many.slice(1)))) unseen += ref.key === 'k0' ? 1 : 1000;
  expect(unseen).toBe(1);
});
