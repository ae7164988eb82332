/** Source, index, artifacts and blobs, each broken for real. */
import { chmod, mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { thisProcess } from '../../src/base/holder.ts';
import { startAzurite, type SasOptions } from '../azurite.ts';
import { csv, HMIS, row, rows, spec, type Row } from '../cli/outreach-files.ts';
import { run, type World } from '../cli/world.ts';
import { expectDiagnosis, findingsOf, withSandbox } from './diagnosis.ts';

test('the source is not there, or older than it may be', async () => {
  const aged = { 'pipeline.yaml': spec({ source: { maxAge: '2 days' } }) };
  await withSandbox({}, aged, async (world) => {
    const lastWeek = new Date(Date.now() - 7 * 86_400_000);
    await utimes(join(world.folder, 'kobo.csv'), lastWeek, lastWeek);
    expect((await expectDiagnosis('source-stale', ['Source'], world)).exitCode).toBe(3);
  });
  const elsewhere = { 'pipeline.yaml': spec({ source: { path: 'elsewhere.csv' } }) };
  await withSandbox({}, elsewhere, async (world) => {
    const { exitCode } = await expectDiagnosis('source-missing', ['Spec', 'Source', 'Look-ups'], world);
    expect(exitCode).toBe(3);
  });
});

test('the source has another delimiter, other columns, or no rows', async () => {
  const semicolons = csv(rows(2)).replaceAll(',', ';');
  const wrong = { 'pipeline.yaml': spec({ source: { delimiter: ',' } }), 'kobo.csv': semicolons };
  await withSandbox({}, wrong, async (world) => {
    expect((await expectDiagnosis('source-delimiter', ['Spec', 'Source'], world)).exitCode).not.toBe(0);
  });
  const renamed = { 'kobo.csv': csv(rows(2)).replace('facility', 'site') };
  await withSandbox({}, renamed, async (world) => {
    expect((await expectDiagnosis('source-columns', ['Spec', 'Source'], world)).exitCode).toBe(2);
  });
  await withSandbox({}, { 'kobo.csv': csv([]) }, async (world) => {
    expect((await expectDiagnosis('source-empty', ['Source', 'DHIS2'], world)).exitCode).toBe(1);
  });
});

test('only _uuid tells records apart: how to export what an edit leaves alone', async () => {
  const columns = ['_uuid', 'facility', 'visit_date', 'team_size', 'village', 'road'];
  const onlyUuid = spec({ source: { key: '_uuid' }, mapping: undefined });
  await withSandbox({}, { 'pipeline.yaml': onlyUuid, 'kobo.csv': csv(rows(2), columns) }, async (world) => {
    expect((await expectDiagnosis('root-uuid-missing', ['Source'], world)).exitCode).toBe(1);
  });
  await withSandbox({}, { 'pipeline.yaml': onlyUuid }, async (world) => {
    expect((await expectDiagnosis('root-uuid-not-used', ['Source'], world)).exitCode).toBe(1);
  });
  const paired = spec({ source: { key: '_uuid', pair: ['facility', 'visit_date'] }, mapping: undefined });
  await withSandbox({}, { 'pipeline.yaml': paired, 'kobo.csv': csv(rows(2), columns) }, async (world) => {
    expect(codesOf(await findingsOf(world), 'source')).toContain('doctor/key-paired');
  });
});

test('keys: doubled, blank; a row that is left out counts for neither', async () => {
  const [first, second, third, fourth] = rows(4) as [Row, Row, Row, Row];
  const blank = { ...fourth, _uuid: '', _id: '', 'meta/rootUuid': '' };
  const doubled = csv([first, second, third, { ...first, village: 'Elsewhere' }, blank]);
  await withSandbox({}, { 'kobo.csv': doubled }, async (world) => {
    expect((await expectDiagnosis('doubled-keys', ['Source'], world)).exitCode).toBe(1);
  });
  const where = spec({ source: { where: '=village != "Elsewhere"' } });
  const files = { 'pipeline.yaml': where, 'kobo.csv': csv([first, second, { ...first, village: 'Elsewhere' }]) };
  await withSandbox({}, files, async (world) => {
    expect(codesOf(await findingsOf(world), 'source')).toContain('doctor/keys-fine');
  });
});

test('a row of too many cells', async () => {
  await withSandbox(
    {},
    { 'kobo.csv': `${csv(rows(2))}a,b\n${csv([row(3)]).split('\n')[1] ?? ''}\n` },
    async (world) => {
      expect((await expectDiagnosis('row-unreadable', ['Source'], world)).exitCode).toBe(1);
    },
  );
});

test('a look-up that is not there hides nothing else', async () => {
  const files = {
    'pipeline.yaml': spec({ lookups: { orgUnits: 'gone.json', other: 'other.json' } }),
    'other.json': '{"a":"b"}',
  };
  await withSandbox({}, files, async (world) => {
    const { exitCode } = await expectDiagnosis(
      'lookup-missing',
      ['Spec', 'Source', 'Look-ups', 'DHIS2', 'Index'],
      world,
    );
    expect(exitCode).toBe(2);
  });
});

test('the spec itself cannot be read', async () => {
  await withSandbox({}, { 'pipeline.yaml': 'name: [\n' }, async (world) => {
    expect((await expectDiagnosis('spec-unreadable', [], world)).exitCode).toBe(2);
  });
});

test('the index: none, not JSON, of another pipeline, and a folder in its place', async () => {
  await withSandbox({}, { 'pipeline.yaml': spec({ index: { path: 'new/index.json' } }) }, async (world) => {
    expect((await expectDiagnosis('index-none', ['Index'], world)).exitCode).toBe(1);
    expect(await world.exists('new')).toBe(false);
  });
  await withSandbox({}, { 'index.json': '{"a": ' }, async (world) => {
    expect((await expectDiagnosis('index-broken', ['Index'], world)).exitCode).toBe(3);
  });
  await withSandbox({}, {}, async (world) => {
    await run(world);
    await world.write('pipeline.yaml', spec({ name: 'another' }));
    expect((await expectDiagnosis('index-of-another', ['Index'], world)).exitCode).toBe(4);
  });
  await withSandbox({}, { 'pipeline.yaml': spec({ index: { path: 'kobo.csv/index.json' } }) }, async (world) => {
    expect((await expectDiagnosis('index-not-writable', ['Index'], world)).exitCode).toBe(3);
  });
});

test('the lock: held by a run that lives, and left behind by one that is gone', async () => {
  const holder = await thisProcess();
  await withSandbox({}, {}, async (world) => {
    const lock = join(world.folder, 'index.json.lock');
    await writeFile(lock, JSON.stringify(holder));
    expect((await expectDiagnosis('lock-held', ['Index'], world)).exitCode).toBe(1);
    await writeFile(lock, JSON.stringify({ ...holder, pid: 9_999_999 }));
    expect(codesOf(await findingsOf(world), 'index')).toContain('doctor/lock-of-nobody');
    expect(JSON.parse(await world.read('index.json.lock'))).toMatchObject({ id: holder.id });
  });
});

test('an index in a database', async () => {
  const files = { 'pipeline.yaml': spec({ index: { kind: 'sqlite', connection: undefined, path: 'index.sqlite' } }) };
  await withSandbox({}, files, async (world) => {
    expect(codesOf(await findingsOf(world), 'index')).toContain('doctor/no-index-yet');
    await run(world, '--accept', 'new-index');
    expect(codesOf(await findingsOf(world), 'index')).toEqual([
      'doctor/index-fine',
      'doctor/lock-free',
      'doctor/index-writable',
    ]);
  });
});

test('artifacts: a file in the place of their folder; a folder that everybody may write', async () => {
  const files = { 'pipeline.yaml': spec({ artifacts: { folder: 'kobo.csv' } }) };
  await withSandbox({}, files, async (world) => {
    expect((await expectDiagnosis('artifacts-not-writable', ['Artifacts'], world)).exitCode).toBe(3);
  });
  await withSandbox({}, { 'pipeline.yaml': spec({ artifacts: { folder: 'open' } }) }, async (world) => {
    await mkdir(join(world.folder, 'open'));
    await chmod(join(world.folder, 'open'), 0o777);
    expect((await expectDiagnosis('artifacts-open', ['Artifacts'], world)).exitCode).toBe(1);
  });
});

test('the temporary folder is not there', async () => {
  await withSandbox({}, {}, async (world) => {
    const { exitCode, stderr } = await expectDiagnosis('temp-not-writable', ['Machine', 'Source'], world, {
      TMPDIR: join(world.folder, 'kobo.csv'),
    });
    expect(stderr).toBe('');
    expect(exitCode).toBe(3);
  });
});

test.each([
  ['sas-expired', { expiresOn: new Date(Date.now() - 86_400_000) }, 3],
  ['sas-ends-soon', { rights: 'rcw', expiresOn: new Date(Date.now() + 3.5 * 86_400_000) }, 1],
  ['sas-lacks-write', { rights: 'r', expiresOn: new Date(Date.now() + 90 * 86_400_000) }, 3],
  ['sas-not-yet', { startsOn: new Date(Date.now() + 7_200_000), expiresOn: new Date(Date.now() + 90 * 86_400_000) }, 3],
  ['sas-forged', { forged: true, expiresOn: new Date(Date.now() + 90 * 86_400_000) }, 3],
] as const)('%s', async (name, index: SasOptions, exit) => {
  await withLake(index, async (world, env) => {
    const { exitCode, stdout } = await expectDiagnosis(name, ['Index'], world, env);
    expect(exitCode).toBe(exit);
    expect(stdout).not.toMatch(/sig=|[A-Za-z0-9+/]{43}=/);
  });
});

test('the token is good: nothing is written there, and no lease taken', async () => {
  await withLake({ expiresOn: new Date(Date.now() + 90 * 86_400_000) }, async (world, env, names) => {
    const before = await names();
    expect((await expectDiagnosis('sas-good', ['Source', 'Index'], world, env)).exitCode).toBe(1);
    expect(await names()).toEqual(before);
  });
});

/** Source and index in a container, each with a token of its own. */
async function withLake(
  index: SasOptions,
  use: (world: World, env: Record<string, string>, names: () => Promise<string[]>) => Promise<void>,
): Promise<void> {
  const azurite = await startAzurite();
  const container = await azurite.newContainer();
  const client = azurite.service.getContainerClient(container);
  const put = async (name: string, text: string): Promise<void> =>
    void (await client.getBlockBlobClient(name).upload(text, Buffer.byteLength(text)));
  await put('raw/kobo.csv', csv(rows(4)));
  await put('raw/index.json', '{}');
  const blobs = { kind: 'azure-blob', accountUrl: '${LAKE_URL}', container };
  const connections = {
    source: { ...blobs, sasToken: '${SAS_SOURCE}' },
    index: { ...blobs, sasToken: '${SAS_INDEX}' },
    hmis: HMIS,
  };
  const parts = {
    source: { connection: 'source', path: 'raw/kobo.csv' },
    index: { connection: 'index', path: 'raw/index.json' },
  };
  const env = {
    LAKE_URL: azurite.accountUrl,
    SAS_SOURCE: azurite.sas(container, { rights: 'r', expiresOn: new Date(Date.now() + 90 * 86_400_000) }),
    SAS_INDEX: azurite.sas(container, index),
  };
  const names = async (): Promise<string[]> => {
    const found: string[] = [];
    for await (const one of client.listBlobsFlat())
      found.push(`${one.name} ${one.properties.etag} ${one.properties.leaseState}`);
    return found.sort();
  };
  await withSandbox({}, { 'pipeline.yaml': spec({ connections, ...parts }) }, (world) => {
    const hidden = { ...world, folder: world.folder };
    return use(hidden, env, names);
  });
}

function codesOf(found: readonly { readonly code: string; readonly part: string }[], part: string): string[] {
  return found.filter((one) => one.part === part).map(({ code }) => code);
}
