import type { Json } from '../base/json.ts';
import type { Reject } from '../base/problem.ts';
import { DELETED_IN_DHIS2, NO_ANSWER } from '../index/decide.ts';
import type { EntryPatch } from '../index/entry.ts';
import type { Counts, Outcome, TargetObject } from './contracts.ts';
import { where } from './plan-line-parts.ts';
import type { PlanLine } from './plan-line.ts';
import type { RunContext } from './pipeline.ts';
import { COUNTED_AS } from './plan-summary.ts';
import { readLines } from './spool.ts';
import { UnansweredBatches } from './unanswered-batches.ts';

/** The index is saved after so many batches, so that a crash loses little; what it loses is asked of DHIS2 again. */
const BATCHES_BETWEEN_SAVES = 20;

/** One object with what became of it, for those who keep payloads. */
export interface Sent {
  readonly key: string;
  readonly uid: string;
  readonly payload: Json | undefined;
  readonly response: Json | undefined;
}

export interface Applied {
  /** What DHIS2 refused, and what it gave no verdict on. */
  readonly reasons: readonly Reject[];
  /** True where a signal ended it early: what was sent until then is in the index. */
  readonly wasStopped: boolean;
}

/**
 * Sends what the plan says, batch by batch, and writes each object's own verdict into the index. `counts` are those of
 * the plan; what DHIS2 did not take moves to `rejected` or `failed`. The index is saved whatever happens. Throws
 * EtlError where the server cannot be reached any more, or gives no verdicts.
 */
export async function applyPlan(
  context: RunContext,
  planFile: string,
  counts: Counts,
  total: number,
  onSent: (sent: readonly Sent[]) => Promise<void>,
  signal: AbortSignal | undefined,
): Promise<Applied> {
  const { pipeline, index, log } = context;
  const { reasons } = context.progress;
  const unanswered = new UnansweredBatches(context.patience);
  let done = 0;
  let batches = 0;
  let batch: PlanLine[] = [];
  const flush = async (): Promise<void> => {
    if (batch.length === 0) return;
    const lines = batch;
    batch = [];
    const sendings = lines.map((line) => ({
      key: line.key as string,
      uid: line.uid as string,
      object: line.object as TargetObject,
      isNew: line.isNew === true && !context.indexIsNew,
    }));
    context.ensureLocked();
    const sent = await pipeline.sink.send(sendings);
    const { outcomes, payloads, responses } = sent;
    for (const line of lines) {
      const outcome: Outcome = outcomes.get(line.uid as string) ?? {
        is: 'unknown',
        reason: 'it was left out of the answer',
      };
      index.record((line.entry ?? line.key) as string, outcomePatch(line, outcome, context.now));
      count(counts, line, outcome);
      context.progress.sent(line.action === 'create' ? 'create' : 'update');
      reasons.push(...reasonsOf(line, outcome));
    }
    await onSent(
      sendings.map(({ key, uid }) => ({ key, uid, payload: payloads.get(uid), response: responses.get(uid) })),
    );
    done += lines.length;
    batches += 1;
    log.progress('sending', done, total);
    if (batches % BATCHES_BETWEEN_SAVES === 0) await index.save();
    unanswered.note(sent);
  };
  try {
    for await (const line of readLines(planFile, ['create', 'update'])) {
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

function outcomePatch(line: PlanLine, outcome: Outcome, now: Date): EntryPatch {
  switch (outcome.is) {
    case 'created':
    case 'updated':
      return {
        uploaded: true,
        deleted: false,
        error: undefined,
        hash: line.hash,
        pair: line.pair,
        sent_at: now.toISOString(),
      };
    case 'rejected':
      return { error: 'DHIS2_REJECTED', ...(line.action === 'update' && { hash: line.was }) };
    case 'deletedThere':
      return { uploaded: false, error: DELETED_IN_DHIS2 };
    default:
      return { error: NO_ANSWER };
  }
}

function count(counts: Counts, line: PlanLine, outcome: Outcome): void {
  const planned = COUNTED_AS[line.action];
  const became =
    outcome.is === 'unknown'
      ? 'failed'
      : outcome.is === 'rejected'
        ? 'rejected'
        : outcome.is === 'deletedThere'
          ? 'held'
          : planned;
  counts[planned] -= 1;
  counts[became] += 1;
}

function reasonsOf(line: PlanLine, outcome: Outcome): Reject[] {
  if (outcome.is === 'rejected') return outcome.reasons.map((why) => ({ ...why, ...where(line) }));
  if (outcome.is === 'deletedThere')
    return [{ code: 'index/deleted-in-dhis2', args: { uid: line.uid ?? '' }, ...where(line) }];
  if (outcome.is === 'unknown') return [{ code: 'run/no-answer', args: { reason: outcome.reason }, ...where(line) }];
  return [];
}
