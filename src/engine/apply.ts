import { reason } from '../messages/reason.ts';
import type { EtlError } from '../base/errors.ts';
import { InTurn } from '../base/in-turn.ts';
import type { Reject } from '../base/problem.ts';
import type { Outcome } from '../contracts/sink.ts';
import type { Counts } from './counts.ts';
import { Gate } from './gate.ts';
import { Lanes } from './lanes.ts';
import type { NightPlan } from './plan-night.ts';
import { where } from './plan-line-parts.ts';
import type { RunContext } from './pipeline.ts';
import { toReject, type Origins } from './place-in-words.ts';
import { COUNTED_AS } from './plan-summary.ts';
import type { Sent } from './run-options.ts';
import { readLines } from './spool.ts';
import { UnansweredBatches } from './unanswered-batches.ts';
import { sendBatch, type Road } from './send-batch.ts';
import type { SendLine } from './verdicts.ts';

/**
 * The index is saved whole, for others to read, after so many milliseconds or so many records (of a large index, after a
 * share of its entries). Its journal, written before each batch, has every verdict since the last save.
 */
const MS_BETWEEN_SAVES = 30_000;
const RECORDS_BETWEEN_SAVES = 2000;
const SHARE_BETWEEN_SAVES = 0.05;

/** Besides those that are sent: one is made ready, or written down, while the server is at work on the others. */
const MADE_READY = 1;
/** Batches whose payloads may wait to be kept: so many are lost from the artifacts where a run is killed. */
const MOST_UNKEPT = 3;

export interface Applied {
  /** What the sink refused, and what it gave no verdict on. */
  readonly reasons: readonly Reject[];
  /** True where a signal ended it early: what was sent until then is in the index. */
  readonly wasStopped: boolean;
}

/**
 * Sends what the plan says, batch by batch, as many at once as the sink takes, and writes each object's own verdict into the
 * index. Of the counts of the plan, what the sink did not take moves to `rejected` or `failed`. The index is saved
 * whatever happens. Throws EtlError where the server cannot be reached any more, or gives no verdicts.
 */
export async function applyPlan(
  context: RunContext,
  { file, summary: { counts } }: Pick<NightPlan, 'file' | 'summary'>,
  {
    onSent,
    signal,
  }: { readonly onSent: (sent: readonly Sent[]) => Promise<void>; readonly signal?: AbortSignal | undefined },
): Promise<Applied> {
  const { pipeline, index, progress } = context;
  const isStopped = (): boolean => signal?.aborted === true;
  const apply = new Apply(context, counts, { onSent, isStopped });
  const lanes = new Lanes(() => pipeline.sink.concurrency + MADE_READY);
  try {
    for await (const lines of toBatches(readLines(file, ['create', 'update']), pipeline.sink.batchSize)) {
      const claims = claimsOf(lines);
      if (isStopped() || !(await lanes.hasRoomFor(claims)) || isStopped()) break;
      lanes.begin(claims, apply.startBatch(lines));
    }
    await lanes.end();
    await apply.kept();
  } finally {
    await lanes.settled();
    await apply.kept().catch(() => undefined);
    // One by one: a call takes some hundred thousand arguments at most.
    for (const why of apply.reasons()) progress.reasons.push(why);
    if (index.isDirty) await index.save();
  }
  const wasStopped = isStopped() && !apply.isDone;
  if (wasStopped) progress.end();
  return { reasons: progress.reasons, wasStopped };
}

