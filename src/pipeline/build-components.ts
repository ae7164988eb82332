/** Components as a spec names them, built by the kinds of the registry. */
import type { Place } from '../base/document.ts';
import { ProblemsError } from '../base/errors.ts';
import type { Problem } from '../base/problem.ts';
import {
  readsStorage,
  type BuildContext,
  type ComponentKind,
  type IndexKind,
  type SinkKind,
  type SourceKind,
} from '../contracts/component.ts';
import type { Sink } from '../contracts/sink.ts';
import type { Source } from '../contracts/source.ts';
import type { Storage } from '../contracts/storage.ts';
import type { MovableStore } from '../contracts/moving.ts';
import { compileFormulas, compileOwn } from './compile-formulas.ts';
import type { ComponentSpec, PipelineSpec } from './pipeline-spec.ts';

/** What building needs beside the spec; `folder` is that of the spec. */
export interface ComponentOptions extends BuildContext {
  readonly registry: readonly ComponentKind[];
}

export function buildSource(spec: PipelineSpec, options: ComponentOptions): Source {
  const { kind: name, config, connection } = spec.source;
  const kind = kindOf(options.registry, name, 'source');
  const context = contextOf(options, options.folder);
  return readsStorage(kind)
    ? kind.build(config as never, { ...context, storage: storageOf(spec, connection, options) })
    : placed(spec.source, () => {
        const formulas = compileFormulas(spec.source, kind);
        const server = serverOf(spec, connection, options);
        return kind.build({ ...config, ...formulas } as never, { ...context, server, compile: compileOwn });
      });
}

export function buildSink(
  spec: PipelineSpec,
  { mappedFor }: { readonly mappedFor: string | undefined },
  options: ComponentOptions,
): Sink {
  const { config, connection } = spec.sink;
  const server = serverOf(spec, connection, options);
  const context = { ...contextOf(options, options.folder), server, mappedFor };
  return sinkKindOf(spec, options).build(config as never, context);
}

/** What an address of the sink looks like; nobody logs in, and no mapping is read. */
export function addressOf(spec: PipelineSpec, options: ComponentOptions): Sink['schemas']['address'] {
  return buildSink(spec, { mappedFor: undefined }, options).schemas.address;
}

export function sinkKindOf(spec: PipelineSpec, options: ComponentOptions): SinkKind {
  return kindOf(options.registry, spec.sink.kind, 'sink');
}

export function buildIndex(spec: PipelineSpec, options: ComponentOptions): MovableStore {
  const { kind, config, connection, path } = spec.index;
  const context = { ...contextOf(options, options.folder), storage: storageOf(spec, connection, options), path };
  return kindOf(options.registry, kind, 'index').build(config as never, context);
}

/** Where the bytes of a connection live; on this machine where none is named. */
export function storageOf(spec: PipelineSpec, connection: string | undefined, options: ComponentOptions): Storage {
  if (connection === undefined) return localStorage(options.registry);
  const component = spec.connections[connection] as ComponentSpec;
  const kind = options.registry.find((candidate) => candidate.kind === component.kind);
  if (kind?.role !== 'storage') throw new Error(`${connection} is no storage`);
  return placed(component, () => kind.build(component.config as never, contextOf(options, component.folder)));
}

/** The server of a connection, as sources and sinks know it; undefined where none is named. */
export function serverOf(spec: PipelineSpec, connection: string | undefined, options: ComponentOptions): unknown {
  if (connection === undefined) return undefined;
  const component = spec.connections[connection] as ComponentSpec;
  const kind = options.registry.find((candidate) => candidate.kind === component.kind);
  if (kind?.role !== 'server') throw new Error(`${connection} is no server`);
  return placed(component, () => kind.build(component.config as never, contextOf(options, component.folder)));
}

function localStorage(registry: readonly ComponentKind[]): Storage {
  for (const kind of registry) if (kind.role === 'storage' && kind.buildLocal) return kind.buildLocal();
  throw new Error('no storage is for paths without a connection');
}

export function kindOf(registry: readonly ComponentKind[], kind: string, role: 'sink'): SinkKind;
export function kindOf(registry: readonly ComponentKind[], kind: string, role: 'source'): SourceKind;
export function kindOf(registry: readonly ComponentKind[], kind: string, role: 'index'): IndexKind;
export function kindOf(registry: readonly ComponentKind[], kind: string, role: ComponentKind['role']): ComponentKind {
  const found = registry.find((candidate) => candidate.kind === kind && candidate.role === role);
  if (!found) throw new Error(`there is no ${role} of kind ${kind}`);
  return found;
}

function contextOf({ log, secrets, answerWithinMs }: ComponentOptions, folder: string): BuildContext {
  return { folder, log, secrets, ...(answerWithinMs !== undefined && { answerWithinMs }) };
}

/** What is wrong with an address. */
const ABOUT_URL: ReadonlySet<string> = new Set(['dhis2/bad-url', 'dhis2/credentials-in-url', 'dhis2/plain-http']);

/** What a component finds wrong with its own part of the spec stands where that part stands. */
function placed<T>(component: ComponentSpec, build: () => T): T {
  try {
    return build();
  } catch (error) {
    if (!(error instanceof ProblemsError)) throw error;
    const placeOfOne = ({ code }: Problem): Place => (ABOUT_URL.has(code) ? component.placeOf('url') : component.place);
    throw new ProblemsError(error.problems.map((one) => (one.place ? one : { ...one, place: placeOfOne(one) })));
  }
}
