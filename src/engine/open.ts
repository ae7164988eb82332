import type { Patience } from '../base/patience.ts';
import type { SinkIdentity } from '../contracts/sink.ts';
import type { IndexSession } from '../index/index-store.ts';
import type { Owner } from '../index/json/sidecar.ts';
import type { Pipeline } from './pipeline.ts';
import { Progress } from './progress.ts';
import type { RunOptions } from './run-options.ts';
import { patienceOf } from './unanswered-batches.ts';

/** Both ends that a run compares: who and where the sink is, and the index of what was sent to it. */
export interface Opened {
  readonly sink: SinkIdentity;
  readonly index: IndexSession;
  readonly progress: Progress;
  readonly patience: Patience;
}

/**
 * Opens the index, which takes its lock, and logs in. `isTrial`: no lock is taken, and a missing index is only remarked
 * upon. Whoever calls it closes the index.
 */
export async function openBoth(pipeline: Pipeline, options: RunOptions, isTrial: boolean): Promise<Opened> {
  const { accepted, keeper, log, progress = new Progress() } = options;
  const patience = patienceOf(pipeline, options, isTrial);
  let login: Promise<SinkIdentity> | undefined;
  const connect = (): Promise<SinkIdentity> => (login ??= pipeline.sink.connect(patience));
  const whose = async (): Promise<Owner> => {
    const sink = await connect();
    progress.sink = sink;
    log.info(`sending to ${sink.description}`);
    return ownerOf(pipeline, sink);
  };
  const index = await pipeline.index.store.open({ whose, isReadOnly: isTrial, accepted: accepted.words });
  try {
    const { location, isNew, live, lastSource, remarks } = index.facts;
    if (isTrial && isNew) log.warn(`there is no index yet (${location}): every record is new`);
    if (!isTrial && !isNew) await keeper.keepIndex('initial', (file) => index.copyTo(file));
    log.info(`index: ${index.size} entries, ${live} live (${location})`);
    progress.indexRemarks = remarks;
    for (const remark of remarks) log[lastSource ? 'warn' : 'info'](`index: ${remark}`);
    return { sink: await connect(), index, progress, patience };
  } catch (error) {
    await index.close();
    throw error;
  }
}

/** Whose an index is that this pipeline keeps for this sink. */
export function ownerOf({ index }: Pipeline, { server, address, program }: SinkIdentity): Owner {
  return { namespace: index.namespace, server, address, program };
}
