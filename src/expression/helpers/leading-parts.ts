/** What texts of dates and times begin with: as texts they are in order, and never numbers. */
import type { LeadingPart } from './helper.ts';

/** Whether a text, or a number, is mostly a year. */
export function isYear(value: string | number): boolean {
  return /^(?:19|20)\d\d$/.test(String(value));
}

export const LEADING_YEAR: LeadingPart = { length: 4, partFor: (number) => (isYear(number) ? String(number) : '') };

const LAST_HOUR = 23;

export const LEADING_HOUR: LeadingPart = {
  length: 2,
  partFor: (number) => (number >= 0 && number <= LAST_HOUR ? String(number).padStart(2, '0') : ''),
};
