import { distance } from 'fastest-levenshtein';
import { isSameNumber } from './unseen-characters.ts';

/** The known word that `word` was probably meant to be; undefined where none is near enough to be a good guess. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  // 9 is not 1, and 1012 no slip for 1013; but 1.0 is 1.
  const number = word.trim();
  if (/^[-+]?\d+(?:[.,]\d+)?$/.test(number)) return [...known].find((word) => isSameNumber(word.trim(), number));
  // Nobody mistypes a name of that length; and to compare long texts takes their lengths multiplied.
  if (word.length > LONGEST) return undefined;
  const wanted = fold(word);
  let best: string | undefined;
  // A short word has no near neighbours.
  let bestDistance = (word.length < 3 ? 0 : Math.max(1, Math.floor(word.length / 3))) + 0.5;
  for (const candidate of known) {
    if (candidate.length > 2 * LONGEST) continue;
    const other = folded(candidate);
    // As far apart as they are in length they are at least.
    if (Math.abs(other.length - wanted.length) >= bestDistance) continue;
    const d = wanted === other ? 0 : isSwapped(wanted, other) ? 1 : distance(wanted, other);
    if (d < bestDistance) {
      best = candidate;
      bestDistance = d;
    }
  }
  return best;
}

/** Whether one is the other but for one letter, case, or two neighbours the wrong way round. */
export function isSlip(word: string, other: string): boolean {
  return isSwapped(word, other) || distance(word, other) <= 1 || word.toLowerCase() === other.toLowerCase();
}

/** Two neighbouring letters the wrong way round are one slip. */
function isSwapped(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
}

/** Characters of a word for which a likely one is looked for. */
export const LONGEST = 300;

/** Known words are asked for again and again, up to a hundred thousand of them for one row. */
const foldings = new Map<string, string>();
const MOST_FOLDINGS = 200_000;

/** A word without what does not count in a guess, see `fold`. */
export function folded(word: string): string {
  const known = foldings.get(word);
  if (known !== undefined) return known;
  if (foldings.size >= MOST_FOLDINGS) foldings.clear();
  const made = fold(word);
  foldings.set(word, made);
  return made;
}

/** Case, accents, blanks and punctuation do not count when we guess. */
function fold(word: string): string {
  return word
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}\s_\-/'’.]/gu, '')
    .toLowerCase();
}
