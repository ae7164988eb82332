import type { Reject } from '../base/problem.ts';
import type { Reason } from '../messages/reason.ts';
import type { Drift } from '../contracts/drift.ts';
import type { Mapper } from '../contracts/mapper.ts';
import type { SinkIdentity } from '../contracts/sink.ts';
import type { Counts } from './counts.ts';
import type { GuardFinding } from './guards.ts';
import { toNews, type DriftNews } from './drift-news.ts';
import type { PlainLines } from './plain-lines.ts';
import type { ActionName } from './plan-line.ts';
import { COUNTED_AS, emptyCounts, type PlanSummary } from './plan-summary.ts';

/** What was read, for the report. */
export interface SourceSeen {
  readonly location: string;
  readonly modified: Date | undefined;
  readonly remarks: readonly string[];
  /** Of the remarks, those on what has changed since the last run. */
  readonly news: readonly Reason[];
}

/** Of a plan that this run has made: what its names stand for, and which of its lines say nothing more than their action. */
export interface MadeLines {
  readonly labels: { toObject(): Readonly<Record<string, string>> };
  readonly plain: PlainLines;
}

/**
 * What is known of a run so far. Its stages fill it while they are at work, and it is all there is to tell of a run that
 * ends before its time: by a signal, a guard, a lost lock, or a server that is gone.
 */
export class Progress {
  sink: SinkIdentity | undefined;
  source: SourceSeen | undefined;
  /** How far the index is believed, in plain words, where that is worth saying. */
  indexRemarks: readonly string[] = [];
  /** Why the plan may not be sent as it is, all of it. */
  readonly guards: GuardFinding[] = [];
  /** What has changed at the sink's place since the mapping was made. */
  readonly drift: DriftNews[] = [];
  mapper: Pick<Mapper, 'conversions'> | undefined;
  repeatedRows = 0;
  missingIsKnown = false;
  /** What the sink refused, and what it gave no verdict on. */
  readonly reasons: Reject[] = [];
  /** Records decided while there is no whole plan yet. */
  readonly #draft: Counts = emptyCounts();
  #summary: PlanSummary | undefined;
  #made: MadeLines | undefined;
  #planned = { created: 0, updated: 0 };
  /** Of the planned ones, those that were never sent. */
  #unsent: Pick<Counts, 'created' | 'updated'> | undefined;

  /** What has changed at the sink's place is known; `told`: digests of what earlier runs have said of it. */
  tellDrift(drifts: readonly Drift[], told: readonly string[] = []): void {
    this.drift.push(...toNews(drifts, told));
  }

  /** A record was read and decided; the whole file may still put it right. */
  decided(action: ActionName): void {
    this.#draft.read += 1;
    this.#draft[COUNTED_AS[action]] += 1;
  }

  /** Records were read, and left alone without being mapped. */
  leftAlone(records: number): void {
    this.#draft.read += records;
    this.#draft.unchanged += records;
  }

  /** All of it is planned anew. */
  planAgain(): void {
    Object.assign(this.#draft, emptyCounts());
  }

  /** The plan is whole; `made`: how it is read again by whoever tells of it. */
  plan(summary: PlanSummary, made?: MadeLines): void {
    this.#made = made;
    const { created, updated } = summary.counts;
    this.#summary = summary;
    this.#planned = { created, updated };
    this.#unsent = { created, updated };
  }

  /** A record of the plan was on its way; what became of it is counted. */
  sent(action: 'create' | 'update'): void {
    if (this.#unsent) this.#unsent[COUNTED_AS[action]] -= 1;
  }

  /**
   * The run ends here. What was to be sent and never was is `notSent`: it has no verdict because it was never asked for
   * one, and the next run sends it.
   */
  end(): void {
    const { counts } = this;
    const unsent = this.#unsent ?? { created: counts.created, updated: counts.updated };
    counts.created -= unsent.created;
    counts.updated -= unsent.updated;
    counts.notSent += unsent.created + unsent.updated;
    this.#unsent = { created: 0, updated: 0 };
  }

  /** How the lines of the plan are read again; undefined where it was not made in this run. */
  get made(): MadeLines | undefined {
    return this.#made;
  }

  /** The plan, once it is whole; its counts become those of the run while it is sent. */
  get summary(): PlanSummary | undefined {
    return this.#summary;
  }

  /** What became of the records so far. */
  get counts(): Counts {
    return this.#summary?.counts ?? this.#draft;
  }

  /** What the plan wanted sent. */
  get planned(): { readonly created: number; readonly updated: number } {
    const { created, updated } = this.#summary ? this.#planned : this.#draft;
    return { created, updated };
  }
}
