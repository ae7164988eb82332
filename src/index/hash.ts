import { hash } from 'node:crypto';

/** Version of how hashes are made. Where it changes, entries are verified anew against the sink; no object is updated. */
const HASH_VERSION = 'v1';

/** Hash of a canonical text. */
export function toHash(canonical: string): string {
  return `${HASH_VERSION}:${hash('sha256', canonical, 'base64url')}`;
}

export function isCurrentHash(known: string | undefined): known is string {
  return known?.startsWith(`${HASH_VERSION}:`) === true;
}
