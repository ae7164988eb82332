import { EtlError } from '../base/errors.ts';
import type { Checked } from './checked-bytes.ts';
import { findDelimiter, nameDelimiter, parseHead, type Head, type HeadOptions } from './csv-head.ts';

/** The header may not be longer than this; one that never ends is not of a CSV. */
const MAX_HEAD = 1 << 20;

/**
 * Reads as many bytes as it takes to know the header. The `bytes` returned start with it: what stands above is left out.
 * Throws EtlError `source/empty`, `source/truncated`, `source/row-too-long`, `source/nul-in-header`, `source/not-utf8`.
 */
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

/**
 * The delimiter of the file: `given` by the spec, or found in the header; undefined where neither has one. Throws EtlError
 * `source/wrong-delimiter` where the header has another than was given.
 */
export function chooseDelimiter(head: Head, given: string | undefined, location: string): string | undefined {
  const likely = findDelimiter(head);
  if (given === undefined) return likely;
  if (likely !== undefined && head.counts.get(given) === 0) {
    const args = { location, given: nameDelimiter(given), found: nameDelimiter(likely), write: JSON.stringify(likely) };
    throw new EtlError('source/wrong-delimiter', args);
  }
  return given;
}
