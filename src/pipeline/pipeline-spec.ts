/**
 * A pipeline spec after loading: `${…}` replaced, defaults filled in, durations and percentages turned into numbers,
 * expressions told from literals, every path absolute, every part knowing where it stands in its file.
 */
import type { Place } from '../base/document.ts';
import type { Json } from '../base/json.ts';
import type { ExpressionText } from '../base/expression-text.ts';
import type { WrittenFunction } from '../expression/rules/check-user-functions.ts';
import type { MappingPaths, PathSpec, TransformSpec, VersionSpec } from '../mapping/mapping-spec.ts';

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

/** A column that the spec names outside any expression. */
export interface NamedColumn {
  readonly column: string;
  /** Some exports lack it. */
  readonly isOptional: boolean;
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
  readonly mapping: MappingPaths | undefined;
  readonly transform: TransformSpec;
  readonly functions: readonly WrittenFunction[];
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
