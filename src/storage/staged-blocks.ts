import { createHash, randomUUID } from 'node:crypto';
import type { BlockBlobClient } from '@azure/storage-blob';
import { toAzureError, type Attempt } from './azure-errors.ts';
import { pastGateways } from './azure-retry.ts';

/** A blob as it is sent, block by block: nothing of it is to be seen before it is committed, and more can be sent after that. */
export class StagedBlocks {
  readonly #blob: BlockBlobClient;
  readonly #attempt: Attempt;
  readonly #writeId = randomUUID();
  readonly #ids: string[] = [];
  readonly #md5 = createHash('md5');
  #size = 0;

  /** `attempt`: of each block. */
  constructor(blob: BlockBlobClient, attempt: Attempt) {
    this.#blob = blob;
    this.#attempt = attempt;
  }

  /** What its blocks are called, in their order. */
  get ids(): readonly string[] {
    return this.#ids;
  }

  /** Bytes that were sent. */
  get size(): number {
    return this.#size;
  }

  /** Of all of them. */
  get md5(): Uint8Array {
    return this.#md5.copy().digest();
  }

  /** Sends the next block. Throws EtlError `storage/*`. */
  async send(block: Buffer): Promise<void> {
    // Azure wants the names of all blocks of a blob to be of one length.
    const id = Buffer.from(`${this.#writeId}-${String(this.#ids.length).padStart(6, '0')}`).toString('base64');
    const { retryMs, seconds } = this.#attempt;
    const abortSignal = AbortSignal.timeout(Math.ceil(seconds * 1000));
    try {
      await pastGateways(retryMs, () => this.#blob.stageBlock(id, block, block.length, { abortSignal }));
    } catch (error) {
      throw toAzureError(error, this.#attempt);
    }
    this.#ids.push(id);
    this.#md5.update(block);
    this.#size += block.length;
  }
}

/** A blob of which all blocks are known. */
export interface BlobInBlocks {
  readonly staged: StagedBlocks;
  readonly etag: string;
}
