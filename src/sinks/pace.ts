/** A measure that goes down at once, and up again in steps; each step that was too much makes the next one wait longer. */
class Measure {
  readonly #most: number;
  readonly #step: (now: number) => number;
  #now: number;
  #good = 0;
  #wait = FIRST_WAIT;
  #isTrial = false;

  constructor(most: number, step: (now: number) => number) {
    this.#most = most;
    this.#now = most;
    this.#step = step;
  }

  get now(): number {
    return this.#now;
  }

  lowerTo(value: number): void {
    if (this.#isTrial) this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT);
    this.#isTrial = false;
    this.#good = 0;
    this.#now = Math.max(1, Math.min(this.#now, Math.floor(value)));
  }

  raiseTo(value: number): void {
    this.#isTrial = false;
    this.#now = Math.max(this.#now, Math.min(this.#most, value));
  }

  wentWell(): void {
    if (this.#now === this.#most) return;
    this.#good += 1;
    if (this.#good < this.#wait) return;
    this.#good = 0;
    this.#isTrial = true;
    this.#now = Math.min(this.#most, this.#step(this.#now));
  }
}

/** Good requests before more is tried again. */
const FIRST_WAIT = 4;
const LONGEST_WAIT = 32;

/**
 * How much goes to the server at once: as much as the spec allows, as long as the server keeps up. Trouble (429, 5xx, no
 * answer) leaves one request at a time, and one that was too large, or took too long, halves those that follow. Both go up
 * again while all is well.
 */
export class Pace {
  readonly #requests: Measure;
  readonly #size: Measure;

  /** `requests` at once, and `size` of each: events, or values. */
  constructor(most: { readonly requests: number; readonly size: number }) {
    this.#requests = new Measure(most.requests, (now) => now + 1);
    this.#size = new Measure(most.size, (now) => Math.ceil(now * 1.5));
  }

  get requests(): number {
    return this.#requests.now;
  }

  get size(): number {
    return this.#size.now;
  }

  wentWell(): void {
    this.#requests.wentWell();
    this.#size.wentWell();
  }

  /** The server, or what stands before it, could not cope. */
  troubled(): void {
    this.#requests.lowerTo(1);
  }

  /** A request of this size was more than is taken, or than is done in time. */
  tooMuch(size: number): void {
    this.#size.lowerTo(size / 2);
  }

  /** It was one object, and not how many: requests may be of this size again. */
  wasOne(size: number): void {
    this.#size.raiseTo(size);
  }
}
