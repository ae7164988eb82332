/** Bounds of one evaluation: an expression may neither hang nor exhaust the stack or the memory. None where absent. */
export interface Limits {
  /** Milliseconds. */
  readonly timeout?: number;
  /** Nodes within each other, those of the functions that are being called among them. */
  readonly stack?: number;
  /** Values of all lists and objects that it makes. */
  readonly values?: number;
  /** Characters of one text, and of all longer ones together. */
  readonly characters?: number;
}

/** Those of the fields of a pipeline. */
export const LIMITS = Object.freeze({ timeout: 2000, stack: 500, values: 1_000_000, characters: 2_000_000 });
