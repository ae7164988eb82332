/**
 * Each folder here is a case: a pipeline whose expressions have something wrong (or nothing), and `expected.txt`, what
 * `etl check` shows. Mapping, look-ups and source are shared, in `files`. UPDATE_GOLDEN=1 writes the expected files anew.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe as group, expect, test } from 'vitest';
import { knownCodes } from '../../src/messages/code-table.ts';
import { describe } from '../../src/messages/describe.ts';
import { ProblemsError } from '../../src/base/errors.ts';
import { SILENT } from '../../src/base/log.ts';
import type { Problem } from '../../src/base/problem.ts';
import { Secrets } from '../../src/base/secrets.ts';
import { checkPipeline } from '../../src/cli/check-pipeline.ts';
import { drawProblems } from '../../src/cli/frame.ts';
import { loadPipeline } from '../../src/cli/load-pipeline.ts';
import { withChildren, type Children } from '../expression/with-children.ts';

const FOLDER = import.meta.dirname;
const CASES = readdirSync(FOLDER, { withFileTypes: true })
  .filter((one) => one.isDirectory() && one.name !== 'files')
  .map((one) => one.name);

process.env['DHIS2_TOKEN'] = 'd2pat_of_nobody';

/** What the records of a case have several of. */
function childrenOf(name: string): Children {
  const file = join(FOLDER, name, 'children.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Children) : {};
}

async function problemsOf(name: string): Promise<readonly Problem[]> {
  const flags = { 'env-file': undefined, connections: undefined };
  try {
    const loaded = await loadPipeline(join(FOLDER, name, 'pipeline.yaml'), flags, new Secrets(), SILENT, {
      collectsErrors: true,
    });
    const source = withChildren(loaded.pipeline.source, childrenOf(name));
    const pipeline = { ...loaded.pipeline, source };
    return (await checkPipeline({ ...loaded, pipeline }, { asksSource: true, talk: SILENT })).problems;
  } catch (error) {
    if (error instanceof ProblemsError) return error.problems;
    throw error;
  }
}

const found = new Set<string>();

group('what check shows', () => {
  test.each(CASES)('%s', async (name) => {
    const problems = await problemsOf(name);
    for (const { code } of problems) found.add(code);
    const drawn = drawProblems(problems, { color: false }) || 'Nothing to say.';
    const here = drawn.replaceAll(`${relative(process.cwd(), join(FOLDER, name))}/`, '');
    const shown = `${here.replaceAll(`${process.cwd()}/`, '')}\n`;
    const expectedFile = join(FOLDER, name, 'expected.txt');
    if (process.env['UPDATE_GOLDEN']) writeFileSync(expectedFile, shown);
    expect(shown).toBe(readFileSync(expectedFile, 'utf8'));
    for (const { args, code } of problems) expect(describe(code, args).message).not.toMatch(/undefined|\[object/);
  });
});

test('every check of expressions has a case', () => {
  const atRunTime = new Set<string>(['expression/failed', 'expression/divided-by-zero', 'expression/not-a-condition', 'expression/too-large', 'expression/text-too-long']);
  const missing = knownCodes().filter((one) => one.startsWith('expression/') && !found.has(one) && !atRunTime.has(one));
  expect(missing).toEqual([]);
});
