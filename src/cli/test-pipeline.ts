/** Tests pipelines with the cases beside their specs. */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { EtlError, ProblemsError, throwOnErrors } from '../base/errors.ts';
import { withoutConsequences } from '../expression/consequences.ts';
import type { Problem } from '../base/problem.ts';
import type { Log } from '../base/log.ts';
import type { Secrets } from '../base/secrets.ts';
import { coverCases, type CaseCoverage } from '../cases/coverage.ts';
import { casesPath, specOf } from '../cases/load-cases.ts';
import { testCases, type TestedSpec } from '../cases/test-cases.ts';
import { updateCases } from '../cases/update-cases.ts';
import { REGISTRY } from '../registry.ts';
import { loadForRows } from './load-for-rows.ts';
import { shownPath, type LoadFlags } from './load-pipeline.ts';
import { filesOf } from './pipeline-files.ts';
import { withTemporaryFolder } from './temporary-folder.ts';

const ENDING = '.cases.yaml';
/** Folders below the working folder in which cases are looked for. */
const DEPTH = 4;

/** A spec, and the file of its cases. */
export interface SpecWithCases {
  readonly spec: string;
  readonly cases: string;
}

/** The specs that are meant, each by its own name or that of its cases; none: all that have cases. Throws EtlError `cases/*`. */
export async function findCases(given: readonly string[]): Promise<SpecWithCases[]> {
  const files = given.length > 0 ? given : await findBelow('.', DEPTH);
  if (files.length === 0)
    throw new EtlError('cases/none', { looked: `no file below this folder is called NAME${ENDING}.` });
  return files.map((file) => {
    const cases = file.endsWith(ENDING) ? file : casesPath(file);
    const spec = file.endsWith(ENDING) ? specOf(file, shownPath) : file;
    if (!existsSync(cases) && existsSync(spec))
      throw new EtlError('cases/none', { looked: `there is no ${shownPath(resolve(cases))}.` });
    return { spec, cases };
  });
}

async function findBelow(folder: string, depth: number): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isFile() && entry.name.endsWith(ENDING)) found.push(path);
    const isOurs = entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules';
    if (isOurs && depth > 1) found.push(...(await findBelow(path, depth - 1)));
  }
  return found;
}

/** What testing needs, besides. */
interface Testing {
  readonly secrets: Secrets;
  readonly talk: Log;
  /** Learns which files a spec and its cases are made of. */
  readonly files: Set<string>;
}

interface Tested {
  readonly tested: TestedSpec;
  readonly coverage: CaseCoverage;
}

/**
 * Tests one. `isUpdate`: what failing cases expect is written anew first, and their names are in `updated`. Throws
 * ProblemsError for what is wrong with the spec.
 */
export async function testPipeline(
  one: SpecWithCases,
  flags: LoadFlags,
  { isUpdate, ...testing }: Testing & { readonly isUpdate: boolean },
): Promise<Tested & { readonly updated: readonly string[] }> {
  const first = await testOnce(one, flags, testing);
  const updated = isUpdate ? await updateCases(first.tested) : [];
  return { ...(updated.length > 0 ? await testOnce(one, flags, testing) : first), updated };
}

async function testOnce(
  { spec, cases }: SpecWithCases,
  flags: LoadFlags,
  { secrets, talk, files }: Testing,
): Promise<Tested> {
  for (const file of [spec, cases]) files.add(resolve(file));
  const { loaded, problems } = await loadForRows(spec, flags, secrets, talk, 'cases');
  for (const file of filesOf(loaded)) files.add(file);
  throwOnErrors(withoutConsequences(problems).filter(({ severity }) => severity === 'error'));
  return withTemporaryFolder('test', async (temporary) => {
    const options = { registry: REGISTRY, log: talk, secrets, temporary, shown: shownPath };
    const tested = await testCases(cases, loaded, options);
    for (const file of tested.file.exports) files.add(file);
    return { tested, coverage: await coverCases(tested) };
  });
}

/** What is wrong with one spec, or its cases, keeps none of the others from being tested. */
export function problemsOf(error: unknown): { readonly problems: readonly Problem[] } {
  if (error instanceof ProblemsError) return error;
  throw error;
}
