import { isUtf8 } from 'node:buffer';
import type { FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { EtlError } from '../base/errors.ts';
import { appendToCopy } from './local-copy.ts';

/** Where the bytes come from, and where their copy goes. Both are closed at the end, however it comes. */
export interface Way {
  readonly stream: Readable;
  readonly copy: FileHandle;
  readonly copyPath: string;
  /** The source, for people. */
  readonly location: string;
  /** Counts the bytes that have come. */
  readonly count?: { bytes: number };
}

/** Bytes that have passed the check. */
export interface Checked {
  readonly bytes: Buffer;
  /** How many byte-order marks stood at the start of the file; they are left out of `bytes`. */
  readonly marks: number;
}

const LF = 10;
/** Room for the longest signature that is looked for, and for some byte-order marks: each tool adds one of its own. */
const SNIFF = 64;
const MARK = Buffer.from([0xef, 0xbb, 0xbf]);
/** Ctrl-Z: with it DOS ended a text, and some tools still do. */
const END_OF_TEXT = 0x1a;
/** Most Ctrl-Z that are taken for the end of a text. */
const MOST_HELD = 4096;

/**
 * Copies the bytes of a file while they pass, and lets through only whole characters of valid UTF-8, without
 * byte-order marks before them and without a Ctrl-Z after them. Throws EtlError `source/not-utf8`, `source/not-text`, `source/truncated` (the file ends inside a
 * character), `storage/*`.
 */
export async function* checkedBytes({ stream, copy, copyPath, location, count }: Way): AsyncGenerator<Checked, void> {
  let rest: Buffer = Buffer.alloc(0);
  let offset = 0;
  let line = 1;
  let marks = 0;
  let isStart = true;
  const check = (bytes: Buffer): Buffer => {
    let from = 0;
    if (isStart) {
      refuseOtherFormats(bytes, location);
      while (bytes.subarray(from, from + MARK.length).equals(MARK)) from += MARK.length;
      marks = from / MARK.length;
      isStart = false;
    }
    const end = Math.max(from, endOfText(bytes, endOfWholeCharacters(bytes)));
    const whole = bytes.subarray(from, end);
    if (!isUtf8(whole)) throw notUtf8(whole, offset + from, line, location);
    offset += end;
    line += countLineFeeds(whole);
    rest = bytes.subarray(end);
    return whole;
  };
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      await appendToCopy(copy, chunk, copyPath);
      if (count) count.bytes += chunk.length;
      const bytes: Buffer = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
      if (isStart && bytes.length < SNIFF) rest = bytes;
      else yield { bytes: check(bytes), marks };
    }
    if (isStart) yield { bytes: check(rest), marks };
    if (rest.some((byte) => byte !== END_OF_TEXT))
      throw new EtlError('source/truncated', { location, reason: 'character', line });
  } finally {
    stream.destroy();
    await copy.close();
  }
}

/** How often a byte stands in some bytes: LF, unless another is given. */
export function countLineFeeds(bytes: Buffer, byte = LF): number {
  let count = 0;
  for (let at = bytes.indexOf(byte); at !== -1; at = bytes.indexOf(byte, at + 1)) count += 1;
  return count;
}

const SIGNATURES: readonly (readonly [string, string])[] = [
  ['504b0304', 'an Excel workbook (.xlsx) or another ZIP archive'],
  ['d0cf11e0', 'an old Excel workbook (.xls)'],
  ['1f8b', 'compressed (gzip)'],
  ['25504446', 'a PDF'],
];

const MARKS: readonly (readonly [string, string])[] = [
  ['fffe', 'UTF-16 (little-endian)'],
  ['feff', 'UTF-16 (big-endian)'],
];

/** Files that are often put in the place of a CSV, told by their first bytes. */
function refuseOtherFormats(bytes: Buffer, location: string): void {
  const start = bytes.subarray(0, 5).toString('hex');
  for (const [signature, looksLike] of SIGNATURES) {
    if (start.startsWith(signature)) throw new EtlError('source/not-text', { location, looksLike });
  }
  for (const [mark, encoding] of MARKS) {
    if (start.startsWith(mark)) throw new EtlError('source/not-utf8', { location, encoding });
  }
  const text = bytes.subarray(0, 200).toString('latin1');
  if (/^\s*<(?:!doctype|html|\?xml)/i.test(text))
    throw new EtlError('source/not-text', { location, looksLike: 'a web page or XML' });
  if (/^\s*(?:\{\s*"|\[\s*\{)/.test(text)) throw new EtlError('source/not-text', { location, looksLike: 'JSON' });
}

/** A character may be cut by the end of a chunk: where the last whole one ends. */
function endOfWholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] as number;
    if (byte >= 0xc0) return back < lengthOf(byte) ? bytes.length - back : bytes.length;
    if (byte < 0x80) break;
  }
  return bytes.length;
}

/** A Ctrl-Z is held back until it is known whether something comes after it. */
function endOfText(bytes: Buffer, end: number): number {
  let at = end;
  while (at > 0 && end - at < MOST_HELD && bytes[at - 1] === END_OF_TEXT) at -= 1;
  return at;
}

/** How many bytes the character has that starts with this byte; 1 where no character does. */
function lengthOf(lead: number): number {
  if (lead >= 0xf8 || lead < 0xc2) return 1;
  if (lead >= 0xf0) return 4;
  return lead >= 0xe0 ? 3 : 2;
}

/** The bytes 0x80 to 0x9F of Windows-1252, which Excel writes where UTF-8 is not asked for; a blank is no character. */
const WINDOWS_1252 = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';

/** The character of a byte in Windows-1252; '' where it has none. */
function inWindows1252(byte: number): string {
  return byte < 0x80 ? '' : byte < 0xa0 ? (WINDOWS_1252[byte - 0x80] ?? '').trim() : String.fromCharCode(byte);
}

function notUtf8(bytes: Buffer, offset: number, line: number, location: string): EtlError {
  let at = 0;
  while (at < bytes.length) {
    const end = Math.min(at + lengthOf(bytes[at] as number), bytes.length);
    if (!isUtf8(bytes.subarray(at, end))) break;
    at = end;
  }
  const byte = bytes[at] ?? 0;
  return new EtlError('source/not-utf8', {
    location,
    sign: inWindows1252(byte),
    line: line + countLineFeeds(bytes.subarray(0, at)),
    offset: offset + at,
    byte: `0x${byte.toString(16).toUpperCase().padStart(2, '0')}`,
  });
}
