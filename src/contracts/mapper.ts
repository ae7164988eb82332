import type { Header, SourceRecord } from './record.ts';
import type { FieldReason, Filled } from './shape.ts';

/** A record after mapping; `version`: the form version that it is of, where the spec has any. */
export type Mapped =
  | { readonly is: 'mapped'; readonly record: SourceRecord; readonly version?: string; readonly filled: Filled }
  /** `filled`: what could be filled all the same, where it came to that; the sink may have more to say. */
  | {
      readonly is: 'rejected';
      readonly record: SourceRecord;
      readonly version?: string;
      readonly rejects: readonly FieldReason[];
      readonly filled?: Filled;
    }
  | { readonly is: 'excluded'; readonly record: SourceRecord };

/** A column, and the position of its cell. */
export type NamedPosition = readonly [column: string, at: number];

/** Columns of a record that are read, and those of its children. A child's header may have other columns than another's. */
export interface ReadColumns {
  /** Those that a header has, each once. */
  cellsIn(header: Header): readonly NamedPosition[];
  /** Repeats that a header has and that are read, with what is read of their children. */
  repeatsIn(header: Header): readonly (readonly [name: string, columns: ReadColumns])[];
  /** Whether a column, or a repeat, is read. */
  reads(name: string): boolean;
  /** What is read of the children of a repeat. */
  childrenOf(repeat: string): ReadColumns;
}

/** A column whose cells go out as they are, as texts. */
export interface TextColumn {
  readonly column: string;
  readonly at: number;
  /** What they fill, for people. */
  readonly field: string;
}

/** Fields bound to one header. */
export interface Mapper {
  mapBatch(records: readonly SourceRecord[]): Mapped[] | Promise<Mapped[]>;
  /** All columns that a field, `where` or a version reads; two rows equal in these are one. */
  readonly reads: ReadColumns;
  /** Target properties that depend on nothing but these columns (see `pair`). */
  propertiesOf(columns: ReadonlySet<string>): readonly string[];
  /** Columns that go out as texts, each with the first value that it fills. */
  readonly textColumns: readonly TextColumn[];
  /** Columns that `where` or a version compares with a text as they are. */
  readonly comparedColumns: readonly string[];
  /** Lossless conversions done so far, by kind, for the report. */
  readonly conversions: ReadonlyMap<string, number>;
}
