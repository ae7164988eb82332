import { distance } from 'fastest-levenshtein';

/** The known word that `word` was probably meant to be; undefined where none is near enough to be a good guess. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  const folded = fold(word);
  let best: string | undefined;
  // A short word has no near neighbours: 9 is not 1.
  let bestDistance = (word.length < 3 ? 0 : Math.max(1, Math.floor(word.length / 3))) + 0.5;
  for (const candidate of known) {
    const d = folded === fold(candidate) ? 0 : distance(folded, fold(candidate));
    if (d < bestDistance) {
      best = candidate;
      bestDistance = d;
    }
  }
  return best;
}

/** Case, accents, blanks and punctuation do not count when we guess. */
function fold(word: string): string {
  return word
    .normalize('NFKD')
    .replace(/[\p{M}\s_\-/'’.]/gu, '')
    .toLowerCase();
}
