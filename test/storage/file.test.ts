import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { SILENT } from '../../src/base/log.ts';
import { Secrets } from '../../src/base/secrets.ts';
import { toFileError } from '../../src/storage/file-errors.ts';
import { takeFile, type Taken } from '../../src/storage/file-lock.ts';
import { FileStorage, fileStorage } from '../../src/storage/file.ts';

let base: string;
let root: string;
let storage: FileStorage;

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'etl-file-'));
});
beforeEach(async () => {
  root = await mkdtemp(join(base, 'root-'));
  storage = new FileStorage(root);
});
afterAll(() => rm(base, { recursive: true, force: true }));

const CHILD = join(import.meta.dirname, 'file-child.ts');

describe('writing', () => {
  test('makes files for their owner alone, and leaves nothing beside them', async () => {
    await storage.write('a/b/index.json', Buffer.from('{}'));
    expect((await stat(join(root, 'a'))).mode & 0o777).toBe(0o700);
    expect((await stat(join(root, 'a/b/index.json'))).mode & 0o777).toBe(0o600);
    expect(await readdir(join(root, 'a/b'))).toEqual(['index.json']);
  });

  test('keeps permissions that somebody has given', async () => {
    await writeFile(join(root, 'index.json'), '1');
    await chmod(join(root, 'index.json'), 0o640);
    await storage.write('index.json', Buffer.from('2'));
    expect((await stat(join(root, 'index.json'))).mode & 0o777).toBe(0o640);
  });

  test('through a link replaces the file that it names', async () => {
    await mkdir(join(root, 'real'));
    await writeFile(join(root, 'real/index.json'), '1');
    await symlink('real/index.json', join(root, 'index.json'));
    await storage.write('index.json', Buffer.from('2'));
    expect((await lstat(join(root, 'index.json'))).isSymbolicLink()).toBe(true);
    expect(await readFile(join(root, 'real/index.json'), 'utf8')).toBe('2');
  });

  test('is refused where others wrote, even as many bytes within the same instant', async () => {
    const first = await storage.write('index.json', Buffer.from('aaaa'));
    const { mtime, atime } = await stat(join(root, 'index.json'));
    await writeFile(join(root, 'index.json'), 'bbbb');
    await utimes(join(root, 'index.json'), atime, mtime);
    expect(await storage.write('index.json', Buffer.from('cccc'), first?.etag)).toBeNull();
    expect(await readFile(join(root, 'index.json'), 'utf8')).toBe('bbbb');
  });

  test('from several processes loses nothing', async () => {
    await storage.write('count.json', Buffer.from('0'));
    await Promise.all(Array.from({ length: 4 }, () => promisify(execFile)(process.execPath, [CHILD, 'count', root])));
    expect((await storage.read('count.json'))?.bytes.toString()).toBe('80');
    expect(await readdir(root)).toEqual(['count.json']);
  });

  test('goes on after a writer that was killed in the middle', async () => {
    await writeFile(join(root, '.index.json.writing'), await lockTextOfTheDead());
    expect(await storage.write('index.json', Buffer.from('1'), 'none')).not.toBeNull();
    expect(await readdir(root)).toEqual(['index.json']);
  });
});

