/** What somebody has put into the folder of the artifacts is not followed: neither to write there, nor to remove. */
import { writePrivateFile } from '../../src/base/private-file.ts';
import { link, lstat, mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Secrets } from '../../src/base/secrets.ts';
import { sentOf } from './sent-of.ts';
import { Artifacts, type ArtifactOptions } from '../../src/report/artifacts.ts';
import { removeExpired } from '../../src/report/retention.ts';

/** A copy of an empty index. */
const writeIndex = (file: string): Promise<boolean> => writePrivateFile(file, '{}').then(() => true);

const NIGHT = new Date('2026-03-14T02:15:00Z');
const OLD = new Date('2026-01-01T00:00:00Z');

let base: string;
let folder: string;
let victim: string;

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'etl-links-'));
  folder = join(base, 'runs');
  victim = join(base, 'victim');
  await mkdir(folder);
  await writeFile(victim, 'of somebody else');
});
afterEach(() => rm(base, { recursive: true, force: true }));

function open(): Promise<Artifacts> {
  const options: ArtifactOptions = {
    folder,
    legacyNames: true,
    keepMs: 1e12,
    pipeline: 'sipca',
    timeZone: 'UTC',
    language: 'en',
    now: NIGHT,
    indexName: 'event_index.json',
    secrets: new Secrets(),
  };
  return Artifacts.open(options);
}

const WRITTEN = [
  'log/2026-03-14_SIPCA.log',
  'log/2026-03-14_kobo.csv',
  'log/2026-03-14_event_index_initial.json',
  'events_payload/2026-03-14__a_EvAbcdefgh1.json',
  'events_payload/2026-03-14__a_EvAbcdefgh1__response_event_payload.json',
];

describe.each([
  ['links', symlink],
  ['other names of a file', link],
])('%s in the place of what a run writes', (kind, put) => {
  test('are replaced, and what they lead to stays', async () => {
    await mkdir(join(folder, 'log'));
    await mkdir(join(folder, 'events_payload'));
    for (const name of WRITTEN) await put(victim, join(folder, name));
    const artifacts = await open();
    await artifacts.keepIndex('initial', writeIndex);
    await artifacts.keepSent([sentOf('a', 'EvAbcdefgh1')]);
    await writeFile(join(artifacts.folder, 'source.csv'), 'a,b');
    await artifacts.keepSource(join(artifacts.folder, 'source.csv'), 'kobo.csv');
    artifacts.addLog('a line');
    await artifacts.close({ ok: true });
    expect(await readFile(victim, 'utf8')).toBe('of somebody else');
    for (const name of WRITTEN) {
      const found = await lstat(join(folder, name));
      expect([name, found.isFile(), found.mode & 0o777, found.nlink]).toEqual([name, true, 0o600, 1]);
    }
    // What a backup has linked goes on as a log.
    const log = await readFile(join(folder, 'log/2026-03-14_SIPCA.log'), 'utf8');
    expect(log).toBe(kind === 'links' ? 'a line\n' : 'of somebody elsea line\n');
  });
});

describe.each(['log', 'events_payload'])('a link in the place of the folder %s', (name) => {
  beforeEach(async () => {
    await mkdir(join(base, 'elsewhere'));
    await symlink(join(base, 'elsewhere'), join(folder, name));
  });

  test('stops a run before it begins', async () => {
    await expect(open()).rejects.toMatchObject({
      code: 'artifacts/not-writable',
      exitCode: 3,
      args: { reason: `${join(folder, name)} is a link` },
    });
    expect(await readdir(join(base, 'elsewhere'))).toEqual([]);
  });

  test('lets nothing be removed through it', async () => {
    const file = `${name}/2026-01-01_kept.json`;
    const run = join(folder, '2026-01-01T000000Z');
    await writeFile(join(base, 'elsewhere', '2026-01-01_kept.json'), 'kept');
    await utimes(join(base, 'elsewhere', '2026-01-01_kept.json'), OLD, OLD);
    await mkdir(run);
    await writeFile(join(run, 'written.ndjson'), `${JSON.stringify(file)}\n`);
    await utimes(run, OLD, OLD);
    await removeExpired(folder, NIGHT.getTime());
    expect(await readdir(join(base, 'elsewhere'))).toEqual(['2026-01-01_kept.json']);
  });
});
