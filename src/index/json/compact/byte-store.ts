/** No more bytes than these lie together, and fewer in a small store; what is longer gets as many of these as it needs. */
const BLOCK_BITS = 22;
const BLOCK = 1 << BLOCK_BITS;
const FIRST_BLOCK = 1 << 16;

/** Bytes one after the other, found by where they begin: growing copies nothing, and leaves no object for each piece. */
export class ByteStore {
  readonly #blocks: Buffer[] = [];
  /** Number of the block in which the next bytes go. */
  #last = 0;
  #end = 0;
  #capacity = 0;
  #size = 0;

  /** Bytes that are kept. */
  get size(): number {
    return this.#size;
  }

  /** Keeps a copy of some bytes; gives where they begin. */
  put(bytes: Uint8Array, start: number, end: number): number {
    const length = end - start;
    if (this.#end + length > this.#capacity) this.#addBlock(length);
    const at = this.#end;
    (this.#blocks[this.#last] as Buffer).set(bytes.subarray(start, end), at);
    // What spans blocks is alone in them.
    this.#end = length > BLOCK ? this.#capacity : this.#end + length;
    this.#size += length;
    return this.#last * BLOCK + at;
  }

  /** The block in which something begins, and how far in it. */
  blockAt(start: number): Buffer {
    return this.#blocks[start >>> BLOCK_BITS] as Buffer;
  }

  offsetOf(start: number): number {
    return start & (BLOCK - 1);
  }

  #blocksOf(length: number): number {
    return Math.max(1, Math.ceil(length / BLOCK));
  }

  #addBlock(length: number): void {
    const count = this.#blocksOf(length);
    const doubled = Math.min(BLOCK, Math.max(FIRST_BLOCK, 2 * this.#capacity));
    this.#capacity = count > 1 || length > doubled ? count * BLOCK : doubled;
    const block = Buffer.allocUnsafeSlow(this.#capacity);
    this.#last = this.#blocks.length;
    for (let n = 0; n < count; n += 1) this.#blocks.push(block);
    this.#end = 0;
  }
}
