import { EtlError } from '../base/errors.ts';
import type { Checked } from './checked-bytes.ts';
import { findDelimiter, nameDelimiter, parseHead, type Head, type HeadOptions } from './csv-head.ts';

/** The header may not be longer than this; one that never ends is not of a CSV. */
const MAX_HEAD = 1 << 20;

/** Reads as many bytes as it takes to know the header; what stands above it is gone from them. */
export async function readHead(
  chunks: AsyncGenerator<Checked, void>,
  location: string,
  options: HeadOptions,
): Promise<{ head: Head; bytes: Buffer; marks: number }> {
  let bytes: Buffer = Buffer.alloc(0);
  let marks = 0;
  for (;;) {
    const next = await chunks.next();
    if (!next.done) {
      bytes = Buffer.concat([bytes, next.value.bytes]);
      ({ marks } = next.value);
    }
    const text = bytes.toString('utf8');
    const head = parseHead(text, next.done === true, options);
    if (head === null) throw new EtlError('source/empty', { location });
    if (head === 'open') throw new EtlError('source/truncated', { location, line: 1, reason: 'quote' });
    if (head !== 'more') {
      refuseNul(head, location);
      return { head, bytes: bytes.subarray(Buffer.byteLength(text.slice(0, head.start))), marks };
    }
    if (bytes.length > MAX_HEAD) throw new EtlError('source/row-too-long', { location, line: 1, limit: '1 MiB' });
  }
}

/** Every second byte of Western text in UTF-16 is a NUL, which is valid UTF-8. */
function refuseNul({ text }: Head, location: string): void {
  const nuls = text.split('\0').length - 1;
  if (nuls === 0) return;
  if (nuls * 3 > text.length)
    throw new EtlError('source/not-utf8', { location, encoding: 'UTF-16 (without byte-order mark)' });
  throw new EtlError('source/nul-in-header', { location });
}

/** Undefined where none was given and the header has none. Throws EtlError `source/wrong-delimiter`. */
export function chooseDelimiter(head: Head, given: string | undefined, location: string): string | undefined {
  const found = findDelimiter(head);
  if (given === undefined) return found;
  if (found !== undefined && head.counts.get(given) === 0) {
    const args = { location, given: nameDelimiter(given), found: nameDelimiter(found), write: JSON.stringify(found) };
    throw new EtlError('source/wrong-delimiter', args);
  }
  return given;
}
