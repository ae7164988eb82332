/** What was sent is kept, in every run's folder, and can be read as far as it was written. */
import { execFileSync } from 'node:child_process';
import { lstat, mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Secrets } from '../../src/base/secrets.ts';
import type { Sent } from '../../src/engine/run-options.ts';
import { reason } from '../../src/messages/reason.ts';
import { Artifacts } from '../../src/report/artifacts.ts';
import { readSent, SENT_FILE } from '../../src/report/sent-file.ts';
import { Random } from '../fuzz/random.ts';
import { sentOf } from './sent-of.ts';

const NIGHT = new Date('2026-03-14T02:15:00Z');

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'etl-sent-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

async function runThatSends(batches: readonly (readonly Sent[])[], secrets = new Secrets()): Promise<Artifacts> {
  const artifacts = await Artifacts.open({
    folder,
    legacyNames: false,
    keepMs: 1,
    pipeline: 'visits',
    timeZone: 'UTC',
    language: 'en',
    now: NIGHT,
    indexName: 'index.json',
    secrets,
  });
  for (const batch of batches) await artifacts.keepSent(batch);
  return artifacts;
}

const batchOf = (from: number, to: number): Sent[] =>
  Array.from({ length: to - from }, (_, at) => sentOf(`key-${from + at}`, `EvAbcdefg${from + at}`));

const keysRead = async (): Promise<string[]> =>
  (await readSent(folder, () => true)).flatMap(({ sendings }) => sendings.map(({ key }) => key));

describe('what was sent', () => {
  test('is one line an object, with address, key, time, what went and what came', async () => {
    const { folder: run, kept } = await runThatSends([[sentOf('key-1', 'EvAbcdefgh1')]]);
    const path = join(run, SENT_FILE);
    expect(kept).toEqual([path]);
    expect((await lstat(path)).mode & 0o777).toBe(0o600);
    expect((await lstat(run)).mode & 0o777).toBe(0o700);
    expect(JSON.parse(gunzipSync(await readFile(path)).toString('utf8'))).toEqual({
      at: '2026-03-14T02:16:00.000Z',
      key: 'key-1',
      address: 'EvAbcdefgh1',
      action: 'create',
      verdict: 'created',
      reasons: [],
      object: { a: 1 },
      sent: { a: 1 },
      answer: { ok: true },
    });
  });

  test('can be read by any tool for gzip, however many batches there were', async () => {
    const { folder: run } = await runThatSends([batchOf(0, 3), batchOf(3, 6)]);
    const text = execFileSync('gzip', ['-dc', join(run, SENT_FILE)], { encoding: 'utf8' });
    expect(text.trimEnd().split('\n')).toHaveLength(6);
    expect(await keysRead()).toHaveLength(6);
  });

  test('holds no secret, though a server has quoted one', async () => {
    const secrets = new Secrets();
    secrets.add('Tr0ub4dor&3');
    const exchange = { sent: { note: 'x' }, answer: { message: 'no user with Tr0ub4dor&3' } };
    const { folder: run } = await runThatSends([[sentOf('key-1', 'EvAbcdefgh1', exchange)]], secrets);
    expect(gunzipSync(await readFile(join(run, SENT_FILE))).toString('utf8')).not.toContain('Tr0ub4dor');
  });

  test('is nothing where nothing left', async () => {
    const { kept } = await runThatSends([[sentOf('key-1', 'EvAbcdefgh1', null)]]);
    expect(kept).toEqual([]);
    expect(await readSent(folder, () => true)).toEqual([]);
  });

  test('says why the server refused it, and that no answer came', async () => {
    const refused: Sent = {
      ...sentOf('key-1', 'EvAbcdefgh1'),
      outcome: {
        is: 'refused',
        by: 'server',
        reasons: [reason('run/no-answer', { reason: 'it broke' })],
        exchange: { sent: {} },
      },
    };
    await runThatSends([[refused]]);
    const [run] = await readSent(folder, () => true);
    expect(run?.sendings[0]).toMatchObject({ verdict: 'refused', reasons: [{ code: 'run/no-answer' }] });
    expect(run?.sendings[0]).not.toHaveProperty('answer');
  });
});

describe('a run that was killed', () => {
  test.each([1, 7, 20, 60, 200])('leaves what it wrote, but for the last %i bytes', async (lost) => {
    const { folder: run } = await runThatSends([batchOf(0, 50), batchOf(50, 100)]);
    const path = join(run, SENT_FILE);
    await truncate(path, (await lstat(path)).size - lost);
    const keys = await keysRead();
    expect(keys.slice(0, 50)).toEqual(batchOf(0, 50).map(({ key }) => key));
    expect(keys.length).toBeLessThanOrEqual(100);
  });

  test('is said to be cut where a line is', async () => {
    const { folder: run } = await runThatSends([batchOf(0, 50)]);
    const path = join(run, SENT_FILE);
    await truncate(path, (await lstat(path)).size - 60);
    const [read] = await readSent(folder, () => true);
    expect(read?.isWhole).toBe(false);
    expect(read?.sendings.length).toBeGreaterThan(0);
  });

  test.each([
    ['no gzip', Buffer.from('not at all')],
    ['nothing', Buffer.alloc(0)],
    ['a head alone', Buffer.from([0x1f, 0x8b, 8, 0])],
  ])('or a file of somebody else stops nobody: %s', async (_, bytes) => {
    await mkdir(join(folder, '2026-03-14T021500Z'));
    await writeFile(join(folder, '2026-03-14T021500Z', SENT_FILE), bytes);
    expect(await keysRead()).toEqual([]);
  });
});

test('a folder in its place is told of in the log, and sending goes on', async () => {
  const artifacts = await runThatSends([]);
  await mkdir(join(artifacts.folder, SENT_FILE));
  await artifacts.keepSent(batchOf(0, 2));
  await artifacts.keepSent(batchOf(2, 4));
  await artifacts.close({});
  const log = await readFile(join(artifacts.folder, 'run.log'), 'utf8');
  expect(log.match(/is not kept in/g)).toHaveLength(1);
  expect(artifacts.kept).not.toContain(join(artifacts.folder, SENT_FILE));
});

test('a file that is spoilt in any way stops nobody, and what is read of it is whole lines', async () => {
  const { folder: run } = await runThatSends([batchOf(0, 20), batchOf(20, 40)]);
  const path = join(run, SENT_FILE);
  const whole = await readFile(path);
  const random = new Random(1, 'sent', 0);
  for (let number = 0; number < 300; number += 1) {
    const spoilt = Buffer.from(whole);
    for (let times = random.below(4); times >= 0; times -= 1) spoilt[random.below(spoilt.length)] = random.below(256);
    await writeFile(path, spoilt.subarray(0, random.chance(0.5) ? spoilt.length : random.below(spoilt.length)));
    for (const { sendings } of await readSent(folder, () => true))
      for (const { sent } of sendings) expect(sent).toBeDefined();
  }
});
