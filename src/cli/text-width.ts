/** How wide texts are on a terminal. */
import { printable } from '../base/printable.ts';

const WIDE =
  /^(?:\p{Emoji_Presentation}|\p{Script=Han}|\p{Script=Hangul}|\p{Script=Hiragana}|\p{Script=Katakana}|[\u3000-\u303E\uFF01-\uFF60\uFFE0-\uFFE6]|.*\uFE0F)/su;
const NO_WIDTH = /^[\p{M}\p{Cf}]+$/u;
/** Made when a frame is drawn: it takes as long as all that a small command does. */
let segmenter: Intl.Segmenter | undefined;

/** A character as people see it, and the columns that it takes on a terminal. */
export interface Cell {
  readonly text: string;
  readonly width: 0 | 1 | 2;
  /** Offset in the text that was split. */
  readonly start: number;
}

/**
 * Splits a line into what a terminal shows: a tab is four blanks, characters that would steer the terminal become
 * a dot.
 */
export function toCells(line: string): Cell[] {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return [...segmenter.segment(line)].flatMap(({ segment, index }): Cell[] => {
    if (segment === '\t') return [0, 1, 2, 3].map(() => ({ text: ' ', width: 1, start: index }));
    if (printable(segment) !== segment) return [{ text: '·', width: 1, start: index }];
    if (NO_WIDTH.test(segment)) return [{ text: segment.replace(/\p{Cf}/gu, ''), width: 0, start: index }];
    return [{ text: segment, width: WIDE.test(segment) ? 2 : 1, start: index }];
  });
}

export function widthOf(cells: readonly Cell[]): number {
  return cells.reduce((sum, cell) => sum + cell.width, 0);
}
