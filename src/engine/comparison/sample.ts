/** Which entries are looked at where not all of them are. */
import { createHash } from 'node:crypto';
import { nameOf, type Ref } from '../../contracts/ref.ts';

/** Entries that a seed picks: the same ones for the same seed and index, whatever keeps it and in whichever order. */
export class Sample {
  readonly #size: number;
  readonly #seed: string;
  #picked: { readonly rank: string; readonly name: string }[] = [];

  constructor(size: number, seed: string) {
    this.#size = size;
    this.#seed = seed;
  }

  /** Considers an entry. Memory holds twice the sample, however many there are. */
  add(ref: Ref): void {
    const name = nameOf(ref);
    const rank = createHash('sha256').update(`${this.#seed}\u001f${name}`).digest('base64');
    this.#picked.push({ rank, name });
    if (this.#picked.length >= 2 * this.#size) this.#prune();
  }

  names(): ReadonlySet<string> {
    this.#prune();
    return new Set(this.#picked.map(({ name }) => name));
  }

  #prune(): void {
    this.#picked.sort((a, b) => (a.rank < b.rank ? -1 : Number(a.rank > b.rank)));
    this.#picked = this.#picked.slice(0, this.#size);
  }
}
