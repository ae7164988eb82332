/** A clone in which nobody has built anything yet: `npm link` makes `etl` known all the same, and it says what to do. */
import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ownEnvironment } from './etl.ts';

const ROOT = join(import.meta.dirname, '../..');

test('it says in a sentence what to run, and where', async () => {
  const clone = await realpath(await mkdtemp(join(tmpdir(), 'etl-clone-')));
  try {
    await cp(join(ROOT, 'bin'), join(clone, 'bin'), { recursive: true });
    await cp(join(ROOT, 'package.json'), join(clone, 'package.json'));
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(clone, 'bin/etl.js'), 'help'], {
      env: ownEnvironment(),
      encoding: 'utf8',
    });
    const told = `etl is not built yet: run \`npm ci && npm run build\` in ${clone}.\n`;
    expect({ status, stdout, stderr }).toEqual({ status: 70, stdout: '', stderr: told });
  } finally {
    await rm(clone, { recursive: true, force: true });
  }
});
