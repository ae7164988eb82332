import { dirname, join } from 'node:path';
import { toLegacyJson } from '../base/legacy-json.ts';
import { replaceFile } from '../base/replace-file.ts';
import type { PulledMetadata } from '../contracts/component.ts';

/**
 * Writes metadata to its file, absolute, what there is more of it beside that, and its lock; gives the files, absolute.
 */
export async function writeMetadata(
  file: string,
  { retrieved, beside }: PulledMetadata,
  lock: { readonly path: string; readonly text: string },
): Promise<readonly string[]> {
  const files = [[file, retrieved] as const];
  for (const [name, json] of Object.entries(beside ?? {})) files.push([join(dirname(file), name), json]);
  for (const [path, json] of files) await replaceFile(path, `${toLegacyJson(json)}\n`);
  await replaceFile(lock.path, lock.text);
  return [...files.map(([path]) => path), lock.path];
}
