/** A file is sent in one piece up to this size, and else in pieces of it. */
export const BLOCK_BYTES = 8 << 20;

/** Azure has no more in one file. */
export const MOST_BLOCKS = 50_000;

/**
 * Puts chunks together, or cuts them, so that each but the last has the size of a block; none where there are no bytes.
 * `see` is given each chunk once.
 */
export function* inBlocks(chunks: Iterable<Buffer>, see: (chunk: Buffer) => void): Generator<Buffer, void> {
  const size = BLOCK_BYTES;
  let block = Buffer.allocUnsafe(size);
  let filled = 0;
  for (const chunk of chunks) {
    see(chunk);
    for (let at = 0; at < chunk.length;) {
      const taken = chunk.copy(block, filled, at, at + size - filled);
      at += taken;
      filled += taken;
      if (filled < size) continue;
      yield block;
      block = Buffer.allocUnsafe(size);
      filled = 0;
    }
  }
  if (filled > 0) yield block.subarray(0, filled);
}
