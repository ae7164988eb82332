import { dirname, resolve } from 'node:path';
import { EtlError, ProblemsError } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import type { Problem } from '../base/problem.ts';
import type { Secrets } from '../base/secrets.ts';
import type { PulledMetadata } from '../contracts/component.ts';
import type { Drift, TargetUses } from '../contracts/drift.ts';
import type { Change } from '../drift/change.ts';
import { breakingFirst, judge, NOTHING_TOUCHED } from '../drift/judge.ts';
import { loadKeptFacts, type KeptFacts } from '../drift/lock-file.ts';
import { changesSince } from '../drift/place-memory.ts';
import { serverOf, sinkKindOf } from '../pipeline/build-components.ts';
import { REGISTRY } from '../registry.ts';
import { loadPipeline, loadSpecFile, shownPath, type LoadFlags } from './load-pipeline.ts';

/** What a server says of the place of a spec, and what of it is another than when the mapping was made. */
export interface PlaceNow {
  readonly pulled: PulledMetadata;
  /** Absolute. */
  readonly metadata: string;
  /** There is a lock; else it was compared with the metadata file, as far as that knows. */
  readonly hasLock: boolean;
  readonly drifts: readonly Drift[];
  /** Problems of the spec that do not keep it from being used. */
  readonly warnings: readonly Problem[];
}

/**
 * Asks the server of a spec, and compares; writes nothing. `isForNew`: the lock is made anew, so it may be broken. Throws
 * EtlError `mapping/none`, `drift/bad-lock`, and what the server has to say.
 */
export async function askPlace(
  spec: string,
  flags: LoadFlags,
  { secrets, log, isForNew }: { readonly secrets: Secrets; readonly log: Log; readonly isForNew: boolean },
): Promise<PlaceNow> {
  const { spec: loaded, warnings } = await loadSpecFile(spec, flags, secrets);
  if (!loaded.mapping) throw new EtlError('mapping/none', { spec });
  const metadata = loaded.mapping.metadata.path;
  const options = { registry: REGISTRY, folder: dirname(resolve(spec)), log, secrets };
  const server = serverOf(loaded, loaded.sink.connection, options);
  const pulled = await sinkKindOf(loaded, options).metadata.pull(server, loaded.sink.config as never);
  const kept = await loadKeptFacts(metadata, shownPath);
  const uses = await loadUses(spec, flags, secrets, log);
  const changes = changesOf(kept, pulled, isForNew ? log : undefined);
  const drifts = changes.map((change) => judge(change, uses, NOTHING_TOUCHED));
  return { pulled, metadata, warnings, hasLock: kept.lockText !== undefined, drifts: breakingFirst(drifts) };
}

/** With a log, a lock that cannot be read is told there, and no reason not to make a new one. */
function changesOf(kept: KeptFacts, { facts }: PulledMetadata, log: Log | undefined): Change[] {
  try {
    const before = kept.factsLike(facts);
    if (!before && !log) throw new EtlError('drift/nothing-kept', {});
    return changesSince(kept, facts);
  } catch (error) {
    if (!(error instanceof EtlError) || !log) throw error;
    log.warn(error.message);
    return [];
  }
}

/** What of the place the mapping uses; all of it where there is no mapping yet, or it cannot be read. */
async function loadUses(spec: string, flags: LoadFlags, secrets: Secrets, log: Log): Promise<TargetUses> {
  try {
    const { uses } = await loadPipeline(spec, flags, secrets, log, { collectsErrors: true });
    return uses;
  } catch (error) {
    if (!(error instanceof ProblemsError) && !(error instanceof EtlError)) throw error;
    return EVERYTHING;
  }
}

const EVERYTHING: TargetUses = {
  stage: undefined,
  fills: () => true,
  columnsOf: () => [],
  choicesFor: () => [],
};
