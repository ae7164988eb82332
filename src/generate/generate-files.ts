import { existsSync } from 'node:fs';
import path from 'node:path';
import { ProblemsError } from '../base/errors.ts';
import { parseJsonDocument, type JsonDocument } from '../base/json-document.ts';
import { isObject } from '../base/json.ts';
import { toLegacyJson } from '../base/legacy-json.ts';
import { problem, warning, type Problem } from '../base/problem.ts';
import { replaceFile } from '../base/replace-file.ts';
import { readRegularFile } from '../base/regular-file.ts';
import { loadText } from '../base/text-file.ts';
import { hasOwnMapping, versionPath } from '../mapping/mapping-paths.ts';
import type { MappingSpec, PathSpec } from '../mapping/mapping-spec.ts';
import { findUnconfirmedMeanings, parseDecisions } from './decisions.ts';
import { readOptions } from './generate-inputs.ts';
import { readStages } from './place-metadata.ts';
import { generateMapping, type GenerateInput, type VersionInput } from './generate.ts';

/** How a path is shown to people. */
type Show = (absolute: string) => string;

/** A mapping file, as it should be. */
interface MappingText {
  /** Absolute. */
  readonly path: string;
  /** What the file should hold, to the byte. */
  readonly text: string;
}

/**
 * Makes `mapping_generated.json`, and one file beside it for each form version with columns or options of its own.
 * Each file is replaced in one step; nothing is written where an input cannot be read. Throws EtlError `file/*` for an
 * input that is not there, ProblemsError for a spec without `mapping`.
 */
export async function generateMappingFiles(
  spec: MappingSpec,
  show: Show = String,
): Promise<{ readonly written: readonly string[]; readonly findings: readonly Problem[] }> {
  const { files, findings } = await loadAndGenerate(spec, show);
  for (const { path: target, text } of files) await replaceFile(target, text);
  return { written: files.map((file) => file.path), findings };
}

/** The same findings without writing, and `generate/out-of-date` for a file that its inputs no longer give. */
export async function checkMappingFiles(spec: MappingSpec, show: Show = String): Promise<readonly Problem[]> {
  const { files, findings } = await loadAndGenerate(spec, show);
  const outdated: Problem[] = [];
  for (const { path: target, text } of files) {
    const onDisk = await readTextOrNothing(target);
    if (onDisk !== undefined && onDisk !== text) outdated.push(warning('generate/out-of-date', { file: show(target) }));
  }
  return [...findings, ...outdated];
}

async function loadAndGenerate(
  spec: MappingSpec,
  show: Show,
): Promise<{ readonly files: readonly MappingText[]; readonly findings: readonly Problem[] }> {
  const { mapping } = spec;
  if (!mapping) throw new ProblemsError([problem('generate/no-mapping', { pipeline: spec.name })]);
  const load = async ({ path: file }: PathSpec): Promise<JsonDocument> =>
    parseJsonDocument(await loadText(file, show(file), 'mapping'));

  const { keyValue } = spec.sink;
  const metadata = await load(mapping.metadata);
  const input: GenerateInput = {
    columns: await load(mapping.columns),
    options: await load(mapping.options),
    metadata,
    program: await nameProgram(spec, mapping.generated.path, metadata),
    byHand: new Set([...spec.transform.values.map((field) => field.name), ...(keyValue ? [keyValue.id] : [])]),
  };
  const results = [{ path: mapping.generated.path, ...generateMapping(input) }];
  for (const versionSpec of spec.source.versions.filter(hasOwnMapping)) {
    const version = {
      name: versionSpec.name,
      columns: versionSpec.columns && (await load(versionSpec.columns)),
      options: versionSpec.options && (await load(versionSpec.options)),
      fallback: versionSpec.fallback,
    };
    const made = generateMapping({ ...input, version });
    const meanings = made.generated ? await checkMeanings(input, version, mapping.generated.path, show) : [];
    const findings = [...made.findings, ...meanings];
    results.push({ path: versionPath(mapping.generated.path, versionSpec.name), generated: made.generated, findings });
  }
  return {
    files: results.flatMap(({ path: file, generated }) =>
      generated ? [{ path: file, text: toLegacyJson(generated) }] : [],
    ),
    findings: withoutRepetitions(results.flatMap((result) => result.findings)),
  };
}

async function checkMeanings(
  input: GenerateInput,
  version: VersionInput,
  generated: string,
  show: Show,
): Promise<readonly Problem[]> {
  if (!version.options) return [];
  const file = path.join(path.dirname(generated), 'decisions.csv');
  const { decisions, problems } = existsSync(file)
    ? parseDecisions(await loadText(file, show(file), 'mapping'))
    : { decisions: [], problems: [] };
  const own = { name: version.name, options: readOptions(version.options) };
  return [
    ...problems,
    ...findUnconfirmedMeanings(own, readOptions(input.options), readStages(input.metadata), decisions, show(file)),
  ];
}

/**
 * Id and name of the program at the head of the file. The script in use today writes a constant name, and the metadata
 * as it is retrieved has none: so the name in the file that is there stays, as long as it is the same program; else it
 * is the metadata's, else the pipeline's.
 */
async function nameProgram(
  spec: MappingSpec,
  generated: string,
  metadata: JsonDocument,
): Promise<GenerateInput['program']> {
  const written = await readTextOrNothing(generated);
  const before = written === undefined ? undefined : parseHead(written);
  const retrieved = isObject(metadata.value) ? metadata.value : {};
  const inSpec = spec.sink.config['program'];
  const id = [inSpec, retrieved['id'], before?.['program_id']].find((candidate) => typeof candidate === 'string') ?? '';
  const kept = before?.['program_id'] === id ? before['program_name'] : undefined;
  const name = [kept, retrieved['name']].find((candidate) => typeof candidate === 'string') ?? spec.name;
  return { id, name };
}

/** The text of a file; undefined where there is none, or it cannot be read. */
async function readTextOrNothing(file: string): Promise<string | undefined> {
  return readRegularFile(file).then(
    (bytes) => bytes.toString('utf8'),
    () => undefined,
  );
}

function parseHead(text: string): { readonly [key: string]: unknown } | undefined {
  const { value } = parseJsonDocument({ file: '', text });
  return isObject(value) ? value : undefined;
}

/** Each problem once: the common files are read again for each form version, with the same problems. */
function withoutRepetitions(problems: readonly Problem[]): readonly Problem[] {
  const identities = new Set<string>();
  return problems.filter(({ code, args, place }) => {
    const identity = JSON.stringify([code, args, place?.source.file, place?.start]);
    return !identities.has(identity) && identities.add(identity);
  });
}
