/** One file of a spec, the spec itself or its connections: parsed, and then with every `${…}` replaced. */
import { dirname } from 'node:path';
import type { SourceText } from '../base/document.ts';
import type { Json } from '../base/json.ts';
import type { Pointer } from '../base/pointer.ts';
import type { Problem } from '../base/problem.ts';
import type { Secrets } from '../base/secrets.ts';
import { parseYamlDocument, type YamlDocument } from '../base/yaml-document.ts';
import type { YamlScalar } from '../base/yaml-reader.ts';
import type { ConnectionWords } from './connection-words.ts';
import { isExpressionScalar, type FileRole } from './expression-scalars.ts';
import { findHidden } from './hidden-text.ts';
import { interpolate, iniPathsOf, type Surroundings } from './interpolate.ts';

export interface ParsedFile {
  readonly role: FileRole;
  /** Absolute. */
  readonly path: string;
  readonly document: YamlDocument;
}

export interface SpecFile extends ParsedFile {
  /** All that count, in the order of the file. */
  readonly scalars: readonly SpecScalar[];
  /** Of references that lead nowhere. */
  readonly referenceProblems: readonly Problem[];
}

export interface SpecScalar {
  readonly scalar: YamlScalar;
  /** Of the file. */
  readonly folder: string;
  readonly is: 'expression' | 'literal' | 'replaced' | 'unresolved';
}

/** Parses a file of a spec. What stands where a secret belongs is marked in its text, and goes to `secrets`. */
export function parseSpecFile(
  role: FileRole,
  path: string,
  { file, text }: SourceText,
  { words, secrets }: { readonly words: ConnectionWords; readonly secrets: Secrets },
): ParsedFile {
  const hidden = findHidden(text, role, words);
  for (const { start, end } of hidden) secrets.add(text.slice(start, end).replace(/^(['"])([^]*)\1$/, '$2'));
  return { role, path, document: parseYamlDocument({ file, text, hidden }) };
}

/** INI files that the file's scalars name. */
export function iniPathsIn({ role, path, document }: ParsedFile): string[] {
  return document.scalars
    .filter((scalar) => !isExpressionScalar(scalar, role))
    .flatMap((scalar) => iniPathsOf(String(scalar.value), dirname(path)));
}

/**
 * Replaces `${…}` in the scalars of a file, in place, but never in expressions.
 * @param leaveOut parts that do not count, since another file stands in for them
 */
export function replaceReferences(
  file: ParsedFile,
  surroundings: Surroundings,
  leaveOut: (pointer: Pointer) => boolean = () => false,
): SpecFile {
  const scalars: SpecScalar[] = [];
  const referenceProblems: Problem[] = [];
  const { role, path, document } = file;
  const folder = dirname(path);
  for (const scalar of document.scalars) {
    if (leaveOut(scalar.pointer)) continue;
    if (isExpressionScalar(scalar, role)) {
      scalars.push({ scalar, folder, is: 'expression' });
    } else if (typeof scalar.value === 'string' && scalar.value.includes('${')) {
      const { text, problems } = interpolate(scalar.value, scalar.place, path, surroundings);
      referenceProblems.push(...problems);
      setAt(document.value, scalar.pointer, text);
      scalars.push({ scalar, folder, is: problems.length > 0 ? 'unresolved' : 'replaced' });
    } else {
      scalars.push({ scalar, folder, is: 'literal' });
    }
  }
  return { ...file, scalars, referenceProblems };
}

/** Sets a value that is there. */
function setAt(root: Json | undefined, pointer: Pointer, value: Json): void {
  let parent: unknown = root;
  for (const step of pointer.slice(0, -1)) parent = (parent as Record<string | number, unknown>)[step];
  const last = pointer.at(-1);
  if (last === undefined || parent === null || typeof parent !== 'object') return;
  Object.defineProperty(parent, last, { value, writable: true, enumerable: true, configurable: true });
}
