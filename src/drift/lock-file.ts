/** The lock beside the metadata file of a spec. */
import path from 'node:path';
import { EtlError } from '../base/errors.ts';
import { parseJson } from '../base/parse-json.ts';
import { readRegularFile } from '../base/regular-file.ts';
import { loadText } from '../base/text-file.ts';
import type { PlaceFacts } from '../contracts/place-facts.ts';
import { parseLock } from './parse-lock.ts';
import { toRetrievedFacts } from './retrieved-facts.ts';

/** `retrieved_program_metadata.lock.yaml` for `retrieved_program_metadata.json`. */
export function lockPath(metadata: string): string {
  const { dir, name } = path.parse(metadata);
  return path.join(dir, `${name}.lock.yaml`);
}

/** What a mapping was made from, as the files beside it say. */
export interface KeptFacts {
  /** The lock, as it stands there; undefined where there is none. */
  readonly lockText: string | undefined;
  /** Facts of the lock; else of the metadata file, as far as it knows; undefined where there is neither. */
  factsLike(now: PlaceFacts): PlaceFacts | undefined;
}

/** Loads the lock of a metadata file or, where there is none, that file. Throws EtlError `file/*`. */
export async function loadKeptFacts(metadata: string, shown: (path: string) => string): Promise<KeptFacts> {
  const lockText = await loadText(...lockOf(metadata, shown)).catch(ifNotThere);
  if (lockText) return { lockText: lockText.text, factsLike: () => parseLock(lockText.text, lockText.file) };
  const retrieved = await loadRetrieved(metadata);
  return { lockText: undefined, factsLike: (now) => retrieved?.(now) };
}

/** Loads a lock; undefined where there is none. Throws EtlError `drift/bad-lock`, `file/*`. */
export async function loadLock(metadata: string, shown: (path: string) => string): Promise<PlaceFacts | undefined> {
  const source = await loadText(...lockOf(metadata, shown)).catch(ifNotThere);
  return source && parseLock(source.text, source.file);
}

/**
 * What the metadata file says; undefined where there is none, or it is no JSON. Nothing is wrong with it here: whoever
 * generates from it tells.
 */
export async function loadRetrieved(
  metadata: string,
): Promise<((like: PlaceFacts) => PlaceFacts | undefined) | undefined> {
  const bytes = await readRegularFile(metadata).catch(() => undefined);
  const parsed = bytes && parseJson(bytes.toString('utf8'));
  if (!parsed || !('value' in parsed)) return undefined;
  return (like) => toRetrievedFacts(parsed.value, like);
}

function lockOf(metadata: string, shown: (path: string) => string): [path: string, shownAs: string, usedBy: string] {
  const lock = lockPath(metadata);
  return [lock, shown(lock), 'the lock'];
}

function ifNotThere(error: unknown): undefined {
  if (!(error instanceof EtlError) || error.code !== 'file/not-found') throw error;
}
