/** The first case of a new pipeline: a row of its export, and what comes of it now. */
import { rm } from 'node:fs/promises';
import { ProblemsError } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import { replaceFile } from '../../base/replace-file.ts';
import type { Secrets } from '../../base/secrets.ts';
import { casesPath } from '../../cases/load-cases.ts';
import { testPipeline } from '../test-pipeline.ts';

/** Rows that are tried: one that cannot be sent yet is no example. */
const TRIED = [1, 2, 3, 4, 5];

/** Writes it beside the spec; gives its path, or undefined where no row can be sent as things are. */
export async function writeFirstCase(
  spec: string,
  source: string,
  tools: { readonly talk: Log; readonly secrets: Secrets },
): Promise<string | undefined> {
  const cases = casesPath(spec);
  for (const row of TRIED) {
    await replaceFile(cases, toText(source, row));
    if (await isMapped({ spec, cases }, tools)) return cases;
  }
  await rm(cases);
  return undefined;
}

/** Writes what comes of the row in place of nothing. */
async function isMapped(
  one: { readonly spec: string; readonly cases: string },
  tools: { readonly talk: Log; readonly secrets: Secrets },
): Promise<boolean> {
  const flags = { 'env-file': undefined, connections: undefined };
  try {
    const { tested } = await testPipeline(one, flags, { ...tools, files: new Set(), isUpdate: true });
    return tested.cases.some(({ outcome, failures }) => outcome.is === 'mapped' && failures.length === 0);
  } catch (error) {
    // A spec that lacks its key or its facility maps nothing yet; what is to decide says so.
    if (error instanceof ProblemsError) return false;
    throw error;
  }
}

function toText(source: string, row: number): string {
  return `# Rows, and what is to come of them: \`etl test pipeline.yaml\` says whether it still does.
cases:
  # Look at it: this is what comes of the row now, and nobody has said yet that it is right. These are answers of a real
  # record: before the file goes where others read it, write others into a \`row:\` of your own (docs/testing.md).
  - name: Row ${row} of the export
    row: { file: ${JSON.stringify(source)}, row: ${row} }
    exactly: {}
`;
}
