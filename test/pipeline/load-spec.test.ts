import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ProblemsError } from '../../src/base/errors.ts';
import { Secrets } from '../../src/base/secrets.ts';
import { isExpression } from '../../src/expression/is-expression.ts';
import { loadSpec, type LoadedSpec, type LoadOptions } from '../../src/pipeline/load-spec.ts';
import { TEST_KINDS } from './test-kinds.ts';

let cwd = '';
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'spec-'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(cwd, path)), { recursive: true });
  writeFileSync(join(cwd, path), text);
}

function load(path: string, own: Partial<LoadOptions> = {}): Promise<LoadedSpec> {
  return loadSpec(path, { env: {}, cwd, secrets: new Secrets(), registry: TEST_KINDS, isExpression, ...own });
}

const SHORT = `name: clinic
connections:
  hmis: { kind: dhis2, url: "https://x.example.org", token: "\${TOKEN}" }
source: { kind: csv, path: data.csv, key: _uuid }
sink: { kind: dhis2-events, connection: hmis, program: Nep6qUpNTNn }
index: { path: index.json }
`;

const FULL = `name: sipca
description: Assessments of hospitals.
timeZone: Africa/Nairobi
connections:
  lake: { kind: azure-blob, accountUrl: "\${LAKE}", container: sipca, sasToken: "\${ini:credentials.ini#ocba_datalake.sas_token}" }
  hmis:
    kind: dhis2
    url: https://\${HOST:-localhost}/hmis
    username: etl
    password: \${PASSWORD}
    timeoutSeconds: \${TIMEOUT}
source:
  kind: csv
  connection: lake
  path: raw/data.csv
  delimiter: "~"
  missing: ["NA", "N/A"]
  key: [meta/rootUuid, _id, _uuid]
  pair: [FACILITY, ASSESSMENT_DATE]
  where: =\`_validation_status\` != "not_approved"
  versions:
    - { name: v3, when: '=\`__version__\` = "3"' }
    - { name: v2, when: '=\`__version__\` = "2"', columns: ../m/c2.json, options: ../m/o2.json, fallback: common }
  maxAge: 2 days
lookups:
  orgUnits: ../m/orgUnits.json
mapping: ../m/mapping_generated.json
transform:
  orgUnit: =$orgUnit(FACILITY)
  occurredAt: =$date(ASSESSMENT_DATE)
  status: COMPLETED
  dataValues:
    a1b2c3d4e5F: =$int(beds) * 2
    b1b2c3d4e5F: { from: '=$trim(q12)', when: '=q11 = "1"', required: true }
    c1b2c3d4e5F: null
    d1b2c3d4e5F: 007
    e1b2c3d4e5F: '="=x"'
    Beds in use: 3
sink:
  kind: dhis2-events
  connection: hmis
  program: Nep6qUpNTNn
index:
  connection: lake
  path: raw/event_index.json
  namespace: old-name
reconcile:
  adopt: update
  grace: 12 hours
  guard: { created: 40, missing: 5% }
artifacts: { folder: ../runs/sipca, legacyNames: true, keep: 45 days }
notify: []
`;

const ENV = { LAKE: 'https://lake.example.org', PASSWORD: '12345678', TIMEOUT: '90', TOKEN: 'a-token' };

