import type { OpenedSheet } from '../exchange/colleague.ts';

/** A pipeline that is in order: `visits` and `clinic-api` here, the others of examples/. */
export type Base =
  | 'visits'
  | 'clinic-api'
  | 'csv-to-data-set'
  | 'forms-to-report'
  | 'xlsx-to-events'
  | 'water-points'
  | 'cholera-weekly';

/** Stands in the seeded text where the finger of the message must point; it is taken out before the file is written. */
export const FINGER = '‸';

/** How one file is spoilt: one text for another, or as a whole, or in a workbook's cells. */
export type Change =
  | { readonly put: string; readonly for: string }
  | { readonly whole: (text: string) => string | Buffer }
  | { readonly cells: (sheets: readonly OpenedSheet[]) => void };

/** One mistake that an analyst makes, and what a message must say to be of help. */
export interface Mistake {
  readonly name: string;
  readonly base: Base;
  readonly file: string;
  readonly change: Change;
  /** What is run, without the spec where it is `pipeline.yaml`. */
  readonly by: 'check' | 'test' | 'plan' | `${'mapping' | 'unmapped'} import ${string}`;
  /** Where: `file:line:column`, a cell, a row or a column; left out, the finger says it. */
  readonly at?: string;
  /** What must stand in the same message: the wrong thing by name, and what to do instead. */
  readonly says: readonly string[];
}

/** Among what is said: there is this one error, and no other. */
export const ALONE = '1 error.';

type Short = readonly [
  name: string,
  wrong: string,
  put: string,
  says: string | readonly string[],
  more?: Partial<Mistake>,
];

/** Mistakes in one file of one pipeline, written as rows: a name, the text, what is put there, and what must be said. */
export function mistakesIn(base: Base, file: string, by: Mistake['by'], rows: readonly Short[]): Mistake[] {
  return rows.map(([name, wrong, put, says, more = {}]) => ({
    name,
    base,
    file,
    change: { for: wrong, put },
    by,
    says: [says].flat(),
    ...more,
  }));
}
