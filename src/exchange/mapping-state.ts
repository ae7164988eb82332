/** What the files of a pipeline's mapping and its look-ups say now: what goes into a spreadsheet, and what one is held against. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseJsonDocument, type JsonDocument } from '../base/json-document.ts';
import { EtlError, throwOnErrors } from '../base/errors.ts';
import { isObject } from '../base/json.ts';
import { loadText } from '../base/text-file.ts';
import { checkShape, readColumns, readOptions } from '../generate/generate-inputs.ts';
import { readStages } from '../generate/place-metadata.ts';
import { toVersionLabel } from '../generate/sheet/layout.ts';
import { readMappingLines, type MappingSays } from '../generate/sheet/mapping-lines.ts';
import { isMappingSheet } from '../mapping/mapping-paths.ts';
import { readSheets } from '../sheets/read-sheets.ts';
import { PlaceNames, type Likely } from '../generate/sheet/resolve-names.ts';
import type { LookupLayout } from '../mapping/lookup-entries.ts';
import { loadEntries } from '../mapping/lookup-file.ts';
import type { IgnoreSpec, MappingSpec, PathSpec } from '../mapping/mapping-spec.ts';

/** A file of JSON that a mapping is made from, and for which form versions: '' is the common one. */
interface InputFile {
  readonly path: string;
  readonly shownAs: string;
  readonly version: string;
}

export interface ColumnsFile extends InputFile {
  /** The data element of each column, in the order of the file: as it is written, and its UID. */
  readonly columns: ReadonlyMap<string, { readonly written: string; readonly uid: string }>;
}

export interface OptionsFile extends InputFile {
  /** By option set, the code of each choice as a text; undefined where it is null. */
  readonly options: ReadonlyMap<string, ReadonlyMap<string, string | undefined>>;
}

export interface LookupFile {
  readonly name: string;
  readonly path: string;
  readonly shownAs: string;
  readonly entries: ReadonlyMap<string, string>;
  /** What a table has beside key and value, such as the names of DHIS2: each text with the value of its line. */
  readonly besides: readonly { readonly name: string; readonly code: string }[];
  /** Undefined where it is JSON. */
  readonly layout: LookupLayout | undefined;
}

export interface MappingState {
  readonly pipeline: string;
  readonly columns: readonly ColumnsFile[];
  readonly options: readonly OptionsFile[];
  readonly lookups: readonly LookupFile[];
  readonly ignore: readonly IgnoreSpec[];
  /** Data elements or cells that the spec fills by hand, by UID or name. */
  readonly byHand: ReadonlySet<string>;
  readonly names: PlaceNames;
  /** What people wrote beside columns and choices, where a spreadsheet or a file of labels has it. */
  readonly labels: MappingSays['labels'];
  /** Where what is written beside columns stands; undefined where the spec has no mapping. */
  readonly labelsFile: { readonly path: string; readonly shownAs: string } | undefined;
}

/** Loads them. Throws EtlError `file/*`, ProblemsError where one of them cannot be read as what it is. */
export async function loadMappingState(
  spec: MappingSpec,
  show: (path: string) => string,
  likely?: Likely,
): Promise<MappingState> {
  const { mapping } = spec;
  const load = async (path: string, as: 'columns' | 'options' | 'metadata'): Promise<JsonDocument> => {
    const source = await loadText(path, show(path), 'mapping');
    const document = parseJsonDocument(source);
    throwOnErrors(checkShape(document, as));
    return document;
  };
  if (mapping && !existsSync(mapping.metadata.path))
    throw new EtlError('sheet/no-metadata', { file: show(mapping.metadata.path) });
  const stages = mapping ? readStages(await load(mapping.metadata.path, 'metadata')) : [];
  const others = mapping ? await loadOtherNames(dirname(mapping.metadata.path)) : new Map<string, string[]>();
  const names = new PlaceNames(stages, likely, others);
  const columns: ColumnsFile[] = [];
  const sheets = new Map<string, MappingSays>();
  const sheetAt = async (path: string): Promise<MappingSays> => {
    const says = sheets.get(path) ?? readMappingLines(await readSheets(path, show(path)), show(path), names);
    sheets.set(path, says);
    throwOnErrors(says.problems);
    return says;
  };
  for (const { path, version } of filesOf(spec, 'columns')) {
    if (isMappingSheet(path)) {
      columns.push(...columnsIn(await sheetAt(path), path, show(path)));
      continue;
    }
    const document = await load(path, 'columns');
    const entries = readColumns(document).map(
      ({ column, uid }) => [column, { written: uid, uid: names.elementOf(uid)?.uid ?? uid }] as const,
    );
    columns.push({ path, shownAs: show(path), version, columns: new Map(entries) });
  }
  const options: OptionsFile[] = [];
  for (const { path, version } of filesOf(spec, 'options')) {
    if (isMappingSheet(path)) {
      options.push(...optionsIn(await sheetAt(path), path, show(path)));
      continue;
    }
    const document = await load(path, 'options');
    const sets = [...readOptions(document).values()].map(
      ({ uid, entries }) =>
        [uid, new Map(entries.map(({ value, code }) => [value, code === null ? undefined : String(code)]))] as const,
    );
    options.push({ path, shownAs: show(path), version, options: new Map(sets) });
  }
  const lookups: LookupFile[] = [];
  for (const [name, { path }] of Object.entries(spec.lookups)) {
    const { entries, problems, layout } = await loadEntries(name, path, show(path));
    throwOnErrors(problems);
    const values = new Map(entries.map(({ key, value }) => [key, value]));
    const besides = entries.flatMap(({ others = [], value: code }) => others.map((text) => ({ name: text, code })));
    lookups.push({ name, path, shownAs: show(path), entries: values, besides, layout });
  }
  const byHand = new Set(spec.transform.values.map(({ name }) => name));
  if (spec.sink.keyValue) byHand.add(spec.sink.keyValue.id);
  const says = [...sheets.values()].map(({ labels }) => labels);
  const labels = {
    columns: new Map([...(mapping?.questions ?? []), ...says.flatMap((one) => [...one.columns])]),
    choices: new Map(says.flatMap((one) => [...one.choices])),
  };
  const labelsAt = mapping && (isMappingSheet(mapping.columns.path) ? mapping.columns : mapping.labels).path;
  const labelsFile = labelsAt === undefined ? undefined : { path: labelsAt, shownAs: show(labelsAt) };
  const ignore = mapping?.ignore ?? [];
  return { pipeline: spec.name, columns, options, lookups, ignore, byHand, names, labels, labelsFile };
}

