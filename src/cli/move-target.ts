import { extname, relative, resolve } from 'node:path';
import { EtlError } from '../base/errors.ts';
import type { ComponentKind, IndexKind } from '../contracts/component.ts';
import type { PipelineSpec } from '../pipeline/pipeline-spec.ts';

/** Where an index is to go, as the spec would name it. */
export type MoveTarget = Pick<PipelineSpec['index'], 'kind' | 'connection' | 'path'>;

export interface MoveWishes {
  /** A kind of index, or a file, whose ending tells the kind. */
  readonly to: string;
  /** Of the spec; then `to` is a path in it. */
  readonly connection: string | undefined;
  /** Where relative paths start. */
  readonly cwd: string;
}

/** Throws EtlError `index/move-where` (exit 2) where it cannot be told, or where that kind cannot be. */
export function targetOf(spec: PipelineSpec, wishes: MoveWishes, registry: readonly ComponentKind[]): MoveTarget {
  const kinds = registry.filter((kind) => kind.role === 'index');
  const named = kinds.find(({ kind }) => kind === wishes.to);
  const target = named ? besideOld(spec, wishes, named) : atPath(wishes, kinds);
  return fitting(spec, target, registry);
}

/** Under the name of the old one, with another ending. */
function besideOld({ index }: PipelineSpec, { connection }: MoveWishes, { kind, endings }: IndexKind): MoveTarget {
  const stem = index.path.slice(0, index.path.length - extname(index.path).length);
  return { kind, connection: connection ?? index.connection, path: `${stem}${endings[0] ?? ''}` };
}

function atPath({ to, connection, cwd }: MoveWishes, kinds: readonly IndexKind[]): MoveTarget {
  const kind = kinds.find(({ endings }) => endings.includes(extname(to).toLowerCase()));
  if (!kind) {
    const endings = kinds.flatMap((one) => one.endings);
    throw new EtlError('index/move-where', { to, kinds: kinds.map((one) => one.kind), endings });
  }
  return { kind: kind.kind, connection, path: connection === undefined ? resolve(cwd, to) : to };
}

function fitting(spec: PipelineSpec, target: MoveTarget, registry: readonly ComponentKind[]): MoveTarget {
  const { kind: name, connection } = target;
  if (connection === undefined) return target;
  const storages = registry.filter(({ role }) => role === 'storage').map(({ kind }) => kind);
  const kind = registry.find((one) => one.role === 'index' && one.kind === name) as IndexKind;
  const accepts = kind.accepts.kinds ?? storages;
  const fits = Object.entries(spec.connections).filter(([, one]) => accepts.includes(one.kind));
  const names = fits.map(([one]) => one);
  if (!names.includes(connection)) throw new EtlError('index/move-connection', { kind: name, connection, names });
  return target;
}

/** The index part of the spec after the move. */
export function toSpecLines({ kind, connection, path }: MoveTarget, folder: string): string[] {
  const shown = connection === undefined ? relative(folder, path) : path;
  return [
    'index:',
    `  kind: ${kind}`,
    ...(connection === undefined ? [] : [`  connection: ${connection}`]),
    `  path: ${inYaml(shown)}`,
  ];
}

/** A path as a scalar of YAML: plain where it can be. */
function inYaml(path: string): string {
  return /^[\p{L}_./][\p{L}\p{N}_./ -]*$/u.test(path) && path.trim() === path ? path : JSON.stringify(path);
}
