/** What something may be, for a person to decide. */
export interface Suggestion {
  /** UID, cell or code. */
  readonly id: string;
  readonly name: string;
  /** From 0 to 100; above that the value itself is the id. */
  readonly score: number;
}
