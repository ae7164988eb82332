/** The same pipeline on real blobs (Azurite) and on local files. */
import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { startAzurite, type Azurite, type SasOptions } from '../azurite.ts';
import { csv, HMIS, row, rows, spec } from './outreach-files.ts';
import { withOutreach } from './with-outreach.ts';
import { filesBelow, run, type Entry, type World } from './world.ts';

let azurite: Azurite;
beforeAll(async () => {
  azurite = await startAzurite();
});

const BLOBS = {
  kind: 'azure-blob',
  accountUrl: '${LAKE_URL}',
  container: '${LAKE_CONTAINER}',
} as const;
const CONNECTIONS = {
  source: { ...BLOBS, sasToken: '${SAS_SOURCE}' },
  index: { ...BLOBS, sasToken: '${SAS_INDEX}' },
  hmis: HMIS,
};
const SPEC = spec({
  connections: CONNECTIONS,
  source: { connection: 'source', path: 'raw/kobo.csv' },
  index: { connection: 'index', path: 'raw/index.json' },
});
/** The same names, as folders. */
const LOCAL = JSON.stringify({
  source: { kind: 'file', folder: '.' },
  index: { kind: 'file', folder: '.' },
  hmis: HMIS,
});

interface Lake {
  readonly container: string;
  env(source?: SasOptions, index?: SasOptions): Record<string, string>;
  put(name: string, text: string): Promise<void>;
  get(name: string): Promise<string>;
  names(): Promise<string[]>;
}

async function newLake(files: Readonly<Record<string, string>>): Promise<Lake> {
  const container = await azurite.newContainer();
  const client = azurite.service.getContainerClient(container);
  const lake: Lake = {
    container,
    env: (source = { rights: 'r' }, index = { rights: 'rcw' }) => ({
      LAKE_URL: azurite.accountUrl,
      LAKE_CONTAINER: container,
      SAS_SOURCE: azurite.sas(container, source),
      SAS_INDEX: azurite.sas(container, index),
    }),
    async put(name, text) {
      await client.getBlockBlobClient(name).upload(text, Buffer.byteLength(text));
    },
    get: async (name) => (await client.getBlockBlobClient(name).downloadToBuffer()).toString('utf8'),
    async names() {
      const found: string[] = [];
      for await (const one of client.listBlobsFlat()) found.push(one.name);
      return found.sort();
    },
  };
  for (const [name, text] of Object.entries(files)) await lake.put(name, text);
  return lake;
}

async function payloads(world: World): Promise<unknown[]> {
  return (await world.events()).map(({ event, orgUnit, occurredAt, status, dataValues }) => [
    event,
    orgUnit,
    occurredAt,
    status,
    dataValues,
  ]);
}

