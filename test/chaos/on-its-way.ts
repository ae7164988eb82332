import type { Clock } from './clock.ts';
import type { Wire } from './wire.ts';

const HOUR_MS = 3600_000;

interface Batch {
  readonly body: string;
  readonly leftAt: Date;
  /** Runs that have been at work since. */
  runs: number;
}

/**
 * Batches that left runs which were killed, and arrive much later: within the hour, or before the second run after. Still
 * later a run has stopped to reckon with them, see `docs/the-index.md`: such a batch never arrives.
 */
export class OnItsWay {
  readonly #wire: Wire;
  readonly #clock: Clock;
  #batches: Batch[] = [];

  constructor({ wire, clock }: { readonly wire: Wire; readonly clock: Clock }) {
    this.#wire = wire;
    this.#clock = clock;
  }

  get count(): number {
    return this.#batches.length;
  }

  /** A run has ended, one way or the other. */
  afterRun(): void {
    for (const batch of this.#batches) batch.runs += 1;
    const leftAt = this.#clock.now();
    for (const { body } of this.#wire.held.splice(0)) this.#batches.push({ body, leftAt, runs: 0 });
  }

  /** The bodies of those that arrive now; none is on its way any more. */
  take(): string[] {
    const now = this.#clock.now().getTime();
    const batches = this.#batches.filter(({ leftAt, runs }) => runs <= 1 || now - leftAt.getTime() < HOUR_MS);
    this.#batches = [];
    return batches.map(({ body }) => body);
  }
}
