import { TEXT, TEXTS } from '../base/data-schema.ts';

/** What is remembered of the last look at unchanged records, in a file that others may have changed. */
export const VERIFIED = {
  type: 'object',
  required: ['at', 'differing'],
  properties: { at: TEXT, differing: TEXTS },
  expected: 'an object: at, differing',
} as const;
