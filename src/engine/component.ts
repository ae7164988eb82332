/**
 * How a component declares itself: its kind, its JSON Schema and how it is built. Validation, defaults, the published
 * schema, the reference and `etl kinds` are all made from these declarations.
 */
import type { FromSchema, JSONSchema } from 'json-schema-to-ts';
import type { Log } from '../base/log.ts';
import type { Secrets } from '../base/secrets.ts';
import type { Storage } from '../storage/storage.ts';
import type { Sink, Source } from './contracts.ts';

/** What every component is given when it is built. */
export interface BuildContext {
  /** Folder of the spec: relative paths start here. Absolute. */
  readonly folder: string;
  readonly log: Log;
  readonly secrets: Secrets;
}

interface Declared<S extends JSONSchema> {
  /** As in `kind:` of the spec; also the name of the file. */
  readonly kind: string;
  /** One sentence for `etl kinds` and the reference. */
  readonly summary: string;
  /** Of the whole component but `kind` and `connection`; an object, closed, each property with a description. */
  readonly schema: S;
  /** YAML that works. */
  readonly example: string;
}

/** A connection to a place where bytes live. */
export interface StorageKind<S extends JSONSchema = JSONSchema> extends Declared<S> {
  readonly role: 'storage';
  /** Properties that hold a secret. */
  readonly secrets: readonly string[];
  build(config: FromSchema<S>, context: BuildContext): Storage;
}

/** A connection to a server that takes objects. What `build` returns is for the sinks that accept this kind. */
export interface ServerKind<S extends JSONSchema = JSONSchema> extends Declared<S> {
  readonly role: 'server';
  readonly secrets: readonly string[];
  build(config: FromSchema<S>, context: BuildContext): unknown;
}

export interface SourceKind<S extends JSONSchema = JSONSchema> extends Declared<S> {
  readonly role: 'source';
  /** Kinds of connection that it can read from; 'file' also stands for no connection at all. */
  readonly accepts: readonly string[];
  build(config: FromSchema<S>, context: BuildContext & { readonly storage: Storage }): Source;
}

/** A property of the sink's objects that `transform` may fill. */
export interface TargetProperty {
  readonly name: string;
  readonly description: string;
  readonly required: boolean;
  /** How a value becomes what DHIS2 takes. */
  readonly type: 'uid' | 'date' | 'geometry' | readonly string[];
}

export interface SinkKind<S extends JSONSchema = JSONSchema> extends Declared<S> {
  readonly role: 'sink';
  readonly accepts: readonly string[];
  readonly targets: readonly TargetProperty[];
  /** `connection` is what the server's `build` returned. `hasStage` names the program stage where the mapping knows it. */
  build(
    config: FromSchema<S>,
    context: BuildContext & { readonly connection: unknown; readonly programStage: string | undefined },
  ): Sink;
}

export type ComponentKind = StorageKind | ServerKind | SourceKind | SinkKind;

export const defineStorage = <const S extends JSONSchema>(kind: StorageKind<S>): StorageKind<S> => kind;
export const defineServer = <const S extends JSONSchema>(kind: ServerKind<S>): ServerKind<S> => kind;
export const defineSource = <const S extends JSONSchema>(kind: SourceKind<S>): SourceKind<S> => kind;
export const defineSink = <const S extends JSONSchema>(kind: SinkKind<S>): SinkKind<S> => kind;
