/** What the files of a pipeline's mapping and its look-ups say now: what goes into a spreadsheet, and what one is held against. */
import { existsSync } from 'node:fs';
import type { SourceText } from '../base/document.ts';
import { parseJsonDocument, type JsonDocument } from '../base/json-document.ts';
import { throwOnErrors } from '../base/errors.ts';
import { loadText } from '../base/text-file.ts';
import { checkShape, readColumns, readOptions } from '../generate/generate-inputs.ts';
import { readStages } from '../generate/place-metadata.ts';
import { toVersionLabel } from '../generate/sheet/layout.ts';
import { PlaceNames, type Likely } from '../generate/sheet/resolve-names.ts';
import type { LookupLayout } from '../mapping/lookup-entries.ts';
import { loadEntries } from '../mapping/lookup-file.ts';
import type { IgnoreSpec, MappingSpec, PathSpec } from '../mapping/mapping-spec.ts';

/** A file of JSON that a mapping is made from, and for which form versions: '' is the common one. */
interface InputFile {
  readonly path: string;
  readonly shownAs: string;
  readonly version: string;
  readonly source: SourceText;
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
}

/** Loads them. Throws EtlError `file/*`, ProblemsError where one of them cannot be read as what it is. */
export async function loadMappingState(
  spec: MappingSpec,
  show: (path: string) => string,
  likely?: Likely,
): Promise<MappingState> {
  const { mapping } = spec;
  const load = async (
    path: string,
    as: 'columns' | 'options' | 'metadata',
  ): Promise<JsonDocument & { source: SourceText }> => {
    const source = await loadText(path, show(path), 'mapping');
    const document = parseJsonDocument(source);
    throwOnErrors(checkShape(document, as));
    return { ...document, source };
  };
  const stages = mapping ? readStages(await load(mapping.metadata.path, 'metadata')) : [];
  const names = new PlaceNames(stages, likely);
  const columns: ColumnsFile[] = [];
  for (const { path, version } of filesOf(spec, 'columns')) {
    const { source, ...document } = await load(path, 'columns');
    const entries = readColumns(document).map(
      ({ column, uid }) => [column, { written: uid, uid: names.elementOf(uid)?.uid ?? uid }] as const,
    );
    columns.push({ path, shownAs: show(path), version, source, columns: new Map(entries) });
  }
  const options: OptionsFile[] = [];
  for (const { path, version } of filesOf(spec, 'options')) {
    const { source, ...document } = await load(path, 'options');
    const sets = [...readOptions(document).values()].map(
      ({ uid, entries }) =>
        [uid, new Map(entries.map(({ value, code }) => [value, code === null ? undefined : String(code)]))] as const,
    );
    options.push({ path, shownAs: show(path), version, source, options: new Map(sets) });
  }
  const lookups: LookupFile[] = [];
  for (const [name, { path }] of Object.entries(spec.lookups)) {
    const { entries, problems, layout } = await loadEntries(name, path, show(path));
    throwOnErrors(problems);
    const values = new Map(entries.map(({ key, value }) => [key, value]));
    lookups.push({ name, path, shownAs: show(path), entries: values, layout });
  }
  const byHand = new Set(spec.transform.values.map(({ name }) => name));
  if (spec.sink.keyValue) byHand.add(spec.sink.keyValue.id);
  return { pipeline: spec.name, columns, options, lookups, ignore: mapping?.ignore ?? [], byHand, names };
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
  for (const [name, { path }] of own) versions.set(path, [...(versions.get(path) ?? []), name]);
  const common = existsSync(mapping[role].path) || own.length === 0 ? [{ path: mapping[role].path, version: '' }] : [];
  return [...common, ...[...versions].map(([path, names]) => ({ path, version: toVersionLabel(names.join(' ')) }))];
}
