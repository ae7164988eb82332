import type { Place } from '../base/document.ts';
import { EtlError, EXIT } from '../base/errors.ts';
import { distinctProblems, problemOf, type Problem } from '../base/problem.ts';
import type { Coverage } from '../contracts/coverage.ts';
import type { ObjectShape } from '../contracts/shape.ts';
import type { ExpressionContext, LookupTable } from '../expression/context.ts';
import type { MappingSpec } from './mapping-spec.ts';
import { AS_FILES_SAY, type MappingsInUse } from './mappings-in-use.ts';
import { buildFields, compileText, type UsedExpression } from './fields.ts';
import type { Field } from './field.ts';
import { loadGenerated, readGenerated, type GeneratedElement, type GeneratedMapping } from './generated-file.ts';
import { compileGrouping, type RowGrouping } from './grouping.ts';
import { checkKeyField } from './check-key-field.ts';
import { columnChoices } from './column-choices.ts';
import { hasOwnMapping, versionPath } from './mapping-paths.ts';
import { loadLookup } from './lookup-file.ts';
import { checkUserFunctions, toUserFunctions } from '../expression/check-user-functions.ts';
import { checkIgnoredElements } from './check-ignored.ts';
import { coverElements } from './coverage.ts';
import { allFields, type Mapping, type VersionFields } from './mapping.ts';
import { fillGaps } from './version-gaps.ts';

/** A mapping, loaded and compiled; `files` are all that it was made from, absolute. */
export interface LoadedMapping {
  readonly mapping: Mapping;
  /** How much of the program or data set it fills. */
  readonly elements: Pick<Coverage, 'of' | 'elements'>;
  /** How rows become the records that are mapped; undefined where they are these. */
  readonly grouping: RowGrouping | undefined;
  /** The part of the sink's place that the generated mapping was made for, if it says. */
  readonly mappedFor: string | undefined;
  readonly files: readonly string[];
  /** In place of files: what they should say. */
  readonly inUse: MappingsInUse;
  /** What expressions outside a field may look things up in. */
  readonly context: ExpressionContext;
  /** Look-ups by their names. */
  readonly tables: ReadonlyMap<string, LookupTable>;
  /** All that the program or data set has, as the common mapping knows it; empty where there is none. */
  readonly known: readonly GeneratedElement[];
  /** Columns that the generated mappings name, whether or not a field still reads them. */
  readonly columns: readonly string[];
  readonly problems: readonly Problem[];
}

/** Loads look-ups and generated mappings, compiles every expression, and puts the fields of each form version together. */
export async function loadMapping(
  spec: MappingSpec,
  shape: ObjectShape,
  shown: (path: string) => string,
  inUse: MappingsInUse = AS_FILES_SAY,
): Promise<LoadedMapping> {
  const problems: Problem[] = [...inUse.problems];
  const files: string[] = [];
  const collect = async <T>(path: string, load: () => Promise<T>, place?: Place): Promise<T | undefined> => {
    files.push(path);
    try {
      return await load();
    } catch (error) {
      // A file that is not there is a problem like any other: all of them are shown together.
      if (!(error instanceof EtlError) || error.exitCode !== EXIT.usage) throw error;
      problems.push(problemOf(error, place));
      return undefined;
    }
  };
  const tables = new Map<string, LookupTable>();
  for (const [name, { path, place }] of Object.entries(spec.lookups)) {
    const loaded = await collect(path, () => loadLookup(name, path, shown(path)), place);
    problems.push(...(loaded?.problems ?? []));
    if (loaded) tables.set(name, loaded.table);
  }
  const userFunctions = toUserFunctions(spec.functions);
  const generated = async (path: string): Promise<GeneratedMapping | undefined> => {
    const document = inUse.documents.get(path);
    // What has errors of its own gives none: that there is no file is not the cause.
    if (!document && inUse.problems.some(isError)) return undefined;
    const loaded = await collect(path, async () =>
      document ? readGenerated(document) : loadGenerated(path, shown(path)),
    );
    problems.push(...(loaded?.problems ?? []));
    return loaded?.mapping;
  };
  const common = spec.mapping && (await generated(spec.mapping.generated.path));
  const ofVersions = new Map<string, GeneratedMapping>();
  for (const version of spec.source.versions) {
    if (!hasOwnMapping(version) || !spec.mapping) continue;
    const own = await generated(versionPath(spec.mapping.generated.path, version.name));
    if (own) ofVersions.set(version.name, own);
  }
  const mappings = [...(common ? [common] : []), ...ofVersions.values()];
  const { keyValue } = spec.sink;
  if (keyValue) problems.push(...checkKeyField(keyValue, mappings, spec.transform.values));
  const ignore = spec.mapping?.ignore ?? [];
  const choices = columnChoices(mappings);
  const context = {
    table: (name: string) => tables.get(name),
    tableNames: Object.keys(spec.lookups),
    choices: (column: string) => choices.get(column),
    userFunctions,
  };
  const used: UsedExpression[] = [];
  const columns = new Set<string>();
  const fieldsOf = (mapping: GeneratedMapping | undefined): readonly Field[] => {
    const built = buildFields(spec.transform, mapping, shape.properties, context);
    used.push(...built.used);
    for (const { column } of mapping?.elements ?? []) if (column !== undefined) columns.add(column);
    problems.push(...built.problems);
    return built.fields;
  };
  const commonFields = spec.mapping && !common ? [] : fieldsOf(common);
  /** Outside a field there is no option set of its own. */
  const contextOf = (mapping: GeneratedMapping | undefined): ExpressionContext => ({
    ...context,
    options: (id) => (id ? mapping?.optionMaps.get(id) : undefined),
    optionSets: [...(mapping?.optionMaps.keys() ?? [])],
  });
  const conditions = contextOf(common);
  const grouping = compileGrouping(spec.source, conditions, problems);
  // Of groups it is about their rows.
  const whereText = grouping ? undefined : spec.source.where;
  problems.push(...checkUserFunctions(spec.functions, conditions));
  const where =
    whereText && compileText(whereText, conditions, problems, used, { condition: '`where`', mustDecide: true });
  const versions: VersionFields[] = [];
  for (const version of spec.source.versions) {
    const condition = `\`when\` of version ${version.name}`;
    const when = compileText(version.when, conditions, problems, used, { condition, mustDecide: true });
    const own = hasOwnMapping(version) && spec.mapping ? ofVersions.get(version.name) : common;
    const fields = own === common ? commonFields : fieldsOf(own);
    if (when) versions.push({ name: version.name, when, fields, context: contextOf(own) });
  }
  const whole: Mapping = {
    shape: shape.name,
    where,
    versions: fillGaps(versions),
    fields: commonFields,
    used,
  };
  const fields = allFields(whole);
  problems.push(...checkIgnoredElements(ignore, mappings, fields));
  const filled = new Set(fields.flatMap(({ target }) => (target.is === 'element' ? [target.element.id] : [])));
  if (keyValue) filled.add(keyValue.id);
  return {
    mapping: whole,
    elements: coverElements(mappings, ignore, (words) => words.some((word) => filled.has(word))),
    grouping,
    mappedFor: common?.mappedFor,
    files,
    inUse,
    context: conditions,
    tables,
    known: common?.elements ?? [],
    columns: [...columns],
    problems: distinctProblems(problems),
  };
}

function isError({ severity }: Problem): boolean {
  return severity === 'error';
}
