/** What killed processes leave beside an index is cleared by the next; what may be a living one's stays. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { thisProcess } from '../../src/base/holder.ts';
import { FileStorage } from '../../src/storage/file.ts';

let root: string;
let storage: FileStorage;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'etl-left-'));
  storage = new FileStorage(root);
});
afterEach(() => rm(root, { recursive: true, force: true }));

const MINUTES = 60;
const left = async (name: string, text: string, secondsAgo = 0): Promise<void> => {
  await writeFile(join(root, name), text);
  const then = Date.now() / 1000 - secondsAgo;
  await utimes(join(root, name), then, then);
};

async function deadProcess(): Promise<string> {
  const child = spawn(process.execPath, ['-e', ''], { stdio: 'ignore' });
  await once(child, 'exit');
  return JSON.stringify({ ...(await thisProcess()), pid: child.pid });
}
const aliveProcess = async (): Promise<string> => JSON.stringify(await thisProcess());
const elsewhere = async (): Promise<string> => JSON.stringify({ ...(await thisProcess()), host: 'elsewhere' });

test('copies of the index whose writer is gone go with the next write', async () => {
  await left(`.index.json.${randomUUID()}.tmp`, '{"half":');
  await left(`.index.json.${randomUUID()}.tmp`, '{}');
  const others = [`.other.json.${randomUUID()}.tmp`, '.index.json.notes.tmp', 'index.json.tmp'];
  for (const one of others) await left(one, 'theirs');
  await storage.write('index.json', Buffer.from('{}'));
  expect((await readdir(root)).sort()).toEqual([...others, 'index.json'].sort());
});

describe.each(['tmp', 'takeover'])('a %s of taking the lock', (end) => {
  test.each([
    ['of a process that is gone', deadProcess, 0, 0],
    ['of another host, after five minutes of silence', elsewhere, 6 * MINUTES, 0],
    ['that is empty, after five minutes', async () => '', 6 * MINUTES, 0],
    ['of a process that is alive', aliveProcess, 60 * MINUTES, 1],
    ['of another host', elsewhere, 4 * MINUTES, 1],
    ['that is empty', async () => '', 4 * MINUTES, 1],
  ])('%s', async (_, text, age, stays) => {
    const name = `index.json.lock.${randomUUID()}.${end}`;
    await left(name, await text(), age);
    await (await storage.lock('index.json.lock')).release();
    expect(await readdir(root)).toEqual(stays ? [name] : []);
  });
});

describe('a lock file that does not say who', () => {
  test.each(['', 'pid 5', '{}', 'null', '{"id":"../x","pid":1,"host":"h","since":"s"}', '['.repeat(5000)])(
    'stands while it is young, and is taken over by one after five minutes: %j',
    async (text) => {
      await left('index.json.lock', text, 4 * MINUTES);
      await expect(storage.lock('index.json.lock')).rejects.toMatchObject({
        code: 'run/locked',
        hint: expect.stringContaining('etl unlock SPEC') as string,
      });
      await left('index.json.lock', text, 6 * MINUTES);
      const tries = await Promise.allSettled(Array.from({ length: 6 }, () => storage.lock('index.json.lock')));
      const taken = tries.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      expect(taken).toHaveLength(1);
      await taken[0]?.release();
      expect(await readdir(root)).toEqual([]);
    },
  );

  test('one dated in the future says so, and what to do', async () => {
    await left('index.json.lock', await elsewhere(), -24 * 60 * MINUTES);
    await expect(storage.lock('index.json.lock')).rejects.toMatchObject({
      code: 'run/locked',
      hint: expect.stringMatching(/in the future.*`etl unlock SPEC`/) as string,
    });
  });
});
