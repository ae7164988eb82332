import { toUid } from '../base/to-uid.ts';

const UID = /^[A-Za-z][A-Za-z0-9]{10}$/;

/** Whether a text has the shape of a DHIS2 UID: a letter, then ten letters or digits. */
export function isUid(text: unknown): text is string {
  return typeof text === 'string' && UID.test(text);
}

/**
 * The UID that a record has for good, on any machine: SHA-256 of `namespace`, `key` and `generation`, joined by line
 * feeds, as UTF-8. The digest is read as one big-endian integer, from which a letter (A–Z, a–z) and ten characters of
 * 0–9, A–Z, a–z are taken, least significant first. Generation 0 is the first; it grows only where an event deleted in
 * DHIS2 is made anew, because DHIS2 never takes a deleted UID again (E1082).
 *
 *     deriveUid('sipca', '5f1c0f0e-9d9a-4d3c-8a83-0c6f0f6f0001', 0)  → 'rmDy21ObH86'
 *     deriveUid('sipca', '5f1c0f0e-9d9a-4d3c-8a83-0c6f0f6f0001', 1)  → 'hJJd2lDxzaj'
 *     deriveUid('forms/é', '1', 0)                                   → 'Gsc7mk1U1gU'
 */
export function deriveUid(namespace: string, key: string, generation: number): string {
  return toUid(`${namespace}\n${key}\n${generation}`);
}
