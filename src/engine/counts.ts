/** What became of the records of a run. Each record read counts once in one of the others but `missing`. */
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
