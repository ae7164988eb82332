/** Variables that are not set: a spec can be looked at all the same where nobody needs their values. */
import { ProblemsError } from '../base/errors.ts';
import type { Problem } from '../base/problem.ts';
import type { PipelineSpec } from '../pipeline/pipeline-spec.ts';
import type { Environment } from './load-pipeline.ts';

/** Stands for a variable that is not set, where its value does not matter: it can be an address as well as a name. */
export const STAND_IN = 'https://not-set.invalid/';
/** The same where only a shared access signature will do. */
const SIGNED = `${STAND_IN}?sig=not-set`;

/**
 * Loads with the environment of the process and, where all that is wrong with that is variables that are not set, with
 * stand-ins for these. Throws what the first try threw, where `isEnough` says that they will not do.
 */
export async function withStandIns<T>(
  load: (env: Environment) => Promise<T>,
  isEnough: (loaded: T) => boolean,
): Promise<{ readonly loaded: T; readonly notSet: readonly string[] }> {
  try {
    return { loaded: await load(process.env), notSet: [] };
  } catch (error) {
    const notSet = error instanceof ProblemsError ? namesNotSet(error.problems) : [];
    if (notSet.length === 0) throw error;
    const signed = error instanceof ProblemsError ? namesNotSet(error.problems.filter(isOfSas)) : [];
    const standIns = Object.fromEntries(notSet.map((name) => [name, signed.includes(name) ? SIGNED : STAND_IN]));
    const loaded = await load({ ...process.env, ...standIns }).catch((other: unknown) => {
      // What is wrong with files that records are mapped by has nothing to do with what is not set.
      const found = other instanceof ProblemsError ? other.problems.filter(({ code }) => OF_FILES.test(code)) : [];
      throw found.length > 0 ? new ProblemsError(found) : error;
    });
    if (!isEnough(loaded)) throw error;
    return { loaded, notSet };
  }
}

const OF_FILES = /^(?:file|lookup|mapping|json)\//;

/** The variables that are not set, where nothing else is wrong. */
export function namesNotSet(problems: readonly Problem[]): string[] {
  const errors = problems.filter((problem) => problem.severity === 'error');
  if (errors.some((problem) => problem.code !== 'env/missing')) return [];
  return [...new Set(errors.map((problem) => String(problem.args['name'])))];
}

/** Whether a variable stands where a shared access signature belongs. */
function isOfSas({ place }: Problem): boolean {
  if (!place) return false;
  const { text } = place.source;
  return /sasToken\W*$/i.test(text.slice(text.lastIndexOf('\n', place.start - 1) + 1, place.start));
}

/** Whether a stand-in is anywhere in a value. */
export function hasStandIn(value: unknown): boolean {
  return (JSON.stringify(value) ?? '').includes(STAND_IN);
}

/** Whether the source is reached through a connection that has a variable in it that is not set. */
export function sourceLacksVariables({ source, connections }: PipelineSpec): boolean {
  return source.connection !== undefined && hasStandIn(connections[source.connection]?.config);
}

/** Whether stand-ins are in connections alone: what the spec says of records is known. */
export function areOnlyInConnections(spec: PipelineSpec): boolean {
  const { source, sink, index, lookups, mapping, artifacts } = spec;
  const configs = [source.config, sink.config, index.config, index.path, lookups, mapping, artifacts];
  return !hasStandIn(configs) && !spec.mapsBy.includes(STAND_IN);
}