describe('a spec with everything in it', () => {
  beforeEach(() => {
    write('pipelines/sipca.yaml', FULL);
    write('pipelines/credentials.ini', '[ocba_datalake]\nsas_token = sv=1&sig=a%%2Fb\n');
  });

  test('is resolved: references, paths, times, shares', async () => {
    const { spec, warnings } = await load('pipelines/sipca.yaml', { env: ENV });
    expect(warnings).toEqual([]);
    expect(spec).toMatchObject({
      name: 'sipca',
      timeZone: 'Africa/Nairobi',
      connections: {
        lake: {
          kind: 'azure-blob',
          folder: join(cwd, 'pipelines'),
          config: { accountUrl: 'https://lake.example.org', sasToken: 'sv=1&sig=a%2Fb' },
        },
        hmis: { config: { url: 'https://localhost/hmis', password: '12345678', timeoutSeconds: 90 } },
      },
      source: {
        kind: 'csv',
        connection: 'lake',
        config: { path: 'raw/data.csv', delimiter: '~', missing: ['NA', 'N/A'] },
        maxAge: { ms: 172_800_000 },
      },
      lookups: { orgUnits: { path: join(cwd, 'm/orgUnits.json') } },
      mapping: {
        generated: { path: join(cwd, 'm/mapping_generated.json') },
        columns: { path: join(cwd, 'm/mapping_de.json') },
        options: { path: join(cwd, 'm/mapping_optionSet.json') },
        metadata: { path: join(cwd, 'm/retrieved_program_metadata.json') },
      },
      sink: {
        kind: 'dhis2-events',
        connection: 'hmis',
        config: { program: 'Nep6qUpNTNn', batchSize: 100, import: 'sync' },
      },
      index: { connection: 'lake', path: 'raw/event_index.json', namespace: 'old-name' },
      reconcile: {
        adopt: 'update',
        changed: 'update',
        missing: 'report',
        grace: { ms: 43_200_000 },
        guard: { created: { count: 40 }, changed: { share: 0.5 }, missing: { share: 0.05 }, atLeast: 5 },
      },
      artifacts: { folder: join(cwd, 'runs/sipca'), legacyNames: true, keep: { ms: 3_888_000_000 } },
    });
    expect(Object.keys(spec.source.config).sort()).toEqual(['delimiter', 'missing', 'path']);
  });

  test('knows expressions from literals, and where they stand', async () => {
    const { spec, source } = await load('pipelines/sipca.yaml', { env: ENV });
    expect(spec.source.key.map((id) => id.map(({ column }) => column))).toEqual([
      ['meta/rootUuid'],
      ['_id'],
      ['_uuid'],
    ]);
    expect(spec.source.where?.text).toBe('`_validation_status` != "not_approved"');
    expect(spec.source.versions.map((one) => [one.name, one.when.text, one.columns?.path, one.fallback])).toEqual([
      ['v3', '`__version__` = "3"', undefined, undefined],
      ['v2', '`__version__` = "2"', join(cwd, 'm/c2.json'), 'common'],
    ]);
    const { properties, values } = spec.transform;
    const told = [...properties, ...values].map(({ name, field }) => {
      if (field.form === 'long') return [name, field.from?.is, field.when?.text, field.required];
      return [name, field.value.is === 'expression' ? `=${field.value.expression.text}` : field.value.value];
    });
    expect(told).toEqual([
      ['orgUnit', '=$orgUnit(FACILITY)'],
      ['occurredAt', '=$date(ASSESSMENT_DATE)'],
      ['status', 'COMPLETED'],
      ['a1b2c3d4e5F', '=$int(beds) * 2'],
      ['b1b2c3d4e5F', 'expression', 'q11 = "1"', true],
      ['c1b2c3d4e5F', null],
      ['d1b2c3d4e5F', '007'],
      ['e1b2c3d4e5F', '="=x"'],
      ['Beds in use', 3],
    ]);
    const [, , long] = values.length > 1 ? [0, 0, values[1]] : [];
    if (long?.field.form !== 'long' || !long.field.when) throw new Error('no long form');
    const { start, end } = long.field.when.placeOf(0, 3);
    expect(source.text.slice(start, end)).toBe('q11');
  });

  test('its secrets are known', async () => {
    const secrets = new Secrets();
    await load('pipelines/sipca.yaml', { env: ENV, secrets });
    expect(secrets.mask('12345678')).toBe('***');
    expect(secrets.mask('sv=1&sig=a%2Fb')).not.toContain('a%2Fb');
  });
});

test('what is left out gets its default', async () => {
  write('a/clinic.yaml', SHORT);
  const { spec } = await load('a/clinic.yaml', { env: ENV });
  expect(spec).toMatchObject({
    timeZone: 'UTC',
    lookups: {},
    transform: { properties: [], values: [] },
    source: { pair: [], versions: [], connection: undefined },
    index: { connection: undefined, path: join(cwd, 'a/index.json'), namespace: 'clinic' },
    reconcile: {
      adopt: 'report',
      changed: 'update',
      editedInDhis2: 'report',
      deletedInDhis2: 'report',
      missing: 'report',
      excluded: 'report',
      grace: { ms: 259_200_000 },
      guard: { created: { share: 0.5 }, changed: { share: 0.5 }, missing: { share: 0.1 }, atLeast: 5 },
    },
    artifacts: { folder: join(cwd, 'a/runs/clinic'), legacyNames: false, keep: { ms: 2_592_000_000 } },
  });
  expect(spec.mapping).toBeUndefined();
  expect(spec.lookups['constructor']).toBeUndefined();
  expect(spec.connections['toString']).toBeUndefined();
});