describe('blobs', () => {
  test('give the same events as local files, by --connections, with two tokens of different rights', async () => {
    const lines = csv([...rows(6), row(7, { facility: 'Nowhere' })]);
    const lake = await newLake({ 'raw/kobo.csv': lines, 'raw/index.json': '{}' });
    await withOutreach({ files: { 'pipeline.yaml': SPEC } }, async (onBlobs) => {
      const first = await onBlobs.etl(['run', 'pipeline.yaml'], lake.env());
      expect(first).toMatchObject({ exitCode: 1 });
      const files = { 'pipeline.yaml': SPEC, 'local.yaml': LOCAL, 'raw/kobo.csv': lines, 'raw/index.json': '{}' };
      await withOutreach({ files }, async (onFiles) => {
        const local = await onFiles.etl(['run', 'pipeline.yaml', '--connections', 'local.yaml']);
        expect(local).toMatchObject({ exitCode: 1 });
        expect(await payloads(onFiles)).toEqual(await payloads(onBlobs));
        const withoutTimes = (text: string): unknown =>
          Object.values(JSON.parse(text) as Record<string, Entry>).map((one) => ({ ...one, sent_at: '', since: '' }));
        expect(withoutTimes(await onFiles.read('raw/index.json'))).toEqual(
          withoutTimes(await lake.get('raw/index.json')),
        );
      });
      // A second night: nothing to do, and the blob is what it was.
      const index = await lake.get('raw/index.json');
      const second = await onBlobs.etl(['run', 'pipeline.yaml', '--json'], lake.env());
      expect(JSON.parse(second.stdout)).toMatchObject({ counts: { unchanged: 6, created: 0, rejected: 1 } });
      expect(await lake.get('raw/index.json')).toBe(index);
      expect(await lake.names()).toEqual([
        'raw/index.json',
        'raw/index.json.etl.json',
        'raw/index.json.journal.ndjson',
        'raw/index.json.lock',
        'raw/kobo.csv',
      ]);
    });
  });

  test('keep password and signatures to themselves: in no file, on no stream, not even in errors', async () => {
    const lake = await newLake({
      'raw/kobo.csv': csv([row(1), row(2, { facility: 'Nowhere' })]),
      'raw/index.json': '{}',
    });
    await withOutreach({ files: { 'pipeline.yaml': SPEC } }, async (world) => {
      const env = { ...lake.env(), DHIS2_PASSWORD: 'district' };
      const refused = { ...lake.env({ rights: 'r', forged: true }), DHIS2_PASSWORD: 'Wr0ng-passw0rd' };
      const expired = { ...env, ...lake.env({ rights: 'r', expiresOn: new Date(Date.now() - 60_000) }) };
      const environments: readonly Record<string, string>[] = [env, refused, expired];
      const signatures = environments.flatMap((one) => [one['SAS_SOURCE'], one['SAS_INDEX']]);
      const secrets = ['district', 'Wr0ng-passw0rd', Buffer.from('admin:district').toString('base64')];
      for (const sas of signatures) {
        const sig = /sig=([^&]+)/.exec(sas ?? '')?.[1] ?? '';
        secrets.push(sig, decodeURIComponent(sig));
      }
      const said: string[] = [];
      for (const one of environments) {
        for (const args of [
          ['run', 'pipeline.yaml', '-v'],
          ['plan', 'pipeline.yaml', '--json'],
          ['check', 'pipeline.yaml', '-v'],
        ]) {
          const ended = await world.etl(args, one);
          said.push(ended.stdout, ended.stderr);
        }
      }
      for (const file of await filesBelow(world.folder)) said.push(await readFile(file, 'utf8'));
      for (const name of await lake.names()) said.push(await lake.get(name));
      const all = said.join('\n');
      for (const secret of secrets)
        expect([secret.slice(0, 3), all.includes(secret)]).toEqual([secret.slice(0, 3), false]);
    });
  });

  const BAD: readonly (readonly [
    name: string,
    env: (lake: Lake) => Record<string, string>,
    code: string,
    says: string,
  ])[] = [
    [
      'source token expired',
      (lake) => lake.env({ rights: 'r', expiresOn: new Date(Date.now() - 60_000) }),
      'storage/sas-expired',
      'raw/kobo.csv',
    ],
    ['source token may not read', (lake) => lake.env({ rights: 'c' }), 'storage/sas-missing-right', 'read'],
    [
      'index token may only read',
      (lake) => lake.env({ rights: 'r' }, { rights: 'r' }),
      'storage/sas-missing-right',
      'index.json',
    ],
    ['token of another key', (lake) => lake.env({ rights: 'r', forged: true }), 'storage/sas-refused', 'raw/kobo.csv'],
    ['another container', (lake) => ({ ...lake.env(), LAKE_CONTAINER: 'not-there' }), 'storage/', 'not-there'],
    [
      'nobody listens',
      (lake) => ({ ...lake.env(), LAKE_URL: 'http://127.0.0.1:9/devstoreaccount1' }),
      'storage/unreachable',
      '127.0.0.1:9',
    ],
  ];
  test.each(BAD)('%s: exit 3, with the place, and nothing sent', async (_, env, code, says) => {
    const lake = await newLake({ 'raw/kobo.csv': csv(rows(2)), 'raw/index.json': '{}' });
    await withOutreach({ files: { 'pipeline.yaml': SPEC } }, async (world) => {
      const ended = await world.etl(['run', 'pipeline.yaml', '-q'], env(lake));
      const { stderr } = ended;
      expect(ended).toMatchObject({ exitCode: 3 });
      expect(stderr).toContain(`error ${code}`);
      expect(stderr).toContain(says);
      expect(stderr).not.toMatch(/\n\s+at |sig=/);
      expect(await world.events()).toEqual([]);
      expect(await lake.get('raw/index.json')).toBe('{}');
    });
  });

  test('source not there, index not there', async () => {
    const lake = await newLake({ 'raw/kobo.csv': csv(rows(2)) });
    await withOutreach({ files: { 'pipeline.yaml': SPEC } }, async (world) => {
      const noIndex = await world.etl(['run', 'pipeline.yaml'], lake.env());
      expect([noIndex.exitCode, noIndex.stderr]).toEqual([4, expect.stringContaining('error guard/no-index')]);
      const accepted = await world.etl(['run', 'pipeline.yaml', '--accept', 'new-index'], lake.env());
      expect(accepted).toMatchObject({ exitCode: 0 });
      await azurite.service.getContainerClient(lake.container).deleteBlob('raw/kobo.csv');
      const noSource = await world.etl(['run', 'pipeline.yaml'], lake.env());
      expect([noSource.exitCode, noSource.stderr]).toEqual([3, expect.stringContaining('error source/not-found')]);
      expect(await world.events()).toHaveLength(2);
    });
  });
});

test('a local run by --connections leaves its files in the folder of the connections file', async () => {
  const files = {
    'pipeline.yaml': SPEC,
    'local/connections.yaml': LOCAL,
    'local/raw/kobo.csv': csv(rows(2)),
    'local/raw/index.json': '{}',
  };
  await withOutreach({ files }, async (world) => {
    const ended = await world.etl(['run', 'pipeline.yaml', '--connections', join('local', 'connections.yaml')]);
    expect(ended).toMatchObject({ exitCode: 0 });
    expect(Object.keys(JSON.parse(await world.read('local/raw/index.json')) as object)).toHaveLength(2);
    await expect(run(world)).resolves.toMatchObject({ exitCode: 2 });
  });
});
