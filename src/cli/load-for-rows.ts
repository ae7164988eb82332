/** A pipeline for looking at its rows: what is wrong elsewhere in its spec is no reason to stop. */
import type { Log } from '../base/log.ts';
import type { Problem } from '../base/problem.ts';
import type { Secrets } from '../base/secrets.ts';
import type { PipelineSpec } from '../pipeline/pipeline-spec.ts';
import { loadPipeline, type Environment, type LoadedPipeline, type LoadFlags } from './load-pipeline.ts';
import { hasStandIn, sourceLacksVariables, withStandIns } from './stand-ins.ts';

export interface LoadedForRows {
  readonly loaded: LoadedPipeline;
  /** All that is wrong with the spec, and all that is doubtful. */
  readonly problems: readonly Problem[];
  /** Variables that are not set: only DHIS2 or the index would need them. */
  readonly notSet: readonly string[];
}

/** What is looked at: rows of the source, or rows of one's own, for which the source is not needed either. */
export type RowsOf = 'source' | 'cases';

/**
 * Loads a pipeline whose source and look-ups can be used, though expressions of it may be wrong, and variables that
 * only DHIS2 or the index need may not be set. Throws ProblemsError where that is not enough.
 */
export async function loadForRows(
  path: string,
  flags: LoadFlags,
  secrets: Secrets,
  talk: Log,
  rowsOf: RowsOf = 'source',
): Promise<LoadedForRows> {
  const load = (env: Environment): Promise<LoadedPipeline> =>
    loadPipeline(path, flags, secrets, talk, { collectsErrors: true, env });
  const { loaded, notSet } = await withStandIns(load, ({ spec }) => !readsStandIn(spec, rowsOf));
  if (notSet.length > 0 && rowsOf === 'source')
    talk.info(`${notSet.join(', ')}: not set, and not needed to look at rows.`);
  return { loaded, problems: loaded.warnings, notSet };
}

/** Whether reading the source or a look-up would need a variable that is not set; of cases, whether mapping them would. */
function readsStandIn(spec: PipelineSpec, rowsOf: RowsOf): boolean {
  if (rowsOf === 'cases') return hasStandIn([spec.lookups, spec.mapping, spec.mapsBy]);
  return sourceLacksVariables(spec) || hasStandIn([spec.source.config, spec.lookups, spec.mapping]);
}
