/** Keys that say how objects travel: the same for all that goes to DHIS2. */

export const CONCURRENCY = {
  enum: [1, 2, 3, 4],
  default: 1,
  description:
    'Requests under way at once, at most. Two are faster from DHIS2 2.41 on, and slower on 2.40; after trouble there is one, and more again when all is well. `etl doctor` measures it.',
} as const;

export const IMPORT = {
  enum: ['sync', 'async'],
  default: 'sync',
  description:
    'Whether DHIS2 answers a request once it is done, or at once, with a job that is asked until it is done. async is for a proxy that cuts long requests off; it is never faster.',
} as const;
