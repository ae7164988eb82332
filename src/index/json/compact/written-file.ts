import type { CompactEntries } from './compact-entries.ts';
import { expandEntry, mostExpanded } from './entry-code.ts';

const CHUNK = 1 << 20;

/**
 * The file as the tools before us write it, chunk by chunk, each in the memory of the one before it: sorted by key, indented
 * by 4, UTF-8 unescaped, no line end at the end. `order`: slots in the order of their keys.
 */
export function* toFileChunks(entries: CompactEntries, order: Uint32Array): Generator<Buffer, void> {
  if (order.length === 0) {
    yield Buffer.from('{}');
    return;
  }
  let chunk = Buffer.allocUnsafe(CHUNK);
  let filled = chunk.write('{');
  let before = '\n    "';
  for (const slot of order) {
    const { block, start, end } = entries.formAt(slot);
    const most = mostExpanded(end - start);
    if (filled + most > chunk.length) {
      yield chunk.subarray(0, filled);
      filled = 0;
      if (most > chunk.length) chunk = Buffer.allocUnsafe(most);
    }
    filled += chunk.write(before, filled, 'latin1');
    before = ',\n    "';
    filled = expandEntry(block, start, end, chunk, filled);
  }
  yield chunk.subarray(0, filled);
  yield Buffer.from('\n}');
}
