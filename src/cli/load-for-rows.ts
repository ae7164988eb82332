/** A pipeline for looking at its rows: what is wrong elsewhere in its spec is no reason to stop. */
import { ProblemsError } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import type { Problem } from '../base/problem.ts';
import type { Secrets } from '../base/secrets.ts';
import type { PipelineSpec } from '../pipeline/pipeline-spec.ts';
import { loadPipeline, type LoadedPipeline, type LoadFlags } from './load-pipeline.ts';

/** Stands for a variable that is not set, where its value does not matter: it can be an address as well as a name. */
export const STAND_IN = 'https://not-set.invalid/';

export interface LoadedForRows {
  readonly loaded: LoadedPipeline;
  /** All that is wrong with the spec, and all that is doubtful. */
  readonly problems: readonly Problem[];
  /** Variables that are not set: only DHIS2 or the index would need them. */
  readonly notSet: readonly string[];
}

/**
 * Loads a pipeline whose source and look-ups can be used, though expressions of it may be wrong, and variables that
 * only DHIS2 or the index need may not be set. Throws ProblemsError where that is not enough.
 */
export async function loadForRows(path: string, flags: LoadFlags, secrets: Secrets, talk: Log): Promise<LoadedForRows> {
  const load = async (env: Readonly<Record<string, string | undefined>>): Promise<LoadedForRows> => {
    const loaded = await loadPipeline(path, flags, secrets, talk, { collectsErrors: true, env });
    return { loaded, problems: loaded.warnings, notSet: [] };
  };
  try {
    return await load(process.env);
  } catch (error) {
    const names = error instanceof ProblemsError ? namesNotSet(error.problems) : [];
    if (names.length === 0) throw error;
    const standIns = Object.fromEntries(names.map((name) => [name, STAND_IN]));
    const found = await load({ ...process.env, ...standIns }).catch(() => undefined);
    if (!found || readsStandIn(found.loaded.spec)) throw error;
    talk.info(`${names.join(', ')}: not set, and not needed to look at rows.`);
    return { ...found, notSet: names };
  }
}

/** The variables that are not set, where nothing else is wrong. */
export function namesNotSet(problems: readonly Problem[]): string[] {
  const errors = problems.filter((problem) => problem.severity === 'error');
  if (errors.some((problem) => problem.code !== 'env/missing')) return [];
  return [...new Set(errors.map((problem) => String(problem.args['name'])))];
}

/** Whether reading the source or a look-up would have needed one. */
function readsStandIn({ source, lookups, mapping, connections }: PipelineSpec): boolean {
  const needed = [source.config, source.connection && connections[source.connection]?.config, lookups, mapping];
  return JSON.stringify(needed).includes(STAND_IN);
}
