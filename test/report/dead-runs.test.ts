/** What killed runs leave among the artifacts, and what a wrong clock must not do to them. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { lstat, mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { thisProcess } from '../../src/base/holder.ts';
import { Secrets } from '../../src/base/secrets.ts';
import { Artifacts, type ArtifactOptions } from '../../src/report/artifacts.ts';

const DAY = 24 * 3600 * 1000;

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'etl-runs-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

function optionsOf(now: Date): ArtifactOptions {
  const names = {
    pipeline: 'sipca',
    timeZone: 'UTC',
    language: 'en' as const,
    indexName: 'index.json',
    secrets: new Secrets(),
  };
  return { ...names, folder, legacyNames: false, keepMs: 30 * DAY, now };
}

async function runAt(now: Date): Promise<void> {
  const artifacts = await Artifacts.open(optionsOf(now));
  await artifacts.close({});
  await utimes(artifacts.folder, now, now);
}

const runs = async (): Promise<string[]> => (await readdir(folder)).sort();

/** A run that was killed while it was sending: `owner` says whose it was, null that nobody knows. */
async function leaveKilled(owner: object | null, age = 0): Promise<string> {
  const run = join(folder, '2026-03-14T021500Z');
  const log = join(folder, 'log');
  await mkdir(run, { recursive: true });
  await mkdir(log);
  const files = {
    [join(run, 'plan.ndjson')]: '{}',
    [join(run, 'plan.draft.ndjson')]: '{}',
    [join(run, 'report.json.0123456789ab.tmp')]: '{',
    [join(run, 'kobo.csv')]: 'a',
    [join(run, 'written.ndjson')]: '"log/2026-03-14_index_initial.json"\n',
    [join(log, '2026-03-14_index_initial.json.0123456789ab.tmp')]: '{',
    [join(log, '2026-03-14_theirs.json.0123456789ab.tmp')]: '{',
    ...(owner && { [join(run, 'running.json')]: JSON.stringify(owner) }),
  };
  const then = new Date(Date.now() - age);
  for (const [path, text] of Object.entries(files)) {
    await writeFile(path, text);
    await utimes(path, then, then);
  }
  return run;
}

async function deadProcess(): Promise<object> {
  const child = spawn(process.execPath, ['-e', ''], { stdio: 'ignore' });
  await once(child, 'exit');
  return { ...(await thisProcess()), pid: child.pid };
}

const ELSEWHERE = { id: 'x', pid: 1, host: 'elsewhere', since: '2026-03-14T02:15:00Z', process: null };

describe('a run that was killed', () => {
  test.each([
    ['on this host', deadProcess, 0],
    ['on another host, days ago', async () => ELSEWHERE, 3 * DAY],
    ['before runs signed their folders, days ago', async () => null, 3 * DAY],
    ['and left a garbled signature, days ago', async () => ({}), 3 * DAY],
  ])('%s loses its plans and halves of files, nothing else', async (_, owner, age) => {
    const run = await leaveKilled(await owner(), age);
    await runAt(new Date());
    expect((await readdir(run)).sort()).toEqual(['kobo.csv', 'written.ndjson']);
    expect(await readdir(join(folder, 'log'))).toEqual(['2026-03-14_theirs.json.0123456789ab.tmp']);
  });

  test.each([
    ['of a process that is alive', thisProcess, 9 * DAY],
    ['on another host, an hour ago', async () => ELSEWHERE, 3_600_000],
    ['of which nobody knows, an hour ago', async () => null, 3_600_000],
  ])('a run %s is left alone', async (_, owner, age) => {
    const run = await leaveKilled(await owner(), age);
    const before = await readdir(run);
    await runAt(new Date());
    expect(await readdir(run)).toEqual(before);
  });

  test('a run that ends in order leaves no signature', async () => {
    const artifacts = await Artifacts.open(optionsOf(new Date()));
    expect(JSON.parse(await readFile(join(artifacts.folder, 'running.json'), 'utf8'))).toMatchObject({
      pid: process.pid,
    });
    expect((await lstat(join(artifacts.folder, 'running.json'))).mode & 0o77).toBe(0);
    await artifacts.close({});
    expect(await readdir(artifacts.folder)).not.toContain('running.json');
    expect(dirname(artifacts.folder)).toBe(folder);
  });
});

describe('retention and clocks', () => {
  const NIGHT = new Date(Date.now() - 400 * DAY);
  const night = (n: number): Date => new Date(NIGHT.getTime() + n * DAY);

  test('a clock that is 400 days ahead for one run removes nothing', async () => {
    for (let n = 0; n < 10; n += 1) await runAt(night(n));
    const before = await runs();
    await runAt(night(9 + 400));
    expect((await runs()).slice(0, 10)).toEqual(before);
    await runAt(night(10));
    expect(await runs()).toEqual(expect.arrayContaining(before));
  });

  test('nightly runs keep what `keep` says, no more and no less', async () => {
    for (let n = 0; n < 35; n += 1) await runAt(night(n));
    expect(await runs()).toHaveLength(31);
  });

  test('after a long pause the old runs go with the second run', async () => {
    for (let n = 0; n < 3; n += 1) await runAt(night(n));
    await runAt(night(100));
    await runAt(night(101));
    expect(await runs()).toHaveLength(2);
  });
});
