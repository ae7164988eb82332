/** The files that a pipeline is made of: what `--watch` looks at. */
import { dirname, join, resolve } from 'node:path';
import { lockPath } from '../drift/lock-file.ts';
import type { LoadedPipeline, LoadFlags } from './load-pipeline.ts';

/** Those that are known before anything is loaded. */
export function namedFiles(spec: string, flags: LoadFlags): string[] {
  return [spec, flags['env-file'], flags.connections].flatMap((file) => (file === undefined ? [] : [resolve(file)]));
}

/** All of them; absolute. */
export function filesOf({ spec, parts }: LoadedPipeline): string[] {
  const { mapping, source, connections } = spec;
  const ofMapping = mapping
    ? [
        ...[mapping.generated, mapping.columns, mapping.options, mapping.metadata].map(({ path }) => path),
        lockPath(mapping.metadata.path),
        join(dirname(mapping.generated.path), 'decisions.csv'),
      ]
    : [];
  const ofVersions = source.versions.flatMap(({ columns, options }) =>
    [columns, options].flatMap((one) => one?.path ?? []),
  );
  const ofConnections = Object.values(connections).map(({ place }) => resolve(place.source.file));
  return [...new Set([...parts.files, ...ofMapping, ...ofVersions, ...ofConnections])];
}
