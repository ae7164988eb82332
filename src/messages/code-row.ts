import type { Args } from './args.ts';

/** Text of an arg; a list is joined by commas, an absent one is empty. */
type Get = (name: string) => string;

export interface CodeText {
  /** One sentence: what is wrong, and where. */
  message(get: Get, args: Args): string;
  /** What to do about it; an empty text is no hint. */
  hint?(get: Get, args: Args): string;
  /** True where a reject's value is a word of a vocabulary (facility, option), not personal data. */
  valueIsPublic?: true;
  /** True where it is one task for the whole file, however many columns it is found in. */
  isOfAllColumns?: true;
  /** For `etl codes CODE`: more than the message can say. */
  explain?: Explanation;
}

/** What a code means, with the mistake and its mend as they stand in a spec. */
export interface Explanation {
  readonly meaning: string;
  readonly wrong: string;
  readonly right: string;
}

/** A hint for a word with a near neighbour; `differs` says in what, where that is easily overlooked. */
export function didYouMean(get: Get, otherwise = ''): string {
  const near = get('nearest');
  if (!near) return otherwise;
  return `Did you mean ${inQuotes(near)}?${get('differs') && ` The difference: ${get('differs')}.`}`;
}

/** In quotes where the word would not be told from the sentence; what is written as code has its own. */
function inQuotes(word: string): string {
  return /^["`\x5b({]/.test(word) || !/[\s\p{Z}\p{C}]/u.test(word) ? word : `"${word}"`;
}