async function* toBatches(lines: AsyncIterable<SendLine>, size: number): AsyncGenerator<readonly SendLine[]> {
  let batch: SendLine[] = [];
  for await (const line of lines) {
    batch.push(line);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** What no other batch may touch while these are under way: their records, and the places where they stand or stood. */
function claimsOf(lines: readonly SendLine[]): ReadonlySet<string> {
  const claims = new Set<string>();
  for (const { key, address, movedFrom = [] } of lines) {
    claims.add(`record ${key}`).add(`place ${address}`);
    for (const place of movedFrom) claims.add(`place ${place.address}`);
  }
  return claims;
}

/** The sending of one plan: what is done, what is kept of it, and when the index is saved. */
class Apply {
  readonly #context: RunContext;
  readonly #counts: Counts;
  readonly #onSent: (sent: readonly Sent[]) => Promise<void>;
  readonly #isStopped: () => boolean;
  readonly #total: number;
  readonly #unanswered: UnansweredBatches;
  readonly #atIndex = new InTurn();
  readonly #gate: Gate;
  readonly #keeping = new InTurn();
  /** What is kept of the last batches: others are under way meanwhile. */
  readonly #unkept: Promise<void>[] = [];
  /** By batch: verdicts come in whatever order. */
  readonly #reasons: Reject[][] = [];
  #hasFailed = false;
  #done = 0;
  #saved = { at: Date.now(), done: 0 };

  constructor(
    context: RunContext,
    counts: Counts,
    how: {
      readonly onSent: (sent: readonly Sent[]) => Promise<void>;
      readonly isStopped: () => boolean;
    },
  ) {
    this.#context = context;
    this.#counts = counts;
    this.#onSent = how.onSent;
    this.#isStopped = how.isStopped;
    this.#total = counts.created + counts.updated;
    this.#unanswered = new UnansweredBatches(context.patience);
    this.#gate = new Gate(() => context.pipeline.sink.concurrency);
  }

  get isDone(): boolean {
    return this.#done >= this.#total;
  }

  /** Why records did not go, in the order of the plan. */
  reasons(): readonly Reject[] {
    return this.#reasons.flat();
  }

  /** Until all that was sent is kept. */
  async kept(): Promise<void> {
    await Promise.all(this.#unkept.splice(0));
  }

  /** Gives the work of the next batch. */
  startBatch(lines: readonly SendLine[]): () => Promise<void> {
    const reasons: Reject[] = [];
    this.#reasons.push(reasons);
    return () =>
      this.#sendOne(lines, reasons).catch((error: unknown) => {
        this.#hasFailed = true;
        throw error;
      });
  }

  async #sendOne(lines: readonly SendLine[], reasons: Reject[]): Promise<void> {
    const { pipeline, log, progress } = this.#context;
    this.#context.ensureLocked();
    const { road, throwTrouble } = this.#road();
    const outcomes = await sendBatch(this.#context, lines, road);
    if (!outcomes) return;
    for (const line of lines) {
      const outcome = outcomes.get(line.address);
      if (!outcome) continue;
      count(this.#counts, line, outcome);
      progress.sent(line.action);
      reasons.push(...reasonsOf(pipeline, line, outcome));
    }
    this.#done += lines.length;
    log.progress('sending', this.#done, { total: this.#total });
    await this.#keep(toSent(lines, outcomes));
    await this.#saveNowAndThen();
    throwTrouble();
  }

  /** Of one batch; where the run is to end after it, that is thrown once its outcomes are recorded, and no other leaves meanwhile. */
  #road(): { readonly road: Road; readonly throwTrouble: () => void } {
    let begun = 0;
    let trouble: EtlError | undefined;
    const mayGo = (): boolean => {
      begun = this.#unanswered.counted;
      return !this.#hasFailed && !this.#isStopped();
    };
    const settled: Road['settled'] = (outcomes) => {
      trouble = outcomes && this.#unanswered.note(outcomes, begun);
      this.#hasFailed ||= !outcomes || trouble !== undefined;
    };
    const throwTrouble = (): void => {
      if (trouble) throw trouble;
    };
    return { road: { atIndex: this.#atIndex, gate: this.#gate, mayGo, settled }, throwTrouble };
  }

  /** Has it kept, in the order in which verdicts come, while other batches are under way; but not too many behind. */
  async #keep(sent: readonly Sent[]): Promise<void> {
    const kept = this.#keeping.do(() => this.#onSent(sent));
    // It is told where somebody waits for it.
    kept.catch(() => undefined);
    this.#unkept.push(kept);
    if (this.#unkept.length > MOST_UNKEPT) await this.#unkept.shift();
  }

  async #saveNowAndThen(): Promise<void> {
    const { index } = this.#context;
    const most = Math.max(RECORDS_BETWEEN_SAVES, index.size * SHARE_BETWEEN_SAVES);
    if (Date.now() - this.#saved.at < MS_BETWEEN_SAVES && this.#done - this.#saved.done < most) return;
    this.#saved = { at: Date.now(), done: this.#done };
    await this.#atIndex.do(() => index.save());
    this.#saved = { at: Date.now(), done: this.#saved.done };
  }
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
