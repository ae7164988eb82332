import { hash } from 'node:crypto';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const LETTERS_AND_DIGITS = `0123456789${LETTERS}`;
/** SHA-256 as so many numbers of 32 bits. */
const WORDS = 8;
const WORD = 0x1_0000_0000;

/**
 * A UID that is always the same for the same text: its SHA-256 (of UTF-8) is read as one big-endian integer, from which
 * a letter (A–Z, a–z) and ten characters of 0–9, A–Z, a–z are taken, least significant first.
 */
export function toUid(text: string): string {
  const digest = hash('sha256', text, 'binary');
  const words: number[] = [];
  for (let at = 0; at < WORDS * 4; at += 4) {
    const low = (digest.charCodeAt(at + 1) << 16) | (digest.charCodeAt(at + 2) << 8) | digest.charCodeAt(at + 3);
    words.push(digest.charCodeAt(at) * 0x100_0000 + low);
  }
  let uid = LETTERS.charAt(divide(words, LETTERS.length));
  while (uid.length < 11) uid += LETTERS_AND_DIGITS.charAt(divide(words, LETTERS_AND_DIGITS.length));
  return uid;
}

/** Divides the integer in its place, most significant word first, and gives the rest; by hand it takes a tenth of a BigInt's time. */
function divide(words: number[], divisor: number): number {
  let rest = 0;
  for (let at = 0; at < WORDS; at += 1) {
    const part = rest * WORD + (words[at] as number);
    const quotient = Math.floor(part / divisor);
    words[at] = quotient;
    rest = part - quotient * divisor;
  }
  return rest;
}
