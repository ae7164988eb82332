import { randomInt } from 'node:crypto';

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
