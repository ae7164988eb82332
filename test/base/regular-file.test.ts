import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readRegularFile, readTypedFile } from '../../src/base/regular-file.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'etl-regular-'));
  await writeFile(join(folder, 'file'), 'text');
  await symlink(join(folder, 'file'), join(folder, 'link'));
  await symlink('/dev/zero', join(folder, 'link-to-a-device'));
  await mkdir(join(folder, 'folder'));
  spawnSync('mkfifo', [join(folder, 'pipe')]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test.each(['file', 'link'])('%s is read', async (name) => {
  expect((await readRegularFile(join(folder, name))).toString()).toBe('text');
});

test.each([
  ['folder', 'it is a folder'],
  ['pipe', 'it is a pipe'],
  ['link-to-a-device', 'it is a device'],
  ['/dev/zero', 'it is a device'],
  ['/dev/stdin/../null', undefined],
])('%s is not', async (name, reason) => {
  const path = name.startsWith('/') ? name : join(folder, name);
  for (const read of [readRegularFile, readTypedFile]) {
    await expect(read(path)).rejects.toMatchObject(reason === undefined ? {} : { name: 'UnfitFileError', reason });
  }
});

test('what is larger than anybody writes is not read to its end', async () => {
  await writeFile(join(folder, 'large'), Buffer.alloc(2 * 1024 * 1024 + 1));
  await expect(readRegularFile(join(folder, 'large'), 2 * 1024 * 1024)).rejects.toMatchObject({
    reason: 'it has more than 2 MiB',
  });
});
