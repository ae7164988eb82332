import { createHash } from 'node:crypto';
import { throwOnErrors } from '../base/errors.ts';
import type { Problem } from '../base/problem.ts';
import { readRegularFile } from '../base/regular-file.ts';
import { recordShape } from '../contracts/component.ts';
import type { PlaceMemory, TargetUses } from '../contracts/drift.ts';
import type { PlaceFacts } from '../contracts/place-facts.ts';
import type { SourceRecord } from '../contracts/record.ts';
import type { Source } from '../contracts/source.ts';
import { loadKeptFacts, lockPath } from '../drift/lock-file.ts';
import { toPlaceMemory } from '../drift/place-memory.ts';
import { groupedSource } from '../engine/groups/grouped-source.ts';
import type { KeyColumns } from '../engine/identity.ts';
import type { Pipeline } from '../engine/pipeline.ts';
import type { ExpressionContext } from '../expression/context.ts';
import { withoutConsequences } from '../expression/consequences.ts';
import { EVERY_COLUMN } from '../expression/read-columns.ts';
import { loadMapping, type LoadedMapping } from '../mapping/load-mapping.ts';
import { bindMapper, versionOf } from '../mapping/mapper.ts';
import { MAPPING_VERSION } from '../mapping/mapping-version.ts';
import { isTimeBound } from '../mapping/time-bound.ts';
import { columnsOf, columnsRead, type Mapping } from '../mapping/mapping.ts';
import type { MappingsInUse } from '../mapping/mappings-in-use.ts';
import { placeNames } from '../mapping/place-names.ts';
import { toTargetUses } from '../mapping/target-uses.ts';
import { buildIndex, buildSink, buildSource, sinkKindOf, type ComponentOptions } from './build-components.ts';
import { NeededColumns } from './needed-columns.ts';
import type { PipelineSpec } from './pipeline-spec.ts';

export interface BuildOptions extends ComponentOptions {
  /** How a path is shown to people. */
  readonly shown: (path: string) => string;
  /** Build on where the mapping has errors: they come back among `warnings`, so that all can be shown at once. */
  readonly collectsErrors?: boolean;
  /** Generated mappings in place of their files. */
  readonly mappings?: MappingsInUse | undefined;
}

/** A pipeline built from its spec, with what `check` and `eval` want beside. */
export interface Built {
  readonly pipeline: Pipeline;
  readonly mapping: Mapping;
  readonly warnings: readonly Problem[];
  readonly columns: NeededColumns;
  /** How targets are filled, in all form versions together. */
  readonly uses: TargetUses;
  /** The place that the sink fills, as a lock names it. */
  readonly place: Pick<PlaceFacts, 'of' | 'id'>;
  /** What an expression outside a field may look things up in. */
  readonly context: ExpressionContext;
  /** What the mapping was loaded from, and what is known beside it. */
  readonly parts: Pick<LoadedMapping, 'files' | 'grouping' | 'tables' | 'known'>;
  /** The records that rows from anywhere make: the rows themselves, or groups of them. */
  recordsOf(rows: Source): Source;
  /** The same for a row: its form version may have option maps of its own. */
  contextOf(
    record: SourceRecord,
  ): Promise<{ readonly context: ExpressionContext; readonly version: string | undefined }>;
}

/** Builds every component and compiles every expression. Throws ProblemsError with all that is wrong at once. */
export async function buildPipeline(spec: PipelineSpec, options: BuildOptions): Promise<Built> {
  const sink = sinkKindOf(spec, options);
  const loaded = await loadMapping(spec, recordShape(sink), options.shown, options.mappings);
  // Where a file could not be read at all (a problem without a place) there is nothing to build on.
  const isBuildable = loaded.problems.every((problem) => problem.severity === 'warning' || problem.place !== undefined);
  if (!options.collectsErrors || !isBuildable) throwOnErrors(withoutConsequences(loaded.problems));
  const { mapping, problems, context } = loaded;
  const columns = new NeededColumns(spec, loaded);
  const uses = toTargetUses(mapping, loaded.mappedFor);
  return {
    pipeline: await toPipeline(spec, loaded, { columns, uses }, options),
    mapping,
    warnings: problems,
    columns,
    uses,
    place: sink.metadata.placeOf(spec.sink.config as never),
    context,
    parts: loaded,
    recordsOf: (rows) => withGroups(rows, spec, loaded, options),
    async contextOf(record) {
      const version = await versionOf(mapping, record);
      return { context: version?.context ?? context, version: version?.name };
    },
  };
}

