/** A row of a table as it stands in its file. */
export interface TableRow {
  readonly cells: readonly string[];
  /** Where it starts, from 1: a line of a text, a row of a sheet. */
  readonly line: number;
}
