/** Lets in so many at a time, in the order in which they come. */
export class Gate {
  readonly #most: () => number;
  readonly #waiting: (() => void)[] = [];
  #inside = 0;

  /** `most` is asked each time: how many may be inside can change meanwhile. One always may. */
  constructor(most: () => number) {
    this.#most = most;
  }

  /** Does some work inside. */
  async pass<T>(work: () => Promise<T>): Promise<T> {
    await new Promise<void>((enter) => {
      this.#waiting.push(enter);
      this.#letIn();
    });
    try {
      return await work();
    } finally {
      this.#inside -= 1;
      this.#letIn();
    }
  }

  #letIn(): void {
    while (this.#waiting.length > 0 && this.#inside < Math.max(1, this.#most())) {
      this.#inside += 1;
      this.#waiting.shift()?.();
    }
  }
}
