/** What a source gives: records, row by row. */
import type { Reject } from '../base/problem.ts';

/** The columns of a source, in its order. */
export interface Header {
  readonly columns: readonly string[];
  /** Position by name; the first column of a name counts. */
  readonly positions: ReadonlyMap<string, number>;
  /** The first rows below it, where the source can show them: the true header may be among them. */
  readonly below?: readonly { readonly line: number; readonly cells: readonly string[] }[];
  /** Headers of what a record may have several of (the members of a household), by name. */
  readonly repeats?: ReadonlyMap<string, Header>;
}

/** All columns, those of children too: `members[]` for the repeat itself, `members[].age` for a column of it. */
export function allColumns({ columns, repeats }: Header): string[] {
  const ofChildren = [...(repeats ?? [])].flatMap(([name, header]) => [
    `${name}[]`,
    ...allColumns(header).map((column) => `${name}[].${column}`),
  ]);
  return [...columns, ...ofChildren];
}

/** Where a record stands in its source. */
export interface RecordPlace {
  /** 1 = the first row after the header; 0 for what is no row of the records, as a child without a parent. */
  readonly row: number;
  /** Its row in the sheet, from 1; of a CSV as Excel shows it, where a cell over several lines is in one row. */
  readonly line?: number;
  /** Of a source of sheets. */
  readonly sheet?: string;
}

/** The place of a record as a reject names it: 0 stands for no line. */
export function placeOf({ row, line = 0, sheet }: RecordPlace): Pick<Reject, 'row' | 'line' | 'sheet'> {
  return { row, line, ...(sheet !== undefined && { sheet }) };
}

/** One row of the source. Positional: cells share the header. A blank cell, or a word of `missing`, is ''. */
export interface SourceRecord extends RecordPlace {
  readonly header: Header;
  readonly cells: readonly string[];
  /** Of its bytes, where the source was asked for it, and can tell. */
  readonly digest?: string;
  /** What the record has several of, by the names of `header.repeats`; their own headers may lack columns that nobody reads. */
  readonly repeats?: ReadonlyMap<string, readonly SourceRecord[]>;
  /** Of a record that was made of several rows. */
  readonly madeOf?: MadeOf;
}

/** The rows of which a record was made. */
export interface MadeOf {
  /** The repeat that has them. */
  readonly as: string;
  /** Their keys, in the order of the repeat. */
  readonly keys: readonly string[];
  /** All of them are left out by `where`, and so is the record. */
  readonly isExcluded: boolean;
  /** Why they cannot be believed: the record is rejected, whatever is in it. */
  readonly faults: readonly Pick<Reject, 'code' | 'args'>[];
}

/** A row that cannot be read as a record. It is rejected; the others go on. */
export interface BadRow extends RecordPlace {
  readonly reason: Omit<Reject, 'key' | 'row' | 'line' | 'sheet'>;
}

export interface SourceBatch {
  readonly records: readonly SourceRecord[];
  /** Of a source in which a row can be bad by itself. */
  readonly badRows?: readonly BadRow[];
}
