import type { Place } from './document.ts';

/**
 * An expression as somebody wrote it in a file: its text, and where each of its characters stands there, so that an
 * error inside the expression can be shown inside the file.
 */
export interface ExpressionText {
  /** The JSONata text, without the leading `=` and without quotes, escapes or indentation of the file. */
  readonly text: string;
  /** The whole expression in the file. */
  readonly place: Place;
  /** Place of the characters from `start` to `end` (offsets in `text`). */
  placeOf(start: number, end: number): Place;
}
