/** A spec and the connections file beside it, as one value that still knows where each part is written. */
import { dirname } from 'node:path';
import { isObject, type Json } from '../base/json.ts';
import type { PlaceOf, Pointer } from '../base/pointer.ts';
import type { SpecFile, SpecScalar } from './spec-file.ts';

export interface Assembly {
  /** Changed in place by the checks: they fill in defaults. */
  readonly value: Json | undefined;
  readonly scalars: readonly SpecScalar[];
  readonly placeOf: PlaceOf;
  /** Undefined where there is nothing. */
  readonly valueAt: (pointer: Pointer) => unknown;
  readonly scalarAt: (pointer: Pointer) => SpecScalar | undefined;
  /** Folder of the file in which a part is written. */
  readonly folderOf: (pointer: Pointer) => string;
}

/** Puts the connections of a file where the spec has `connections`. */
export function assemble(spec: SpecFile, connections: SpecFile | undefined): Assembly {
  const { value } = spec.document;
  const root: unknown = value;
  if (connections && isObject(root)) root['connections'] = connections.document.value ?? {};
  const scalars = connections
    ? [...spec.scalars.filter(({ scalar }) => !isOfConnections(scalar.pointer)), ...connections.scalars.map(moved)]
    : spec.scalars;
  const byPointer = new Map(scalars.map((entry) => [JSON.stringify(entry.scalar.pointer), entry]));
  return {
    value,
    scalars,
    placeOf: (pointer, part) =>
      connections && isOfConnections(pointer)
        ? connections.document.placeOf(pointer.slice(1), part)
        : spec.document.placeOf(pointer, part),
    valueAt: (pointer) => valueAt(value, pointer),
    scalarAt: (pointer) => byPointer.get(JSON.stringify(pointer)),
    folderOf: (pointer) => dirname(connections && isOfConnections(pointer) ? connections.path : spec.path),
  };
}

function isOfConnections([part]: Pointer): boolean {
  return part === 'connections';
}

/** A scalar of the connections file, where it stands in the whole. */
function moved(entry: SpecScalar): SpecScalar {
  return { ...entry, scalar: { ...entry.scalar, pointer: ['connections', ...entry.scalar.pointer] } };
}

function valueAt(root: unknown, pointer: Pointer): unknown {
  let value = root;
  for (const step of pointer) {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}
