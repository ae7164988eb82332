/**
 * The mapping that is always true: where its inputs are there, a run uses what they give, and its file is only a copy of
 * that for people and other tools. A copy that somebody has edited is never replaced unasked.
 */
import { existsSync } from 'node:fs';
import { EtlError } from '../base/errors.ts';
import { parseJsonDocument } from '../base/json-document.ts';
import type { Json } from '../base/json.ts';
import { toLegacyJson } from '../base/legacy-json.ts';
import { nearestFile } from '../base/nearest-file.ts';
import { problem, warning, type Problem } from '../base/problem.ts';
import { replaceFile } from '../base/replace-file.ts';
import { describe } from '../messages/describe.ts';
import { loadText } from '../base/text-file.ts';
import type { MappingSpec } from '../mapping/mapping-spec.ts';
import type { DocumentInUse, MappingsInUse } from '../mapping/mappings-in-use.ts';
import {
  findingsOf,
  inputsOf,
  loadInputs,
  makeMappings,
  type InputTexts,
  type MadeMapping,
  type Show,
} from './make-mappings.ts';
import { compareMappings, firstDifference, type MappingDifference } from './mapping-difference.ts';
import { loadAsSealed, sealOfMaking } from './seal-of-making.ts';
import { isSealed, loadSeals, toMappedText, writeSeals, type SealOfMaking, type Seals } from './seal.ts';

/** What the inputs of a spec's mapping give, and which files are behind them. */
export interface FreshMappings extends MappingsInUse {
  readonly stale: readonly StaleMapping[];
  /** Of what was made, for whoever writes it; undefined where nothing had to be made. */
  readonly seal: SealOfMaking | undefined;
}

/** A file that is not there, or as we once made it of inputs that have changed since. */
interface StaleMapping {
  readonly path: string;
  readonly shownAs: string;
  readonly now: Json;
  /** Undefined where there was none. */
  readonly difference: MappingDifference | undefined;
}

/**
 * Makes the mapping of a spec in memory, and holds its files against that, by content; undefined where an input is not
 * there: then the files are used as they are. Throws EtlError `file/*` for an input that cannot be read.
 */
export async function freshMappings(spec: MappingSpec, show: Show): Promise<FreshMappings | undefined> {
  if (!spec.mapping || !inputsOf(spec).every((file) => existsSync(file))) return undefined;
  const texts = await loadInputs(spec, show);
  const seals = await loadSeals(spec.mapping.generated.path);
  const sealed = await loadAsSealed(spec, texts, seals);
  if (sealed) return asSealed(sealed, spec, texts, show);
  const made = makeMappings(spec, texts, show);
  const documents = new Map<string, DocumentInUse>();
  const problems = [...findingsOf(made)];
  const stale: StaleMapping[] = [];
  for (const mapping of made) {
    const { path, generated, placeOf } = mapping;
    if (!generated) continue;
    // As it would be read from its file: in the order of keys that it has there.
    const text = toLegacyJson(generated);
    documents.set(path, { text, value: JSON.parse(text) as Json, problems: [], placeOf });
    const found = await compareWithFile(mapping, generated, seals, show(path));
    if ('path' in found) stale.push(found);
    else problems.push(...found);
  }
  return { documents, problems, stale, seal: sealOfMaking(spec, texts, made) };
}

/** The files themselves; the mapping is made all the same where a problem wants to know where something came from. */
function asSealed(files: ReadonlyMap<string, string>, spec: MappingSpec, texts: InputTexts, show: Show): FreshMappings {
  let made: readonly MadeMapping[] | undefined;
  const makingOf = (path: string): MadeMapping => {
    made ??= makeMappings(spec, texts, show);
    return made.find((one) => one.path === path) as MadeMapping;
  };
  const documents = new Map<string, DocumentInUse>();
  for (const [path, text] of files)
    documents.set(path, {
      text,
      value: JSON.parse(text) as Json,
      problems: [],
      placeOf: (pointer, part) => makingOf(path).placeOf(pointer, part),
    });
  return { documents, problems: [], stale: [], seal: undefined };
}

async function compareWithFile(
  { path, names }: MadeMapping,
  now: Json,
  seals: Seals,
  shownAs: string,
): Promise<StaleMapping | readonly Problem[]> {
  if (!existsSync(path)) return { path, shownAs, now, difference: undefined };
  const { value: before, placeOf, problems } = parseJsonDocument(await loadText(path, shownAs, 'mapping'));
  if (before === undefined) return problems;
  if (toMappedText(before) === toMappedText(now)) return [];
  const difference = compareMappings(before, now, names);
  if (isSealed(seals, path, before)) return { path, shownAs, now, difference };
  if (!difference) return [problem('mapping/bad-shape', { path: shownAs }, placeOf([]))];
  const code = seals.files.size > 0 ? 'mapping/edited-by-hand' : 'mapping/not-sealed';
  return [problem(code, { file: shownAs, ...difference }, placeOf(firstDifference(before, now)))];
}

/** Says that a mapping is used as its file has it, for an input of it is not there: of a form version's where it is named. */
export async function tellAbsent(spec: MappingSpec, show: Show): Promise<Problem[]> {
  if (!spec.mapping || !existsSync(spec.mapping.generated.path)) return [];
  const file = show(spec.mapping.generated.path);
  const own = spec.source.versions.flatMap(({ columns, options }) => [columns, options]);
  const problems: Problem[] = [];
  for (const input of own) {
    if (!input || existsSync(input.path)) continue;
    const absent = show(input.path);
    const args = { file, absent: [absent], ...(await nearestFile(input.path, absent)) };
    problems.push(warning('mapping/inputs-absent', args, input.place));
  }
  const ofVersions = new Set(own.map((input) => input?.path));
  const absent = inputsOf(spec).filter((input) => !existsSync(input) && !ofVersions.has(input));
  if (absent.length > 0)
    problems.push(warning('mapping/inputs-absent', { file, absent: absent.map(show) }, spec.mapping.generated.place));
  return problems;
}

/** Throws EtlError `mapping/frozen` where a file is stale. */
export function refuseStale({ stale }: Pick<FreshMappings, 'stale'>): void {
  if (stale.length === 0) return;
  const causes = [...new Set(stale.flatMap(({ difference }) => difference?.causes ?? []))];
  throw new EtlError('mapping/frozen', { files: stale.map(({ shownAs }) => shownAs), causes });
}

/** Of each stale file, that it is not what is used. */
export function describeStale({ stale }: Pick<FreshMappings, 'stale'>): string[] {
  return stale.map((one) => {
    const { code, args } = toMadeAnew(one, 'in memory');
    return describe(code, args).message;
  });
}

/** Writes the files that are stale; where a folder takes no file, what they should be is used all the same. */
export async function renewMappings(
  spec: MappingSpec,
  { stale, seal }: Pick<FreshMappings, 'stale' | 'seal'>,
): Promise<Problem[]> {
  if (!spec.mapping || !seal || stale.length === 0) return [];
  try {
    for (const { path, now } of stale) await replaceFile(path, toLegacyJson(now));
    await writeSeals(spec.mapping.generated.path, new Map(stale.map(({ path, now }) => [path, now])), seal);
    return stale.map((one) => toMadeAnew(one, 'written'));
  } catch (error) {
    if (!(error instanceof EtlError)) throw error;
    return stale.map((one) => toMadeAnew(one, 'not written'));
  }
}

function toMadeAnew({ shownAs, difference }: StaleMapping, fate: string): Problem {
  const { causes = [], elements = 0 } = difference ?? {};
  return warning('mapping/made-anew', { file: shownAs, causes, elements, fate });
}
