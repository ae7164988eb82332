import { spawnSync } from 'node:child_process';
import { chmod, link, lstat, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  appendToPrivateFile,
  copyToPrivateFile,
  createPrivateFile,
  moveToPrivateFile,
  writePrivateFile,
} from '../../src/base/private-file.ts';

let folder: string;
let path: string;
let victim: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'etl-private-'));
  path = join(folder, 'file');
  victim = join(folder, 'victim');
  await writeFile(victim, 'of somebody else', { mode: 0o644 });
  await writeFile(join(folder, 'made'), 'data', { mode: 0o600 });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The ways in which files are made; each leaves `data`. */
const WAYS: readonly (readonly [string, () => Promise<void>])[] = [
  ['written', () => writePrivateFile(path, 'data')],
  ['copied', () => copyToPrivateFile(join(folder, 'made'), path)],
  ['moved', () => moveToPrivateFile(join(folder, 'made'), path)],
  [
    'created',
    async () => {
      const file = await createPrivateFile(path);
      await file.writeFile('data');
      await file.close();
    },
  ],
];

describe.each(WAYS)('a file that is %s', (_, make) => {
  /** What there is at the end: the new file, and nothing beside it; where a link led is as it was. */
  const state = async (): Promise<object> => {
    const [own, other] = [await lstat(path), await lstat(victim)];
    return {
      own: [own.isFile(), own.mode & 0o777, own.nlink, await readFile(path, 'utf8')],
      other: [other.mode & 0o777, await readFile(victim, 'utf8')],
      halves: (await readdir(folder)).filter((one) => one.endsWith('.tmp')),
    };
  };
  const GOOD = { own: [true, 0o600, 1, 'data'], other: [0o644, 'of somebody else'], halves: [] };

  test('is for its owner alone', async () => {
    await make();
    expect(await state()).toEqual(GOOD);
  });

  test('does not keep the mode of one that was there', async () => {
    await writeFile(path, 'before');
    await chmod(path, 0o666);
    await make();
    expect(await state()).toEqual(GOOD);
  });

  test.each([
    ['a link', () => symlink(victim, path)],
    ['a link into nowhere', () => symlink(join(folder, 'nowhere'), path)],
    ['another name of a file', () => link(victim, path)],
  ])('takes the place of %s, and leaves alone where it leads', async (__, prepare) => {
    await prepare();
    await make();
    expect(await state()).toEqual(GOOD);
    expect(await readdir(folder)).not.toContain('nowhere');
  });

  test.each([
    ['a pipe', () => Promise.resolve(spawnSync('mkfifo', [path]))],
    ['a folder', () => mkdir(path)],
  ])('does not take the place of %s', async (what, prepare) => {
    await prepare();
    await expect(make()).rejects.toMatchObject({ name: 'UnfitFileError', reason: `it is ${what}` });
    expect((await lstat(path)).isFile()).toBe(false);
  });
});

describe('what is added to', () => {
  test.each([
    ['nothing', async () => {}, 'more'],
    ['a file of ours', () => writeFile(path, 'before ', { mode: 0o644 }), 'before more'],
    ['a link', () => symlink(victim, path), 'more'],
    ['another name of a file', () => link(victim, path), 'of somebody elsemore'],
  ])('%s', async (_, prepare, text) => {
    await prepare();
    await appendToPrivateFile(path, 'more');
    const found = await lstat(path);
    expect([found.isFile(), found.mode & 0o777, await readFile(path, 'utf8')]).toEqual([true, 0o600, text]);
    expect(await readFile(victim, 'utf8')).toBe('of somebody else');
  });
});
