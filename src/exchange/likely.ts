import { likelyBySpelling, toCandidate, type Likely } from '../generate/sheet/resolve-names.ts';
import { mostLikely } from './unmapped-places.ts';

/** Names that say nearly the same; where none does, what is only written nearly so, as a UID with a slip is. */
export const likelyByWords: Likely = (word, names) => {
  const found = mostLikely(word, names).map(toCandidate);
  return found.length > 0 ? found : likelyBySpelling(word, names);
};
