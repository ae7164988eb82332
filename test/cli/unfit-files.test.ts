/**
 * Whatever a pipeline reads may turn out to be a pipe, a device or a folder: told with its place and the right exit
 * code, at once. Each case is a row for each of them; nothing is sent.
 */
import { spawnSync } from 'node:child_process';
import { chmod, lstat, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { spec } from './outreach-files.ts';
import { withOutreach } from './with-outreach.ts';
import type { World } from './world.ts';

const PUT: Readonly<Record<string, (path: string) => Promise<unknown>>> = {
  'a pipe': (path) => Promise.resolve(spawnSync('mkfifo', [path])),
  'a device': (path) => symlink('/dev/zero', path),
  'a folder': (path) => mkdir(path),
};

/** What is read; the file; how it is named in the spec or by flags; exit code and where it is told. */
type Read = readonly [
  what: string,
  file: string,
  args: readonly string[],
  parts: Parameters<typeof spec>[0],
  exitCode: number,
  says: string,
];

const RUN = ['run', 'pipeline.yaml'];
const INI = { url: '${ini:own.ini#dhis2.server}', username: 'admin', password: '${DHIS2_PASSWORD}', kind: 'dhis2' };
const FILES = { kind: 'file', folder: '.' };

const READ: readonly Read[] = [
  ['spec', 'pipeline.yaml', RUN, {}, 2, 'error file/unreadable: pipeline.yaml cannot be read: it is '],
  ['spec, checked', 'pipeline.yaml', ['check', 'pipeline.yaml'], {}, 2, 'file/unreadable'],
  ['env file', 'own.env', [...RUN, '--env-file', 'own.env'], {}, 2, 'file/unreadable: own.env cannot be read: it is '],
  ['connections', 'c.yaml', [...RUN, '--connections', 'c.yaml'], {}, 2, 'file/unreadable: c.yaml cannot be read'],
  ['connections, named in the spec', 'c.yaml', RUN, { connections: 'c.yaml' }, 2, 'file/unreadable: c.yaml cannot'],
  [
    'INI file',
    'own.ini',
    RUN,
    { connections: { hmis: INI, files: FILES } },
    2,
    'file/unreadable: own.ini cannot be read',
  ],
  ['look-up', 'own.json', RUN, { lookups: { orgUnits: 'own.json' } }, 2, 'file/unreadable: own.json cannot be read'],
  [
    'look-up as CSV',
    'own.csv',
    RUN,
    { lookups: { orgUnits: 'own.csv' } },
    2,
    'file/unreadable: own.csv cannot be read',
  ],
  ['mapping', 'own.json', RUN, { mapping: 'own.json' }, 2, 'file/unreadable: own.json cannot be read'],
  ['source', 'kobo.csv', RUN, {}, 3, 'kobo.csv'],
  ['source, checked', 'kobo.csv', ['check', 'pipeline.yaml'], {}, 0, 'kobo.csv'],
  ['index', 'index.json', RUN, {}, 3, 'index.json'],
  ['sidecar of the index', 'index.json.etl.json', RUN, {}, 3, 'index.json.etl.json'],
  ['plan', 'own.plan', ['apply', 'pipeline.yaml', '--plan', 'own.plan'], {}, 2, 'run/no-plan'],
  ['binding of a plan', 'own.plan.meta.json', ['apply', 'pipeline.yaml', '--plan', 'own.plan'], {}, 2, 'run/no-plan'],
  ['row for eval', 'row.json', ['eval', 'a', '--input', 'row.json'], {}, 2, 'file/unreadable: row.json cannot be read'],
];

describe.each(Object.keys(PUT))('%s', (kind) => {
  test.each(READ)('as %s', async (_, file, args, parts, exitCode, says) => {
    await withOutreach({ files: { 'pipeline.yaml': spec(parts) } }, async (world) => {
      await rm(join(world.folder, file), { force: true });
      if (args[0] === 'apply') await planTo(world, file);
      await PUT[kind]?.(join(world.folder, file));
      const ended = await world.etl(args);
      expect([ended.exitCode, ended.stderr]).toEqual([exitCode, expect.stringContaining(says) as string]);
      expect(ended.stderr).toContain(kind);
      expect(await world.events()).toEqual([]);
    });
  });
});

/** A plan, without the part that is to be replaced. */
async function planTo(world: World, without: string): Promise<void> {
  await world.etl(['plan', 'pipeline.yaml', '--out', 'own.plan']);
  await rm(join(world.folder, without));
}

describe('a plan that is kept', () => {
  test('is a new file for its owner alone, whatever was there', () =>
    withOutreach({}, async (world) => {
      const out = join(world.folder, 'night.ndjson');
      await world.write('victim', 'of somebody else');
      await symlink(join(world.folder, 'victim'), out);
      await writeFile(`${out}.meta.json`, 'before');
      await chmod(`${out}.meta.json`, 0o666);
      expect((await world.etl(['plan', 'pipeline.yaml', '--out', 'night.ndjson'])).exitCode).toBe(0);
      expect(await world.read('victim')).toBe('of somebody else');
      for (const path of [out, `${out}.meta.json`]) {
        const found = await lstat(path);
        expect([found.isFile(), found.mode & 0o777]).toEqual([true, 0o600]);
      }
      expect((await world.etl(['apply', 'pipeline.yaml', '--plan', 'night.ndjson'])).exitCode).toBe(0);
    }));

  test.each(['a pipe', 'a folder'])('does not take the place of %s', (kind) =>
    withOutreach({}, async (world) => {
      const out = join(world.folder, 'night.ndjson');
      await PUT[kind]?.(out);
      const ended = await world.etl(['plan', 'pipeline.yaml', '--out', 'night.ndjson']);
      expect([ended.exitCode, ended.stderr]).toEqual([2, expect.stringContaining(`cannot be written: it is ${kind}`)]);
    }),
  );
});

test('an index that is a device stays one', () =>
  withOutreach({}, async (world) => {
    await rm(join(world.folder, 'index.json'));
    await symlink('/dev/null', join(world.folder, 'index.json'));
    const ended = await world.etl([...RUN, '--accept', 'new-index']);
    expect([ended.exitCode, ended.stderr]).toEqual([3, expect.stringContaining('storage/unfit')]);
    expect((await lstat('/dev/null')).isCharacterDevice()).toBe(true);
  }));

test('what a run leaves is for its owner alone', () =>
  withOutreach({ files: { 'pipeline.yaml': spec({ artifacts: { legacyNames: true } }) } }, async (world) => {
    await world.etl(RUN);
    const runs = join(world.folder, 'runs');
    const found = await readdir(runs, { recursive: true, withFileTypes: true });
    for (const one of found) {
      const path = join(one.parentPath, one.name);
      expect([path, (await lstat(path)).mode & 0o077]).toEqual([path, 0]);
    }
    expect(found.length).toBeGreaterThan(5);
    expect(await readFile(join(dirname(runs), 'index.json'), 'utf8')).toContain('uploaded');
  }));
