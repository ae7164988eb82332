import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { writePrivateFile } from '../../src/base/private-file.ts';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Secrets } from '../../src/base/secrets.ts';
import { Artifacts, type ArtifactOptions } from '../../src/report/artifacts.ts';
import { removeExpired } from '../../src/report/retention.ts';
import { SENT_FILE } from '../../src/report/sent-file.ts';
import { sentOf } from './sent-of.ts';

/** A copy of an empty index. */
const writeIndex = (file: string): Promise<boolean> => writePrivateFile(file, '{}').then(() => true);

const DAY = 24 * 3600 * 1000;
const NIGHT = new Date('2026-03-14T02:15:00Z');

let base: string;
let folder: string;

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'etl-artifacts-'));
  folder = join(base, 'runs');
  await mkdir(folder);
});
afterEach(() => rm(base, { recursive: true, force: true }));

function optionsOf(changes: Partial<ArtifactOptions> = {}): ArtifactOptions {
  return {
    folder,
    legacyNames: true,
    keepMs: 30 * DAY,
    pipeline: 'sipca',
    timeZone: 'Africa/Maputo',
    language: 'en',
    now: NIGHT,
    indexName: 'event_index.json',
    secrets: new Secrets(),
    ...changes,
  };
}

/** A whole night with one event, its files as old as `written` says. */
async function leaveRun(
  changes: Partial<ArtifactOptions> = {},
  written: Date = changes.now ?? NIGHT,
): Promise<string[]> {
  const before = new Set(await below(folder));
  const artifacts = await Artifacts.open(optionsOf(changes));
  await artifacts.keepIndex('initial', writeIndex);
  await artifacts.keepSent([sentOf('uuid-1', 'EvAbcdefgh1')]);
  await artifacts.keepIndex('final', writeIndex);
  await writeFile(join(artifacts.folder, 'source'), 'a,b');
  await artifacts.keepSource(join(artifacts.folder, 'source'), 'raw/kobo.csv');
  artifacts.addLog('a line');
  await artifacts.close({ ok: true });
  const made = (await below(folder)).filter((one) => !before.has(one));
  for (const one of await below(folder)) {
    const path = join(folder, one);
    if ((await lstat(path)).mtimeMs > Date.now() - 60_000) await utimes(path, written, written);
  }
  await utimes(artifacts.folder, written, written);
  return made;
}

async function below(root: string): Promise<string[]> {
  const found = await readdir(root, { recursive: true, withFileTypes: true });
  return found
    .filter((one) => !one.isDirectory())
    .map((one) => join(one.parentPath, one.name).slice(root.length + 1))
    .sort();
}

async function write(name: string, time = NIGHT): Promise<void> {
  await mkdir(dirname(join(folder, name)), { recursive: true });
  await writeFile(join(folder, name), 'theirs');
  await utimes(join(folder, name), time, time);
}

const LATER = new Date(NIGHT.getTime() + 31 * DAY);

describe('what a run leaves', () => {
  test('with legacy names: copies, payloads and log where the tools before us put them', async () => {
    expect(await leaveRun()).toEqual([
      '2026-03-14T021500Z/report.json',
      `2026-03-14T021500Z/${SENT_FILE}`,
      '2026-03-14T021500Z/written.ndjson',
      'events_payload/2026-03-14__uuid-1_EvAbcdefgh1.json',
      'events_payload/2026-03-14__uuid-1_EvAbcdefgh1__response_event_payload.json',
      'log/2026-03-14_SIPCA.log',
      'log/2026-03-14_event_index_final.json',
      'log/2026-03-14_event_index_initial.json',
      'log/2026-03-14_kobo.csv',
    ]);
    for (const one of await below(folder))
      expect([one, (await lstat(join(folder, one))).mode & 0o77]).toEqual([one, 0]);
  });

  test('an address that could be a path names no path', async () => {
    const artifacts = await Artifacts.open(optionsOf());
    await artifacts.keepSent([sentOf('a', '../../Alpha:2026-01', { sent: {} })]);
    expect(await readdir(join(folder, 'events_payload'))).toEqual([
      expect.stringMatching(/^2026-03-14__a_[0-9a-f]{32}\.json$/),
    ]);
    expect(await readdir(base)).toEqual(['runs']);
  });

  test('without them: a folder and nothing beside it', async () => {
    const made = await leaveRun({ legacyNames: false });
    expect(made.every((one) => one.startsWith('2026-03-14T021500Z/'))).toBe(true);
    expect(made).toHaveLength(7);
  });

  test('copies of an index are called as it is', async () => {
    const made = await leaveRun({ legacyNames: false, indexName: 'visits.sqlite' });
    expect(made).toContain('2026-03-14T021500Z/visits_final.sqlite');
  });
});

