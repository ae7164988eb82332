import { dirname, relative, resolve } from 'node:path';
import type { Problem } from '../base/problem.ts';
import type { Secrets } from '../base/secrets.ts';
import type { Log } from '../base/log.ts';
import type { PipelineSpec } from '../pipeline/pipeline-spec.ts';
import type { BuildOptions, Built } from '../pipeline/build.ts';

export interface LoadFlags {
  readonly 'env-file': string | undefined;
  readonly connections: string | undefined;
}

/** Variables that a spec may name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A pipeline with the spec that it was built from. */
export type LoadedPipeline = Built & { readonly spec: PipelineSpec };

/** A path as people see it: relative to the working folder where that is shorter. */
export function shownPath(path: string): string {
  const short = relative(process.cwd(), path);
  return short.length < path.length && short !== '' ? short : path;
}

/** Loads a spec with the flags of the command line. Throws ProblemsError. */
export async function loadSpecFile(
  path: string,
  flags: LoadFlags,
  secrets: Secrets,
  env: Environment = process.env,
): Promise<{ readonly spec: PipelineSpec; readonly warnings: readonly Problem[] }> {
  const [{ loadSpec }, { REGISTRY }, { isExpression }] = await Promise.all([
    import('../pipeline/load-spec.ts'),
    import('../registry.ts'),
    import('../expression/is-expression.ts'),
  ]);
  return loadSpec(path, {
    env,
    envFile: flags['env-file'],
    connectionsFile: flags.connections,
    cwd: process.cwd(),
    secrets,
    registry: REGISTRY,
    isExpression,
  });
}

/** Loads and builds a pipeline. Throws ProblemsError; errors of the mapping come back as warnings where all are wanted at once. */
export async function loadPipeline(
  path: string,
  flags: LoadFlags,
  secrets: Secrets,
  log: Log,
  { env, ...options }: Pick<BuildOptions, 'collectsErrors'> & { readonly env?: Environment } = {},
): Promise<LoadedPipeline> {
  const { spec, warnings } = await loadSpecFile(path, flags, secrets, env);
  const [{ buildPipeline }, { REGISTRY }] = await Promise.all([
    import('../pipeline/build.ts'),
    import('../registry.ts'),
  ]);
  const folder = dirname(resolve(process.cwd(), path));
  const built = await buildPipeline(spec, { registry: REGISTRY, folder, log, secrets, shown: shownPath, ...options });
  return { ...built, spec, warnings: [...warnings, ...built.warnings] };
}
