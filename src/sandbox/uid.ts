import { createHash, randomInt } from 'node:crypto';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const ALPHABET = `${LETTERS}0123456789`;

/** A letter and ten letters or digits. */
export function isUid(text: string): boolean {
  return /^[A-Za-z][A-Za-z0-9]{10}$/.test(text);
}

/** A fresh identifier, as the server makes one where the client sent none. */
export function randomUid(): string {
  let uid = LETTERS[randomInt(LETTERS.length)] ?? 'A';
  while (uid.length < 11) uid += ALPHABET[randomInt(ALPHABET.length)] ?? 'a';
  return uid;
}

/** The identifier that always follows from a text. */
export function uidOf(text: string): string {
  const bytes = createHash('sha256').update(text).digest();
  const first = LETTERS[(bytes[0] ?? 0) % LETTERS.length] ?? 'A';
  return first + Array.from(bytes.subarray(1, 11), (byte) => ALPHABET[byte % ALPHABET.length] ?? 'a').join('');
}
