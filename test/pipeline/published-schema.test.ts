import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { toPublishedSchema } from '../../src/pipeline/published-schema.ts';
import { REGISTRY } from '../../src/registry.ts';
import { LanguageServer } from './language-server.ts';

const SCHEMA_FILE = join(import.meta.dirname, '../../schemas/pipeline.schema.json');

const GOOD = `name: clinic
timeZone: Africa/Nairobi
connections:
  lake: { kind: azure-blob, accountUrl: "\${LAKE_URL}", container: sipca, sasToken: "\${LAKE_SAS}" }
  hmis:
    kind: dhis2
    url: \${HMIS_URL}
    username: \${HMIS_USER}
    password: \${HMIS_PASSWORD}
source:
  kind: csv
  connection: lake
  path: raw/data.csv
  delimiter: "~"
  missing: ["NA"]
  key: [meta/rootUuid, _uuid]
  pair: [FACILITY, DAY]
  where: =status != "rejected"
  versions:
    - { name: v3, when: '=version = "3"' }
    - { name: v2, when: '=version = "2"', columns: c.json, options: o.json, fallback: common }
  maxAge: 2 days
lookups:
  orgUnits: orgUnits.json
mapping: mapping_generated.json
transform:
  orgUnit: =$orgUnit(FACILITY)
  occurredAt: =$date(DAY)
  status: COMPLETED
  dataValues:
    a1b2c3d4e5F: =$int(beds) * 2
    b1b2c3d4e5F: { from: '=$trim(q12)', when: '=q11 = "1"', required: true }
    c1b2c3d4e5F: null
sink:
  kind: dhis2-events
  connection: hmis
  program: Nep6qUpNTNn
  batchSize: \${BATCH}
index:
  connection: lake
  path: raw/index.json
reconcile:
  adopt: report
  grace: 3 days
  guard: { created: 50%, changed: 20, atLeast: 5 }
artifacts: { folder: runs, legacyNames: true, keep: 30 days }
notify: []
`;

const validate = new Ajv({ strict: false, allErrors: true }).compile(toPublishedSchema(REGISTRY) as object);

test('the committed schema is what the declarations say (node scripts/schemas.ts)', () => {
  expect(JSON.parse(readFileSync(SCHEMA_FILE, 'utf8'))).toEqual(toPublishedSchema(REGISTRY));
});

test('it takes a spec that uses the whole language', () => {
  expect(validate(parse(GOOD)) ? [] : validate.errors).toEqual([]);
});

test.each([
  ['an unknown key', '  delimiter:', '  delimeter:'],
  ['an unknown kind', 'kind: csv', 'kind: cvs'],
  ['a key of another kind', '  batchSize:', '  container:'],
  ['a bad length of time', 'maxAge: 2 days', 'maxAge: soon'],
  ['a choice that does not exist', 'adopt: report', 'adopt: never'],
  ['what is not built yet', 'notify: []', 'functions: {}\nreconcile: { missing: delete }'],
  ['a where that is no expression', 'where: =status', 'where: status'],
  ['an unknown target', '  occurredAt:', '  occuredAt:'],
])('it refuses %s', (_, good, bad) => {
  const text = GOOD.replace(good, bad).replace(/reconcile:\n(?: .*\n)+(?=[^]*reconcile: \{)/, '');
  expect(text).not.toBe(GOOD);
  expect(validate(parse(text, { uniqueKeys: false }))).toBe(false);
});

test('every key says what it is for', () => {
  const silent: string[] = [];
  const visit = (schema: unknown, path: string): void => {
    if (schema === null || typeof schema !== 'object') return;
    for (const [key, value] of Object.entries(schema)) {
      if (key === 'if') continue;
      if (key === 'properties') {
        for (const [name, one] of Object.entries(
          value as Record<string, { description?: string; $comment?: string }>,
        )) {
          const isFramework = Object.keys(one).every((keyword) =>
            ['type', 'properties', 'additionalProperties'].includes(keyword),
          );
          if (one.description === undefined && !isFramework) silent.push(`${path}.${name}`);
        }
      }
      visit(value, `${path}.${key}`);
    }
  };
  visit(toPublishedSchema(REGISTRY), '');
  expect(silent).toEqual([]);
});

describe('in an editor', () => {
  const server = new LanguageServer();
  let folder = '';
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'editor-'));
    await server.start();
  });
  afterAll(() => {
    server.stop();
    rmSync(folder, { recursive: true });
  });

  /** Opens a spec under its modeline; line numbers in what comes back count from it. */
  async function open(name: string, text: string): Promise<{ uri: string; found: string[] }> {
    const file = join(folder, name);
    const full = `# yaml-language-server: $schema=${pathToFileURL(SCHEMA_FILE).href}\n${text}`;
    writeFileSync(file, full);
    const uri = pathToFileURL(file).href;
    const found = await server.open(uri, full);
    return { uri, found: found.map((one) => `${one.range.start.line + 1}: ${one.message}`) };
  }

  test('a good spec is left alone', async () => {
    expect((await open('good.yaml', GOOD)).found).toEqual([]);
  });

  test('an unknown key is named where it stands', async () => {
    const { found } = await open('bad.yaml', GOOD.replace('  delimiter:', '  delimeter:'));
    const line = GOOD.split('\n').findIndex((one) => one.includes('delimiter')) + 2;
    expect(found).toHaveLength(1);
    expect(found[0]).toContain('delimeter');
    expect(found[0]).toMatch(new RegExp(`^${line}: `));
  });

  test('a key explains itself, and the keys of the chosen kind are offered', async () => {
    const text = GOOD.replace('  delimiter: "~"\n', '  \n');
    const { uri } = await open('help.yaml', text);
    const lines = text.split('\n');
    const maxAge = { line: lines.findIndex((one) => one.includes('maxAge')) + 1, character: 4 };
    const hover = await server.request('textDocument/hover', { textDocument: { uri }, position: maxAge });
    expect(JSON.stringify(hover)).toContain('older than this');
    const gap = { line: lines.findIndex((one) => one === '  ') + 1, character: 2 };
    const offered = (await server.request('textDocument/completion', { textDocument: { uri }, position: gap })) as {
      items: readonly { label: string }[];
    };
    const labels = offered.items.map((one) => one.label);
    expect(labels).toContain('delimiter');
    expect(labels).not.toContain('container');
    expect(labels).not.toContain('program');
  });
});