describe('after `keep`', () => {
  test.each([true, false])('a run goes whole (legacy names: %s)', async (legacyNames) => {
    await leaveRun({ legacyNames });
    await removeExpired(folder, LATER.getTime() - 30 * DAY);
    expect(await below(folder)).toEqual([]);
  });

  test('a run that was cut short goes too, with the payloads that it wrote', async () => {
    const artifacts = await Artifacts.open(optionsOf());
    await artifacts.keepSent([sentOf('uuid-1', 'EvAbcdefgh1')]);
    await writeFile(join(artifacts.folder, 'plan.ndjson'), '{}');
    await removeExpired(folder, Date.now() + DAY);
    expect(await below(folder)).toEqual([]);
  });

  test('the archive of other tools stays, however old and alike', async () => {
    const theirs = [
      'events_payload/2019-01-01__uuid-1_EvAbcdefgh1.json',
      'events_payload/2026-03-14__uuid-2_EvAbcdefgh2.json',
      'log/2019-01-01_SIPCA.log',
      'log/2026-03-14_notes.txt',
      '2019-01-01T000000Z/report.json',
    ];
    for (const one of theirs) await write(one, new Date('2019-01-01T00:00:00Z'));
    await utimes(join(folder, '2019-01-01T000000Z'), 0, 0);
    await leaveRun();
    const later = await leaveRun({ now: LATER });
    expect(await below(folder)).toEqual([...theirs, ...later].sort());
  });

  test('what a later run of the day wrote again stays until that run goes', async () => {
    await leaveRun();
    const evening = new Date(NIGHT.getTime() + 12 * 3600 * 1000);
    await leaveRun({ now: evening });
    for (const one of await readdir(join(folder, 'log'))) await utimes(join(folder, 'log', one), evening, evening);
    await removeExpired(folder, NIGHT.getTime() + 1);
    expect(await readdir(join(folder, 'log'))).toHaveLength(4);
    await removeExpired(folder, evening.getTime() + 1);
    expect(await below(folder)).toEqual([]);
  });

  test.each([
    ['a file outside', '"../outside.txt"'],
    ['a file outside, through a folder of ours', '"log/2026-01-01_/../../../outside.txt"'],
    ['an absolute path', '"/etc/2026-01-01_x"'],
    ['another folder', '"photos/2026-01-01_x.jpg"'],
    ['no dated file', '"log/notes.txt"'],
    ['half a line', '"log/2026-01-01'],
    ['no text', '{"path":"log/2026-01-01_x"}'],
  ])('a list that was tampered with removes nothing else: %s', async (_, line) => {
    await leaveRun();
    await writeFile(join(base, 'outside.txt'), 'x');
    for (const one of ['photos/2026-01-01_x.jpg', 'log/notes.txt', 'log/2026-01-01_x']) await write(one);
    const list = join(folder, '2026-03-14T021500Z/written.ndjson');
    await writeFile(list, `${await readFile(list, 'utf8')}${line}\n`);
    await utimes(dirname(list), NIGHT, NIGHT);
    await removeExpired(folder, LATER.getTime());
    expect(await below(folder)).toEqual(['log/2026-01-01_x', 'log/notes.txt', 'photos/2026-01-01_x.jpg']);
    expect(await readFile(join(base, 'outside.txt'), 'utf8')).toBe('x');
  });

  test('a link in the place of a run or of a file is not followed', async () => {
    await mkdir(join(base, 'elsewhere'));
    await writeFile(join(base, 'elsewhere/written.ndjson'), '');
    await symlink(join(base, 'elsewhere'), join(folder, '2020-01-01T000000Z'));
    await removeExpired(folder, Date.now() + DAY);
    expect(await readdir(join(base, 'elsewhere'))).toEqual(['written.ndjson']);
  });

  test('two runs that clean up at once do not hinder each other', async () => {
    for (let n = 0; n < 5; n += 1) await leaveRun({ now: new Date(NIGHT.getTime() + n * 1000) }, NIGHT);
    const before = LATER.getTime() - 30 * DAY;
    const answers = await Promise.all(Array.from({ length: 4 }, () => removeExpired(folder, before)));
    expect(answers.flat()).toEqual([]);
    expect(await below(folder)).toEqual([]);
  });

  test.runIf(process.getuid?.() !== 0)(
    'what cannot be removed is told of in the log, and the run goes on',
    async () => {
      await leaveRun();
      await chmod(join(folder, 'events_payload'), 0o500);
      const artifacts = await Artifacts.open(optionsOf({ now: LATER, legacyNames: false }));
      await artifacts.close({});
      await chmod(join(folder, 'events_payload'), 0o700);
      expect(await readFile(join(artifacts.folder, 'run.log'), 'utf8')).toContain('cannot be removed');
      expect(await readdir(folder)).toContain('2026-03-14T021500Z');
    },
  );
});
