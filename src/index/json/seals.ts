import { hash } from 'node:crypto';
import { canonicalJson, type Json } from '../../base/json.ts';
import { MARK_BYTES } from '../key-mark.ts';
import type { RawEntry } from './raw-entry.ts';

/**
 * Seals: what an index looked like, entry by entry, when we last saved it. Of each entry five bytes of a hash of its key
 * and four of a hash of its content, so that an entry that somebody else has changed, added or taken away since is told
 * from those that are as we left them. Base64 of these nine bytes each, ordered, stands in the sidecar.
 */
export type Seals = Map<number, number>;

const CONTENT_BYTES = 4;
const BYTES = MARK_BYTES + CONTENT_BYTES;

/** What decides about a record. What others keep in an entry for themselves (the weekly review's `status`) does not. */
const DECIDING = [
  'dhis2_uuid',
  'uploaded',
  'deleted',
  'deleted_dhis2',
  'error',
  'ids',
  'hash',
  'was',
  'shape',
  'doubts',
  'left',
  'generation',
  'pair',
] as const;

/** What an entry's content comes to, as far as it decides about its record. */
export function contentMark(entry: RawEntry): number {
  const deciding = DECIDING.map((name) => (entry[name] as Json | undefined) ?? null);
  // An entry that has not moved keeps the seal that earlier releases gave it.
  const content = canonicalJson(entry.moved_from ? [...deciding, entry.moved_from] : deciding);
  return hash('sha1', content, 'buffer').readUIntBE(0, CONTENT_BYTES);
}

export function toSealText(seals: Seals): string {
  const bytes = Buffer.alloc(seals.size * BYTES);
  const ordered = [...seals].sort(([a], [b]) => a - b);
  for (const [at, [key, content]] of ordered.entries()) {
    bytes.writeUIntBE(key, at * BYTES, MARK_BYTES);
    bytes.writeUIntBE(content, at * BYTES + MARK_BYTES, CONTENT_BYTES);
  }
  return bytes.toString('base64');
}

/** Reads seals; what is no whole seal at the end is left out, and its entry not believed. */
export function parseSeals(text: string): Seals {
  const bytes = Buffer.from(text, 'base64');
  const seals: Seals = new Map();
  for (let at = 0; at + BYTES <= bytes.length; at += BYTES) {
    seals.set(bytes.readUIntBE(at, MARK_BYTES), bytes.readUIntBE(at + MARK_BYTES, CONTENT_BYTES));
  }
  return seals;
}
