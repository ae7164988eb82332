/**
 * How a component declares itself: its kind, its JSON Schema and how it is built. Validation, defaults, the published
 * schema, the reference and `etl kinds` are all made from these declarations.
 */
import type { Json } from '../base/json.ts';
import type { Log } from '../base/log.ts';
import type { Secrets } from '../base/secrets.ts';
import type { IndexExamination, ServerExamination, SinkExamination, StorageExamination } from './examination.ts';
import type { Findings } from './finding.ts';
import type { FormulaContext } from './formula.ts';
import type { PlaceFacts } from './place-facts.ts';
import type { ObjectShape } from './shape.ts';
import type { Storage } from './storage.ts';
import type { Sink } from './sink.ts';
import type { Source } from './source.ts';
import type { MovableStore } from './moving.ts';

/** What every component is given when it is built. */
export interface BuildContext {
  /** Folder of the spec: relative paths start here. Absolute. */
  readonly folder: string;
  readonly log: Log;
  readonly secrets: Secrets;
  /** A person waits: trouble is to be told within so many milliseconds. Left out: as the component sees fit. */
  readonly answerWithinMs?: number;
}

/** A JSON Schema as declared: standard keywords, and our `expected` and `notYet` (see base/schema.ts). */
export type Schema = { readonly [keyword: string]: unknown };

interface Declared {
  /** As in `kind:` of the spec; also the name of the file. */
  readonly kind: string;
  /** One sentence for `etl kinds` and the reference. */
  readonly summary: string;
  /** Of the whole component but `kind` and `connection`; an object, closed, each property with a description. */
  readonly schema: Schema;
  /** YAML that works. */
  readonly example: string;
}

/** A connection to a place where bytes live. */
export interface StorageKind<Config = never> extends Declared {
  readonly role: 'storage';
  /** Properties that hold a secret. */
  readonly secrets: readonly string[];
  build(config: Config, context: BuildContext): Storage;
  /** For `etl doctor`: what can be told of the connection itself. */
  examine?(config: Config, examination: StorageExamination): Findings;
  /** Only of the kind that is used where a part of the spec names no connection; paths are absolute then. */
  buildLocal?(): Storage;
}

/** A connection to a server that takes objects. What `build` returns is for the sinks that accept this kind. */
export interface ServerKind<Config = never> extends Declared {
  readonly role: 'server';
  readonly secrets: readonly string[];
  build(config: Config, context: BuildContext): unknown;
  /** For `etl doctor`: the way to it, who we are there, and what it is. */
  examine?(config: Config, examination: ServerExamination): Findings;
}

/**
 * Connections that a component can be built with: any storage, or those of some kinds (none at all means local files), or
 * servers of some kinds.
 */
export type Accepts =
  | { readonly role: 'storage'; readonly kinds?: readonly string[] }
  | { readonly role: 'server'; readonly kinds: readonly string[] };

/** A source that reads from a storage. */
export interface StorageSourceKind<Config = never> extends Declared {
  readonly role: 'source';
  readonly accepts: Accepts & { readonly role: 'storage' };
  build(config: Config, context: BuildContext & { readonly storage: Storage }): Source;
}

/** A source that asks a server; `server` is what the `build` of its connection returned. */
export interface ServerSourceKind<Config = never> extends Declared {
  readonly role: 'source';
  readonly accepts: Accepts & { readonly role: 'server' };
  /** Names that its formulas may use, without `$`. */
  readonly variables?: readonly string[];
  /** Where it cannot say when its content was last changed: `maxAge` means nothing then. */
  readonly hasNoAge?: true;
  /** Throws ProblemsError where its properties do not go together. */
  build(config: Config, context: BuildContext & FormulaContext & { readonly server: unknown }): Source;
}

export type SourceKind<Config = never> = StorageSourceKind<Config> | ServerSourceKind<Config>;

export function readsStorage(kind: SourceKind): kind is StorageSourceKind {
  return kind.accepts.role === 'storage';
}

/** Metadata as files. */
export interface PulledMetadata {
  /** What a mapping depends on: it is kept as a lock, and compared later. */
  readonly facts: PlaceFacts;
  /** What `mapping generate` reads. */
  readonly retrieved: Json;
  /** Files with more of it, for people, by names beside the first. */
  readonly beside?: Readonly<Record<string, Json>>;
}

export interface SinkKind<Config = never> extends Declared {
  readonly role: 'sink';
  readonly accepts: Accepts & { readonly role: 'server' };
  /** Property of its config that names the open-ended value which the sink alone fills, with the key of each record. */
  readonly keyProperty?: string;
  /** What a record can give; the first is the record's own. */
  readonly shapes: readonly ObjectShape[];
  /** What its server knows of the place that objects go to: a mapping is generated from it. */
  readonly metadata: {
    /** Name of its file, where the spec names none: beside the generated mapping. */
    readonly file: string;
    /** Asks the server for it. Throws EtlError. */
    pull(server: unknown, config: Config): Promise<PulledMetadata>;
    /** Which place the sink fills, as its lock would name it. */
    placeOf(config: Config): Pick<PlaceFacts, 'of' | 'id'>;
  };
  /** `server` is what the `build` of its connection returned; `mappedFor` the part of it that the mapping was made for, if it says. */
  build(
    config: Config,
    context: BuildContext & { readonly server: unknown; readonly mappedFor: string | undefined },
  ): Sink;
  /** For `etl doctor`: whether its objects would be taken there, and how fast. The server was found to answer. */
  examine?(config: Config, examination: SinkExamination): Findings;
}

/** What a record itself gives. */
export function recordShape({ kind, shapes }: SinkKind): ObjectShape {
  const [shape] = shapes;
  if (!shape) throw new Error(`a sink of kind ${kind} has nothing to fill`);
  return shape;
}

/** How an index is kept: in a storage, under a path of its own. */
export interface IndexKind<Config = never> extends Declared {
  readonly role: 'index';
  readonly accepts: Accepts & { readonly role: 'storage' };
  /** How the names of its files end; the first is that of a new one. */
  readonly endings: readonly string[];
  /** The kind of a spec that names none. */
  readonly isDefault?: true;
  build(config: Config, context: BuildContext & { readonly storage: Storage; readonly path: string }): MovableStore;
  /** For `etl doctor`: whether it can be read, written and locked, and whose it is. */
  examine?(config: Config, examination: IndexExamination): Findings;
}

export type ComponentKind = StorageKind | ServerKind | SourceKind | SinkKind | IndexKind;

/** The kind that is meant where a spec names none. */
export function isDefault(kind: ComponentKind): boolean {
  return kind.role === 'index' && kind.isDefault === true;
}

/**
 * Declare a component. `Config` is what its schema lets through, mostly `FromSchema<typeof SCHEMA>`; outside the
 * component's own file nobody needs to know it.
 */
export const defineStorage = <Config>(kind: StorageKind<Config>): StorageKind => kind;
export const defineServer = <Config>(kind: ServerKind<Config>): ServerKind => kind;
export const defineSource = <Config>(kind: StorageSourceKind<Config>): StorageSourceKind => kind;
export const defineServerSource = <Config>(kind: ServerSourceKind<Config>): ServerSourceKind => kind;
export const defineIndex = <Config>(kind: IndexKind<Config>): IndexKind => kind;
export const defineSink = <Config>(kind: SinkKind<Config>): SinkKind => kind;
