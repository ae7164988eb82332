import type { Who } from './code-row.ts';

/** Who it is, for people; whose list comes first. */
export const WHO_WORDS: Readonly<Record<Who, string>> = {
  analyst: 'Analyst (spec, mapping, look-ups)',
  source: 'Whoever corrects the record at its source (Kobo)',
  dhis2: 'Administrator of DHIS2',
  nobody: 'Nobody (it passes by itself)',
};

/** All of them, in the order in which people are told. */
export const EVERYBODY = Object.keys(WHO_WORDS) as readonly Who[];
