/** `etl unlock`: who holds the lock, and what it takes to remove it. In process; the storages are real. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { thisProcess } from '../../src/base/holder.ts';
import { SILENT } from '../../src/base/log.ts';
import { askAtTerminal, unlock, type UnlockOptions } from '../../src/cli/unlock.ts';
import type { Storage } from '../../src/contracts/storage.ts';
import { JsonStore } from '../../src/index/json/json-store.ts';
import { parseAccount, type AzureAccount } from '../../src/storage/azure-account.ts';
import { AzureBlobStorage } from '../../src/storage/azure-blob.ts';
import { FileStorage } from '../../src/storage/file.ts';
import { startAzurite, type Azurite } from '../azurite.ts';

const PATH = 'index.json.lock';
const indexIn = (storage: Storage): JsonStore => new JsonStore(storage, 'index.json');
let base: string;
let azurite: Azurite;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'etl-unlock-'));
  azurite = await startAzurite();
});
afterAll(async () => {
  await rm(base, { recursive: true, force: true });
});

interface Asked {
  readonly said: string[];
  readonly questions: string[];
  readonly options: UnlockOptions;
}

function person(how: { yes?: boolean; answer?: boolean }): Asked {
  const said: string[] = [];
  const questions: string[] = [];
  const ask =
    how.answer === undefined
      ? undefined
      : async (question: string): Promise<boolean> => {
          questions.push(question);
          return how.answer === true;
        };
  return { said, questions, options: { yes: how.yes ?? false, ask, say: (line) => said.push(line), now: new Date() } };
}

async function deadText(): Promise<string> {
  const child = spawn(process.execPath, ['-e', ''], { stdio: 'ignore' });
  await once(child, 'exit');
  return JSON.stringify({ ...(await thisProcess()), pid: child.pid });
}
const otherText = async (): Promise<string> => JSON.stringify({ ...(await thisProcess()), host: 'elsewhere' });

async function withLock(text: string, secondsAgo = 0): Promise<{ storage: FileStorage; root: string }> {
  const root = await mkdtemp(join(base, 'root-'));
  await writeFile(join(root, PATH), text);
  const then = Date.now() / 1000 - secondsAgo;
  await utimes(join(root, PATH), then, then);
  return { storage: new FileStorage(root), root };
}

describe('a lock file', () => {
  test('that is not there', async () => {
    const { said, options } = person({});
    const root = await mkdtemp(join(base, 'root-'));
    expect(await unlock(indexIn(new FileStorage(root)), options)).toMatchObject({ holder: null, removed: false });
    expect(said.join('\n')).toContain('Nobody holds the lock');
  });

  test.each([
    ['of a process that is gone', deadText, 'it is gone', 'gone'],
    ['of another host', otherText, 'cannot be told from here', 'unknown'],
    ['that is empty', async () => '', 'does not say who', 'unknown'],
    ['that is garbled', async () => '{"pid":{"toString":1}}', 'does not say who', 'unknown'],
  ])('%s is shown, and removed when somebody says so', async (_, text, says, is) => {
    const { storage, root } = await withLock(await text());
    const nobody = person({});
    await expect(unlock(indexIn(storage), nobody.options)).rejects.toMatchObject({
      code: 'unlock/needs-yes',
      exitCode: 2,
    });
    expect(nobody.said.join('\n')).toContain(says);
    const no = person({ answer: false });
    expect(await unlock(indexIn(storage), no.options)).toMatchObject({ holder: { is }, removed: false });
    expect(no.questions).toHaveLength(1);
    expect(await readdir(root)).toEqual([PATH]);
    expect(await unlock(indexIn(storage), person({ yes: true }).options)).toMatchObject({ removed: true });
    expect(await readdir(root)).toEqual([]);
  });

  test('dated in the future says that a clock was wrong', async () => {
    const { storage } = await withLock(await otherText(), -24 * 3600);
    const { said, options } = person({ answer: true });
    expect(await unlock(indexIn(storage), options)).toMatchObject({ removed: true });
    expect(said.join('\n')).toContain('in the future: a clock was wrong');
  });

  test('of a process that is alive here: not with --yes, only by a person who was warned', async () => {
    const root = await mkdtemp(join(base, 'root-'));
    const storage = new FileStorage(root);
    const lock = await storage.lock(PATH);
    for (const how of [{}, { yes: true }]) {
      const { said, options } = person(how);
      await expect(unlock(indexIn(storage), options)).rejects.toMatchObject({ code: 'unlock/alive', exitCode: 5 });
      expect(said.join('\n')).toContain('it is alive on this machine: two runs at once would work against each other');
    }
    expect(await readdir(root)).toEqual([PATH]);
    const { questions, options } = person({ yes: true, answer: true });
    expect(await unlock(indexIn(storage), options)).toMatchObject({ removed: true });
    expect(questions).toEqual(['That run is at work. Take its lock all the same?']);
    await lock.release();
  });

  test('that changes hands while the person thinks is left alone', async () => {
    const { storage, root } = await withLock(await deadText());
    const { options } = person({});
    const ask = async (): Promise<boolean> => {
      await writeFile(join(root, PATH), await otherText());
      return true;
    };
    await expect(unlock(indexIn(storage), { ...options, ask })).rejects.toMatchObject({
      code: 'unlock/changed',
      exitCode: 5,
    });
    expect(await readdir(root)).toEqual([PATH]);
  });
});

describe('a lease on a blob', () => {
  async function open(): Promise<AzureBlobStorage> {
    const container = await azurite.newContainer();
    const account = parseAccount({ accountUrl: azurite.accountUrl, sasToken: azurite.sas(container) }) as AzureAccount;
    return new AzureBlobStorage(account, container, SILENT);
  }

  test('is shown while it is held, and broken by a person alone where its run is alive', async () => {
    const storage = await open();
    expect(await storage.findLock(PATH)).toBeNull();
    const lock = await storage.lock(PATH);
    const { said, options } = person({ yes: true });
    await expect(unlock(indexIn(storage), options)).rejects.toMatchObject({ code: 'unlock/alive' });
    expect(said.join('\n')).toContain(`process ${process.pid} on `);
    expect(await unlock(indexIn(storage), person({ answer: true }).options)).toMatchObject({ removed: true });
    const again = await storage.lock(PATH);
    await lock.release();
    expect(await storage.findLock(PATH)).toMatchObject({ is: 'alive', isHere: true });
    await again.release();
    expect(await storage.findLock(PATH)).toBeNull();
  });

  test('that is another’s by now is not broken', async () => {
    const storage = await open();
    const first = await storage.lock(PATH);
    const seen = await storage.findLock(PATH);
    await first.release();
    const second = await storage.lock(PATH);
    expect(await seen?.break()).toBe(false);
    expect(second.isLost).toBe(false);
    expect(await storage.findLock(PATH)).not.toBeNull();
    await second.release();
  });
});

test.each([
  ['yes\n', true],
  ['Y\n', true],
  ['no\n', false],
  ['\n', false],
  ['yes please\n', false],
  ['', false],
])('the answer %j at the terminal', async (typed, isYes) => {
  const input = new PassThrough();
  input.end(typed);
  expect(await askAtTerminal('Remove?', { input, output: new PassThrough() })).toBe(isYes);
});
