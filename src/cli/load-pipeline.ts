/** Loads specs with the flags of the command line, in the environment of the process. */
import type { Log } from '../base/log.ts';
import type { Problem } from '../base/problem.ts';
import type { Secrets } from '../base/secrets.ts';
import { shownPath as shownIn } from '../base/shown-path.ts';
import * as job from '../job/load-pipeline.ts';
import type { PipelineSpec } from '../pipeline/pipeline-spec.ts';

export type { Environment, LoadedPipeline } from '../job/load-pipeline.ts';

export interface LoadFlags {
  readonly 'env-file': string | undefined;
  readonly connections: string | undefined;
}

/** A path as people see it: relative to the working folder where that is shorter. */
export function shownPath(path: string): string {
  return shownIn(path, process.cwd());
}

/** What a spec is loaded with. */
export function toLoadOptions(flags: LoadFlags, secrets: Secrets, env: job.Environment = process.env): job.LoadOptions {
  return { env, cwd: process.cwd(), envFile: flags['env-file'], connectionsFile: flags.connections, secrets };
}

/** Loads a spec. Throws ProblemsError. */
export async function loadSpecFile(
  path: string,
  flags: LoadFlags,
  secrets: Secrets,
  env?: job.Environment,
): Promise<{ readonly spec: PipelineSpec; readonly warnings: readonly Problem[] }> {
  return job.loadSpecFile(path, toLoadOptions(flags, secrets, env));
}

/** Loads and builds a pipeline. Throws ProblemsError; errors of the mapping come back as warnings where all are wanted at once. */
export async function loadPipeline(
  path: string,
  flags: LoadFlags,
  secrets: Secrets,
  log: Log,
  {
    env,
    ...options
  }: Pick<job.PipelineOptions, 'collectsErrors' | 'answerWithinMs' | 'isFrozen'> & {
    readonly env?: job.Environment;
  } = {},
): Promise<job.LoadedPipeline> {
  return job.loadPipeline(path, { ...toLoadOptions(flags, secrets, env), log, ...options });
}
