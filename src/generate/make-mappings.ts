import { existsSync } from 'node:fs';
import path from 'node:path';
import { ProblemsError } from '../base/errors.ts';
import { parseJsonDocument, type JsonDocument } from '../base/json-document.ts';
import { isObject, type Json, type JsonObject } from '../base/json.ts';
import type { SourceText } from '../base/document.ts';
import type { PlaceOf } from '../base/pointer.ts';
import { problem, type Problem } from '../base/problem.ts';
import { readRegularFile } from '../base/regular-file.ts';
import { loadText } from '../base/text-file.ts';
import { readSheets } from '../sheets/read-sheets.ts';
import { hasOwnMapping, isMappingSheet, versionPath } from '../mapping/mapping-paths.ts';
import type { MappingSpec, PathSpec } from '../mapping/mapping-spec.ts';
import { findUnconfirmedMeanings, parseDecisions } from './decisions.ts';
import { readOptions } from './generate-inputs.ts';
import { generateMapping, type GenerateInput, type VersionInput } from './generate.ts';
import type { InputNames } from './mapping-difference.ts';
import { SheetInputs } from './sheet/sheet-inputs.ts';
import { toSheetText, type SheetUse } from './sheet/sheet-documents.ts';
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

/** The texts that a mapping is made from, as they were read: all of it is made of one state of the files. */
export interface InputTexts {
  /** Of `inputsOf`, by absolute path. */
  readonly inputs: ReadonlyMap<string, SourceText>;
  /** `decisions.csv`, where form versions have answers of their own and it is there. */
  readonly decisions: SourceText | undefined;
  /** The common mapping as its file has it, for the name of the program in it. */
  readonly before: string | undefined;
}

/** Reads them. Throws EtlError `file/*` for an input that is not there, ProblemsError for a spec without `mapping`. */
export async function loadInputs(spec: MappingSpec, show: Show): Promise<InputTexts> {
  const { mapping } = spec;
  if (!mapping) throw new ProblemsError([problem('generate/no-mapping', { pipeline: spec.name })]);
  const load = async (file: string): Promise<SourceText> =>
    isMappingSheet(file)
      ? toSheetText(show(file), await readSheets(file, show(file)))
      : loadText(file, show(file), 'mapping');
  const inputs = new Map<string, SourceText>();
  for (const file of new Set([mapping.metadata.path, ...inputsOf(spec)])) inputs.set(file, await load(file));
  const decisions = decisionsPath(mapping.generated.path);
  const isAsked = spec.source.versions.some(({ options }) => options !== undefined) && existsSync(decisions);
  return {
    inputs,
    decisions: isAsked ? await loadText(decisions, show(decisions), 'mapping') : undefined,
    before: await readMapping(mapping.generated.path),
  };
}

/**
 * Makes the mapping of a spec, and one for each form version with columns or options of its own; reads and writes nothing.
 * Throws ProblemsError for a spec without `mapping`.
 */
export function makeMappings(spec: MappingSpec, texts: InputTexts, show: Show): readonly MadeMapping[] {
  const { mapping } = spec;
  if (!mapping) throw new ProblemsError([problem('generate/no-mapping', { pipeline: spec.name })]);
  const documents = new Map<string, JsonDocument>();
  const parse = ({ path: file }: PathSpec): JsonDocument => {
    const parsed = documents.get(file) ?? parseJsonDocument(texts.inputs.get(file) as SourceText);
    documents.set(file, parsed);
    return parsed;
  };
  const metadata = parse(mapping.metadata);
  const sheets = new SheetInputs(spec, texts, metadata);
  const documentOf = (file: PathSpec, role: SheetUse['role'], version = ''): JsonDocument =>
    isMappingSheet(file.path) ? sheets.documentOf(file.path, role, version) : parse(file);
  const input: GenerateInput = {
    columns: documentOf(mapping.columns, 'columns'),
    options: documentOf(mapping.options, 'options'),
    metadata,
    program: nameProgram(spec, texts.before, metadata),
    ignored: ignoredElements(spec),
    byHand: elementsByHand(spec),
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
      columns: versionSpec.columns && documentOf(versionSpec.columns, 'columns', versionSpec.name),
      options: versionSpec.options && documentOf(versionSpec.options, 'options', versionSpec.name),
      fallback: versionSpec.fallback,
    };
    const own = generateMapping({ ...input, version });
    const file = decisionsPath(mapping.generated.path);
    const meanings = own.generated ? checkMeanings(input, version, texts.decisions, show(file)) : [];
    made.push({
      ...own,
      path: versionPath(mapping.generated.path, versionSpec.name),
      names: namesOf(versionSpec.columns ?? mapping.columns, versionSpec.options ?? mapping.options),
      findings: [...own.findings, ...meanings],
    });
  }
  return made;
}

/** Data elements that are left out on purpose. */
export function ignoredElements({ mapping }: MappingSpec): ReadonlySet<string> {
  return new Set((mapping?.ignore ?? []).flatMap(({ is, name }) => (is === 'element' ? [name] : [])));
}

/** Data elements that the spec fills itself. */
export function elementsByHand({ transform, sink: { keyValue } }: MappingSpec): ReadonlySet<string> {
  return new Set([...transform.values.map(({ name }) => name), ...(keyValue ? [keyValue.id] : [])]);
}

function decisionsPath(generated: string): string {
  return path.join(path.dirname(generated), 'decisions.csv');
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

function checkMeanings(
  input: GenerateInput,
  version: VersionInput,
  text: SourceText | undefined,
  shownAs: string,
): readonly Problem[] {
  if (!version.options) return [];
  const { decisions, problems } = text ? parseDecisions(text) : { decisions: [], problems: [] };
  const own = { name: version.name, options: readOptions(version.options) };
  return [
    ...problems,
    ...findUnconfirmedMeanings(own, readOptions(input.options), readStages(input.metadata), decisions, shownAs),
  ];
}

/**
 * Id and name of the program at the head of the file. The script in use today writes a constant name, and the metadata
 * as it is retrieved has none: so the name in the file that is there stays, as long as it is the same program; else it
 * is the metadata's, else the pipeline's.
 */
function nameProgram(spec: MappingSpec, written: string | undefined, metadata: JsonDocument): GenerateInput['program'] {
  const parsed = parseMapping(written);
  const before = isObject(parsed) ? parsed : undefined;
  const retrieved = isObject(metadata.value) ? metadata.value : {};
  const inSpec = spec.sink.config['program'];
  const id = [inSpec, retrieved['id'], before?.['program_id']].find((candidate) => typeof candidate === 'string') ?? '';
  const kept = before?.['program_id'] === id ? before['program_name'] : undefined;
  const name = [kept, retrieved['name']].find((candidate) => typeof candidate === 'string') ?? spec.name;
  return { id, name };
}

/** The text of a mapping file; undefined where there is none, or it cannot be read. */
export async function readMapping(file: string): Promise<string | undefined> {
  return readRegularFile(file).then(
    (bytes) => bytes.toString('utf8'),
    () => undefined,
  );
}

/** What such a text says; undefined where it is no JSON. */
export function parseMapping(text: string | undefined): Json | undefined {
  if (text === undefined) return undefined;
  return parseJsonDocument({ file: '', text }).value;
}
