/** Makes the dictionary of a spec, and writes it. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Log } from '../base/log.ts';
import type { Problem } from '../base/problem.ts';
import { replaceFile } from '../base/replace-file.ts';
import type { Secrets } from '../base/secrets.ts';
import { keptFacts } from '../cases/kept-facts.ts';
import { casesPath } from '../cases/load-cases.ts';
import type { Dictionary } from '../dictionary/dictionary.ts';
import { toDictionaryPage } from '../dictionary/dictionary-page.ts';
import { toDictionarySheets } from '../dictionary/dictionary-sheets.ts';
import { makeDictionary } from '../dictionary/make-dictionary.ts';
import { writeSheets } from '../sheets/write-sheets.ts';
import { loadForRows } from './load-for-rows.ts';
import { shownPath, type LoadFlags } from './load-pipeline.ts';

/** Throws ProblemsError where the spec cannot be loaded, EtlError where a file cannot be written. */
export async function writeDictionary(
  spec: string,
  flags: LoadFlags,
  { secrets, talk, folder }: { readonly secrets: Secrets; readonly talk: Log; readonly folder: string },
): Promise<{
  readonly dictionary: Dictionary;
  readonly written: readonly string[];
  readonly problems: readonly Problem[];
}> {
  const { loaded, problems } = await loadForRows(spec, flags, secrets, talk, 'cases');
  const cases = casesPath(spec);
  const dictionary = await makeDictionary(loaded, {
    spec: resolve(spec),
    facts: await keptFacts(loaded, shownPath),
    cases: existsSync(cases) ? resolve(cases) : undefined,
    shown: shownPath,
  });
  const [page, workbook] = ['html', 'xlsx'].map((ending) =>
    join(folder, `${loaded.spec.name}-dictionary.${ending}`),
  ) as [string, string];
  await replaceFile(resolve(page), toDictionaryPage(dictionary, loaded.spec.language));
  await writeSheets(resolve(workbook), toDictionarySheets(dictionary, loaded.spec.language));
  return { dictionary, written: [page, workbook], problems };
}
