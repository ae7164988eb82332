/** What the kinds of a spec's components find, each of its own part. */
import type { Environment } from '../base/proxy.ts';
import type { IndexExamination, NamedPlace, StorageExamination } from '../contracts/examination.ts';
import type { Findings } from '../contracts/finding.ts';
import { kindOf, serverOf, sinkKindOf, storageOf, type ComponentOptions } from './build-components.ts';
import type { ComponentSpec, PipelineSpec } from './pipeline-spec.ts';

export interface Examining extends ComponentOptions {
  readonly now: Date;
  readonly env: Environment;
}

/** What a spec keeps in the storages that it names. */
type Uses = StorageExamination['uses'];

/** A connection itself. Throws ProblemsError where it cannot be built; nothing where its kind has nothing to say. */
export function examineConnection(spec: PipelineSpec, name: string, examining: Examining): Findings | undefined {
  const component = spec.connections[name] as ComponentSpec;
  const { now, env, registry } = examining;
  const kind = registry.find((candidate) => candidate.kind === component.kind);
  if (kind?.role === 'storage') {
    storageOf(spec, name, examining);
    return kind.examine?.(component.config as never, { now, name, uses: usesOf(spec, name) });
  }
  if (kind?.role !== 'server') return undefined;
  const server = serverOf(spec, name, examining);
  return kind.examine?.(component.config as never, { now, env, name, server, timeZone: spec.timeZone });
}

function usesOf({ source, index }: PipelineSpec, name: string): Uses {
  return new Set([
    ...(source.connection === name ? (['source'] as const) : []),
    ...(index.connection === name ? (['index'] as const) : []),
  ]);
}

/** Whether the sink's objects would be taken at some places. */
export function examineSink(
  spec: PipelineSpec,
  places: readonly NamedPlace[],
  examining: Examining,
): Findings | undefined {
  const server = serverOf(spec, spec.sink.connection, examining);
  const examination = { now: examining.now, server, places };
  return sinkKindOf(spec, examining).examine?.(spec.sink.config as never, examination);
}

/** The index where it is kept. */
export function examineIndex(
  spec: PipelineSpec,
  parts: Pick<IndexExamination, 'owner' | 'address'>,
  examining: Examining,
): Findings | undefined {
  const { kind, config, connection, path } = spec.index;
  const storage = storageOf(spec, connection, examining);
  const examination = { ...parts, now: examining.now, storage, path };
  return kindOf(examining.registry, kind, 'index').examine?.(config as never, examination);
}
