import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type { Readable } from 'node:stream';
import { EtlError } from '../base/errors.ts';

/** What is known of a file once its last byte has been read. */
export interface FileEnd {
  /** Whether the file ends with a line end, as a file that was written to its end mostly does. */
  endsWithLineEnd: boolean;
}

/**
 * The bytes of a file on their way to the parser: copied to `copy` (mode 0600) and checked to be UTF-8 as they pass.
 * Throws EtlError `source/not-utf8`, `source/empty`.
 */
export async function* checkedBytes(stream: Readable, copy: string, location: string, end: FileEnd): AsyncGenerator<Buffer> {
  const file = createWriteStream(copy, { mode: 0o600 });
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let offset = 0;
  let lines = 1;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      if (offset === 0) refuseUtf16(chunk, location);
      try {
        decoder.decode(chunk, { stream: true });
      } catch (error) {
        const at = firstBadByte(chunk);
        throw new EtlError('source/not-utf8', { location, line: lines + countLines(chunk, at), byte: `0x${(chunk[at] ?? 0).toString(16)}`, offset: offset + at }, { cause: error });
      }
      if (!file.write(chunk)) await once(file, 'drain');
      offset += chunk.length;
      lines += countLines(chunk, chunk.length);
      end.endsWithLineEnd = chunk.at(-1) === 0x0a || chunk.at(-1) === 0x0d;
      yield chunk;
    }
    if (offset === 0) throw new EtlError('source/empty', { location });
    try {
      decoder.decode();
    } catch (error) {
      // Half a character at the very end: the file was cut in the middle of it.
      throw new EtlError('source/truncated', { location, line: lines, reason: 'character' }, { cause: error });
    }
  } finally {
    file.end();
    await finished(file).catch(() => undefined);
  }
}

function refuseUtf16(chunk: Buffer, location: string): void {
  const [a, b] = chunk;
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) throw new EtlError('source/not-utf8', { location, encoding: 'UTF-16' });
}

function countLines(chunk: Buffer, end: number): number {
  let lines = 0;
  for (let at = chunk.indexOf(0x0a); at !== -1 && at < end; at = chunk.indexOf(0x0a, at + 1)) lines += 1;
  return lines;
}

/** Place of the first byte that no UTF-8 has; a sequence cut by the start of the chunk is passed over. */
function firstBadByte(chunk: Buffer): number {
  const start = Math.max(0, chunk.findIndex((byte) => (byte & 0xc0) !== 0x80));
  let low = start;
  let high = chunk.length;
  const isGood = (end: number): boolean => {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(chunk.subarray(start, end), { stream: true });
      return true;
    } catch {
      return false;
    }
  };
  while (low + 1 < high) {
    const middle = (low + high) >> 1;
    if (isGood(middle)) low = middle;
    else high = middle;
  }
  return low;
}
