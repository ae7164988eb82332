import type { Near } from '../messages/code-row.ts';
import { nearest } from './nearest.ts';
import { nearestColumn } from './nearest-column.ts';
import { differenceOf } from './unseen-characters.ts';

/** Args of a message about an unknown word: the nearest known one, and in what it differs where that is easily overlooked. */
export function suggestionFor(word: string, known: Iterable<string>): Near {
  return toNear(word, nearest(word, known));
}

/** The same of a column that is not there. */
export function columnSuggestion(column: string, columns: Iterable<string>): Near {
  return toNear(column, nearestColumn(column, columns));
}

function toNear(word: string, near: string | undefined): Near {
  if (near === undefined) return {};
  const differs = differenceOf(word, near);
  return { nearest: near, ...(differs !== '' && { differs }) };
}
