/** docs/expressions.md: each example gives what its comment says, and `check` has nothing to say of the pieces of specs. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { SILENT } from '../../src/base/log.ts';
import { Secrets } from '../../src/base/secrets.ts';
import { checkPipeline } from '../../src/cli/check-pipeline.ts';
import { loadPipeline } from '../../src/cli/load-pipeline.ts';
import { Failed } from '../../src/expression/batch.ts';
import { LIMITS } from '../../src/jsonata/evaluation-limits.ts';
import { evaluate } from '../expression/evaluate.ts';
import type { JsonRow } from '../expression/with-children.ts';
import { examplesOf, ROOT } from './examples.ts';

const PAGE = 'docs/expressions.md';
const NO_TABLES = { table: () => undefined, options: () => undefined, tableNames: [] };

/** As the comments of the page have it. */
function said(result: unknown): string {
  if (result instanceof Failed) return `rejected: ${result.reason.code}`;
  return result === undefined ? 'no value' : JSON.stringify(result);
}

const EXAMPLES = examplesOf(PAGE)
  .filter((one) => one.language === 'jsonata')
  .flatMap(({ text }) => {
    const [row = '', lines = ''] = text.split('---\n');
    return lines
      .trim()
      .split('\n')
      .map((line) => {
        const [, expression = '', expected = ''] = /^(.*\S)\s+\/\* (.*) \*\/$/.exec(line) ?? [];
        return { expression, expected, row: JSON.parse(row) as JsonRow };
      });
  });

test.each(EXAMPLES)('$expression', async ({ expression, expected, row }) => {
  expect(said(await evaluate(expression, row, NO_TABLES))).toBe(expected);
});

test('the limits are those of the code', async () => {
  const page = (await readFile(path.join(ROOT, PAGE), 'utf8')).replaceAll(/\s+/g, ' ');
  const { timeout, stack } = LIMITS;
  const [values, characters] = [LIMITS.values, LIMITS.characters].map((one) => one.toLocaleString('en'));
  expect(page).toContain(
    `${timeout / 1000} seconds, ${stack} steps within each other, ${values} values and ${characters} characters`,
  );
});

const element = (id: string, name: string, valueType: string, codes?: readonly string[]): unknown => ({
  compulsory: false,
  dataElement: {
    id,
    name,
    valueType,
    ...(codes && { optionSet: { id: `Os${id.slice(2)}`, name, options: codes.map((code) => ({ name: code, code })) } }),
  },
});

const METADATA = {
  programStages: [
    {
      id: 'StgVisits01',
      name: 'Visit',
      programStageDataElements: [
        element('DeWater0001', 'Water source', 'TEXT', ['WELL', 'TAP']),
        element('DeRoof00001', 'Roof', 'TEXT', ['TIN', 'THATCH']),
        element('DeWeeks0001', 'Weeks pregnant', 'INTEGER'),
        element('DeConsent01', 'Consent', 'TEXT'),
      ],
    },
  ],
};

const SPEC = `name: visits
connections: { hmis: { kind: dhis2, url: https://dhis2.example.org, token: "\${DHIS2_TOKEN}" } }
source: { kind: csv, path: visits.csv, key: _id }
mapping: mapping_generated.json
sink: { kind: dhis2-events, connection: hmis, program: PrgVisits01 }
index: { path: index.json }
`;

process.env['DHIS2_TOKEN'] = 'd2pat_of_nobody';

/** What `check` says of a spec with this piece in it. */
async function problemsWith(piece: string): Promise<string[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'etl-expressions-'));
  try {
    const transform = '  orgUnit: OuClinicA01\n  occurredAt: =visit\n';
    const rest = piece.startsWith('transform:\n') ? piece.slice('transform:\n'.length) : '';
    const files: Record<string, unknown> = {
      'mapping_de.json': { water: 'DeWater0001', roof: 'DeRoof00001', weeks: 'DeWeeks0001', consent: 'DeConsent01' },
      'mapping_optionSet.json': {
        OsWater0001: { well: 'WELL', tap: 'TAP' },
        OsRoof00001: { '1': 'TIN', '2': 'THATCH' },
      },
      'retrieved_program_metadata.json': METADATA,
      'visits.csv': '_id,visit,water,roof,weeks,pregnant,consent\n1,2025-03-14,well,1,,0,\n',
      'spec.yaml': `${SPEC}${rest === '' ? piece : ''}transform:\n${transform}${rest}`,
    };
    for (const [name, content] of Object.entries(files)) {
      const text = typeof content === 'string' ? content : JSON.stringify(content);
      await writeFile(path.join(folder, name), text);
    }
    const flags = { 'env-file': undefined, connections: undefined };
    const loaded = await loadPipeline(path.join(folder, 'spec.yaml'), flags, new Secrets(), SILENT, {
      collectsErrors: true,
    });
    const { problems } = await checkPipeline(loaded, { asksSource: true, talk: SILENT });
    return problems.map((one) => one.code).filter((code) => code !== 'mapping/made-anew' && code !== 'drift/no-lock');
  } finally {
    await rm(folder, { recursive: true });
  }
}

const PIECES = examplesOf(PAGE).filter((one) => one.language === 'yaml');

test.each(PIECES)('a piece of a spec, line $line', async ({ text }) => {
  expect(await problemsWith(text)).toEqual([]);
});
