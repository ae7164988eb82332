import type { Args } from '../args.ts';

/** Text of an arg; a list is joined by commas, an absent one is empty. */
type Get = (name: string) => string;

export interface CodeText {
  /** One sentence: what is wrong, and where. */
  message(get: Get, args: Args): string;
  /** What to do about it; an empty text is no hint. */
  hint?(get: Get, args: Args): string;
  /** True where a reject's value is a word of a vocabulary (facility, option), not personal data. */
  valueIsPublic?: true;
  /** For `etl codes CODE`: more than the message can say. */
  explain?: Explanation;
}

/** What a code means, with the mistake and its mend as they stand in a spec. */
export interface Explanation {
  readonly meaning: string;
  readonly wrong: string;
  readonly right: string;
}

/** A hint for a word with a near neighbour. */
export function didYouMean(get: Get, otherwise = ''): string {
  return get('nearest') ? `Did you mean ${get('nearest')}?` : otherwise;
}
