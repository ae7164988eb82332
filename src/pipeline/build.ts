import { createHash } from 'node:crypto';
import type { Problem } from '../base/problem.ts';
import { throwOnErrors } from '../base/errors.ts';
import { readRegularFile } from '../base/regular-file.ts';
import type { Header, SourceRecord } from '../contracts/record.ts';
import type { Pipeline } from '../engine/pipeline.ts';
import type { ExpressionContext } from '../expression/context.ts';
import { JsonStore } from '../index/json/json-store.ts';
import { recordShape } from '../contracts/component.ts';
import { guessColumns } from '../mapping/guess-columns.ts';
import { loadMapping } from '../mapping/load-mapping.ts';
import { checkColumnTexts } from '../mapping/check-literals.ts';
import { bindMapper, checkColumns, versionOf } from '../mapping/mapper.ts';
import { allFields, columnsRead, type Mapping } from '../mapping/mapping.ts';
import { buildSink, buildSource, sinkKindOf, storageOf, type ComponentOptions } from './build-components.ts';
import { checkDoubledColumns } from './check-doubled-columns.ts';
import { checkNamedColumns } from './check-named-columns.ts';
import { explainHeader } from './explain-header.ts';
import type { PipelineSpec } from './pipeline-spec.ts';

export interface BuildOptions extends ComponentOptions {
  /** How a path is shown to people. */
  readonly shown: (path: string) => string;
  /** Build on where the mapping has errors: they come back among `warnings`, so that all can be shown at once. */
  readonly collectsErrors?: boolean;
}

/** A pipeline built from its spec, with what `check` wants beside. */
export interface Built {
  readonly pipeline: Pipeline;
  readonly mapping: Mapping;
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
  const loaded = await loadMapping(spec, recordShape(sinkKindOf(spec, options)), options.shown);
  // Where a file could not be read at all (a problem without a place) there is nothing to build on.
  const isBuildable = loaded.problems.every((one) => one.severity === 'warning' || one.place !== undefined);
  if (!options.collectsErrors || !isBuildable) throwOnErrors(loaded.problems);
  const named = [...spec.source.key.filter((one) => !one.isOptional), ...spec.source.pair].map((one) => one.column);
  const read = columnsRead(loaded.mapping);
  const needed = new Set([...named, ...read.names]);
  const checkHeader = (header: Header): Problem[] => [
    ...explainHeader([...checkNamedColumns(spec, header), ...checkColumns(loaded.mapping, header)], header, needed),
    ...checkDoubledColumns(spec, loaded.mapping, header),
    ...checkColumnTexts(allFields(loaded.mapping), new Set(header.columns)),
  ];
  const pipeline: Pipeline = {
    name: spec.name,
    timeZone: spec.timeZone,
    source: buildSource(spec, options),
    key: spec.source.key.map((one) => one.column),
    pair: spec.source.pair.map((one) => one.column),
    maxAgeMs: spec.source.maxAge?.ms,
    readsColumn: (name) => read.readsAll || needed.has(name) || spec.source.key.some((one) => one.column === name),
    bindMapper(header) {
      throwOnErrors(checkHeader(header));
      return bindMapper(loaded.mapping, header);
    },
    sink: buildSink(spec, loaded, options),
    giveUpAfterMs: spec.sink.giveUpAfter.ms,
    index: {
      store: new JsonStore(storageOf(spec, spec.index.connection, options), spec.index.path),
      namespace: spec.index.namespace,
    },
    reconcile: spec.reconcile,
    artifacts: {
      folder: spec.artifacts.folder,
      legacyNames: spec.artifacts.legacyNames,
      keepMs: spec.artifacts.keep.ms,
    },
    digest: await digestOf(spec, loaded.files),
  };
  const { mapping, problems, context: lookups } = loaded;
  const knownColumns = [...loaded.columns, ...pipeline.key, ...pipeline.pair];
  const checkWithoutHeader = (): Problem[] => guessColumns(mapping, knownColumns);
  const contextOf: Built['contextOf'] = async (record) => {
    const version = await versionOf(mapping, record);
    return { context: version?.context ?? lookups, version: version?.name };
  };
  return {
    pipeline,
    mapping,
    warnings: problems,
    context: lookups,
    contextOf,
    checkHeader,
    knownColumns,
    checkWithoutHeader,
  };
}

/** Of the spec and everything that the mapping was made from: a plan is good only for these. */
async function digestOf(spec: PipelineSpec, files: readonly string[]): Promise<string> {
  const hash = createHash('sha256').update(spec.digest);
  for (const file of files) hash.update(await readRegularFile(file));
  return hash.digest('hex');
}
