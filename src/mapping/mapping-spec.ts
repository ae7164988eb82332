/** What the mapping needs of a spec: expressions told from literals, every path absolute, everything with its place. */
import type { Place } from '../base/document.ts';
import type { ExpressionText } from '../base/expression-text.ts';
import type { Json } from '../base/json.ts';
import type { WrittenFunction } from '../expression/check-user-functions.ts';

export interface PathSpec {
  /** Absolute. */
  readonly path: string;
  readonly place: Place;
}

/** A scalar that is either an expression (it started with `=`) or a literal. */
export type Written =
  | { readonly is: 'expression'; readonly expression: ExpressionText }
  | { readonly is: 'literal'; readonly value: Json; readonly place: Place };

/** A field under `transform` by hand. */
export type FieldSpec =
  | { readonly form: 'short'; readonly value: Written }
  | {
      readonly form: 'long';
      readonly from: Written | undefined;
      readonly when: ExpressionText | undefined;
      readonly required: boolean | undefined;
      readonly place: Place;
    };

export interface NamedField {
  /** Target property, or UID or name of a data element. */
  readonly name: string;
  readonly namePlace: Place;
  readonly field: FieldSpec;
}

/** Fields by hand. */
export interface TransformSpec {
  /** Of the sink's properties. */
  readonly properties: readonly NamedField[];
  /** Of the open-ended values, by id or name. */
  readonly values: readonly NamedField[];
}

/** One of the values by which rows are grouped. */
export interface GroupBySpec {
  /** The column of the group that has it; undefined where nobody has given it a name. */
  readonly name: string | undefined;
  /** The column of the rows, or the expression. */
  readonly from:
    | { readonly is: 'column'; readonly column: string }
    | { readonly is: 'expression'; readonly text: ExpressionText };
  readonly place: Place;
}

/** `source.group` */
export interface GroupSpec {
  readonly by: readonly GroupBySpec[];
  /** Name of the repeat that has the rows of a group. */
  readonly as: string;
}

/** A form version. */
export interface VersionSpec {
  readonly name: string;
  /** Which rows are of it. */
  readonly when: ExpressionText;
  readonly columns?: PathSpec | undefined;
  readonly options?: PathSpec | undefined;
  readonly fallback?: 'common' | undefined;
}

/** A column of the source, or a data element or cell, that is left out on purpose. */
export interface IgnoreSpec {
  readonly is: 'column' | 'element';
  /** As the source, or DHIS2, calls it; of an element its UID, too. */
  readonly name: string;
  readonly reason: string;
  readonly place: Place;
}

/** The generated mapping, and what it is made from. */
export interface MappingPaths {
  readonly generated: PathSpec;
  readonly columns: PathSpec;
  readonly options: PathSpec;
  readonly metadata: PathSpec;
  /** What the form asks in each column, for people. */
  readonly labels: PathSpec;
  /** The same, read: none where nobody has written them down. */
  readonly questions: ReadonlyMap<string, string>;
  readonly ignore: readonly IgnoreSpec[];
}

/** The open-ended value that the sink alone fills, with the key of each record; and where the spec says so. */
export interface KeyValueSpec {
  readonly id: string;
  readonly place: Place;
}

export interface MappingSpec {
  /** Of the pipeline. */
  readonly name: string;
  readonly source: {
    readonly where?: ExpressionText | undefined;
    readonly group?: GroupSpec | undefined;
    readonly versions: readonly VersionSpec[];
  };
  readonly lookups: { readonly [name: string]: PathSpec };
  readonly mapping?: MappingPaths | undefined;
  readonly transform: TransformSpec;
  readonly functions: readonly WrittenFunction[];
  readonly sink: {
    readonly config: { readonly [property: string]: Json };
    readonly keyValue?: KeyValueSpec | undefined;
  };
}
