import type { Covered } from '../contracts/coverage.ts';

/** Things to be touched, by what people call them. */
export class Marks {
  readonly #marks = new Map<string, boolean>();

  /** Adds a thing; once it is touched, it stays so. */
  add(name: string, isTouched = false): void {
    this.#marks.set(name, isTouched || this.#marks.get(name) === true);
  }

  toCovered(): Covered {
    const left = [...this.#marks].flatMap(([name, isTouched]) => (isTouched ? [] : [name]));
    return { total: this.#marks.size, covered: this.#marks.size - left.length, ignored: [], left };
  }
}
