/**
 * The examples on the pages of `etl codes`, each in a real pipeline: what is said to be wrong is told by check, or
 * rejects the row that the example's comment describes; what is said to be right passes without a word.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { knownCodes } from '../../src/messages/code-table.ts';
import { assemble } from '../../src/engine/assemble.ts';
import { pageOf } from '../../src/messages/code-page.ts';
import { ProblemsError } from '../../src/base/errors.ts';
import { SILENT } from '../../src/base/log.ts';
import { Secrets } from '../../src/base/secrets.ts';
import { checkPipeline } from '../../src/cli/check-pipeline.ts';
import { toRecord } from '../../src/cli/input.ts';
import { loadPipeline } from '../../src/cli/load-pipeline.ts';
import { bindMapper } from '../../src/mapping/mapper.ts';
import { toRepeats, withChildren } from '../expression/with-children.ts';

const FILES = join(import.meta.dirname, '../problems-expression/files');
const folder = mkdtempSync(join(tmpdir(), 'etl-pages-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

process.env['DHIS2_TOKEN'] = 'd2pat_of_nobody';

/** A row that nothing is wrong with; the columns of the examples. */
const ROW = {
  ...Object.fromEntries(
    readFileSync(join(FILES, 'kobo.csv'), 'utf8')
      .split('\n', 1)
      .flatMap((line) => line.split(',').map((column) => [column, ''])),
  ),
  FACILITY: 'Clinic A',
  facility: 'Clinic A',
  visit: '2025-03-14',
  day: '2025-03-14',
  birth: '2000-01-01',
  age: '25',
  first: 'Ada',
  nickname: '',
  visits: '2025-03-14 2025-03-15',
  region: 'N',
  code: 'A1',
  notes: 'fever',
  t: '14/03/2025 10:15',
  national_id: '123',
  date_format: 'DD/MM/YYYY',
  zone: 'Z',
  unit: 'days',
  status: '1',
  period: 'Daily',
  children: '2',
  days: '3',
  stays: '3',
  stretch: 'week',
  start: '2025-03-14T10:00+03:00',
  told: '2025-03-14T10:20',
  'group.question': 'x',
  _submission_time: '2025-03-14T10:15:00',
  _validation_status: 'validation_status_approved',
};

/** And what such a row has several of. */
const CHILDREN = { members: ['name', 'age', 'sex'], children: ['name'], child_list: ['name'] };

/** What the comment behind an example says of its row: `visit is 14/03/2025`, `notes has 30,000 characters`. */
function rowOf(example: string): Record<string, string> {
  const [, column, value] = /\s#\s+(\w+) is (.+)$/m.exec(example) ?? [];
  const [, long, length] = /\s#\s+(\w+) has ([\d,]+) characters$/m.exec(example) ?? [];
  if (column !== undefined && value !== undefined && column in ROW) return { ...ROW, [column]: value };
  return long === undefined ? ROW : { ...ROW, [long]: 'x'.repeat(Number(length?.replaceAll(',', ''))) };
}

const FIELD = /^(?:Beds|Consent|Name|Open):/;

/** A pipeline around an example, wherever in one it belongs. */
function pipelineAround(example: string): string {
  const indent = (text: string, by: number): string => text.replaceAll(/^/gm, ' '.repeat(by));
  const [key = ''] = example.split(':');
  const at = (place: string, by: number): string => (key === place ? indent(example, by) : '');
  const field = FIELD.test(example)
    ? example
    : key === 'when'
      ? `Name:\n  from: =name\n  ${example}`
      : example.startsWith('=')
        ? `Name: |\n  ${example.replace(/\s{2,}#\s.*$/, '')}`
        : 'Name: =name';
  return [
    'name: pages',
    `connections: ${FILES}/connections.yaml`,
    `source:\n  kind: csv\n  path: rows.csv\n  key: _id\n${at('where', 2)}`,
    `lookups: { orgUnits: ${FILES}/orgUnits.csv, regions: ${FILES}/regions.csv }`,
    `mapping: ${FILES}/mapping_generated.json`,
    at('functions', 0),
    'transform:',
    '  orgUnit: =$orgUnit(facility)',
    '  occurredAt: =$date(day)',
    at('geometry', 2),
    `  dataValues:\n${indent(field, 4)}`,
    'sink: { kind: dhis2-events, connection: hmis, program: PrgVisits01 }',
    'index: { path: index.json }',
  ].join('\n');
}

interface Findings {
  readonly problems: readonly string[];
  /** Of the one row. */
  readonly rejects: readonly string[];
}

async function findingsOf(example: string, row: Record<string, string>, asksSource: boolean): Promise<Findings> {
  const cells = (values: readonly string[]): string => values.map((one) => `"${one}"`).join(',');
  writeFileSync(join(folder, 'rows.csv'), `${cells(Object.keys(row))}\n${cells(Object.values(row))}\n`);
  writeFileSync(join(folder, 'pipeline.yaml'), pipelineAround(example));
  const flags = { 'env-file': undefined, connections: undefined };
  try {
    const loaded = await loadPipeline(join(folder, 'pipeline.yaml'), flags, new Secrets(), SILENT, {
      collectsErrors: true,
    });
    const source = withChildren(loaded.pipeline.source, CHILDREN);
    const pipeline = { ...loaded.pipeline, source };
    const { problems } = await checkPipeline({ ...loaded, pipeline }, { asksSource, talk: SILENT });
    const codes = problems.map((one) => one.code);
    if (!asksSource || problems.some((one) => one.severity === 'error')) return { problems: codes, rejects: [] };
    const plain = toRecord(Object.entries(row));
    const record = { ...plain, header: { ...plain.header, repeats: toRepeats(CHILDREN) } };
    const [mapped] = await bindMapper(loaded.mapping, record.header).mapBatch([record]);
    if (!mapped || mapped.is === 'excluded') return { problems: codes, rejects: [] };
    const assembled = assemble(loaded.pipeline.sink, mapped);
    return { problems: codes, rejects: 'rejects' in assembled ? assembled.rejects.map((one) => one.code) : [] };
  } catch (error) {
    if (error instanceof ProblemsError) return { problems: error.problems.map((one) => one.code), rejects: [] };
    throw error;
  }
}

const EXAMPLES = knownCodes().flatMap((code) => {
  const { explanation } = pageOf(code);
  return explanation && /^(?:expression|function|yaml)\//.test(code) ? [{ code, ...explanation }] : [];
});

describe('the examples of the explanations are true', () => {
  test.each(EXAMPLES)('$code: $wrong', async ({ code, wrong }) => {
    const { problems, rejects } = await findingsOf(wrong, rowOf(wrong), code !== 'expression/column-unsure');
    expect([...problems, ...rejects]).toContain(code);
  });

  test.each(EXAMPLES)('not $code: $right', async ({ code, wrong, right }) => {
    const row = rowOf(rowOf(right) === ROW ? wrong : right);
    const { problems, rejects } = await findingsOf(right, row, code !== 'expression/column-unsure');
    expect(problems).toEqual([]);
    expect(rejects).not.toContain(code);
  });
});
