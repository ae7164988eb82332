import { createHash } from 'node:crypto';

/** Version of the way hashes are made. A release that changes it verifies entries anew; it does not update their objects. */
const HASH_VERSION = 'v1';

/** Hash of a canonical text. */
export function toHash(canonical: string): string {
  return `${HASH_VERSION}:${createHash('sha256').update(canonical).digest('base64url')}`;
}

export function isCurrentHash(hash: string | undefined): hash is string {
  return hash?.startsWith(`${HASH_VERSION}:`) === true;
}
