import { JsonStore } from '../index/json/json-store.ts';
import { createHash } from 'node:crypto';
import type { Log } from '../base/log.ts';
import type { Problem } from '../base/problem.ts';
import { ProblemsError, throwOnErrors } from '../base/errors.ts';
import { readRegularFile } from '../base/regular-file.ts';
import type { Secrets } from '../base/secrets.ts';
import { readsStorage, type ComponentKind, type SinkKind, type SourceKind } from '../contracts/component.ts';
import type { Header, SourceRecord } from '../contracts/record.ts';
import type { Pipeline } from '../engine/pipeline.ts';
import type { ExpressionContext } from '../expression/context.ts';
import { guessColumns } from '../mapping/guess-columns.ts';
import { loadMapping } from '../mapping/load-mapping.ts';
import { checkColumnTexts } from '../mapping/check-literals.ts';
import { bindMapper, checkColumns, versionOf } from '../mapping/mapper.ts';
import { allFields, columnsRead, type MappingPlan } from '../mapping/mapping.ts';
import { FileStorage } from '../storage/file.ts';
import type { Source } from '../contracts/source.ts';
import type { Storage } from '../contracts/storage.ts';
import { checkDoubledColumns } from './check-doubled-columns.ts';
import { checkNamedColumns } from './check-named-columns.ts';
import { explainHeader } from './explain-header.ts';
import type { ComponentSpec, PipelineSpec } from './pipeline-spec.ts';

export interface BuildOptions {
  readonly registry: readonly ComponentKind[];
  /** Folder of the spec, absolute. */
  readonly folder: string;
  readonly log: Log;
  readonly secrets: Secrets;
  /** How a path is shown to people. */
  readonly shown: (path: string) => string;
  /** Build on where the mapping has errors: they come back among `warnings`, so that all can be shown at once. */
  readonly collectsErrors?: boolean;
}

/** A pipeline built from its spec, with what `check` wants beside. */
export interface Built {
  readonly pipeline: Pipeline;
  readonly plan: MappingPlan;
  readonly warnings: readonly Problem[];
  /** What an expression outside a field may look things up in. */
  readonly context: ExpressionContext;
  /** The same for a row: its form version may have option maps of its own. */
  contextOf(
    record: SourceRecord,
  ): Promise<{ readonly context: ExpressionContext; readonly version: string | undefined }>;
  /** Problems of the source's columns: key, pair, expressions, mapped columns. */
  checkHeader(header: Header): Problem[];
  /** Columns that mapping and spec name. */
  readonly knownColumns: readonly string[];
  /** What can be guessed of the columns where the source is out of reach. */
  checkWithoutHeader(): Problem[];
}

