/**
 * Each folder here is a case: `pipeline.yaml`, what stands beside it, `options.json` (env, envFile, connectionsFile)
 * where there are any, and `expected.txt`, what people are shown. UPDATE_GOLDEN=1 writes the expected files anew.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ProblemsError } from '../../src/base/errors.ts';
import { Secrets } from '../../src/base/secrets.ts';
import { drawProblems } from '../../src/cli/frame.ts';
import { isExpression } from '../../src/expression/is-expression.ts';
import { loadSpec, type LoadOptions } from '../../src/pipeline/load-spec.ts';
import { TEST_KINDS } from '../pipeline/test-kinds.ts';

const FOLDER = import.meta.dirname;
const CASES = readdirSync(FOLDER, { withFileTypes: true })
  .filter((one) => one.isDirectory())
  .map((one) => one.name);

test.each(CASES)('%s', async (name) => {
  const cwd = join(FOLDER, name);
  const optionsFile = join(cwd, 'options.json');
  const own = existsSync(optionsFile) ? (JSON.parse(readFileSync(optionsFile, 'utf8')) as Partial<LoadOptions>) : {};
  const secrets = new Secrets();
  let shown: string;
  try {
    const { warnings } = await loadSpec('pipeline.yaml', {
      env: {},
      cwd,
      secrets,
      registry: TEST_KINDS,
      isExpression,
      ...own,
    });
    shown = drawProblems(warnings, { color: false, secrets });
  } catch (error) {
    if (!(error instanceof ProblemsError)) throw error;
    shown = drawProblems(error.problems, { color: false, secrets });
  }
  const expectedFile = join(cwd, 'expected.txt');
  if (process.env['UPDATE_GOLDEN']) writeFileSync(expectedFile, `${shown}\n`);
  expect(`${shown}\n`).toBe(readFileSync(expectedFile, 'utf8'));
  expect(shown).not.toContain('hunter2');
});
