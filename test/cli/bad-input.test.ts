/**
 * What people and machines get wrong, one line each: the exit code, the code, a message with its place; nothing is sent,
 * nothing is marked in the index, and no stack trace is shown.
 */
import { chmod, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { deadUrl, serve, type Reply } from '../dhis2/http-server.ts';
import { COLUMNS, csv, HMIS, row, rows, spec } from './outreach-files.ts';
import { withOutreach } from './with-outreach.ts';
import type { World } from './world.ts';

/** Name; what to do to a pipeline that is fine; exit code; what stderr says. */
type Bad = readonly [
  name: string,
  spoil: (world: World) => Promise<Env | void>,
  exitCode: number,
  says: readonly (string | RegExp)[],
];
type Env = Readonly<Record<string, string>>;

const write =
  (name: string, text: string | Buffer) =>
  (world: World): Promise<void> =>
    world.write(name, text);
const remove =
  (name: string) =>
  (world: World): Promise<void> =>
    rm(join(world.folder, name));
const unreadable =
  (name: string) =>
  async (world: World): Promise<void> => {
    // Also for root, whom permissions do not stop.
    await rm(join(world.folder, name));
    await world.write(join(name, 'inside'), '');
    await chmod(join(world.folder, name), 0o700);
  };
const specOf = (parts: Parameters<typeof spec>[0]) => write('pipeline.yaml', spec(parts));

const WRITTEN: readonly Bad[] = [
  ['spec missing', remove('pipeline.yaml'), 2, ['file/not-found', 'pipeline.yaml']],
  ['spec unreadable', unreadable('pipeline.yaml'), 2, ['file/unreadable', 'pipeline.yaml']],
  [
    'bad YAML',
    write('pipeline.yaml', 'name: a\nsource: {kind: csv\nsink: x: y\n'),
    2,
    [/pipeline\.yaml:\d+:\d+ error/],
  ],
  ['empty spec', write('pipeline.yaml', ''), 2, ['pipeline.yaml:1:1']],
  ['unknown key', specOf({ sourse: {} }), 2, [/pipeline\.yaml:\d+:\d+ error/, 'sourse', 'Did you mean source?']],
  ['unknown kind', specOf({ sink: { kind: 'dhis2-event' } }), 2, [/pipeline\.yaml:\d+:\d+ error/, 'dhis2-events']],
  ['unknown connection', specOf({ sink: { connection: 'hims' } }), 2, [/pipeline\.yaml:\d+:\d+ error/, 'hmis']],
  [
    'environment variable missing',
    () => Promise.resolve({ DHIS2_PASSWORD: '' }),
    2,
    ['DHIS2_PASSWORD', /pipeline\.yaml:\d+:\d+ error/],
  ],
  [
    'unknown column in an expression',
    specOf({ transform: { orgUnit: '=$orgUnit(facilty)' } }),
    2,
    ['expression/unknown-column', 'facilty', 'facility', /pipeline\.yaml:\d+:\d+/],
  ],
  [
    'unknown function',
    specOf({ transform: { orgUnit: '=$orgunit(facility)' } }),
    2,
    ['orgUnit', /pipeline\.yaml:\d+:\d+/],
  ],
  ['broken expression', specOf({ transform: { orgUnit: '=$orgUnit(facility' } }), 2, [/pipeline\.yaml:\d+:\d+/]],
  [
    'mapping missing, and an input of it',
    async (world) => {
      await remove('../mapping/mapping_generated.json')(world);
      await remove('../mapping/mapping_de.json')(world);
    },
    2,
    ['mapping/not-generated', 'etl metadata pull'],
  ],
  ['mapping unreadable', unreadable('../mapping/mapping_generated.json'), 2, ['mapping_generated.json']],
  [
    'mapping not JSON',
    write('../mapping/mapping_generated.json', '{ "programStages": [ }'),
    2,
    [/mapping_generated\.json:1:\d+ error json\/syntax/],
  ],
  ['mapping of another shape', write('../mapping/mapping_generated.json', '{}'), 2, ['mapping/bad-shape']],
  ['look-up missing', remove('../mapping/mapping_orgUnits.json'), 2, ['mapping_orgUnits.json']],
  ['look-up not JSON', write('../mapping/mapping_orgUnits.json', '["a"]'), 2, ['lookup/not-an-object']],
  [
    'a field without target',
    specOf({ transform: { dataValues: { DeTeamSize9: '=team_size' } } }),
    2,
    ['mapping/unknown-data-element', 'DeTeamSize1'],
  ],
  ['wrong flag', () => Promise.resolve({ ARGS: '--acept=all' }), 2, ['--acept']],
  ['wrong --accept', () => Promise.resolve({ ARGS: '--accept=all' }), 2, ['run/bad-accept']],
  ['connections file missing', () => Promise.resolve({ ARGS: '--connections=nowhere.yaml' }), 2, ['nowhere.yaml']],
];

const two = csv(rows(2));
const [header = '', first = ''] = two.split('\n');
const withoutColumn = (column: string): string =>
  csv(
    rows(2),
    COLUMNS.filter((one) => one !== column),
  );

const SOURCES: readonly Bad[] = [
  ['CSV missing', remove('kobo.csv'), 3, ['source/not-found', 'kobo.csv']],
  ['CSV unreadable', unreadable('kobo.csv'), 3, ['kobo.csv', 'folder']],
  ['CSV empty', write('kobo.csv', ''), 3, ['source/empty', 'kobo.csv']],
  ['HTML instead of CSV', write('kobo.csv', '<!doctype html>\n<html><body>Sign in</body></html>\n'), 3, ['source/']],
  ['an Excel file', write('kobo.csv', Buffer.from('504b0304140000000800', 'hex')), 3, ['source/not-text']],
  [
    'header without the key',
    write('kobo.csv', csv(rows(2), COLUMNS.slice(3))),
    2,
    ['mapping/key-not-in-source', '_uuid'],
  ],
  [
    'header without a mapped column',
    write('kobo.csv', withoutColumn('road')),
    2,
    ['mapping/column-not-in-source', '"road"', /mapping_de\.json:\d+:\d+/],
  ],
  [
    'header without a column of an expression',
    write('kobo.csv', withoutColumn('facility')),
    2,
    ['expression/unknown-column', '"facility"'],
  ],
  ['another delimiter than the spec says', specOf({ source: { delimiter: ';' } }), 2, ['source/wrong-delimiter']],
  ['file cut inside a row', write('kobo.csv', two.slice(0, -40)), 3, ['source/truncated', 'line 3']],
  [
    'file cut inside a quote',
    write('kobo.csv', `${header}\n${first}\nuuid-2,"cut here`),
    3,
    ['source/truncated', 'line 3'],
  ],
  [
    'rows too long from a line on',
    write(
      'kobo.csv',
      `${two}${csv(rows(5))
        .split('\n')
        .slice(3, 6)
        .map((one) => `${one},extra\n`)
        .join('')}`,
    ),
    3,
    ['source/ragged', 'line 4'],
  ],
  [
    'invalid UTF-8',
    write(
      'kobo.csv',
      Buffer.concat([Buffer.from(two.slice(0, -20)), Buffer.from([0xe9, 0x2c]), Buffer.from(two.slice(-18))]),
    ),
    3,
    ['source/not-utf8', 'line 3'],
  ],
  ['UTF-16', write('kobo.csv', Buffer.from(`\uFEFF${two}`, 'utf16le')), 3, ['source/not-utf8', 'UTF-16']],
  ['older than maxAge', specOf({ source: { maxAge: '0 days' } }), 3, ['run/stale-source']],
];

const entry = { dhis2_uuid: 'EvLegacy001', uploaded: true, deleted: false, deleted_dhis2: false };
const indexOf = (value: unknown) => write('index.json', JSON.stringify(value));

const INDEXES: readonly Bad[] = [
  ['index missing', remove('index.json'), 4, ['guard/no-index', '--accept new-index']],
  ['index not JSON', write('index.json', '{"a": '), 3, ['index/not-json', 'index.json']],
  ['index empty file', write('index.json', ''), 3, ['index/not-json']],
  ['index a list', write('index.json', '[]'), 3, ['index/not-an-object']],
  ['index with a bad UID', indexOf({ a: { ...entry, dhis2_uuid: '1abc' } }), 3, ['index/bad-uid', '1abc']],
  ['index with an entry that is none', indexOf({ a: 'EvLegacy001' }), 3, ['index/bad-entry']],
  ['index without uploaded', indexOf({ a: { dhis2_uuid: 'EvLegacy001' } }), 3, ['index/bad-entry', 'uploaded']],
  ['index with one UID twice', indexOf({ a: entry, b: entry }), 3, ['index/uid-twice', 'EvLegacy001']],
  ['sidecar broken', write('index.json.etl.json', '{'), 3, ['index/bad-sidecar']],
  ['index unreadable', unreadable('index.json'), 3, ['index.json', 'folder']],
];

const withServer = (reply: Reply | (() => Reply)) => async (): Promise<Env> => {
  const server = await serve(() => (typeof reply === 'function' ? reply() : reply));
  servers.push(server);
  return { DHIS2_URL: server.url };
};
const servers: { close(): Promise<void> }[] = [];

/** A night would wait for minutes. */
function impatient(spoil: () => Promise<Env>): (world: World) => Promise<Env> {
  return async (world) => {
    await specOf({ sink: { giveUpAfter: '1 second' } })(world);
    return spoil();
  };
}

const SERVERS: readonly Bad[] = [
  ['wrong password', () => Promise.resolve({ DHIS2_PASSWORD: 'wrong' }), 3, ['dhis2/', 'admin']],
  [
    'not allowed (403)',
    withServer({ status: 403, body: { httpStatusCode: 403, message: 'Access is denied' } }),
    3,
    ['dhis2/'],
  ],
  ['a login page in HTML', withServer({ status: 200, body: '<!doctype html><html>Log in</html>' }), 3, ['dhis2/']],
  ['server down', impatient(async () => ({ DHIS2_URL: await deadUrl() })), 3, ['dhis2/', '127.0.0.1']],
  [
    'server in maintenance (503)',
    impatient(withServer({ status: 503, body: '<html>Maintenance</html>' })),
    3,
    ['dhis2/', '503'],
  ],
  ['something else answers', withServer({ status: 200, body: { hello: 'world' } }), 3, ['dhis2/']],
  ['no such program', specOf({ sink: { program: 'PrgNotThere' } }), 3, ['dhis2/program-not-found', 'PrgNotThere']],
  ['stage of another program', specOf({ sink: { program: 'PrgOther001' } }), 3, ['dhis2/stage-not-in-program']],
  ['plain http to another machine', () => Promise.resolve({ DHIS2_URL: 'http://dhis2.example.org' }), 2, ['http']],
  [
    'a connection string without protocol',
    specOf({
      connections: {
        files: { kind: 'azure-blob', container: 'sipca', connectionString: 'AccountName=ocba;AccountKey=c2VjcmV0' },
        hmis: HMIS,
      },
    }),
    2,
    [/pipeline\.yaml:\d+:\d+ error storage\/bad-connection-string: .* DefaultEndpointsProtocol/],
  ],
  [
    'a bad url',
    specOf({ connections: { files: { kind: 'file', folder: '.' }, hmis: { ...HMIS, url: 'not a url' } } }),
    2,
    ['dhis2/bad-url'],
  ],
];

describe.each([
  ['what people write', WRITTEN],
  ['the source', SOURCES],
  ['the index', INDEXES],
  ['the server', SERVERS],
] as const)('%s', (_, cases) => {
  test.each(cases)('%s', (_name, spoil, exitCode, says) =>
    withOutreach({ files: { 'kobo.csv': two } }, async (world) => {
      const { ARGS, ...env } = { ARGS: '', ...(await spoil(world)) };
      const index = await world.read('index.json').catch(() => null);
      const ended = await world.etl(['run', 'pipeline.yaml', ...(ARGS ? [ARGS] : [])], env);
      expect(ended).toMatchObject({ exitCode });
      for (const one of says)
        expect(ended.stderr).toMatch(
          typeof one === 'string' ? new RegExp(one.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')) : one,
        );
      expect(ended.stderr).not.toMatch(/\n\s+at |please report|district/);
      expect(ended.stdout).toBe('');
      expect(await world.read('index.json').catch(() => null)).toBe(index);
      expect(await world.exists('index.json.lock')).toBe(false);
      expect(await world.events()).toEqual([]);
    }),
  );
});

test('one bad row, one duplicate: told and kept out, the others go', () =>
  withOutreach(
    {
      files: {
        'kobo.csv': `${csv(rows(3))}uuid-0009,too,short\n${csv([row(2, { village: 'Another' })]).split('\n')[1]}\n`,
      },
    },
    async (world) => {
      const ended = await world.etl(['run', 'pipeline.yaml']);
      expect(ended).toMatchObject({ exitCode: 1 });
      expect(ended.stdout).toMatch(/has 3 cells.*row 4/);
      expect(ended.stdout).toMatch(/More than one row.*rows 2, 5/);
      expect(await world.events()).toHaveLength(2);
    },
  ));

afterAll(async () => {
  await Promise.all(servers.map((one) => one.close()));
});
