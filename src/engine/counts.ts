/**
 * What became of the records of a run. Each record that was read counts in `read` and in exactly one of the others, but
 * never in `missing`: those are records that the index knows and the source has no more.
 */
export interface Counts {
  read: number;
  created: number;
  updated: number;
  unchanged: number;
  adopted: number;
  held: number;
  excluded: number;
  missing: number;
  returned: number;
  rejected: number;
  /** Sent, and no verdict to be had. */
  failed: number;
  /** To be sent, and never on its way: the run ended before. */
  notSent: number;
}
