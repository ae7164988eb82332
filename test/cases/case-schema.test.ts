import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { toPublishedCases } from '../../src/cases/case-schema.ts';
import { ROOT } from '../docs/examples.ts';

const validate = new Ajv({ strict: false, allErrors: true }).compile(toPublishedCases() as object);

test('the committed schema is what the declaration says (node scripts/schemas.ts)', () => {
  const file = join(ROOT, 'schemas/cases.schema.json');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(toPublishedCases());
});

test.each([
  'pipelines/sipca',
  ...['kobo-api-to-events', 'forms-to-report', 'xlsx-to-events'].map((one) => `examples/${one}/pipeline`),
])('it takes the cases of %s', (name) => {
  const cases: unknown = parse(readFileSync(join(ROOT, `${name}.cases.yaml`), 'utf8'));
  expect(validate(cases) ? [] : validate.errors).toEqual([]);
});

test.each([
  ['a key that is none', { name: 'A', expected: {} }],
  ['a case without a name', { row: {} }],
  ['a row that is a list', { name: 'A', row: [1] }],
  ['rejects that are no list', { name: 'A', rejects: 'lookup/no-match' }],
  ['an exclusion that is false', { name: 'A', excluded: false }],
])('it refuses %s', (_, one) => {
  expect(validate({ cases: [one] })).toBe(false);
});
