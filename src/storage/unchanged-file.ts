import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { Transform, type Readable } from 'node:stream';
import { EtlError } from '../base/errors.ts';
import { toFileError } from './file-errors.ts';
import type { Stored } from '../contracts/storage.ts';

const CHUNK = 1 << 16;

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
