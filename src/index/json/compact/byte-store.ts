/** So many bytes lie together; what is longer gets as many of these as it needs. */
const BLOCK_BITS = 22;
const BLOCK = 1 << BLOCK_BITS;

/** Bytes one after the other, found by where they begin: growing copies nothing, and leaves no object for each piece. */
export class ByteStore {
  readonly #blocks: Buffer[] = [];
  #end = BLOCK;
  #isFull = true;
  #size = 0;

  /** Bytes that are kept. */
  get size(): number {
    return this.#size;
  }

  /** Keeps a copy of some bytes; gives where they begin. */
  put(bytes: Uint8Array, start: number, end: number): number {
    const length = end - start;
    if (this.#isFull || this.#end + length > BLOCK) this.#addBlock(length);
    const last = this.#blocks.length - this.#blocksOf(length);
    const at = this.#end;
    (this.#blocks[last] as Buffer).set(bytes.subarray(start, end), at);
    this.#end += length;
    this.#isFull = this.#end >= BLOCK;
    this.#size += length;
    return last * BLOCK + at;
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
    const block = Buffer.allocUnsafeSlow(count * BLOCK);
    for (let n = 0; n < count; n += 1) this.#blocks.push(block);
    this.#end = 0;
  }
}
