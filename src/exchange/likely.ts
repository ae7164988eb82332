import { likelyBySpelling, toCandidate, type Likely } from '../generate/sheet/resolve-names.ts';
import { candidates } from '../matching/likeness.ts';

const MOST = 3;

/** Names that say nearly the same; where none does, what is only written nearly so, as a UID with a slip is. */
export const likelyByWords: Likely = (word, names) => {
  const found = candidates(word, names, MOST).map(({ choice }) => toCandidate(choice));
  return found.length > 0 ? found : likelyBySpelling(word, names);
};
