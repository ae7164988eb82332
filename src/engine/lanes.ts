/**
 * Work under way at once: never more than there may be, and never two pieces that have a claim in common, which would
 * undo each other. It begins in the order in which it comes; when it ends depends on the work.
 */
export class Lanes {
  readonly #most: () => number;
  readonly #underWay = new Map<Promise<void>, ReadonlySet<string>>();
  #failure: { readonly error: unknown } | undefined;

  /** `most` is asked each time: how much may be under way can change meanwhile. */
  constructor(most: () => number) {
    this.#most = most;
  }

  /** Waits until there is room for it; false where something has failed meanwhile, and nothing more is to begin. */
  async hasRoomFor(claims: ReadonlySet<string>): Promise<boolean> {
    while (!this.#failure && !this.#fits(claims)) await Promise.race(this.#underWay.keys());
    return !this.#failure;
  }

  begin(claims: ReadonlySet<string>, work: () => Promise<void>): void {
    const done = work()
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .finally(() => this.#underWay.delete(done));
    this.#underWay.set(done, claims);
  }

  /** Waits for all that is under way. */
  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay.keys());
  }

  /** The same, and throws what failed first. */
  async end(): Promise<void> {
    await this.settled();
    if (this.#failure) throw this.#failure.error;
  }

  #fits(claims: ReadonlySet<string>): boolean {
    if (this.#underWay.size === 0) return true;
    if (this.#underWay.size >= this.#most()) return false;
    return [...this.#underWay.values()].every((others) => ![...claims].some((claim) => others.has(claim)));
  }
}
