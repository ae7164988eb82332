/** A source need not be a file: one that asks a server is declared, checked and built with its connection. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ProblemsError } from '../../src/base/errors.ts';
import { SILENT } from '../../src/base/log.ts';
import { Secrets } from '../../src/base/secrets.ts';
import { defineServer, defineServerSource } from '../../src/contracts/component.ts';
import type { SourceBatch } from '../../src/contracts/record.ts';
import { isExpression } from '../../src/expression/is-expression.ts';
import { buildSource } from '../../src/pipeline/build-components.ts';
import { loadSpec, type LoadedSpec } from '../../src/pipeline/load-spec.ts';
import { TEST_KINDS } from './test-kinds.ts';

const CLOSED = { type: 'object', additionalProperties: false };

/** A server of forms: what it answers stands in its config. */
const forms = defineServer<{ readonly answer: string }>({
  kind: 'forms',
  role: 'server',
  summary: 'A server of forms.',
  secrets: [],
  schema: { ...CLOSED, properties: { answer: { type: 'string', description: 'What it answers.' } } },
  example: '',
  build: ({ answer }) => ({ ask: () => answer.split(',') }),
});

/** A household a record, its members under it; no file, no line, no version. */
const households = defineServerSource<Record<string, never>>({
  kind: 'households',
  role: 'source',
  summary: 'Households.',
  accepts: { role: 'server', kinds: ['forms'] },
  schema: { ...CLOSED, properties: {} },
  example: '',
  build: (_, { server }) => ({
    async open() {
      const member = { columns: ['name'], positions: new Map([['name', 0]]) };
      const header = { columns: ['_id'], positions: new Map([['_id', 0]]), repeats: new Map([['members', member]]) };
      const names = (server as { ask(): string[] }).ask();
      const members = names.map((name, at) => ({ header: member, cells: [name], row: at + 1 }));
      const record = { header, cells: ['1'], row: 1, repeats: new Map([['members', members]]) };
      return {
        header,
        facts: { location: 'the households of a server', remarks: [] },
        async *batches() {
          yield { records: [record] };
        },
        async close() {},
      };
    },
  }),
});

const registry = [...TEST_KINDS, forms, households];
let cwd = '';
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'spec-'));
});
afterAll(() => rmSync(cwd, { recursive: true }));

function load(source: string): Promise<LoadedSpec> {
  const text = `name: clinic
connections:
  hmis: { kind: dhis2, url: "https://x.example.org", token: "\${TOKEN}" }
  lake: { kind: azure-blob, accountUrl: "https://x.example.org", container: c }
  kobo: { kind: forms, answer: "Ann,Bo" }
source: { kind: households, key: _id${source} }
sink: { kind: dhis2-events, connection: hmis, program: Nep6qUpNTNn }
index: { path: index.json }
`;
  writeFileSync(join(cwd, 'clinic.yaml'), text);
  return loadSpec('clinic.yaml', { env: { TOKEN: 't' }, cwd, secrets: new Secrets(), registry, isExpression });
}

async function codesOf(source: string): Promise<unknown> {
  const error: unknown = await load(source).catch((thrown: unknown) => thrown);
  return error instanceof ProblemsError ? error.problems.map((one) => [one.code, one.args]) : error;
}

test('it cannot do without a connection, and takes none of another kind', async () => {
  expect(await codesOf('')).toMatchObject([['spec/missing-key', { key: 'connection' }]]);
  const wrong = {
    name: 'lake',
    kind: 'azure-blob',
    where: 'source (households)',
    accepts: ['forms'],
    fitting: ['kobo'],
  };
  expect(await codesOf(', connection: lake')).toMatchObject([['spec/connection-kind', wrong]]);
});

test('it is built with its server, and gives records with their children', async () => {
  const { spec } = await load(', connection: kobo');
  const source = buildSource(spec, { registry, folder: cwd, log: SILENT, secrets: new Secrets() });
  const extract = await source.open(cwd);
  const batches: SourceBatch[] = [];
  for await (const batch of extract.batches(10)) batches.push(batch);
  const [record] = batches.flatMap((one) => one.records);
  expect(record?.cells).toEqual(['1']);
  expect(record?.repeats?.get('members')?.map((one) => one.cells)).toEqual([['Ann'], ['Bo']]);
});
