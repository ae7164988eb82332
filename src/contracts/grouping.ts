/** How rows become groups: `source.group`. */
import type { Reject } from '../base/problem.ts';
import type { ReadColumns } from './mapper.ts';
import type { Header, SourceRecord } from './record.ts';

/** What becomes of a row. */
export type Placed =
  /** The values by which its group is known, none of them blank. `isExcluded`: `where` leaves the row out. */
  | { readonly is: 'placed'; readonly values: readonly string[]; readonly isExcluded: boolean }
  /** Left out by `where`; of which group it would be cannot be told. */
  | { readonly is: 'excluded' }
  | { readonly is: 'rejected'; readonly reason: RowReason };

/** Why a row is of no group. */
export type RowReason = Omit<Reject, 'key' | 'row' | 'line' | 'sheet'>;

export interface Grouping {
  /** Columns of a group: the names of what it is grouped by. */
  readonly columns: readonly string[];
  /** The repeat of a group that has its rows. */
  readonly as: string;
  /** What is read of a row to place it. */
  readonly reads: ReadColumns;
  /** Places rows under one header. */
  place(header: Header, rows: readonly SourceRecord[]): Promise<readonly Placed[]>;
}
