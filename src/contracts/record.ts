/** What a source gives: records, row by row. */
/** The columns of a source, in file order. */
export interface Header {
  readonly columns: readonly string[];
  /** Position by name; the first column of a name counts. */
  readonly positions: ReadonlyMap<string, number>;
  /** The first rows below it, where the source can show them: the true header may be among them. */
  readonly below?: readonly { readonly line: number; readonly cells: readonly string[] }[];
}

/** One row of the source. Positional: cells share the header. A blank cell, or a word of `missing`, is ''. */
export interface SourceRecord {
  readonly header: Header;
  readonly cells: readonly string[];
  /** 1 = the first row after the header. */
  readonly row: number;
  /** Line of the file on which the row starts, from 1. */
  readonly line: number;
}

/** A row that cannot be read as a record (too many or few cells). It is rejected; the others go on. */
export interface BadRow {
  readonly row: number;
  readonly line: number;
  readonly code: 'source/too-many-cells' | 'source/too-few-cells';
  /** Cells found; the header says how many there should be. */
  readonly cells: number;
}

export interface SourceBatch {
  readonly records: readonly SourceRecord[];
  readonly badRows: readonly BadRow[];
}
