/** Compiled code is kept where nobody else can put any: real folders, and the program as it is started. */
import { chmodSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ownCacheFolder } from '../../src/cli/cache-folder.ts';
import { etlProcess as etl } from './etl.ts';

let root: string;
beforeEach(() => (root = realpathSync(mkdtempSync(join(tmpdir(), 'etl-cache-')))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

const modeOf = (path: string): number => lstatSync(path).mode & 0o777;
const WHERE = join('dhis2-etl', 'compile-cache');

describe('the folder', () => {
  test('is made in XDG_CACHE_HOME, for its owner alone', () => {
    const folder = ownCacheFolder({ XDG_CACHE_HOME: join(root, 'cache') });
    expect(folder).toBe(join(root, 'cache', WHERE));
    expect([modeOf(folder as string), modeOf(dirname(folder as string))]).toEqual([0o700, 0o700]);
  });

  test('that the user has reached by a link of their own is named by its real path', () => {
    mkdirSync(join(root, 'disk'), { mode: 0o700 });
    symlinkSync(join(root, 'disk'), join(root, 'cache'));
    expect(ownCacheFolder({ XDG_CACHE_HOME: join(root, 'cache') })).toBe(join(root, 'disk', WHERE));
  });

  const cache = (): string => join(root, 'cache');
  const ofAnother = 12_345;
  const isRoot = process.getuid?.() === 0;
  test.each<readonly [string, () => void]>([
    ['it can be written by others', () => make(join(cache(), WHERE), 0o777)],
    ['it can be read by others', () => make(join(cache(), WHERE), 0o755)],
    ['the folder above can be written by others', () => make(join(cache(), 'dhis2-etl'), 0o777)],
    ['the folder above that can be written by a group', () => make(cache(), 0o770 | 0o070)],
    ['it is a link to a folder of others', () => linkTo(make(join(root, 'evil'), 0o777), join(cache(), WHERE))],
    ['it is a link into nowhere', () => linkTo(join(root, 'evil'), join(cache(), WHERE))],
    ['the folder above is a link to a folder of others', () => linkTo(make(join(root, 'evil'), 0o777), cache())],
    ['it is a file', () => (make(join(cache(), 'dhis2-etl'), 0o700), writeFileSync(join(cache(), WHERE), ''))],
    ['there is a file in its way', () => writeFileSync(cache(), '')],
  ])('is none where %s', (_, prepare) => {
    prepare();
    expect(ownCacheFolder({ XDG_CACHE_HOME: cache() })).toBeUndefined();
  });

  test.runIf(isRoot)('is none where it belongs to another user', async () => {
    const { chownSync } = await import('node:fs');
    chownSync(make(join(cache(), WHERE), 0o700), ofAnother, ofAnother);
    expect(ownCacheFolder({ XDG_CACHE_HOME: cache() })).toBeUndefined();
    rmSync(cache(), { recursive: true });
    chownSync(make(cache(), 0o755), ofAnother, ofAnother);
    expect(ownCacheFolder({ XDG_CACHE_HOME: cache() })).toBeUndefined();
  });

  test('is not made in the working folder where HOME is set to nothing', async () => {
    const { exitCode } = await etl(['kinds'], { cwd: root, env: { HOME: '' } });
    expect(exitCode).toBe(0);
    expect(readdirSync(root)).toEqual([]);
  });

  test('is not made where there is no home, as little as the home itself', () => {
    expect(ownCacheFolder({ XDG_CACHE_HOME: join(root, 'nonexistent', '.cache') })).toBeUndefined();
    expect(readdirSync(root)).toEqual([]);
  });

  test.runIf(existsSync('/proc'))('is none where nothing can be made, and nobody tries for ever', async () => {
    const { exitCode, stderr } = await etl(['kinds', '--json'], { cwd: root, env: { XDG_CACHE_HOME: '/proc/cache' } });
    expect([exitCode, stderr]).toEqual([0, '']);
  });

  test.runIf(isRoot)("leaves nothing of root's in the home of another user", async () => {
    const { chownSync } = await import('node:fs');
    chownSync(make(join(root, 'home'), 0o755), ofAnother, ofAnother);
    expect(ownCacheFolder({ XDG_CACHE_HOME: join(root, 'home', '.cache') })).toBeUndefined();
    expect(readdirSync(join(root, 'home'))).toEqual([]);
  });

  test('is not relative to where somebody happens to work', () => {
    const here = join(root, 'here');
    expect(ownCacheFolder({ XDG_CACHE_HOME: 'here' })).not.toContain('here/dhis2-etl');
    expect(existsSync(here)).toBe(false);
  });

  /** Makes a folder of a mode; the mask of the process does not count. */
  function make(path: string, mode: number): string {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    chmodSync(path, mode);
    return path;
  }

  function linkTo(target: string, path: string): void {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    symlinkSync(target, path);
  }
});

describe('the program', () => {
  test('keeps nothing in the shared temporary folder', async () => {
    const shared = join(root, 'tmp');
    mkdirSync(shared, { mode: 0o777 });
    const env = { TMPDIR: shared, XDG_CACHE_HOME: join(root, 'cache') };
    const { exitCode } = await etl(['kinds', '--json'], { cwd: root, env });
    expect(exitCode).toBe(0);
    expect(readdirSync(shared)).toEqual([]);
    expect(readdirSync(join(root, 'cache', WHERE)).length).toBeGreaterThan(0);
  });

  test('starts without a cache where there can be none', async () => {
    const shared = join(root, 'tmp');
    mkdirSync(shared);
    writeFileSync(join(root, 'cache'), '');
    const env = { TMPDIR: shared, XDG_CACHE_HOME: join(root, 'cache') };
    const { exitCode, stderr } = await etl(['kinds', '--json'], { cwd: root, env });
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(readdirSync(shared)).toEqual([]);
  });
});
