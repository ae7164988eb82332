/** A case as it is written, with the place of each part. */
import type { Place } from '../base/document.ts';
import type { ExpressionText } from '../base/expression-text.ts';
import type { Json } from '../base/json.ts';
import type { Pointer } from '../base/pointer.ts';

/** A row as it goes into the mapping: cells by column, children by repeat. */
export interface GivenRow {
  readonly cells: ReadonlyMap<string, string>;
  readonly repeats: ReadonlyMap<string, readonly GivenRow[]>;
  /** Where the name of a column stands; undefined of a row of an export. */
  readonly placeOf?: (column: string) => Place;
}

/** A row of an export. */
export interface ExportedRow {
  readonly file: string;
  readonly wanted: { readonly row: number } | { readonly key: string };
  readonly place: Place;
}

export type WrittenRow = { readonly is: 'cells'; readonly row: GivenRow } | ({ readonly is: 'export' } & ExportedRow);

/** A word of the file. */
export interface Said<T = string> {
  readonly value: T;
  readonly place: Place;
}

export interface ExpectedField extends Said<Json> {
  readonly name: string;
  readonly namePlace: Place;
}

export interface ExpectedReject {
  readonly code: string;
  readonly column: string | undefined;
  readonly field: string | undefined;
  readonly value: string | undefined;
  readonly place: Place;
}

/** What is to become of the record. */
export type Expected =
  | {
      readonly is: 'fields';
      /** No other field may have a value. */
      readonly isExact: boolean;
      readonly fields: readonly ExpectedField[];
      readonly place: Place;
    }
  | { readonly is: 'rejects'; readonly rejects: readonly ExpectedReject[]; readonly place: Place }
  | { readonly is: 'excluded'; readonly place: Place };

/** What an expression is to give. */
export interface ExpectedResult extends Said<Json> {
  readonly expression: ExpressionText;
}

export interface Case {
  readonly name: string;
  /** Of its name. */
  readonly place: Place;
  /** Where it stands in the file. */
  readonly pointer: Pointer;
  readonly rows: readonly WrittenRow[];
  readonly now: Date | undefined;
  readonly version: Said | undefined;
  readonly expected: Expected | undefined;
  readonly results: readonly ExpectedResult[];
}
