const SHIFT = new URL('shift-clock.js', import.meta.url).href;

/** Time as the runs of a story see it, in whichever process they are: what has passed is added to that of the machine. */
export class Clock {
  #aheadMs = 0;

  pass(ms: number): void {
    this.#aheadMs += ms;
  }

  now(): Date {
    return new Date(Date.now() + this.#aheadMs);
  }

  /** Makes it the time of a process that is started. */
  get env(): Readonly<Record<string, string>> {
    return { NODE_OPTIONS: `--import=${SHIFT}`, ETL_CLOCK_AHEAD_MS: String(this.#aheadMs) };
  }
}
