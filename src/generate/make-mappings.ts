import { existsSync } from 'node:fs';
import path from 'node:path';
import { ProblemsError } from '../base/errors.ts';
import { parseJsonDocument, type JsonDocument } from '../base/json-document.ts';
import { isObject, type JsonObject } from '../base/json.ts';
import type { PlaceOf } from '../base/pointer.ts';
import { problem, type Problem } from '../base/problem.ts';
import { readRegularFile } from '../base/regular-file.ts';
import { loadText } from '../base/text-file.ts';
import { hasOwnMapping, versionPath } from '../mapping/mapping-paths.ts';
import type { MappingSpec, PathSpec } from '../mapping/mapping-spec.ts';
import { findUnconfirmedMeanings, parseDecisions } from './decisions.ts';
import { readOptions } from './generate-inputs.ts';
import { generateMapping, type GenerateInput, type VersionInput } from './generate.ts';
import type { InputNames } from './mapping-difference.ts';
import { readStages } from './place-metadata.ts';

/** How a path is shown to people. */
export type Show = (absolute: string) => string;

/** A mapping as its inputs give it. */
export interface MadeMapping {
  /** Of the file that it belongs into, absolute. */
  readonly path: string;
  /** Undefined where an input cannot be read. */
  readonly generated: JsonObject | undefined;
  readonly placeOf: PlaceOf;
  readonly names: InputNames;
  /** Of its own inputs: those of a form version come after the common ones. */
  readonly findings: readonly Problem[];
}

/** Files that a mapping is made from, absolute; none where the spec has no mapping. */
export function inputsOf({ mapping, source }: MappingSpec): string[] {
  if (!mapping) return [];
  const own = source.versions.flatMap(({ columns, options }) => [columns, options]);
  return [mapping.columns, mapping.options, mapping.metadata, ...own].flatMap((file) => (file ? [file.path] : []));
}

/**
 * Makes the mapping of a spec, and one for each form version with columns or options of its own; writes nothing. Throws
 * EtlError `file/*` for an input that is not there, ProblemsError for a spec without `mapping`.
 */
export async function makeMappings(spec: MappingSpec, show: Show): Promise<readonly MadeMapping[]> {
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
    ignored: new Set(mapping.ignore.flatMap(({ is, name }) => (is === 'element' ? [name] : []))),
    byHand: new Set([...spec.transform.values.map((field) => field.name), ...(keyValue ? [keyValue.id] : [])]),
  };
  const namesOf = (columns: PathSpec, options: PathSpec): InputNames => ({
    columns: show(columns.path),
    options: show(options.path),
    metadata: show(mapping.metadata.path),
  });
  const names = namesOf(mapping.columns, mapping.options);
  const made: MadeMapping[] = [{ path: mapping.generated.path, names, ...generateMapping(input) }];
  for (const versionSpec of spec.source.versions.filter(hasOwnMapping)) {
    const version = {
      name: versionSpec.name,
      columns: versionSpec.columns && (await load(versionSpec.columns)),
      options: versionSpec.options && (await load(versionSpec.options)),
      fallback: versionSpec.fallback,
    };
    const own = generateMapping({ ...input, version });
    const meanings = own.generated ? await checkMeanings(input, version, mapping.generated.path, show) : [];
    made.push({
      ...own,
      path: versionPath(mapping.generated.path, versionSpec.name),
      names: namesOf(versionSpec.columns ?? mapping.columns, versionSpec.options ?? mapping.options),
      findings: [...own.findings, ...meanings],
    });
  }
  return made;
}

/** All that was found, each once: the common files are read again for each form version, with the same problems. */
export function findingsOf(made: readonly MadeMapping[]): readonly Problem[] {
  const identities = new Set<string>();
  return made
    .flatMap(({ findings }) => findings)
    .filter(({ code, args, place }) => {
      const identity = JSON.stringify([code, args, place?.source.file, place?.start]);
      return !identities.has(identity) && identities.add(identity);
    });
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
  const written = (await readMapping(generated, ''))?.value;
  const before = isObject(written) ? written : undefined;
  const retrieved = isObject(metadata.value) ? metadata.value : {};
  const inSpec = spec.sink.config['program'];
  const id = [inSpec, retrieved['id'], before?.['program_id']].find((candidate) => typeof candidate === 'string') ?? '';
  const kept = before?.['program_id'] === id ? before['program_name'] : undefined;
  const name = [kept, retrieved['name']].find((candidate) => typeof candidate === 'string') ?? spec.name;
  return { id, name };
}

/** A mapping file as it is; undefined where there is none, or it cannot be read. */
export async function readMapping(file: string, shownAs: string): Promise<JsonDocument | undefined> {
  return readRegularFile(file).then(
    (bytes) => parseJsonDocument({ file: shownAs, text: bytes.toString('utf8') }),
    () => undefined,
  );
}
