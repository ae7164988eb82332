import { createHash, randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { BlockBlobClient, ContainerClient } from '@azure/storage-blob';
import type { FromSchema } from 'json-schema-to-ts';
import { EtlError, ProblemsError } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import { defineStorage } from '../contracts/component.ts';
import { openContainer, parseAccount, type AzureAccount } from './azure-account.ts';
import { openDownload } from './azure-download.ts';
import { isConflict, isMissingBlob, toAzureError, type Attempt, type Right } from './azure-errors.ts';
import { findLease, takeLease } from './azure-lease.ts';
import { pastGateways } from './azure-retry.ts';
import { checkPath } from './path.ts';
import { BLOCK_BYTES, inBlocks, MOST_BLOCKS } from './blocks.ts';
import { StagedBlocks, type BlobInBlocks } from './staged-blocks.ts';
import { examineSas } from './examine-sas.ts';
import type { HeldLock, Lock, Passed, Storage, Stored } from '../contracts/storage.ts';

/** How long things may take. */
export interface Limits {
  /** How long to wait for an answer, tries included, or for the next bytes of one. */
  readonly answerSeconds: number;
  /** How often a lock is renewed; it holds for 60 s. */
  readonly renewMs: number;
  /** The first wait before something is tried again. */
  readonly retryMs: number;
}

const LIMITS: Limits = { answerSeconds: 60, renewMs: 20_000, retryMs: 500 };
/** While a person waits. */
const hurried = (answerWithinMs: number): Limits => ({ ...LIMITS, answerSeconds: answerWithinMs / 1000, retryMs: 100 });
/** Of no blob: a write of what has it is refused for that, once the right to write was looked at. */
const NO_ETAG = '"0x0"';
/** The slowest line that an upload is given time for: 128 kB a second. */
const SLOWEST_BYTES_PER_SECOND = 1 << 17;

interface PutOptions {
  readonly metadata: Record<string, string>;
  readonly abortSignal: AbortSignal;
  readonly conditions?: { readonly ifNoneMatch?: string; readonly ifMatch?: string };
}

const SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['container'],
  properties: {
    accountUrl: {
      type: 'string',
      minLength: 1,
      description: 'Address of the storage account: https://<account>.blob.core.windows.net',
    },
    container: {
      type: 'string',
      pattern: '^(?:\\$root|\\$web|(?=.{3,63}$)[a-z0-9]+(?:-[a-z0-9]+)*)$',
      expected: 'the name of a container: 3 to 63 small letters, digits and single hyphens',
      description: 'Name of the container.',
    },
    sasToken: {
      type: 'string',
      minLength: 1,
      description:
        'Shared access signature of the container, with or without ? before it. A source needs read; an index read, write and create. From the environment.',
    },
    connectionString: {
      type: 'string',
      minLength: 1,
      description: 'Connection string of the account, in place of accountUrl and sasToken. From the environment.',
    },
  },
} as const;

// The choice is left out of the type: it would only make the two ways harder to read.
const EITHER_WAY = {
  ...SCHEMA,
  oneOf: [{ required: ['accountUrl', 'sasToken'] }, { required: ['connectionString'] }],
};

type Config = FromSchema<typeof SCHEMA>;

/** A container of Azure Blob Storage. */
export const azureBlob = defineStorage<Config>({
  kind: 'azure-blob',
  role: 'storage',
  summary: 'A container of Azure Blob Storage, with a SAS token or a connection string.',
  secrets: ['sasToken', 'connectionString'],
  schema: EITHER_WAY,
  example: `connections:
  datalake:
    kind: azure-blob
    accountUrl: https://myaccount.blob.core.windows.net
    container: exports
    sasToken: \${DATALAKE_SAS}
`,
  build(config, { log, secrets, answerWithinMs }): AzureBlobStorage {
    const account = parseAccount(config);
    if ('problems' in account) throw new ProblemsError(account.problems);
    for (const secret of account.secrets) secrets.add(secret);
    return new AzureBlobStorage(
      account,
      config.container,
      log,
      answerWithinMs === undefined ? LIMITS : hurried(answerWithinMs),
    );
  },
  examine: (config, examination) => examineSas(parseAccount(config), examination),
});

