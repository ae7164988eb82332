import type { Patience } from '../base/patience.ts';
import { JsonIndex } from '../index/json/json-index.ts';
import { checkOwnership } from '../index/ownership.ts';
import type { Owner, Sidecar } from '../index/json/sidecar.ts';
import type { SinkIdentity } from '../contracts/sink.ts';
import type { Pipeline } from './pipeline.ts';
import { Progress } from './progress.ts';
import type { RunOptions } from './run-options.ts';
import { patienceOf } from './unanswered-batches.ts';

/** Both ends that a run compares: who and where the sink is, and the index of what was sent to it. */
export interface Opened {
  readonly sink: SinkIdentity;
  readonly index: JsonIndex;
  readonly sidecar: Sidecar | undefined;
  /** Live entries before the run. */
  readonly live: number;
  readonly progress: Progress;
  readonly patience: Patience;
}

/** Logs in, loads the index and makes sure that it is ours. `isTrial`: a missing index is only remarked upon. */
export async function openBoth(pipeline: Pipeline, options: RunOptions, isTrial: boolean): Promise<Opened> {
  const { accepted, keeper, log, progress = new Progress() } = options;
  const patience = patienceOf(pipeline, options, isTrial);
  const sink = await pipeline.sink.connect(patience);
  progress.sink = sink;
  log.info(`sending to ${sink.description}`);
  const { storage, path } = pipeline.index;
  const { index, bytes, sidecar } = await JsonIndex.load(storage, path);
  const location = storage.describe(path);
  if (isTrial && bytes === null) log.warn(`there is no index yet (${location}): every record is new`);
  const words = isTrial ? new Set([...accepted.words, 'new-index']) : accepted.words;
  const standing = { exists: bytes !== null, entries: index.size, location };
  checkOwnership(sidecar, ownerOf(pipeline, sink), standing, words);
  if (accepted.words.has('server')) index.doubtAll();
  if (accepted.words.has('new-index') || accepted.words.has('lost')) index.forgetLost();
  if (!isTrial && bytes) await keeper.keepIndex('initial', bytes);
  log.info(`index: ${index.size} entries, ${index.liveEntries} live (${location})`);
  progress.indexRemarks = remarksOn(index);
  for (const remark of progress.indexRemarks) log[sidecar ? 'warn' : 'info'](`index: ${remark}`);
  return { sink, index, sidecar, live: index.liveEntries, progress, patience };
}

/** Whose an index is that this pipeline keeps for this sink. */
export function ownerOf({ index }: Pipeline, { server, address, program }: SinkIdentity): Owner {
  return { namespace: index.namespace, server, address, program };
}

function remarksOn({ unbelievedEntries, lostEntries, size }: JsonIndex): string[] {
  return [
    ...(unbelievedEntries > 0
      ? [`${unbelievedEntries} of ${size} entries are not as a run of ours left them; DHIS2 is asked before they count`]
      : []),
    ...(lostEntries > 0
      ? [
          `${lostEntries} entries of earlier runs are gone from it; their events may be in DHIS2, and nobody watches them. ` +
            'Put back the last good copy, or accept it with --accept lost',
        ]
      : []),
  ];
}
