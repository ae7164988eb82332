/** A spec and the connections file beside it, as one value that still knows where each part is written. */
import { dirname } from 'node:path';
import type { Place } from '../base/document.ts';
import type { Part, PlaceOf, Pointer } from '../base/json-document.ts';
import { isObject, type Json } from '../base/json.ts';
import type { Problem } from '../base/problem.ts';
import type { Secrets } from '../base/secrets.ts';
import { parseYamlDocument, type YamlDocument, type YamlScalar } from '../base/yaml-document.ts';
import type { SourceText } from '../base/document.ts';
import type { ConnectionWords } from './connection-words.ts';
import { isExpressionScalar, type FileRole } from './expression-scalars.ts';
import { findHidden } from './hidden-text.ts';
import { interpolate, iniPathsOf, type Surroundings } from './interpolate.ts';

/** A parsed file of the spec. */
export interface SpecFile {
  readonly role: FileRole;
  /** Absolute. */
  readonly path: string;
  readonly document: YamlDocument;
}

/** A scalar of the assembled spec. */
export interface SpecScalar {
  readonly scalar: YamlScalar;
  readonly folder: string;
  readonly is: 'expression' | 'literal' | 'replaced' | 'unresolved';
}

export interface Assembly {
  readonly value: Json | undefined;
  readonly scalars: readonly SpecScalar[];
  readonly placeOf: PlaceOf;
  /** Undefined where there is nothing. */
  readonly valueAt: (pointer: Pointer) => unknown;
  readonly scalarAt: (pointer: Pointer) => SpecScalar | undefined;
  /** Folder of the file in which a part is written. */
  readonly folderOf: (pointer: Pointer) => string;
}

/** Parses a file of a spec. What stands where a secret belongs is marked in its text, and goes to `secrets`. */
export function parseSpecFile(
  role: FileRole,
  path: string,
  { file, text }: SourceText,
  { words, secrets }: { readonly words: ConnectionWords; readonly secrets: Secrets },
): SpecFile {
  const hidden = findHidden(text, role, words);
  for (const { start, end } of hidden) secrets.add(text.slice(start, end).replace(/^(['"])([^]*)\1$/, '$2'));
  return { role, path, document: parseYamlDocument({ file, text, hidden }) };
}

/** INI files that the file's scalars name. */
export function iniPathsIn({ role, path, document }: SpecFile): string[] {
  return document.scalars
    .filter((one) => !isExpressionScalar(one, role))
    .flatMap((one) => iniPathsOf(String(one.value), dirname(path)));
}

/**
 * Replaces `${…}` in the scalars of a file, in place, but never in expressions.
 * @param leaveOut parts that do not count, since another file stands in for them
 */
export function replaceReferences(
  { role, path, document }: SpecFile,
  surroundings: Surroundings,
  leaveOut: (pointer: Pointer) => boolean = () => false,
): { readonly scalars: SpecScalar[]; readonly problems: Problem[] } {
  const scalars: SpecScalar[] = [];
  const problems: Problem[] = [];
  const folder = dirname(path);
  for (const scalar of document.scalars) {
    if (leaveOut(scalar.pointer)) continue;
    if (isExpressionScalar(scalar, role)) {
      scalars.push({ scalar, folder, is: 'expression' });
    } else if (typeof scalar.value === 'string' && scalar.value.includes('${')) {
      const result = interpolate(scalar.value, scalar.place, path, surroundings);
      problems.push(...result.problems);
      setAt(document.value, scalar.pointer, result.text);
      scalars.push({ scalar, folder, is: result.problems.length > 0 ? 'unresolved' : 'replaced' });
    } else {
      scalars.push({ scalar, folder, is: 'literal' });
    }
  }
  return { scalars, problems };
}

/** Puts the connections of a file where the spec has `connections`. */
export function assemble(
  spec: SpecFile,
  connections: SpecFile | undefined,
  specScalars: readonly SpecScalar[],
  connectionScalars: readonly SpecScalar[],
): Assembly {
  const { value } = spec.document;
  const root: unknown = value;
  if (connections && isObject(root)) root['connections'] = connections.document.value ?? {};
  const moved = connectionScalars.map((one) => ({
    ...one,
    scalar: { ...one.scalar, pointer: ['connections', ...one.scalar.pointer] },
  }));
  const scalars = [...specScalars.filter((one) => !connections || one.scalar.pointer[0] !== 'connections'), ...moved];
  const byPointer = new Map(scalars.map((one) => [JSON.stringify(one.scalar.pointer), one]));
  const isElsewhere = (pointer: Pointer): boolean => connections !== undefined && pointer[0] === 'connections';
  return {
    value,
    scalars,
    placeOf(pointer: Pointer, part?: Part): Place {
      return connections && isElsewhere(pointer)
        ? connections.document.placeOf(pointer.slice(1), part)
        : spec.document.placeOf(pointer, part);
    },
    valueAt: (pointer) => valueAt(value, pointer),
    scalarAt: (pointer) => byPointer.get(JSON.stringify(pointer)),
    folderOf: (pointer) => dirname(connections && isElsewhere(pointer) ? connections.path : spec.path),
  };
}

function valueAt(root: unknown, pointer: Pointer): unknown {
  let value = root;
  for (const step of pointer) {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}

/** Sets a value that is there. */
function setAt(root: Json | undefined, pointer: Pointer, value: Json): void {
  let parent: unknown = root;
  for (const step of pointer.slice(0, -1)) parent = (parent as Record<string | number, unknown>)[step];
  const last = pointer.at(-1);
  if (last === undefined || parent === null || typeof parent !== 'object') return;
  Object.defineProperty(parent, last, { value, writable: true, enumerable: true, configurable: true });
}
