import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { BlobDownloadResponseParsed, BlockBlobClient } from '@azure/storage-blob';
import { EtlError } from '../base/errors.ts';
import { isMissingBlob, statusOf, toAzureError, type Attempt } from './azure-errors.ts';
import { pastGateways } from './azure-retry.ts';
import type { Stored } from '../contracts/storage.ts';

/** How often a download that got no further is taken up again. */
const MAX_TRIES = 4;
/** Bytes after which a broken connection counts as new trouble, not as the same again. */
const PROGRESS = 1 << 20;

/**
 * Opens a blob for streaming; null where there is none. A connection that breaks on the way is taken up where it broke,
 * from the same version of the blob; length and MD5 (where Azure has one) are checked. The stream fails with EtlError
 * `storage/connection-lost`, `storage/changed-while-reading`, `storage/damaged`, or as any request does.
 */
export async function openDownload(
  blob: BlockBlobClient,
  attempt: Attempt,
): Promise<(Stored & { readonly stream: Readable }) | null> {
  const idleMs = attempt.seconds * 1000;
  let first: BlobDownloadResponseParsed;
  try {
    first = await pastGateways(attempt.retryMs, () => request(blob, 0, undefined, idleMs));
  } catch (error) {
    if (isMissingBlob(error)) return null;
    throw toAzureError(error, attempt);
  }
  const { etag, contentLength: size, lastModified: modified, contentMD5: md5 } = first;
  if (etag === undefined || size === undefined || modified === undefined) {
    throw new EtlError('storage/unexpected-answer', {
      location: attempt.location,
      reason: 'without ETag, length or date',
    });
  }
  const download = new Download(
    blob,
    attempt,
    { etag, size, md5: md5 && Buffer.from(md5).toString('hex'), idleMs },
    bodyOf(first),
  );
  const stream = Readable.from(download.chunks(), { objectMode: false });
  stream.once('close', () => download.stop());
  return { etag, size, modified, stream };
}

interface Expected {
  readonly etag: string;
  readonly size: number;
  /** Hexadecimal. */
  readonly md5: string | undefined;
  readonly idleMs: number;
}

class Download {
  readonly #blob: BlockBlobClient;
  readonly #attempt: Attempt;
  readonly #expected: Expected;
  #body: Readable | undefined;
  #received = 0;

  constructor(blob: BlockBlobClient, attempt: Attempt, expected: Expected, body: Readable) {
    this.#blob = blob;
    this.#attempt = attempt;
    this.#expected = expected;
    this.#body = body;
    // Until somebody reads it nobody listens to it; what goes wrong then is found when it is read.
    body.on('error', () => {});
  }

  stop(): void {
    this.#body?.destroy();
  }

  async *chunks(): AsyncGenerator<Buffer, void> {
    const { size, md5 } = this.#expected;
    const { location } = this.#attempt;
    const hash = createHash('md5');
    let troubleAt = 0;
    let tries = 1;
    while (this.#received < size) {
      try {
        this.#body ??= await this.#resume();
        for await (const chunk of withIdleLimit(this.#body, this.#expected.idleMs)) {
          this.#received += chunk.length;
          hash.update(chunk);
          yield chunk;
        }
        if (this.#received < size) throw new Error('it ended too early');
      } catch (error) {
        this.stop();
        this.#body = undefined;
        if (statusOf(error) >= 400) throw this.#refused(error);
        tries = this.#received - troubleAt >= PROGRESS ? 1 : tries + 1;
        troubleAt = this.#received;
        if (tries > MAX_TRIES) throw this.#lost(error);
        await delay((this.#attempt.retryMs / 2) * 2 ** (tries - 1));
      }
    }
    if (this.#received > size) throw new EtlError('storage/damaged', { location, reason: `more than ${size} bytes` });
    if (md5 !== undefined && hash.digest('hex') !== md5)
      throw new EtlError('storage/damaged', { location, reason: 'its MD5 differs' });
  }

  async #resume(): Promise<Readable> {
    const { etag, idleMs } = this.#expected;
    const { retryMs } = this.#attempt;
    return bodyOf(await pastGateways(retryMs, () => request(this.#blob, this.#received, etag, idleMs)));
  }

  #refused(error: unknown): EtlError {
    const { location } = this.#attempt;
    const isGone = statusOf(error) === 412 || statusOf(error) === 404;
    return isGone ? new EtlError('storage/changed-while-reading', { location }) : toAzureError(error, this.#attempt);
  }

  #lost(error: unknown): EtlError {
    const { code, message } = error as NodeJS.ErrnoException;
    return new EtlError('storage/connection-lost', {
      location: this.#attempt.location,
      received: this.#received,
      size: this.#expected.size,
      reason: code ?? message,
    });
  }
}

/** Asks for the bytes from `offset` on. The SDK's own way of resuming gives up at a broken connection, so it is off. */
async function request(
  blob: BlockBlobClient,
  offset: number,
  etag: string | undefined,
  limitMs: number,
): Promise<BlobDownloadResponseParsed> {
  const aborter = new AbortController();
  const timer = setTimeout(() => aborter.abort(), limitMs);
  try {
    return await blob.download(offset, undefined, {
      maxRetryRequests: 0,
      abortSignal: aborter.signal,
      ...(etag === undefined ? {} : { conditions: { ifMatch: etag } }),
    });
  } finally {
    clearTimeout(timer);
  }
}

function bodyOf(response: BlobDownloadResponseParsed): Readable {
  return response.readableStreamBody as Readable;
}

/** The chunks of a stream; fails where none comes for `limitMs`. Time that the reader takes does not count. */
async function* withIdleLimit(body: Readable, limitMs: number): AsyncGenerator<Buffer, void> {
  const iterator = body[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  for (;;) {
    const timer = setTimeout(() => body.destroy(new Error(`nothing came for ${limitMs / 1000} s`)), limitMs);
    try {
      const next = await iterator.next();
      if (next.done) return;
      clearTimeout(timer);
      yield next.value;
    } finally {
      clearTimeout(timer);
    }
  }
}
