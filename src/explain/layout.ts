/** Texts for a terminal of 80 columns. */
import type { Json } from '../base/json.ts';
import { printableLine } from '../base/printable.ts';

export const WIDTH = 80;

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Signs of a text as people count them. */
export function lengthOf(text: string): number {
  return Array.from(segmenter.segment(text)).length;
}

/** A text over as many lines as it needs: the first starts with `first`, the others with blanks of the same length. */
export function wrapped(first: string, text: string, indent = first.length): string[] {
  const lines: string[] = [];
  let line = first;
  let isEmpty = true;
  for (const word of printableLine(text).split(' ')) {
    if (!isEmpty && lengthOf(line) + 1 + lengthOf(word) > WIDTH) {
      lines.push(line.trimEnd());
      line = ' '.repeat(indent);
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line.trimEnd()];
}

/** A name in a column of `width`, and a text beside it, or below where the name is too long. */
export function named(name: string, text: string, width: number): string[] {
  const shown = printableLine(name);
  const indent = 2 + width + 2;
  if (lengthOf(shown) <= width) return wrapped(`  ${shown}${' '.repeat(width - lengthOf(shown))}  `, text);
  return [...wrapped('  ', shown), ...wrapped(' '.repeat(indent), text)];
}

/** A value as people read it. */
export function shownValue(value: Json | undefined): string {
  if (value === undefined) return '(not known)';
  if (value === null || value === '') return '(blank)';
  if (typeof value !== 'string') return JSON.stringify(value);
  return value.trim() === value ? value : JSON.stringify(value);
}

/** An instant, to the second. */
export function shownTime(iso: string): string {
  return iso.replace(/\.\d+Z$/, 'Z');
}

/** A heading, and what stands below it; nothing where there is nothing to say. */
export function section(title: string, lines: readonly string[]): string[] {
  return lines.length > 0 ? ['', title, ...lines] : [];
}
