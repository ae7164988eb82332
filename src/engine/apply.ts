import { reason } from '../messages/reason.ts';
import { EtlError } from '../base/errors.ts';
import type { Reject } from '../base/problem.ts';
import { nameOf } from '../contracts/ref.ts';
import type { Change, Entry } from '../contracts/store.ts';
import type { Outcome, Sending } from '../contracts/sink.ts';
import type { Counts } from './counts.ts';
import type { NightPlan } from './plan-night.ts';
import { Memory } from './memory.ts';
import { refOf, where } from './plan-line-parts.ts';
import type { RunContext } from './pipeline.ts';
import { toReject, type Origins } from './place-in-words.ts';
import { clearingsOf } from './places.ts';
import { COUNTED_AS } from './plan-summary.ts';
import type { Sent } from './run-options.ts';
import { readLines } from './spool.ts';
import { UnansweredBatches } from './unanswered-batches.ts';
import { afterVerdict, notSent, underWay, type SendLine } from './verdicts.ts';

/**
 * The index is saved whole, for others to read, after so many milliseconds or so many records (of a large index, after a
 * share of its entries). Its journal, written before each batch, has every verdict since the last save.
 */
const MS_BETWEEN_SAVES = 30_000;
const RECORDS_BETWEEN_SAVES = 2000;
const SHARE_BETWEEN_SAVES = 0.05;

export interface Applied {
  /** What the sink refused, and what it gave no verdict on. */
  readonly reasons: readonly Reject[];
  /** True where a signal ended it early: what was sent until then is in the index. */
  readonly wasStopped: boolean;
}

/**
 * Sends what the plan says, batch by batch, and writes each object's own verdict into the index. Of the counts of the
 * plan, what the sink did not take moves to `rejected` or `failed`. The index is saved whatever happens. Throws EtlError
 * where the server cannot be reached any more, or gives no verdicts.
 */
export async function applyPlan(
  context: RunContext,
  { file, summary: { counts } }: Pick<NightPlan, 'file' | 'summary'>,
  {
    onSent,
    signal,
  }: { readonly onSent: (sent: readonly Sent[]) => Promise<void>; readonly signal?: AbortSignal | undefined },
): Promise<Applied> {
  const { pipeline, index, log } = context;
  const { reasons } = context.progress;
  const total = counts.created + counts.updated;
  const unanswered = new UnansweredBatches(context.patience);
  let done = 0;
  let saved = { at: Date.now(), done };
  const recordsBetweenSaves = Math.max(RECORDS_BETWEEN_SAVES, index.size * SHARE_BETWEEN_SAVES);
  let batch: SendLine[] = [];
  const flush = async (): Promise<void> => {
    if (batch.length === 0) return;
    const lines = batch;
    batch = [];
    context.ensureLocked();
    const sent = await sendMarked(context, lines, (line, outcome) => {
      count(counts, line, outcome);
      context.progress.sent(line.action);
      reasons.push(...reasonsOf(pipeline, line, outcome));
    });
    await onSent(toSent(lines, sent));
    done += lines.length;
    log.progress('sending', done, total);
    if (Date.now() - saved.at >= MS_BETWEEN_SAVES || done - saved.done >= recordsBetweenSaves) {
      await index.save();
      saved = { at: Date.now(), done };
    }
    unanswered.note(sent);
  };
  try {
    for await (const line of readLines(file, ['create', 'update'])) {
      if (signal?.aborted) break;
      batch.push(line);
      if (batch.length >= pipeline.sink.batchSize) await flush();
    }
    if (!signal?.aborted) await flush();
  } finally {
    if (index.isDirty) await index.save();
  }
  const wasStopped = signal?.aborted === true && done < total;
  if (wasStopped) context.progress.end();
  return { reasons, wasStopped };
}

/**
 * Sends a batch. Before it leaves, its records are marked as under way in the journal: should we be killed now, the next
 * run asks the sink about these, and about no others.
 */
async function sendMarked(
  context: RunContext,
  lines: readonly SendLine[],
  onOutcome: (line: SendLine, outcome: Outcome) => void,
): Promise<ReadonlyMap<string, Outcome>> {
  const { pipeline, index } = context;
  const entries = await index.get(lines.map(refOf));
  // Each has an entry, since it was reserved. Where somebody has taken it away meanwhile, the next run reports it as lost.
  const before = new Map(entries.flatMap((found) => (found ? [[nameOf(found.ref), found.entry] as const] : [])));
  const entryOf = (line: SendLine): Entry | undefined => before.get(nameOf(refOf(line)));
  const change = (line: SendLine, to: (entry: Entry) => Omit<Change, 'ref'>): Change[] => {
    const entry = entryOf(line);
    return entry ? [{ ref: refOf(line), ...to(entry) }] : [];
  };
  await index.record(lines.flatMap((line) => change(line, (entry) => underWay(context, line, entry))));
  let sent: ReadonlyMap<string, Outcome>;
  try {
    await index.checkpoint();
    sent = await pipeline.sink.send(lines.map((line) => toSending(context, line, entryOf(line))));
  } catch (error) {
    // Where the sink throws, nothing of the batch was sent.
    if (error instanceof EtlError) await index.record(lines.flatMap((line) => change(line, notSent)));
    throw error;
  }
  const changes: Change[] = [];
  for (const line of lines) {
    const outcome: Outcome = sent.get(line.address) ?? {
      is: 'unknown',
      reason: 'it was left out of the answer',
    };
    changes.push(...change(line, (entry) => afterVerdict(context, line, outcome, entry)));
    onOutcome(line, outcome);
  }
  await index.record(changes);
  return sent;
}

function toSending(context: RunContext, line: SendLine, entry: Entry | undefined): Sending {
  const { pipeline, index } = context;
  const { key, role, address, object, movedFrom = [] } = line;
  const clearings = clearingsOf(context, movedFrom, object);
  const overwrites = line.action === 'update' && line.overwrites === true;
  return {
    ref: { key, role },
    address,
    object,
    isNew: line.action === 'create' && line.isFresh,
    ...(clearings.length > 0 && { movedFrom: clearings }),
    mayReplace: (there) =>
      overwrites || (entry !== undefined && new Memory(pipeline.sink, index, entry).ownerOf(there, object) === 'ours'),
  };
}

function toSent(lines: readonly SendLine[], outcomes: ReadonlyMap<string, Outcome>): Sent[] {
  const at = new Date().toISOString();
  return lines.flatMap(({ key, role, address, action, object }) => {
    const outcome = outcomes.get(address);
    return outcome ? [{ key, role, address, action, object, at, outcome }] : [];
  });
}

function count(counts: Counts, line: SendLine, outcome: Outcome): void {
  const planned = COUNTED_AS[line.action];
  counts[planned] -= 1;
  counts[BECAME[outcome.is] ?? planned] += 1;
}

/** Where an object is counted that the sink did not take whole. */
const BECAME: { readonly [is in Outcome['is']]?: keyof Counts } = {
  partly: 'rejected',
  refused: 'rejected',
  deletedThere: 'held',
  unknown: 'failed',
};

function reasonsOf(pipeline: Origins, line: SendLine, outcome: Outcome): Reject[] {
  if ('reasons' in outcome && outcome.reasons) return outcome.reasons.map((why) => toReject(pipeline, line, why));
  if (outcome.is === 'deletedThere')
    return [{ ...reason('index/deleted-in-dhis2', { uid: line.address }), ...where(line) }];
  if (outcome.is === 'unknown') return [{ ...reason('run/no-answer', { reason: outcome.reason }), ...where(line) }];
  return [];
}
