import { EtlError } from '../base/errors.ts';
import type { FailureCode } from '../messages/code-table.ts';
import type { SinkIdentity } from '../contracts/sink.ts';
import type { IndexSession, OpenOptions, Owner } from '../contracts/store.ts';
import type { GuardFinding } from './guards.ts';
import type { Pipeline, RunContext } from './pipeline.ts';
import { withPlaceNamed } from './place-in-words.ts';
import { Progress } from './progress.ts';
import type { RunOptions } from './run-options.ts';
import { patienceOf } from './unanswered-batches.ts';
import { Verification } from './verification.ts';

/** A run with both its ends open: who and where the sink is, and the index of what was sent to it. */
export interface OpenedRun {
  readonly context: RunContext;
  readonly sink: SinkIdentity;
}

/**
 * Opens the index, which takes its lock, logs in, does the work, and gives the lock back. `isTrial`: nothing will be
 * sent, so no lock is taken, a missing index is only remarked upon, and one that a guard refuses is opened all the same
 * where a person could accept it; and a person waits, so trouble is told soon.
 */
export async function withBothEnds<T>(
  pipeline: Pipeline,
  options: RunOptions,
  isTrial: boolean,
  work: (run: OpenedRun) => Promise<T>,
): Promise<T> {
  const { accepted, log, now, progress = new Progress() } = options;
  const patience = patienceOf(pipeline, options, isTrial);
  let login: Promise<SinkIdentity> | undefined;
  const connect = (): Promise<SinkIdentity> => (login ??= pipeline.sink.connect(patience));
  const whose = async (): Promise<Owner> => {
    const sink = await connect();
    progress.sink = sink;
    log.info(`sending to ${sink.description}`);
    return ownerOf(pipeline, sink);
  };
  const { address } = pipeline.sink.schemas;
  const opening = { whose, isReadOnly: isTrial, accepted: accepted.words, address };
  const index = await openIndex(pipeline, opening, isTrial ? progress.guards : undefined);
  try {
    await tellIndex(index, options, progress, isTrial);
    const ensureLocked = (): void => refuseLost(index);
    const verification = new Verification(pipeline.reconcile.verify, index.facts.lastSource?.verified, now);
    const context = { pipeline, index, log, now, progress, patience, verification, ensureLocked };
    return await work({ context, sink: await connect() });
  } catch (error) {
    throw withPlaceNamed(error, pipeline);
  } finally {
    await index.close();
  }
}

/** What `--accept` takes to open an index that a guard refuses. */
const OPENS: Readonly<Partial<Record<FailureCode, string>>> = {
  'guard/other-server': 'server',
  'guard/index-shrunk': 'new-index',
};

/** Opens the index. `remarks`: what a person could accept keeps it closed no longer, and is remembered there instead. */
async function openIndex(
  { index: { store } }: Pipeline,
  options: OpenOptions,
  remarks: GuardFinding[] | undefined,
): Promise<IndexSession> {
  const more = new Set<string>();
  const accepted = { has: (word: string) => options.accepted.has(word) || more.has(word) };
  for (;;) {
    try {
      return await store.open({ ...options, accepted });
    } catch (error) {
      if (!remarks || !(error instanceof EtlError)) throw error;
      const { code, args }: EtlError = error;
      const accept = OPENS[code];
      if (accept === undefined || accepted.has(accept)) throw error;
      remarks.push({ code, args, accept });
      more.add(accept);
    }
  }
}

/** Logs what is known of the index before the run, and keeps a copy of an index that will be written. */
async function tellIndex(
  index: IndexSession,
  { keeper, log }: RunOptions,
  progress: Progress,
  isTrial: boolean,
): Promise<void> {
  const { location, isNew, live, lastSource, remarks } = index.facts;
  if (isTrial && isNew) log.warn(`there is no index yet (${location}): every record is new`);
  if (!isTrial && !isNew) await keeper.keepIndex('initial', (file) => index.copyTo(file));
  log.info(`index: ${index.size} entries, ${live} live (${location})`);
  progress.indexRemarks = remarks;
  for (const remark of remarks) log[lastSource ? 'warn' : 'info'](`index: ${remark}`);
}

/** A lock that ran out may be another run's by now. What was sent is safe: it is in the index or asked of the sink. */
function refuseLost({ isLockLost, facts }: IndexSession): void {
  if (isLockLost) throw new EtlError('run/lock-lost', { location: facts.location });
}

/** Whose an index is that this pipeline keeps for this sink. */
export function ownerOf({ index }: Pipeline, { server, address, place }: SinkIdentity): Owner {
  return { namespace: index.namespace, server, address, place };
}
