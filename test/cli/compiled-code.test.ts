/** Compiled code is kept from one start to the next: the program as it is started, and what it leaves in its folder. */
import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { etlProcess, type Ended } from './etl.ts';

const COMPILED_CODE = join(import.meta.dirname, '../../dist/cli/compiled-code.js');

let root: string;
beforeEach(() => (root = realpathSync(mkdtempSync(join(tmpdir(), 'etl-code-')))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

const kinds = (): Promise<Ended> => etlProcess(['kinds', '--json'], { cwd: root, env: { XDG_CACHE_HOME: root } });

/** The file of the command, and those beside it. */
function kept(): { readonly file: string; readonly beside: readonly string[] } {
  const cache = join(root, 'dhis2-etl', 'compile-cache');
  const folders = readdirSync(cache).filter((name) => name.startsWith('code-'));
  expect(folders).toHaveLength(1);
  const folder = join(cache, folders[0] as string);
  return { file: join(folder, 'kinds.bin'), beside: readdirSync(folder) };
}

test('what a start has compiled is taken by the next, which has nothing to add', async () => {
  const first = await kinds();
  expect([first.exitCode, first.stderr]).toEqual([0, '']);
  const { file, beside } = kept();
  expect(beside).toEqual(['kinds.bin']);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const before = statSync(file);
  expect(await kinds()).toEqual(first);
  // A file with anything new in it is another file.
  expect(statSync(file).ino).toBe(before.ino);
});

test.each<[string, (bytes: Buffer) => Buffer]>([
  ['has a wrong byte', (bytes) => flipped(bytes, bytes.length >> 1)],
  ['has a wrong byte in its head', (bytes) => flipped(bytes, 20)],
  ['is cut off', (bytes) => bytes.subarray(0, bytes.length >> 1)],
  ['is empty', () => Buffer.alloc(0)],
  ['is something else', () => Buffer.from('{"code": true}')],
])('a file that %s is not used, and made anew', async (_, spoil) => {
  const first = await kinds();
  const { file } = kept();
  const spoilt = spoil(readFileSync(file));
  writeFileSync(file, spoilt);
  expect(await kinds()).toEqual(first);
  expect(readFileSync(file).equals(spoilt)).toBe(false);
  expect(await kinds()).toEqual(first);
});

test('a file that is put right by hand counts at once, though its text is as long as before', () => {
  const [cache, dist] = [join(root, 'cache'), join(root, 'dist')];
  mkdirSync(dist);
  writeFileSync(join(dist, 'package.json'), '{"type":"commonjs","build":"one"}');
  const says = (word: string): string => {
    writeFileSync(join(dist, 'word.js'), `module.exports = function word() { return '${word}'; };`);
    const start = `const code = require(${JSON.stringify(COMPILED_CODE)}).keepCompiledCode(
      { XDG_CACHE_HOME: ${JSON.stringify(cache)} }, ${JSON.stringify(dist)});
      process.stdout.write(require(${JSON.stringify(join(dist, 'word.js'))})());
      code.close();`;
    return execFileSync(process.execPath, ['-e', start], { encoding: 'utf8' });
  };
  expect(['wrong', 'right', 'right', 'wrong'].map(says)).toEqual(['wrong', 'right', 'right', 'wrong']);
});

test('a file that cannot be put in its place leaves nothing behind', async () => {
  await kinds();
  const { file } = kept();
  rmSync(file);
  mkdirSync(join(file, 'in the way'), { recursive: true });
  expect((await kinds()).exitCode).toBe(0);
  expect(kept().beside).toEqual(['kinds.bin']);
});

test('words that are no command leave no file of their own', async () => {
  for (const word of ['nonsense', '../../evil', '--help'])
    await etlProcess([word], { cwd: root, env: { XDG_CACHE_HOME: root } });
  expect(kept().beside).toEqual(['any.bin']);
});

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUInt8((bytes.readUInt8(at) ^ 0x55) & 0xff, at);
  return copy;
}
