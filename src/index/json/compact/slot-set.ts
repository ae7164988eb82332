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

  /** Whether it was in it. */
  delete(slot: number): boolean {
    if (!this.has(slot)) return false;
    this.#has[slot] = 0;
    this.#size -= 1;
    return true;
  }
}