describe('locks', () => {
  test('name their holder in the file, and are gone when given back', async () => {
    const lock = await storage.lock('index.json.lock');
    const text = await readFile(join(root, 'index.json.lock'), 'utf8');
    expect(JSON.parse(text)).toMatchObject({ pid: process.pid, host: hostname() });
    expect((await stat(join(root, 'index.json.lock'))).mode & 0o777).toBe(0o600);
    await lock.release();
    expect(await readdir(root)).toEqual([]);
  });

  test('of a process that was killed are taken over', async () => {
    const child = spawn(process.execPath, [CHILD, 'hold', root], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    await expect(storage.lock('index.json.lock')).rejects.toMatchObject({
      code: 'run/locked',
      exitCode: 5,
      args: {
        by: `process ${child.pid} on ${hostname()}, ${join(root, 'index.json.lock')}`,
        since: expect.stringMatching(/^\d{4}-/),
      },
    });
    child.kill('SIGKILL');
    await once(child, 'exit');
    const lock = await storage.lock('index.json.lock');
    await lock.release();
    expect(await readdir(root)).toEqual([]);
  });

  test('that are stale are taken over by one of many', async () => {
    await writeFile(join(root, 'index.json.lock'), await lockTextOfTheDead());
    const tries = await Promise.allSettled(Array.from({ length: 12 }, () => storage.lock('index.json.lock')));
    expect(tries.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    for (const one of tries) if (one.status === 'fulfilled') await one.value.release();
    expect(await readdir(root)).toEqual([]);
  });

  test('that are stale are taken over by one of many processes', async () => {
    await writeFile(join(root, 'index.json.lock'), await lockTextOfTheDead());
    const children = Array.from({ length: 4 }, () => promisify(execFile)(process.execPath, [CHILD, 'take', root]));
    const answers = (await Promise.all(children)).map(({ stdout }) => stdout);
    expect(answers.filter((one) => one === 'taken')).toHaveLength(1);
    expect(answers.filter((one) => one === 'run/locked')).toHaveLength(3);
  });

  test.each([
    ['of another host', { host: 'elsewhere', pid: 1 }],
    ['of a process in another container', { process: 'boot pid:[1] 5', pid: 999_999_999 }],
  ])('%s stand until nobody has touched them for five minutes', async (_, changes) => {
    const path = join(root, 'index.json.lock');
    const held = { ...JSON.parse(await lockTextOfTheDead()), ...changes } as { process: string };
    if ('process' in changes) held.process = `${await bootId()} pid:[1] 5`;
    await writeFile(path, JSON.stringify(held));
    await touch(path, 4 * 60);
    await expect(storage.lock('index.json.lock')).rejects.toMatchObject({
      code: 'run/locked',
      hint: expect.stringContaining('etl unlock SPEC'),
    });
    await touch(path, 6 * 60);
    const tries = await Promise.allSettled(Array.from({ length: 6 }, () => storage.lock('index.json.lock')));
    const taken = tries.filter((one) => one.status === 'fulfilled');
    expect(taken).toHaveLength(1);
    await taken[0]?.value.release();
    expect(await readdir(root)).toEqual([]);
  });

  test('of a process that is alive on this host stand, however long it is silent', async () => {
    const lock = await storage.lock('index.json.lock');
    await touch(join(root, 'index.json.lock'), 24 * 3600);
    await expect(storage.lock('index.json.lock')).rejects.toMatchObject({ code: 'run/locked' });
    await lock.release();
  });

  test('are touched while they are held, with the same text, and no more after', async () => {
    const path = join(root, 'index.json.lock');
    const taken = (await takeFile(path, { beatMs: 10, silenceMs: 60_000 })) as Taken;
    const text = await readFile(path, 'utf8');
    await touch(path, 6 * 60);
    await vi.waitFor(async () => expect((await stat(path)).mtimeMs).toBeGreaterThan(Date.now() - 60_000), 10_000);
    expect(await readFile(path, 'utf8')).toBe(text);
    expect(taken.isLost()).toBe(false);
    await taken.release();
    expect(await readdir(root)).toEqual([]);
  });

  test.each(['removed', 'replaced'])('that somebody has %s are lost, and theirs is left alone', async (how) => {
    const path = join(root, 'index.json.lock');
    const taken = (await takeFile(path, { beatMs: 10, silenceMs: 60_000 })) as Taken;
    const theirs = how === 'replaced' ? await lockTextOfTheDead() : undefined;
    await rm(path);
    if (theirs !== undefined) await writeFile(path, theirs);
    await vi.waitFor(() => expect(taken.isLost()).toBe(true), 10_000);
    await taken.release();
    expect(await readFile(path, 'utf8').catch(() => undefined)).toBe(theirs);
  });

  test('are lost to one who could not show itself in time', async () => {
    const taken = (await takeFile(join(root, 'index.json.lock'), { beatMs: 60_000, silenceMs: -1 })) as Taken;
    expect(taken.isLost()).toBe(true);
    await taken.release();
  });

  test.runIf(process.platform === 'linux')(
    'of an earlier process of the same number, or before a reboot, are stale',
    async () => {
      const mine = await storage.lock('probe.lock');
      const probe = JSON.parse(await readFile(join(root, 'probe.lock'), 'utf8')) as { process: string };
      await mine.release();
      const [boot, namespace] = probe.process.split(' ');
      for (const process of [`${boot} ${namespace} 1`, `another-boot ${namespace} 1`, 'another-boot pid:[1] 1']) {
        await writeFile(join(root, 'index.json.lock'), JSON.stringify({ ...probe, process }));
        await (await storage.lock('index.json.lock')).release();
      }
      await writeFile(join(root, 'index.json.lock'), JSON.stringify(probe));
      await expect(storage.lock('index.json.lock')).rejects.toMatchObject({ code: 'run/locked' });
    },
  );

  test.each(['', 'pid 5', '{}', 'null', '{"id":"../x","pid":1,"host":"h","since":"s"}'])(
    'that say %j stand',
    async (text) => {
      await writeFile(join(root, 'index.json.lock'), text);
      await expect(storage.lock('index.json.lock')).rejects.toMatchObject({
        code: 'run/locked',
        args: { by: expect.stringContaining('the file does not say who') },
      });
    },
  );

  test('are not given back by one who has lost them', async () => {
    const lock = await storage.lock('index.json.lock');
    const theirs = await lockTextOfTheDead();
    await writeFile(join(root, 'index.json.lock'), theirs);
    await lock.release();
    expect(await readFile(join(root, 'index.json.lock'), 'utf8')).toBe(theirs);
  });
});

describe('what the file system says', () => {
  test('folders and files in each other’s place', async () => {
    await mkdir(join(root, 'folder'));
    await writeFile(join(root, 'file'), 'x');
    await expect(storage.open('folder')).rejects.toMatchObject({ code: 'storage/is-a-folder', exitCode: 3 });
    await expect(storage.read('folder')).rejects.toMatchObject({ code: 'storage/is-a-folder' });
    await expect(storage.write('folder', Buffer.from('x'))).rejects.toMatchObject({ code: 'storage/is-a-folder' });
    expect(await storage.open('file/x')).toBeNull();
    await expect(storage.write('file/x', Buffer.from('x'))).rejects.toMatchObject({ code: 'storage/not-a-folder' });
    await expect(storage.lock('file/x.lock')).rejects.toMatchObject({ code: 'storage/not-a-folder' });
  });

  test.each([
    ['EACCES', 'storage/denied', '/x: this user may not write it.'],
    ['ENOSPC', 'storage/no-space', '/x: there is no space left to write it.'],
    ['EROFS', 'storage/read-only', '/x: it lies on a read-only file system.'],
    ['EIO', 'storage/file-failed', '/x: the system could not write it (EIO).'],
  ])('%s is %s', (reason, code, message) => {
    const error = toFileError(Object.assign(new Error('open'), { code: reason }), '/x', 'write');
    expect(error).toMatchObject({ code, message, exitCode: 3 });
  });

  test.runIf(process.getuid?.() !== 0)('no permission', async () => {
    await writeFile(join(root, 'closed'), 'x', { mode: 0 });
    await expect(storage.read('closed')).rejects.toMatchObject({ code: 'storage/denied' });
  });
});

test('without a root paths are the caller’s own', async () => {
  const free = new FileStorage();
  await free.write(join(root, 'x.json'), Buffer.from('1'));
  expect((await storage.read('x.json'))?.bytes.toString()).toBe('1');
  expect(free.describe(join(root, 'x.json'))).toBe(join(root, 'x.json'));
  await expect(free.read('a\0b')).rejects.toMatchObject({ code: 'storage/bad-path' });
});

test('the folder of a connection is relative to the spec', () => {
  const built = fileStorage.build({ folder: '../data' } as never, {
    folder: '/srv/pipelines',
    log: SILENT,
    secrets: new Secrets(),
  });
  expect(built.describe('raw/x.csv')).toBe('/srv/data/raw/x.csv');
});

/** What a process of this host left that is no more. */
async function lockTextOfTheDead(): Promise<string> {
  const child = spawn(process.execPath, ['-e', ''], { stdio: 'ignore' });
  await once(child, 'exit');
  const probe = await mkdtemp(join(base, 'probe-'));
  const lock = await new FileStorage(probe).lock('x');
  const mine = JSON.parse(await readFile(join(probe, 'x'), 'utf8')) as object;
  await lock.release();
  return JSON.stringify({ ...mine, id: 'left-behind', pid: child.pid });
}

/** Makes a file look as if it was last written so many seconds ago. */
async function touch(path: string, secondsAgo: number): Promise<void> {
  const then = Date.now() / 1000 - secondsAgo;
  await utimes(path, then, then);
}

async function bootId(): Promise<string> {
  return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => 'boot')).trim();
}
