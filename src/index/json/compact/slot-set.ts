/** A set of entries by their numbers, in a byte each. */
export class SlotSet {
  #has = new Uint8Array(1024);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  has(slot: number): boolean {
    return this.#has[slot] === 1;
  }

  add(slot: number): void {
    if (this.has(slot)) return;
    if (slot >= this.#has.length) {
      const grown = new Uint8Array(Math.max(slot + 1, this.#has.length * 2));
      grown.set(this.#has);
      this.#has = grown;
    }
    this.#has[slot] = 1;
    this.#size += 1;
  }

  /** In the order of their numbers. */
  *[Symbol.iterator](): Generator<number, void> {
    for (let slot = this.#has.indexOf(1); slot !== -1; slot = this.#has.indexOf(1, slot + 1)) yield slot;
  }

  clear(): void {
    if (this.#size > 0) this.#has.fill(0);
    this.#size = 0;
  }

  /** Whether it was in it. */
  delete(slot: number): boolean {
    if (!this.has(slot)) return false;
    this.#has[slot] = 0;
    this.#size -= 1;
    return true;
  }
}