async function toPipeline(
  spec: PipelineSpec,
  loaded: LoadedMapping,
  { columns, uses }: Pick<Built, 'columns' | 'uses'>,
  options: BuildOptions,
): Promise<Pipeline> {
  const { source, artifacts } = spec;
  return {
    name: spec.name,
    timeZone: spec.timeZone,
    source: withGroups(buildSource(spec, options), spec, loaded, options),
    key: loaded.grouping ? [loaded.grouping.columns] : toKey(spec),
    ...(loaded.grouping && { isOfGroups: true }),
    pair: source.pair.map(({ column }) => column),
    maxAgeMs: source.maxAge?.ms,
    readsColumn: (name) => columns.reads(name),
    ignoresColumn: (name) => columns.ignores(name),
    explainColumns: (problems, header, records) => columns.explain(problems, header, records),
    columnsOf: (target, version) => columnsOf(loaded.mapping, version, target),
    questionOf: (column) => spec.mapping?.questions.get(column),
    bindMapper(header) {
      throwOnErrors(columns.check(header));
      return bindMapper(loaded.mapping, header);
    },
    sink: buildSink(spec, loaded, options),
    placeNameOf: placeNames(loaded.context.table('orgUnits')),
    placeMemory: await loadPlaceMemory(spec, uses, options),
    giveUpAfterMs: spec.sink.giveUpAfter.ms,
    index: {
      store: buildIndex(spec, options),
      namespace: spec.index.namespace,
    },
    reconcile: spec.reconcile,
    language: spec.language,
    artifacts: {
      folder: artifacts.folder,
      legacyNames: artifacts.legacyNames,
      keepMs: artifacts.keep.ms,
      personalData: artifacts.personalData,
    },
    ...(await digestsOf(spec, loaded)),
  };
}

/** What the mapping was made from; undefined where no server told it. */
async function loadPlaceMemory(
  { mapping: paths }: PipelineSpec,
  uses: TargetUses,
  { shown }: BuildOptions,
): Promise<PlaceMemory | undefined> {
  if (!paths) return undefined;
  const kept = await loadKeptFacts(paths.metadata.path, shown);
  return toPlaceMemory(kept, uses, shown(lockPath(paths.metadata.path)));
}

function toKey({ source }: PipelineSpec): readonly KeyColumns[] {
  return source.key.map((id) => id.map(({ column }) => column));
}

/** The source of the records: of groups, where rows are grouped. Who looks at single rows sees all of their columns. */
function withGroups(source: Source, spec: PipelineSpec, loaded: LoadedMapping, options: BuildOptions): Source {
  const { grouping, mapping } = loaded;
  if (!grouping) return source;
  const reads = options.collectsErrors ? EVERY_COLUMN : columnsRead(mapping).childrenOf(grouping.as);
  return groupedSource(source, { grouping, key: toKey(spec), reads, log: options.log });
}

/** Of the spec and everything that the mapping was made from: a plan is good only for these. And of what maps records alone. */
async function digestsOf(
  spec: PipelineSpec,
  { files, inUse, mapping, grouping, problems }: LoadedMapping,
): Promise<Pick<Pipeline, 'digest' | 'maps'>> {
  const whole = createHash('sha256').update(spec.digest);
  // Another release of Node may know other time zones and other letters.
  const { tz, icu } = process.versions;
  const maps = createHash('sha256').update(JSON.stringify([MAPPING_VERSION, tz, icu, spec.mapsBy]));
  // What has errors is only looked at, never run, and a file of it may not even be there.
  const isWhole = !problems.some(({ severity }) => severity === 'error');
  for (const file of isWhole ? files : []) {
    const content = inUse.documents.get(file)?.text ?? (await readRegularFile(file));
    whole.update(content);
    maps.update(`${content.length} `).update(content);
  }
  const isTold = !isTimeBound(mapping, grouping, spec.functions);
  return { digest: whole.digest('hex'), maps: isTold ? maps.digest('hex') : undefined };
}
