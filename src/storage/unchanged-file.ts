import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { Transform, type Readable } from 'node:stream';
import { EtlError } from '../base/errors.ts';
import { toFileError } from './file-errors.ts';
import type { Passed, Stored } from '../contracts/storage.ts';

const CHUNK = 1 << 16;
/** What nobody keeps is read in larger pieces. */
const PASSING = 1 << 20;

/**
 * An open file as a stream, with the ETag of its content. The file is hashed before and while it is streamed: if the
 * bytes differ, the stream ends with EtlError `storage/changed-while-reading`. Closes `file` at the end.
 */
export async function unchangedFile(
  file: FileHandle,
  location: string,
): Promise<Stored & { readonly stream: Readable }> {
  const { mtime } = await file.stat();
  const { etag, size } = await hashOf(file);
  const raw = file.createReadStream({ start: 0, highWaterMark: CHUNK });
  const hash = createHash('sha256');
  const stream = new Transform({
    readableHighWaterMark: CHUNK,
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
    flush(done) {
      done(hash.digest('hex') === etag ? null : new EtlError('storage/changed-while-reading', { location }));
    },
    destroy(error, done) {
      raw.destroy();
      done(error);
    },
  });
  raw.on('error', (error) => stream.destroy(toFileError(error, location, 'read')));
  raw.pipe(stream);
  return { etag, modified: mtime, size, stream };
}

async function hashOf(file: FileHandle): Promise<{ etag: string; size: number }> {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(CHUNK);
  let size = 0;
  for (;;) {
    const { bytesRead } = await file.read(buffer, 0, CHUNK, size);
    if (bytesRead === 0) return { etag: hash.digest('hex'), size };
    hash.update(buffer.subarray(0, bytesRead));
    size += bytesRead;
  }
}

/** Gives an open file to `take`, in pieces that are overwritten by what comes next. What `take` throws is thrown on. */
export async function passThrough(
  file: FileHandle,
  location: string,
  take: (chunk: Buffer) => void,
): Promise<Stored & Passed> {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(PASSING);
  const read = async (): Promise<Buffer> => {
    try {
      return buffer.subarray(0, (await file.read(buffer, 0, PASSING, null)).bytesRead);
    } catch (error) {
      throw toFileError(error, location, 'read');
    }
  };
  const { mtime } = await file.stat();
  let size = 0;
  for (let chunk = await read(); chunk.length > 0; chunk = await read()) {
    hash.update(chunk);
    size += chunk.length;
    take(chunk);
  }
  const sha256 = hash.digest('hex');
  return { etag: sha256, sha256, modified: mtime, size };
}
