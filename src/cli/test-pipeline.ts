/** Tests pipelines with the cases beside their specs. */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { EtlError, throwOnErrors } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import type { Secrets } from '../base/secrets.ts';
import { coverCases, type CaseCoverage } from '../cases/coverage.ts';
import { casesPath, specOf } from '../cases/load-cases.ts';
import { testCases, type TestedSpec } from '../cases/test-cases.ts';
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

/** Tests one; `files` learns what it is made of. Throws ProblemsError for what is wrong with the spec. */
export async function testPipeline(
  { spec, cases }: SpecWithCases,
  flags: LoadFlags,
  { secrets, talk, files }: { readonly secrets: Secrets; readonly talk: Log; readonly files: Set<string> },
): Promise<{ readonly tested: TestedSpec; readonly coverage: CaseCoverage }> {
  for (const file of [spec, cases]) files.add(resolve(file));
  const { loaded, problems } = await loadForRows(spec, flags, secrets, talk, 'cases');
  for (const file of filesOf(loaded)) files.add(file);
  throwOnErrors(problems);
  return withTemporaryFolder('test', async (temporary) => {
    const options = {
      registry: REGISTRY,
      log: talk,
      secrets,
      temporary,
      shown: shownPath,
      folder: dirname(resolve(spec)),
    };
    const tested = await testCases(cases, loaded, options);
    for (const file of tested.file.exports) files.add(file);
    return { tested, coverage: await coverCases(tested) };
  });
}