/** Builds every component and compiles every expression. Throws ProblemsError with all that is wrong at once. */
export async function buildPipeline(spec: PipelineSpec, options: BuildOptions): Promise<Built> {
  const sinkKind = kindOf(options.registry, spec.sink.kind, 'sink');
  const sourceKind = kindOf(options.registry, spec.source.kind, 'source');
  const mapping = await loadMapping(spec, sinkKind.targets, options.shown);
  // Where a file could not be read at all (a problem without a place) there is nothing to build on.
  const isBuildable = mapping.problems.every((one) => one.severity === 'warning' || one.place !== undefined);
  if (!options.collectsErrors || !isBuildable) throwOnErrors(mapping.problems);
  const { folder, log, secrets } = options;
  const context = { folder, log, secrets };
  const storage = (connection: string | undefined): Storage => storageOf(spec, connection, options);
  const named = [...spec.source.key.filter((one) => !one.isOptional), ...spec.source.pair].map((one) => one.column);
  const read = columnsRead(mapping.plan);
  const needed = new Set([...named, ...read.names]);
  const checkHeader = (header: Header): Problem[] => [
    ...explainHeader([...checkNamedColumns(spec, header), ...checkColumns(mapping.plan, header)], header, needed),
    ...checkDoubledColumns(spec, mapping.plan, header),
    ...checkColumnTexts(allFields(mapping.plan), new Set(header.columns)),
  ];
  const pipeline: Pipeline = {
    name: spec.name,
    timeZone: spec.timeZone,
    source: buildSource(spec, sourceKind, options),
    key: spec.source.key.map((one) => one.column),
    pair: spec.source.pair.map((one) => one.column),
    maxAgeMs: spec.source.maxAge?.ms,
    readsColumn: (name) => read.readsAll || needed.has(name) || spec.source.key.some((one) => one.column === name),
    bindMapper(header) {
      throwOnErrors(checkHeader(header));
      return bindMapper(mapping.plan, header);
    },
    sink: sinkKind.build(spec.sink.config as never, {
      ...context,
      server: serverOf(spec, spec.sink, options),
      programStage: mapping.programStage,
    }),
    giveUpAfterMs: spec.sink.giveUpAfter.ms,
    index: {
      store: new JsonStore(storage(spec.index.connection), spec.index.path),
      namespace: spec.index.namespace,
    },
    reconcile: spec.reconcile,
    artifacts: {
      folder: spec.artifacts.folder,
      legacyNames: spec.artifacts.legacyNames,
      keepMs: spec.artifacts.keep.ms,
    },
    digest: await digestOf(spec, mapping.files),
  };
  const { plan, problems, context: lookups } = mapping;
  const knownColumns = [...mapping.columns, ...pipeline.key, ...pipeline.pair];
  const checkWithoutHeader = (): Problem[] => guessColumns(plan, knownColumns);
  const contextOf: Built['contextOf'] = async (record) => {
    const version = await versionOf(plan, record);
    return { context: version?.context ?? lookups, version: version?.name };
  };
  return {
    pipeline,
    plan,
    warnings: problems,
    context: lookups,
    contextOf,
    checkHeader,
    knownColumns,
    checkWithoutHeader,
  };
}

function buildSource(spec: PipelineSpec, kind: SourceKind, options: BuildOptions): Source {
  const { folder, log, secrets } = options;
  const context = { folder, log, secrets };
  const { config, connection } = spec.source;
  return readsStorage(kind)
    ? kind.build(config as never, { ...context, storage: storageOf(spec, connection, options) })
    : kind.build(config as never, { ...context, server: serverOf(spec, spec.source, options) });
}

/** Where the bytes of a connection live; local files where none is named. */
export function storageOf(spec: PipelineSpec, connection: string | undefined, options: BuildOptions): Storage {
  if (connection === undefined) return new FileStorage(undefined);
  const component = spec.connections[connection] as ComponentSpec;
  const kind = options.registry.find((one) => one.kind === component.kind);
  if (kind?.role !== 'storage') throw new Error(`${connection} is no storage`);
  return placed(component, () => kind.build(component.config as never, { ...options, folder: component.folder }));
}

/** The server that a component sends to, as the sinks know it; undefined where it names no connection. */
export function serverOf(spec: PipelineSpec, { connection }: ComponentSpec, options: BuildOptions): unknown {
  if (connection === undefined) return undefined;
  const component = spec.connections[connection] as ComponentSpec;
  const kind = options.registry.find((one) => one.kind === component.kind);
  if (kind?.role !== 'server') throw new Error(`${connection} is no server`);
  return placed(component, () => kind.build(component.config as never, { ...options, folder: component.folder }));
}

/** What a component finds wrong with its own part of the spec stands where that part stands. */
function placed<T>({ place }: ComponentSpec, build: () => T): T {
  try {
    return build();
  } catch (error) {
    if (!(error instanceof ProblemsError)) throw error;
    throw new ProblemsError(error.problems.map((one) => (one.place ? one : { ...one, place })));
  }
}

function kindOf(registry: readonly ComponentKind[], kind: string, role: 'sink'): SinkKind;
function kindOf(registry: readonly ComponentKind[], kind: string, role: 'source'): SourceKind;
function kindOf(registry: readonly ComponentKind[], kind: string, role: 'sink' | 'source'): ComponentKind {
  const found = registry.find((one) => one.kind === kind && one.role === role);
  if (!found) throw new Error(`there is no ${role} of kind ${kind}`);
  return found;
}

/** Of the spec and everything that the mapping was made from: a plan is good only for these. */
async function digestOf(spec: PipelineSpec, files: readonly string[]): Promise<string> {
  const hash = createHash('sha256').update(spec.digest);
  for (const file of files) hash.update(await readRegularFile(file));
  return hash.digest('hex');
}
