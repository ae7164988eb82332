/**
 * A pipeline spec after loading: `${…}` replaced, defaults filled in, durations and percentages turned into numbers,
 * expressions told from literals, every path absolute, every part knowing where it stands in its file. What each key
 * takes and becomes is declared in `language.ts` alone; here stands only what several keys give together.
 */
import type { FromSchema, JSONSchema } from 'json-schema-to-ts';
import type { Place } from '../base/document.ts';
import type { ExpressionText } from '../base/expression-text.ts';
import type { Json } from '../base/json.ts';
import type { Pointer } from '../base/pointer.ts';
import type { UnitTypes } from '../base/units.ts';
import type { WrittenFunction } from '../expression/check-user-functions.ts';
import type { GroupSpec, KeyValueSpec, MappingPaths, PathSpec, TransformSpec } from '../mapping/mapping-spec.ts';
import type { INDEX_KEYS, LANGUAGE, SINK_KEYS, SOURCE_KEYS } from './language.ts';

/** A column that the spec names outside any expression. */
export interface NamedColumn {
  readonly column: string;
  /** Some exports lack it. */
  readonly isOptional: boolean;
  readonly place: Place;
}

/** The columns that make one id of a record; mostly it is a single one. */
export type NamedId = readonly [NamedColumn, ...NamedColumn[]];

/** What values of the language become, by the word that stands under `becomes` in their schema. */
type Becomes = [
  ...UnitTypes,
  { pattern: { becomes: 'path' }; output: PathSpec },
  { pattern: { becomes: 'expression' }; output: ExpressionText },
  { pattern: { becomes: 'columns' }; output: readonly NamedColumn[] },
  { pattern: { becomes: 'key' }; output: readonly NamedId[] },
  { pattern: { becomes: 'group' }; output: GroupSpec },
  { pattern: { becomes: 'mapping' }; output: MappingPaths },
  { pattern: { becomes: 'fields' }; output: TransformSpec },
  { pattern: { becomes: 'functions' }; output: readonly WrittenFunction[] },
];

/** How each of them is made from what stands at a place of the spec. */
export type Conversions = {
  readonly [One in Becomes[number] as One['pattern']['becomes']]: (pointer: Pointer) => One['output'];
};

/** What a value becomes that has been checked against a schema. */
type Checked<Schema extends JSONSchema> = FromSchema<Schema, { deserialize: Becomes }>;

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
  /** The expression that a property is; undefined where it is none. */
  expressionOf(property: string): ExpressionText | undefined;
}

/** The spec, key by key, before its parts are put together. */
export type Keys = Checked<typeof LANGUAGE>;
/** Of every source. */
export type SourceKeys = Checked<Closed<typeof SOURCE_KEYS>>;
/** Of every sink. */
export type SinkKeys = Checked<Closed<typeof SINK_KEYS>>;
/** Of every index. */
export type IndexKeys = Checked<Closed<typeof INDEX_KEYS>>;
/** Without the keys that the kind of a component adds. */
type Closed<Schema> = Schema & { readonly additionalProperties: false };

type Completed = 'connections' | 'source' | 'sink' | 'index' | 'artifacts' | 'notify';

export interface PipelineSpec extends Readonly<Omit<Keys, Completed>> {
  readonly connections: { readonly [name: string]: ComponentSpec };
  readonly source: ComponentSpec & Omit<SourceKeys, 'connection'> & Pick<Required<SourceKeys>, 'pair' | 'versions'>;
  readonly sink: ComponentSpec & Omit<SinkKeys, 'connection'> & { readonly keyValue: KeyValueSpec | undefined };
  readonly index: ComponentSpec & {
    /** As the storage knows it; absolute where there is no connection. */
    readonly path: string;
    readonly namespace: string;
  };
  /** `folder` is absolute. */
  readonly artifacts: Readonly<Omit<Keys['artifacts'], 'folder'>> & { readonly folder: string };
  /** SHA-256 of the spec and of the connections file, for the plan. */
  readonly digest: string;
  /** All that says how records are mapped, as one text: what `${…}` stands for is in it, connections and comments are not. */
  readonly mapsBy: string;
}
