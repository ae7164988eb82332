import { nearest } from '../base/nearest.ts';

/** So many are named. */
const MOST = 5;

/** Known keys that may be meant: those that have what was typed in them, then those that are spelt nearly so. */
export function nearKeys(typed: string, known: readonly string[]): string[] {
  const word = typed.toLowerCase();
  const keys = [...new Set(known)];
  const within = word.length >= 3 ? keys.filter((key) => key.toLowerCase().includes(word)).slice(0, MOST) : [];
  const left = new Set(keys.filter((key) => !within.includes(key)));
  const near: string[] = [];
  while (within.length + near.length < MOST) {
    const next = nearest(typed, left);
    if (next === undefined) break;
    near.push(next);
    left.delete(next);
  }
  return [...within, ...near];
}
