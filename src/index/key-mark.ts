import { hash } from 'node:crypto';

/** So many bytes of a hash tell the keys of a whole index from each other. */
export const MARK_BYTES = 5;

/** A key as a number, by which an entry that is gone can be known without its key. */
export function keyMark(key: string): number {
  return parseInt(hash('sha1', key, 'hex').slice(0, 2 * MARK_BYTES), 16);
}
