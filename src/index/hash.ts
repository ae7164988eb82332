import { createHash } from 'node:crypto';

/** Version of how hashes are made. Where it changes, entries are verified anew against the sink; no object is updated. */
const HASH_VERSION = 'v1';

/** Hash of a canonical text. */
export function toHash(canonical: string): string {
  return `${HASH_VERSION}:${createHash('sha256').update(canonical).digest('base64url')}`;
}

export function isCurrentHash(hash: string | undefined): hash is string {
  return hash?.startsWith(`${HASH_VERSION}:`) === true;
}
