/** A number for a text, equal for equal ones: of its bytes in UTF-8. */
export function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = SEED;
  for (let at = start; at < end; at += 1) hash = Math.imul(hash ^ (bytes[at] as number), PRIME);
  return mix(hash);
}

export function hashText(text: string): number {
  let hash = SEED;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit > 0x7f) {
      const bytes = Buffer.from(text);
      return hashBytes(bytes, 0, bytes.length);
    }
    hash = Math.imul(hash ^ unit, PRIME);
  }
  return mix(hash);
}

/** FNV-1a, with its bits well mixed. */
const SEED = 0x811c9dc5;
const PRIME = 0x01000193;

function mix(hash: number): number {
  let mixed = hash ^ (hash >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/**
 * Which entries may have a text, by the text's number: eight bytes for each, where a map of texts would take a hundred.
 * Different texts may have one number, so that whoever asks looks into the entry.
 */
export class HashTable {
  #slots: Uint32Array;
  #hashes: Uint32Array;
  #size = 0;

  constructor(expected: number = 0) {
    const capacity = 2 ** Math.ceil(Math.log2(Math.max(16, expected * 1.5)));
    this.#slots = new Uint32Array(capacity);
    this.#hashes = new Uint32Array(capacity);
  }

  add(hash: number, slot: number): void {
    if (this.#size * 4 >= this.#slots.length * 3) this.#grow();
    this.#put(this.#slots, this.#hashes, hash, slot + 1);
  }

  /** Entries that may have the text, those that were added first before the others. */
  *of(hash: number): Generator<number, void> {
    const mask = this.#slots.length - 1;
    for (let at = hash & mask; this.#slots[at] !== 0; at = (at + 1) & mask)
      if (this.#hashes[at] === hash) yield (this.#slots[at] as number) - 1;
  }

  /** The only entry that may have the text; -1 where there is none, or several. */
  only(hash: number): number {
    const mask = this.#slots.length - 1;
    let only = 0;
    for (let at = hash & mask; this.#slots[at] !== 0; at = (at + 1) & mask) {
      if (this.#hashes[at] !== hash) continue;
      if (only !== 0) return -1;
      only = this.#slots[at] as number;
    }
    return only - 1;
  }

  /** The first of them for which something holds; -1 where there is none. */
  find(hash: number, holds: (slot: number) => boolean): number {
    const mask = this.#slots.length - 1;
    for (let at = hash & mask; this.#slots[at] !== 0; at = (at + 1) & mask) {
      const slot = (this.#slots[at] as number) - 1;
      if (this.#hashes[at] === hash && holds(slot)) return slot;
    }
    return -1;
  }

  #put(slots: Uint32Array, hashes: Uint32Array, hash: number, stored: number): void {
    const mask = slots.length - 1;
    let at = hash & mask;
    while (slots[at] !== 0) {
      if (hashes[at] === hash && slots[at] === stored) return;
      at = (at + 1) & mask;
    }
    slots[at] = stored;
    hashes[at] = hash;
    if (slots === this.#slots) this.#size += 1;
  }

  #grow(): void {
    const slots = new Uint32Array(this.#slots.length * 2);
    const hashes = new Uint32Array(slots.length);
    for (let at = 0; at < this.#slots.length; at += 1)
      if (this.#slots[at] !== 0) this.#put(slots, hashes, this.#hashes[at] as number, this.#slots[at] as number);
    this.#slots = slots;
    this.#hashes = hashes;
  }
}
