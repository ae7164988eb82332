import type { Near } from '../messages/code-row.ts';
import { nearest } from './nearest.ts';
import { differenceOf } from './unseen-characters.ts';

/** Args of a message about an unknown word: the nearest known one, and in what it differs where that is easily overlooked. */
export function suggestionFor(word: string, known: Iterable<string>): Near {
  const near = nearest(word, known);
  if (near === undefined) return {};
  const differs = differenceOf(word, near);
  return { nearest: near, ...(differs !== '' && { differs }) };
}
