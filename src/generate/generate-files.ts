import { copyFile } from 'node:fs/promises';
import type { Json } from '../base/json.ts';
import { toLegacyJson } from '../base/legacy-json.ts';
import { warning, type Problem } from '../base/problem.ts';
import { replaceFile } from '../base/replace-file.ts';
import type { Coverage } from '../contracts/coverage.ts';
import { coverElements } from '../mapping/coverage.ts';
import { readGenerated } from '../mapping/generated-file.ts';
import type { MappingSpec } from '../mapping/mapping-spec.ts';
import {
  elementsByHand,
  findingsOf,
  loadInputs,
  makeMappings,
  parseMapping,
  readMapping,
  type MadeMapping,
  type Show,
} from './make-mappings.ts';
import { sealOfMaking } from './seal-of-making.ts';
import { isSealed, loadSeals, toMappedText, writeSeals, type Seals } from './seal.ts';

/**
 * Makes `mapping_generated.json`, and one file beside it for each form version with columns or options of its own.
 * Each file is replaced in one step; nothing is written where an input cannot be read. A file that was edited by hand is
 * kept under another name. Throws EtlError `file/*` for an input that is not there, ProblemsError for a spec without
 * `mapping`.
 */
export async function generateMappingFiles(
  spec: MappingSpec,
  show: Show = String,
): Promise<{
  readonly written: readonly string[];
  readonly findings: readonly Problem[];
  readonly coverage: Coverage;
}> {
  const texts = await loadInputs(spec, show);
  const made = makeMappings(spec, texts, show);
  const generated = spec.mapping?.generated.path ?? '';
  const seals = await loadSeals(generated);
  const findings = [...findingsOf(made)];
  const files = new Map<string, Json>();
  for (const mapping of made) {
    if (!mapping.generated) continue;
    const copy = await keepEdited(mapping, mapping.generated, seals);
    if (copy !== undefined)
      findings.push(warning('generate/edited-file-kept', { file: show(mapping.path), copy: show(copy) }));
    await replaceFile(mapping.path, toLegacyJson(mapping.generated));
    files.set(mapping.path, mapping.generated);
  }
  if (files.size > 0) await writeSeals(generated, files, sealOfMaking(spec, texts, made));
  return { written: [...files.keys()], findings, coverage: coverageOf(spec, files, made) };
}

function coverageOf(spec: MappingSpec, files: ReadonlyMap<string, Json>, made: readonly MadeMapping[]): Coverage {
  const mappings = made.flatMap(({ path, placeOf }) => {
    const value = files.get(path);
    return value === undefined ? [] : [readGenerated({ value, problems: [], placeOf }).mapping];
  });
  const byHand = elementsByHand(spec);
  const isFilled = (words: readonly string[]): boolean => words.some((word) => byHand.has(word));
  return { ...coverElements(mappings, spec.mapping?.ignore ?? [], isFilled), questions: undefined };
}

/** Copies a file that is neither as we made it nor as it is about to be; gives the name of the copy. */
async function keepEdited({ path }: MadeMapping, now: Json, seals: Seals): Promise<string | undefined> {
  const before = parseMapping(await readMapping(path));
  const isOurs = before !== undefined && (isSealed(seals, path, before) || toMappedText(before) === toMappedText(now));
  if (before === undefined || isOurs) return undefined;
  const copy = `${path}.before`;
  await copyFile(path, copy);
  return copy;
}
