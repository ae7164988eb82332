/** Texts that begin with a year or an hour: as texts they are in order, and never numbers. */
import { HELPERS } from '../helpers/helper-table.ts';
import type { LeadingPart } from '../helpers/helper.ts';
import { LEADING_YEAR } from '../helpers/leading-parts.ts';
import type { Part } from '../inference/part.ts';
import { calledName } from '../inference/structure.ts';

/** Whether a part is a call that gives a date, a time or a period. */
export function isDated(part: Part): boolean {
  return leadingOf(part) !== undefined;
}

interface YearOrHour {
  /** The year or hour of the text, and the literal to compare it with; empty where there is none. */
  readonly text: string;
  readonly literal: string;
  /** False of a cell, which may be anything. */
  readonly isSure: boolean;
}

/** `$date(visit) > 2025`: what is compared with a number; undefined where the text is no date. */
export function yearOf(part: Part, { literal: value }: Part): YearOrHour | undefined {
  const leading = leadingOf(part);
  if (typeof value !== 'number') return leading && { text: '', literal: '', isSure: true };
  const whole = leading?.wholeFor?.(value);
  if (whole !== undefined) return { text: part.text, literal: `"${whole}"`, isSure: true };
  if (leading) return beginningOf(part.text, leading, value);
  const year = beginningOf(part.text, LEADING_YEAR, value);
  return part.isCell && year.literal !== '' ? { ...year, isSure: false } : undefined;
}

function beginningOf(text: string, { length, partFor }: LeadingPart, value: number): YearOrHour {
  const part = partFor(value);
  return { text: `$substring(${text}, 0, ${length})`, literal: part && `"${part}"`, isSure: true };
}

/** What the text that a call gives begins with; undefined of any other part. */
function leadingOf({ inner: { node } }: Part): LeadingPart | undefined {
  return HELPERS.get(calledName(node))?.leading;
}