/** Codes and names on forms, which a program's own metadata lacks: as `etl metadata pull` keeps them beside it. */
async function loadOtherNames(folder: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const file = join(folder, 'program_metadata.json');
  if (!existsSync(file)) return new Map();
  const { value } = parseJsonDocument(await loadText(file, file, 'mapping'));
  const texts = (one: unknown): string[] => (typeof one === 'string' && one !== '' ? [one] : []);
  return new Map(
    listIn(value, 'programStages').flatMap((stage) =>
      listIn(stage, 'programStageDataElements').flatMap((one) => {
        const element = isObject(one) ? one['dataElement'] : undefined;
        if (!isObject(element) || typeof element['id'] !== 'string') return [];
        return [[element['id'], [...texts(element['code']), ...texts(element['formName'])]] as const];
      }),
    ),
  );
}

function listIn(value: unknown, key: string): readonly unknown[] {
  const list = isObject(value) ? value[key] : undefined;
  return Array.isArray(list) ? list : [];
}

/** A spreadsheet is a file for each form version, or several, that its lines name; for all of them there is one always. */
function columnsIn({ columns }: MappingSays, path: string, shownAs: string): ColumnsFile[] {
  return [...withCommon(columns)].map(([version, lines]) => ({
    path,
    shownAs,
    version,
    columns: new Map([...lines].map(([column, { value }]) => [column, { written: value, uid: value }])),
  }));
}

function optionsIn({ options }: MappingSays, path: string, shownAs: string): OptionsFile[] {
  return [...withCommon(options)].map(([version, sets]) => ({
    path,
    shownAs,
    version,
    options: new Map(
      [...sets].map(([uid, lines]) => [uid, new Map([...lines].map(([choice, { value }]) => [choice, value]))]),
    ),
  }));
}

function withCommon<T>(lines: ReadonlyMap<string, ReadonlyMap<string, T>> | undefined) {
  return new Map<string, ReadonlyMap<string, T>>([['', new Map()], ...(lines ?? [])]);
}

/** The common file, and those of form versions: one that several share is there once, under all their names. */
function filesOf(
  { mapping, source }: MappingSpec,
  role: 'columns' | 'options',
): readonly { readonly path: string; readonly version: string }[] {
  if (!mapping) return [];
  const own = source.versions.flatMap((version): readonly (readonly [string, PathSpec])[] => {
    const file = version[role];
    return file && file.path !== mapping[role].path ? [[version.name, file]] : [];
  });
  const versions = new Map<string, string[]>();
  // Of a spreadsheet it is its lines that say which form versions they are for.
  const sheets = new Set<string>();
  for (const [name, { path }] of own)
    if (isMappingSheet(path)) sheets.add(path);
    else versions.set(path, [...(versions.get(path) ?? []), name]);
  const common = existsSync(mapping[role].path) || own.length === 0 ? [{ path: mapping[role].path, version: '' }] : [];
  return [
    ...common,
    ...[...sheets].map((path) => ({ path, version: '' })),
    ...[...versions].map(([path, names]) => ({ path, version: toVersionLabel(names.join(' ')) })),
  ];
}
