/** A spec for commands that only read and write files: what a server would need may not be set. */
import type { Secrets } from '../base/secrets.ts';
import { loadSpecFile, type LoadFlags } from './load-pipeline.ts';
import { areOnlyInConnections, withStandIns } from './stand-ins.ts';

/** Loads it, though variables that only connections name may not be set. Throws ProblemsError. */
export async function loadWithoutServers(
  path: string,
  flags: LoadFlags,
  secrets: Secrets,
): ReturnType<typeof loadSpecFile> {
  const { loaded } = await withStandIns(
    (env) => loadSpecFile(path, flags, secrets, env),
    ({ spec }) => areOnlyInConnections(spec),
  );
  return loaded;
}