/**
 * Blobs of one container. Each file is one block blob, which changes all at once: it is written in one request, or in blocks
 * of which nothing is seen until they are committed.
 */
export class AzureBlobStorage implements Storage {
  readonly kind = 'azure-blob';
  readonly #account: AzureAccount;
  readonly #container: string;
  readonly #log: Log;
  readonly #limits: Limits;
  /** Blobs that we have appended to, as we left them. */
  readonly #inBlocks = new Map<string, BlobInBlocks>();
  #client: Promise<ContainerClient> | undefined;

  constructor(account: AzureAccount, container: string, log: Log, limits: Limits = LIMITS) {
    this.#account = account;
    this.#container = container;
    this.#log = log;
    this.#limits = limits;
  }

  describe(path: string): string {
    return `container ${this.#container} at ${this.#account.url}: ${path}`;
  }

  async open(path: string): Promise<(Stored & { readonly stream: Readable }) | null> {
    return openDownload(await this.#blob(path), this.#attempt(path, 'read'));
  }

  async read(path: string): Promise<(Stored & { readonly bytes: Buffer }) | null> {
    const opened = await this.open(path);
    if (!opened) return null;
    const chunks: Buffer[] = [];
    for await (const chunk of opened.stream as AsyncIterable<Buffer>) chunks.push(chunk);
    const { etag, modified, size } = opened;
    return { etag, modified, size, bytes: Buffer.concat(chunks) };
  }

  async readThrough(path: string, take: (chunk: Buffer) => void): Promise<(Stored & Passed) | null> {
    const opened = await this.open(path);
    if (!opened) return null;
    const hash = createHash('sha256');
    for await (const chunk of opened.stream as AsyncIterable<Buffer>) {
      hash.update(chunk);
      take(chunk);
    }
    const { etag, modified, size } = opened;
    return { etag, modified, size, sha256: hash.digest('hex') };
  }

  write(path: string, bytes: Buffer, expect?: string): Promise<{ readonly etag: string } | null> {
    const seconds = this.#limits.answerSeconds + Math.ceil(bytes.length / SLOWEST_BYTES_PER_SECOND);
    return this.#replace(path, expect, seconds, (blob, options) => blob.upload(bytes, bytes.length, options));
  }

  async writeThrough(path: string, chunks: Iterable<Buffer>, expect?: string): Promise<Passed | null> {
    const hash = createHash('sha256');
    const blocks = inBlocks(chunks, (chunk) => hash.update(chunk));
    const [first = Buffer.alloc(0), second] = [blocks.next().value, blocks.next().value] as (Buffer | undefined)[];
    const written = second
      ? await this.#writeBlocks(path, [first, second], blocks, expect)
      : await this.write(path, first, expect);
    return written && { ...written, sha256: hash.digest('hex') };
  }

  async #writeBlocks(
    path: string,
    first: readonly Buffer[],
    rest: Iterable<Buffer>,
    expect: string | undefined,
  ): Promise<{ readonly etag: string } | null> {
    const staged = await this.#stage(path);
    for (const blocks of [first, rest]) for (const block of blocks) await staged.send(block);
    return this.#commit(path, staged, expect);
  }

  async #stage(path: string): Promise<StagedBlocks> {
    const seconds = this.#limits.answerSeconds + Math.ceil(BLOCK_BYTES / SLOWEST_BYTES_PER_SECOND);
    return new StagedBlocks(await this.#blob(path), this.#attempt(path, 'write', seconds));
  }

