import { hostname } from 'node:os';
import type { BlobLeaseClient, BlockBlobClient } from '@azure/storage-blob';
import { EtlError } from '../base/errors.ts';
import { livenessOf, nameHolder, parseHolder, thisProcess } from '../base/holder.ts';
import type { Log } from '../base/log.ts';
import { azureCode, statusOf } from './azure-errors.ts';
import { pastGateways } from './azure-retry.ts';
import type { HeldLock, Lock } from '../contracts/storage.ts';

/** The longest that Azure gives; a killed run blocks the next one no longer than this. */
const LEASE_SECONDS = 60;

export interface LeaseOptions {
  /** The blob, for people. */
  readonly location: string;
  readonly log: Log;
  readonly renewMs: number;
  readonly answerSeconds: number;
  /** The first wait before something is tried again. */
  readonly retryMs: number;
}

/**
 * Takes a lease on an empty blob, made if it is not there, and keeps renewing it. Who holds it stands in the blob's
 * metadata. Throws EtlError `run/locked`, and the SDK's errors.
 */
export async function takeLease(blob: BlockBlobClient, options: LeaseOptions): Promise<Lock> {
  const { BlobLeaseClient: Client } = await import('@azure/storage-blob');
  const lease = new Client(blob);
  const holder = await thisProcess();
  const abortSignal = AbortSignal.timeout(options.answerSeconds * 1000);
  const asked = Date.now();
  await pastGateways(options.retryMs, () => acquire(lease, blob, options.location, abortSignal));
  const held = new HeldLease(lease, options, asked);
  try {
    const metadata = {
      by: toHeader(nameHolder(holder)),
      since: holder.since,
      holder: toHeader(JSON.stringify(holder)),
    };
    const conditions = { leaseId: lease.leaseId };
    await pastGateways(options.retryMs, () => blob.setMetadata(metadata, { conditions, abortSignal }));
  } catch (error) {
    await held.release();
    throw error;
  }
  return held;
}

async function acquire(
  lease: BlobLeaseClient,
  blob: BlockBlobClient,
  location: string,
  abortSignal: AbortSignal,
): Promise<void> {
  try {
    await lease.acquireLease(LEASE_SECONDS, { abortSignal });
    return;
  } catch (error) {
    if (isHeld(error)) throw await toLocked(blob, location);
    if (azureCode(error) !== 'BlobNotFound') throw error;
  }
  try {
    await blob.upload('', 0, { conditions: { ifNoneMatch: '*' }, abortSignal });
  } catch (error) {
    // Another run has just made it, and may already hold it.
    if (![409, 412].includes(statusOf(error))) throw error;
  }
  try {
    await lease.acquireLease(LEASE_SECONDS, { abortSignal });
  } catch (error) {
    throw isHeld(error) ? await toLocked(blob, location) : error;
  }
}

function isHeld(error: unknown): boolean {
  return statusOf(error) === 409 && azureCode(error).startsWith('Lease');
}

async function toLocked(blob: BlockBlobClient, location: string): Promise<EtlError> {
  let holder: Record<string, string> = {};
  try {
    holder = (await blob.getProperties()).metadata ?? {};
  } catch {
    // That it is held is known; by whom would only have been nice to know.
  }
  const { by, since } = holder;
  const args = { by: by ? `${by}, ${location}` : `a lease on ${location}`, ...(since ? { since } : {}) };
  return new EtlError('run/locked', args);
}

/** Headers take nothing but ASCII. */
function toHeader(text: string): string {
  return text.replace(/[^\u0020-\u007E]/g, '?');
}

/** Who has a lease on the blob; null where nobody has, or there is no blob. Throws the SDK's errors. */
export async function findLease(
  blob: BlockBlobClient,
  location: string,
  answerSeconds: number,
): Promise<HeldLock | null> {
  const properties = await blob
    .getProperties({ abortSignal: AbortSignal.timeout(answerSeconds * 1000) })
    .catch((error: unknown) => (statusOf(error) === 404 ? undefined : Promise.reject(error as Error)));
  if (!properties || !['leased', 'breaking'].includes(properties.leaseState ?? '')) return null;
  const { by, since, holder: text = '' } = properties.metadata ?? {};
  const holder = parseHolder(text);
  // A lease of ours ends within a minute unless its holder renews it: where it has an end, its holder was alive a minute ago.
  const isRenewed = properties.leaseDuration === 'fixed';
  const known = holder ? await livenessOf(holder) : 'unknown';
  const { etag } = properties;
  return {
    location,
    by: by ?? 'the lease does not say who',
    since: since ?? null,
    lastSeen: null,
    is: known === 'unknown' && isRenewed ? 'alive' : known,
    isHere: holder?.host === hostname(),
    async break() {
      const { BlobLeaseClient: Client } = await import('@azure/storage-blob');
      try {
        const conditions = etag === undefined ? {} : { conditions: { ifMatch: etag } };
        const abortSignal = AbortSignal.timeout(answerSeconds * 1000);
        await new Client(blob).breakLease(0, { ...conditions, abortSignal });
        return true;
      } catch (error) {
        // Another holder has written its name, or the lease has ended by itself.
        if (statusOf(error) === 412) return false;
        if (azureCode(error) === 'LeaseNotPresentWithLeaseOperation') return true;
        throw error;
      }
    },
  };
}

class HeldLease implements Lock {
  readonly #lease: BlobLeaseClient;
  readonly #options: LeaseOptions;
  readonly #timer: NodeJS.Timeout;
  /** Counted from when the lease was asked for: the server counts from a later moment. */
  #goodUntil: number;
  #state: 'held' | 'lost' | 'released' = 'held';

  constructor(lease: BlobLeaseClient, options: LeaseOptions, asked: number) {
    this.#lease = lease;
    this.#options = options;
    this.#goodUntil = asked + LEASE_SECONDS * 1000;
    this.#timer = setInterval(() => void this.#renew(), options.renewMs).unref();
  }

  /** A run that slept (a paused machine) has lost its lease before any renewal can say so. */
  get isLost(): boolean {
    return this.#state === 'lost' || (this.#state === 'held' && Date.now() > this.#goodUntil);
  }

  async release(): Promise<void> {
    clearInterval(this.#timer);
    if (this.#state !== 'held') return;
    this.#state = 'released';
    try {
      await this.#lease.releaseLease({ abortSignal: AbortSignal.timeout(this.#options.answerSeconds * 1000) });
    } catch (error) {
      this.#options.log.debug(
        `The lease on ${this.#options.location} was not given back (${reasonOf(error)}); it ends by itself.`,
      );
    }
  }

  async #renew(): Promise<void> {
    const { location, log, renewMs } = this.#options;
    const asked = Date.now();
    try {
      await this.#lease.renewLease({ abortSignal: AbortSignal.timeout(renewMs) });
      this.#goodUntil = asked + LEASE_SECONDS * 1000;
    } catch (error) {
      if (this.#state !== 'held') return;
      const isTaken = [404, 409, 412].includes(statusOf(error));
      if (isTaken || this.isLost) this.#lose(reasonOf(error));
      else log.debug(`The lease on ${location} could not be renewed yet (${reasonOf(error)}).`);
    }
  }

  #lose(reason: string): void {
    this.#state = 'lost';
    clearInterval(this.#timer);
    this.#options.log.warn(
      `The lock was lost (${this.#options.location}: ${reason}): another run may start beside this one.`,
    );
  }
}

function reasonOf(error: unknown): string {
  return azureCode(error) || (error as Error).name;
}
