/** A pattern may be as large as one likes; how long it is looked at may not. */

/** There is more to look at than is worth it. */
export class TooLarge extends Error {}

/** How much is looked at before it is said to be too large: some tenths of a second. */
export class Patience {
  #left = 1_000_000;

  spend(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0) throw new TooLarge();
  }
}