  /** All blocks that were sent become the blob. */
  #commit(
    path: string,
    { ids, md5 }: StagedBlocks,
    expect: string | undefined,
  ): Promise<{ readonly etag: string } | null> {
    return this.#replace(path, expect, this.#limits.answerSeconds, (blob, options) =>
      blob.commitBlockList([...ids], { ...options, blobHTTPHeaders: { blobContentMD5: md5 } }),
    );
  }

  /** A blob that was not made of blocks we know is sent once more, in blocks; from then on only what is new is sent. */
  async append(path: string, bytes: Buffer, size: number): Promise<boolean> {
    const known = this.#inBlocks.get(path) ?? (await this.#toBlocks(path, size));
    this.#inBlocks.delete(path);
    if (known?.staged.size !== size || known.staged.ids.length >= MOST_BLOCKS) return false;
    for (const block of inBlocks([bytes], () => {})) await known.staged.send(block);
    const written = await this.#commit(path, known.staged, known.etag);
    if (!written) return false;
    this.#inBlocks.set(path, { staged: known.staged, etag: written.etag });
    return true;
  }

  async #toBlocks(path: string, size: number): Promise<BlobInBlocks | undefined> {
    const stored = await this.read(path);
    if (stored?.size !== size) return undefined;
    const staged = await this.#stage(path);
    for (const block of inBlocks([stored.bytes], () => {})) await staged.send(block);
    return { staged, etag: stored.etag };
  }

  /** Does what puts a new blob in the place of the old one, where that is still the expected one. */
  async #replace(
    path: string,
    expect: string | undefined,
    seconds: number,
    put: (blob: BlockBlobClient, options: PutOptions) => Promise<{ readonly etag?: string }>,
  ): Promise<{ readonly etag: string } | null> {
    this.#inBlocks.delete(path);
    const blob = await this.#blob(path);
    const attempt = this.#attempt(path, expect === 'none' ? 'create' : 'write', seconds);
    const writeId = randomUUID();
    const options = {
      metadata: { etlwrite: writeId },
      abortSignal: AbortSignal.timeout(Math.ceil(seconds * 1000)),
      ...(expect === undefined ? {} : { conditions: expect === 'none' ? { ifNoneMatch: '*' } : { ifMatch: expect } }),
    };
    try {
      const { etag } = await pastGateways(attempt.retryMs, () => put(blob, options));
      if (etag === undefined)
        throw new EtlError('storage/unexpected-answer', { location: attempt.location, reason: 'without ETag' });
      return { etag };
    } catch (error) {
      if (expect === undefined || !isConflict(error)) throw toAzureError(error, attempt);
    }
    return this.#ownWrite(path, writeId);
  }

  async tryWrite(path: string): Promise<void> {
    await this.write(path, Buffer.alloc(0), NO_ETAG);
  }

  async lock(path: string): Promise<Lock> {
    const blob = await this.#blob(path);
    try {
      return await takeLease(blob, { location: this.describe(path), log: this.#log, ...this.#limits });
    } catch (error) {
      throw toAzureError(error, this.#attempt(path, 'write'));
    }
  }

  async findLock(path: string): Promise<HeldLock | null> {
    const toOurs = (error: unknown): never => {
      throw toAzureError(error, this.#attempt(path, 'write'));
    };
    try {
      const held = await findLease(await this.#blob(path), this.describe(path), this.#limits.answerSeconds);
      return held && { ...held, break: () => held.break().catch(toOurs) };
    } catch (error) {
      return toOurs(error);
    }
  }

  /**
   * A write that was carried out, but whose answer got lost, is tried again, and then fails because of itself: the ETag
   * has changed, and the change is ours.
   */
  async #ownWrite(path: string, writeId: string): Promise<{ readonly etag: string } | null> {
    try {
      const blob = await this.#blob(path);
      const abortSignal = AbortSignal.timeout(this.#limits.answerSeconds * 1000);
      const { etag, metadata } = await pastGateways(this.#limits.retryMs, () => blob.getProperties({ abortSignal }));
      return metadata?.['etlwrite'] === writeId && etag !== undefined ? { etag } : null;
    } catch (error) {
      if (isMissingBlob(error)) return null;
      throw toAzureError(error, this.#attempt(path, 'read'));
    }
  }

  async #blob(path: string): Promise<BlockBlobClient> {
    checkPath(path, `container ${this.#container}`);
    this.#client ??= openContainer(this.#account, this.#container, this.#limits.retryMs);
    return (await this.#client).getBlockBlobClient(path);
  }

  #attempt(path: string, right: Right, seconds = this.#limits.answerSeconds): Attempt {
    const { retryMs } = this.#limits;
    return { location: this.describe(path), right, sasToken: this.#account.sasToken, seconds, retryMs };
  }
}
