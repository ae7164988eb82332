/** So many names are told apart; of places there may be very many. */
const TOLD_APART = 10_000;
/** So many are named. */
const NAMED = 3;

/** How often names come up. */
export class Tally {
  readonly #counts = new Map<string, number>();

  add(name: string): void {
    const count = this.#counts.get(name);
    if (count !== undefined || this.#counts.size < TOLD_APART) this.#counts.set(name, (count ?? 0) + 1);
  }

  /** The names that come up most, in words: `CTC Beds (55)`. */
  most(nameOf: (name: string) => string = (name) => name): string[] {
    const sorted = [...this.#counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
    return sorted.slice(0, NAMED).map(([name, count]) => `${nameOf(name)} (${count})`);
  }
}
