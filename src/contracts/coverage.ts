/** How much of a form, and of a program or data set, is in a mapping. */

/** Of data elements, cells or questions: how many there are, and what of them is not in the mapping. */
export interface Covered {
  readonly total: number;
  readonly covered: number;
  /** Left out on purpose. */
  readonly ignored: readonly string[];
  /** Neither covered nor ignored. */
  readonly left: readonly string[];
}

export interface Coverage {
  readonly of: 'data elements' | 'cells';
  /** Undefined where nothing is known of the program or data set. */
  readonly elements: Covered | undefined;
  /** Undefined where the columns of the source are not known. */
  readonly questions: Covered | undefined;
}
