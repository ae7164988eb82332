import { createHash } from 'node:crypto';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const LETTERS_AND_DIGITS = `0123456789${LETTERS}`;

/**
 * A UID that is always the same for the same text: its SHA-256 (of UTF-8) is read as one big-endian integer, from which
 * a letter (A–Z, a–z) and ten characters of 0–9, A–Z, a–z are taken, least significant first.
 */
export function toUid(text: string): string {
  const digest = createHash('sha256').update(text, 'utf8').digest('hex');
  let rest = BigInt(`0x${digest}`);
  const take = (alphabet: string): string => {
    const size = BigInt(alphabet.length);
    const character = alphabet.charAt(Number(rest % size));
    rest /= size;
    return character;
  };
  let uid = take(LETTERS);
  while (uid.length < 11) uid += take(LETTERS_AND_DIGITS);
  return uid;
}
