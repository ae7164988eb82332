import { setTimeout as sleep } from 'node:timers/promises';

/** Without progress for so long, a run gives up: `sink.giveUpAfter`. */
export const GIVE_UP_AFTER = '1 hour';
/** How long a server may be out of reach: a restart takes a minute or two. */
const AWAY_MS = 5 * 60_000;
/** The same while a person waits for the first word of a server, whose address may be wrong. */
export const FIRST_WORD_MS = 15_000;
/** How long a server may be out of reach where many things are looked at, and all of them soon. */
export const HURRIED_MS = 1500;

export interface PatienceOptions {
  /** Trouble without any progress in between may last so long. */
  readonly giveUpAfterMs?: number;
  /** The server may be out of reach for so long, within `giveUpAfterMs`. */
  readonly awayMs?: number;
  /** The same until it has answered for the first time. */
  readonly firstWordMs?: number;
  /** Once it is aborted there is no patience left: what waits stops waiting. */
  readonly signal?: AbortSignal | undefined;
  /** How to wait; tests give their own, and then the clock counts the pauses alone. */
  readonly pause?: (ms: number) => Promise<unknown>;
}

/**
 * How long a run goes on in spite of trouble. It has two measures: trouble without progress, and a server out of reach;
 * each begins with the first trouble and ends with what puts it right. A good night never uses any of it, however long
 * it takes.
 */
export class Patience {
  readonly giveUpAfterMs: number;
  readonly #awayMs: number;
  readonly #firstWordMs: number;
  readonly #signal: AbortSignal | undefined;
  readonly #pause: ((ms: number) => Promise<unknown>) | undefined;
  /** What pauses that tests gave have come to. */
  #pausedMs = 0;
  /** Since when nothing goes forward, and since when the server is out of reach; by `now`. */
  #stuckSince: number | undefined;
  #awaySince: number | undefined;
  #hasAnswered = false;

  constructor({ giveUpAfterMs = 3_600_000, awayMs = AWAY_MS, ...options }: PatienceOptions = {}) {
    this.giveUpAfterMs = giveUpAfterMs;
    this.#awayMs = awayMs;
    this.#firstWordMs = options.firstWordMs ?? awayMs;
    this.#signal = options.signal;
    this.#pause = options.pause;
  }

  /** Milliseconds of a clock that never goes back. */
  now(): number {
    return this.#pause ? this.#pausedMs : performance.now();
  }

  /** Waits, or stops waiting where the run is to stop. */
  async pause(ms: number): Promise<void> {
    this.#pausedMs += ms;
    if (this.#pause) await this.#pause(ms);
    // Nothing but the signal ends it early.
    else await sleep(ms, undefined, { signal: this.#signal }).catch(() => undefined);
  }

  /** The same for what is under way already, and comes to its end although the run is to stop. */
  async pauseToTheEnd(ms: number): Promise<void> {
    if (this.#pause || !this.isStopped) await this.pause(ms);
    else await sleep(ms);
  }

  /** Something failed that may pass; `since`: when what failed was begun, by `now`. */
  trouble(since: number): void {
    this.#stuckSince ??= since;
  }

  /** The server gave no answer that can be used; `since` as above. */
  away(since: number): void {
    this.trouble(since);
    this.#awaySince ??= since;
  }

  /** The server answers. */
  answered(): void {
    this.#hasAnswered = true;
    this.#awaySince = undefined;
  }

  /** Something was achieved. */
  progressed(): void {
    this.answered();
    this.#stuckSince = undefined;
  }

  /** Whether the server has ever answered. */
  get hasAnswered(): boolean {
    return this.#hasAnswered;
  }

  /** A signal asked the run to stop. */
  get isStopped(): boolean {
    return this.#signal?.aborted === true;
  }

  /** Nothing went forward for `giveUpAfterMs`. */
  get isOver(): boolean {
    return this.#left(this.#stuckSince, this.giveUpAfterMs) <= 0;
  }

  /** Milliseconds that may still be spent on trouble; 0 where it is time to stop. */
  get leftMs(): number {
    if (this.isStopped) return 0;
    return Math.min(this.#left(this.#stuckSince, this.giveUpAfterMs), this.awayLeftMs);
  }

  /** Milliseconds for which the server may go on being out of reach. */
  get awayLeftMs(): number {
    return this.#left(this.#awaySince, this.#hasAnswered ? this.#awayMs : this.#firstWordMs);
  }

  #left(since: number | undefined, limitMs: number): number {
    return since === undefined ? limitMs : Math.max(0, limitMs - (this.now() - since));
  }
}