test('the environment wins over the env file', async () => {
  write('clinic.yaml', SHORT);
  write('my.env', 'TOKEN=from-file\n');
  const fromFile = await load('clinic.yaml', { envFile: 'my.env' });
  expect(fromFile.spec.connections['hmis']?.config['token']).toBe('from-file');
  const both = await load('clinic.yaml', { envFile: 'my.env', env: ENV });
  expect(both.spec.connections['hmis']?.config['token']).toBe('a-token');
});

test('--connections stands in for the connections of the spec, and its paths start at its own folder', async () => {
  write('pipelines/clinic.yaml', SHORT);
  write(
    'staging/c.yaml',
    'hmis: { kind: dhis2, url: "http://localhost", token: "${ini:s.ini#a.b}" }\nother: { kind: file, folder: x }\n',
  );
  write('staging/s.ini', '[a]\nb = ini-token\n');
  const { spec, warnings } = await load('pipelines/clinic.yaml', { connectionsFile: 'staging/c.yaml' });
  expect(warnings).toEqual([]);
  expect(spec.connections['hmis']).toMatchObject({ config: { token: 'ini-token' }, folder: join(cwd, 'staging') });
});

test('secrets of INI files are known: of those that the spec names, and of those that its connections file names', async () => {
  write('clinic.yaml', `${SHORT}description: "\${ini:own.ini#server.name}"\n`);
  write('own.ini', '[server]\nname = clinic\npassword = of-the-spec\n');
  write('c.yaml', 'hmis: { kind: dhis2, url: "http://localhost", token: "${ini:theirs.ini#server.token}" }\n');
  write('theirs.ini', '[server]\ntoken = a-token\npassword = of-the-connections\n');
  const secrets = new Secrets();
  const { spec } = await load('clinic.yaml', { connectionsFile: 'c.yaml', secrets });
  expect(spec.description).toBe('clinic');
  expect(secrets.mask('of-the-spec of-the-connections a-token')).toBe('*** *** ***');
});

test.each(['functions', 'transform'])('%s is a name for a connection like any other', async (name) => {
  write('c.yaml', `${name}:\n  kind: dhis2\n  url: http://localhost # our own\n  token: \${TOKEN}\n`);
  write('clinic.yaml', SHORT.replace('connection: hmis', `connection: ${name}`));
  const { spec } = await load('clinic.yaml', { connectionsFile: 'c.yaml', env: ENV });
  expect(spec.connections[name]?.config).toMatchObject({ url: 'http://localhost', token: 'a-token' });
  expect(spec.functions).toEqual([]);
});

async function digest(own: Partial<LoadOptions>): Promise<string> {
  return (await load('clinic.yaml', own)).spec.digest;
}

test('the digest changes with the spec and with its connections file, and with nothing else', async () => {
  write('clinic.yaml', SHORT);
  write('c.yaml', 'hmis: { kind: dhis2, url: "http://localhost", token: "${TOKEN}" }\n');
  const first = await digest({ env: ENV });
  expect(first).toMatch(/^[0-9a-f]{64}$/);
  expect(await digest({ env: { TOKEN: 'another' } })).toBe(first);
  expect(await digest({ env: ENV, connectionsFile: 'c.yaml' })).not.toBe(first);
  write('clinic.yaml', `${SHORT}# changed\n`);
  expect(await digest({ env: ENV })).not.toBe(first);
});

test('problems of all files come together', async () => {
  write('clinic.yaml', SHORT.replace('connections:', 'connection:').replace(/ {2}hmis.*\n/, '  x: 1\n'));
  write('my.env', 'broken\n');
  write('c.yaml', 'hmis: { kind: dhis3 }\n');
  const failure = await load('clinic.yaml', { envFile: 'my.env', connectionsFile: 'c.yaml' }).catch(
    (error: unknown) => error,
  );
  if (!(failure instanceof ProblemsError)) throw new Error('no ProblemsError');
  expect(failure.problems.map((one) => `${one.place?.source.file} ${one.code}`).sort()).toEqual([
    'c.yaml spec/unknown-kind',
    'clinic.yaml spec/unknown-key',
    'my.env env/line',
  ]);
});

test('aliases stand for values, also of fields', async () => {
  write('clinic.yaml', `${SHORT}transform:\n  orgUnit: &x =FACILITY\n  status: *x\n`);
  const { spec } = await load('clinic.yaml', { env: ENV });
  const texts = spec.transform.properties.map(({ field }) =>
    field.form === 'short' && field.value.is === 'expression' ? field.value.expression.text : undefined,
  );
  expect(texts).toEqual(['FACILITY', 'FACILITY']);
});
