/**
 * A pipeline spec after loading: `${…}` replaced, defaults filled in, durations and percentages turned into numbers,
 * expressions told from literals, every path absolute, every part knowing where it stands in its file.
 */
import type { Place } from '../base/document.ts';
import type { Json } from '../base/json.ts';
import type { ExpressionText } from '../base/expression-text.ts';

/** A component as written: the kind is known, the rest has been checked against that kind's own schema. */
export interface ComponentSpec {
  readonly kind: string;
  /** Name of the connection, where the component names one. */
  readonly connection: string | undefined;
  /** The kind's own properties, defaults filled in. */
  readonly config: { readonly [property: string]: Json };
  /** Folder of the file in which it is written, absolute: its relative paths start there. */
  readonly folder: string;
  readonly place: Place;
  /** Where one of its properties stands. */
  placeOf(property: string): Place;
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

/** A function of the analyst's own, under `functions:`. */
export interface FunctionSpec {
  /** Without `$`. */
  readonly name: string;
  readonly namePlace: Place;
  readonly text: ExpressionText;
}

export interface PathSpec {
  /** Absolute. */
  readonly path: string;
  readonly place: Place;
}

/** A column that the spec names outside any expression. */
export interface NamedColumn {
  readonly column: string;
  /** Some exports lack it. */
  readonly isOptional: boolean;
  readonly place: Place;
}

export interface VersionSpec {
  readonly name: string;
  readonly when: ExpressionText;
  readonly columns: PathSpec | undefined;
  readonly options: PathSpec | undefined;
  readonly fallback: 'common' | undefined;
  readonly place: Place;
}

/** A guard's limit: a share of the live entries (0–1), or a number of records. */
export type Limit = { readonly share: number } | { readonly count: number };

export interface PipelineSpec {
  readonly name: string;
  readonly description: string | undefined;
  readonly timeZone: string;
  readonly connections: { readonly [name: string]: ComponentSpec };
  readonly source: ComponentSpec & {
    readonly key: readonly NamedColumn[];
    readonly pair: readonly NamedColumn[];
    readonly where: ExpressionText | undefined;
    readonly versions: readonly VersionSpec[];
    readonly maxAgeMs: number | undefined;
  };
  readonly lookups: { readonly [name: string]: PathSpec };
  /** Absent where the spec has no `mapping`. The short form names `generated`; the others stand beside it. */
  readonly mapping:
    | {
        readonly generated: PathSpec;
        readonly columns: PathSpec;
        readonly options: PathSpec;
        readonly metadata: PathSpec;
      }
    | undefined;
  readonly transform: { readonly properties: readonly NamedField[]; readonly dataValues: readonly NamedField[] };
  readonly functions: readonly FunctionSpec[];
  readonly sink: ComponentSpec & { readonly giveUpAfterMs: number };
  readonly index: {
    readonly connection: string | undefined;
    /** As the storage knows it; absolute where there is no connection. */
    readonly path: string;
    readonly namespace: string;
    readonly place: Place;
  };
  readonly reconcile: {
    readonly adopt: 'report' | 'update' | 'keep';
    readonly changed: 'update' | 'report';
    readonly editedInDhis2: 'report' | 'overwrite' | 'keep';
    readonly deletedInDhis2: 'report' | 'recreate';
    readonly missing: 'report';
    readonly excluded: 'report';
    readonly graceMs: number;
    readonly guard: {
      readonly created: Limit;
      readonly changed: Limit;
      readonly missing: Limit;
      readonly atLeast: number;
    };
  };
  readonly artifacts: { readonly folder: string; readonly legacyNames: boolean; readonly keepMs: number };
  /** SHA-256 of the spec and of the connections file, for the plan. */
  readonly digest: string;
}
