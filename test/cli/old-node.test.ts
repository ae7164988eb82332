/** On a Node that is too old the program says so in one sentence, whatever that Node can read of it. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ownEnvironment } from './etl.ts';

const ROOT = join(import.meta.dirname, '../..');
const BIN = join(ROOT, 'bin/etl.js');
const SENTENCE = /^etl needs Node 24\.15 or later; this is \S+ \(.+\)\.\n$/;

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'etl-old-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** As cron would: in another folder, with next to no environment. */
function start(node: string, args: readonly string[]): Ran {
  return spawnSync(node, args, { cwd: folder, env: ownEnvironment(), encoding: 'utf8' });
}

/** The Node of this test, which takes itself for another one. */
function startAs(version: string): Ran {
  const claim = `Object.defineProperty(process.versions, 'node', { value: '${version}' })`;
  return start(process.execPath, ['--import', `data:text/javascript,${encodeURIComponent(claim)}`, BIN, '--version']);
}

describe('by its number', () => {
  test.each(['12.22.0', '18.20.4', '20.20.2', '22.12.0', '24.9.0', '24.14.1'])('%s is too old', (version) => {
    const { status, stdout, stderr } = startAs(version);
    expect([status, stdout]).toEqual([70, '']);
    expect(stderr).toMatch(SENTENCE);
    expect(stderr).toContain(version);
  });

  test.each(['24.15.0', '24.100.0', '25.0.0', '30.1.0'])('%s is not', (version) => {
    expect(startAs(version)).toMatchObject({
      status: 0,
      stderr: '',
      stdout: expect.stringMatching(/^dhis2-etl\//) as string,
    });
  });
});

describe('a real one of this machine, where there is one that old', () => {
  const isOld = (node: string): boolean => {
    const [major = 0, minor = 0] = spawnSync(node, ['-p', 'process.versions.node'], { encoding: 'utf8' })
      .stdout.split('.')
      .map(Number);
    return major < 24 || (major === 24 && minor < 15);
  };
  const places = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin', '/usr/local/bin'];
  const found = [
    ...new Set(
      places
        .map((place) => join(place, 'node'))
        .filter((file) => existsSync(file))
        .map((file) => realpathSync(file)),
    ),
  ];
  const old = found.filter(isOld);

  // Where there is none, the numbers above have to do.
  test('of this machine', async () => {
    const link = join(folder, 'etl');
    await symlink(BIN, link);
    for (const node of old) {
      for (const program of [BIN, link]) {
        const { status, stdout, stderr } = start(node, ['--', program, 'run', 'nothing.yaml', '--json']);
        expect([status, stdout]).toEqual([70, '']);
        expect(stderr).toMatch(SENTENCE);
      }
    }
  });
});

test('it is a program, started by its name from any folder', () => {
  const PATH = [dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter);
  const ran = spawnSync(BIN, ['--version'], { cwd: folder, env: { PATH }, encoding: 'utf8' });
  expect(ran).toMatchObject({ status: 0, stderr: '', stdout: expect.stringMatching(/^dhis2-etl\//) as string });
});

test('what package.json asks for is what the program asks for', () => {
  const { engines } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { engines: { node: string } };
  expect(`var needed = [${engines.node.replace('>=', '').replace('.', ', ')}];`).toBe(
    /var needed = .*/.exec(readFileSync(BIN, 'utf8'))?.[0],
  );
});
