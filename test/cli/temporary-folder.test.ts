/** Folders with copies of personal data: those of killed processes go with the next one. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { thisProcess } from '../../src/base/holder.ts';
import { withTemporaryFolder } from '../../src/cli/temporary-folder.ts';

const before = process.env['TMPDIR'];
let base: string;
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'etl-tmp-'));
  process.env['TMPDIR'] = base;
});
afterEach(async () => {
  if (before === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = before;
  await rm(base, { recursive: true, force: true });
});

async function leave(name: string, owner: object | null): Promise<void> {
  await mkdir(join(base, name));
  await writeFile(join(base, name, 'plan.ndjson'), '{}');
  if (owner) await writeFile(join(base, name, '.owner.json'), JSON.stringify(owner));
}

async function deadProcess(): Promise<object> {
  const child = spawn(process.execPath, ['-e', ''], { stdio: 'ignore' });
  await once(child, 'exit');
  return { ...(await thisProcess()), pid: child.pid };
}

test('what a killed process left goes, what may be a living one’s or is none of ours stays', async () => {
  await leave('etl-plan-aaaaaa', await deadProcess());
  await leave('etl-plan-bbbbbb', await thisProcess());
  await leave('etl-plan-cccccc', { ...(await thisProcess()), host: 'elsewhere' });
  await leave('etl-plan-dddddd', null);
  await leave('other-plan-aaaaaa', await deadProcess());
  await withTemporaryFolder('plan', async (folder) => {
    expect(await readdir(folder)).toEqual(['.owner.json']);
  });
  expect((await readdir(base)).sort()).toEqual([
    'etl-plan-bbbbbb',
    'etl-plan-cccccc',
    'etl-plan-dddddd',
    'other-plan-aaaaaa',
  ]);
});
