import { dirname, resolve } from 'node:path';
import type { Log } from '../base/log.ts';
import type { Problem } from '../base/problem.ts';
import type { Secrets } from '../base/secrets.ts';
import { shownPath } from '../base/shown-path.ts';
import { isExpression } from '../expression/is-expression.ts';
import { freshMappings, refuseStale, renewMappings, describeStale, tellAbsent } from '../generate/fresh-mappings.ts';
import { withQuestions } from '../generate/question-labels.ts';
import { withIgnoredOfSheet } from '../generate/sheet/ignored-in-sheet.ts';
import type { MappingsInUse } from '../mapping/mappings-in-use.ts';
import { buildPipeline, type BuildOptions, type Built } from '../pipeline/build.ts';
import { loadSpec } from '../pipeline/load-spec.ts';
import type { PipelineSpec } from '../pipeline/pipeline-spec.ts';
import { REGISTRY } from '../registry.ts';

/** Variables that a spec may name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where a spec is read, and what it is read with. */
export interface LoadOptions {
  readonly env: Environment;
  /** Folder in which paths of flags start, and to which paths are shown. Absolute. */
  readonly cwd: string;
  /** A file with more variables; where both have one, that of `env` counts. */
  readonly envFile?: string | undefined;
  /** Connections in place of those of the spec. */
  readonly connectionsFile?: string | undefined;
  /** Hears which env file was taken where none is named. */
  readonly log?: Pick<Log, 'debug'>;
  /** Learns every secret that the spec names. */
  readonly secrets: Secrets;
}

/** What a pipeline is built with, besides. */
export type PipelineOptions = LoadOptions &
  Pick<BuildOptions, 'collectsErrors' | 'answerWithinMs'> & {
    readonly log: Log;
    /** Write the files of a generated mapping anew that are older than what they are made from; else it is made in memory. */
    readonly renewsMapping?: boolean;
    /** Throw where one of them is older: nothing is made anew. */
    readonly isFrozen?: boolean;
  };

/** A pipeline with the spec that it was built from. */
export type LoadedPipeline = Built & { readonly spec: PipelineSpec };

/** Loads a spec. Throws ProblemsError. */
export async function loadSpecFile(
  path: string,
  options: LoadOptions,
): Promise<{ readonly spec: PipelineSpec; readonly warnings: readonly Problem[] }> {
  const { env, envFile, connectionsFile, cwd, secrets, log } = options;
  const files = { env, envFile, connectionsFile, cwd, secrets, ...(log && { log }) };
  const { spec, warnings } = await loadSpec(path, { ...files, registry: REGISTRY, isExpression });
  const show = (file: string): string => shownPath(file, cwd);
  return { spec: await withQuestions(await withIgnoredOfSheet(spec, show), show), warnings };
}

/** Loads and builds a pipeline. Throws ProblemsError; errors of the mapping come back as warnings where all are wanted at once. */
export async function loadPipeline(path: string, options: PipelineOptions): Promise<LoadedPipeline> {
  const { spec, warnings } = await loadSpecFile(path, options);
  const { cwd, collectsErrors, renewsMapping, log } = options;
  const mappings = await freshMappings(spec, (file) => shownPath(file, cwd));
  if (options.isFrozen === true && mappings) refuseStale(mappings);
  const loaded = await buildSpec(spec, dirname(resolve(cwd, path)), mappings, options);
  const stale = mappings && renewsMapping ? await renewMappings(spec, mappings) : [];
  // Whoever only looks uses what is true now; that the copy will be written by the next plan is nobody's job.
  if (mappings && !renewsMapping) for (const line of describeStale(mappings)) log.debug(line);
  if (!mappings && collectsErrors) stale.push(...(await tellAbsent(spec, (file) => shownPath(file, cwd))));
  return { ...loaded, warnings: [...warnings, ...stale, ...loaded.warnings] };
}

/** Builds a pipeline of a spec that is loaded; `mappings`: what its generated mapping is made of today. Throws ProblemsError. */
export async function buildSpec(
  spec: PipelineSpec,
  folder: string,
  mappings: MappingsInUse | undefined,
  { cwd, log, secrets, collectsErrors, answerWithinMs }: PipelineOptions,
): Promise<LoadedPipeline> {
  const built = await buildPipeline(spec, {
    registry: REGISTRY,
    folder,
    log,
    secrets,
    shown: (shown) => shownPath(shown, cwd),
    mappings: mappings && (collectsErrors ? mappings : withoutWarnings(mappings)),
    ...(collectsErrors !== undefined && { collectsErrors }),
    ...(answerWithinMs !== undefined && { answerWithinMs }),
  });
  return { ...built, spec };
}

/** What is only worth a look is told where the mapping is checked, and not each night. */
function withoutWarnings(mappings: MappingsInUse): MappingsInUse {
  return { ...mappings, problems: mappings.problems.filter((problem) => problem.severity === 'error') };
}
