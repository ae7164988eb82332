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

/** Loads the lock of a metadata file or, where there is none, that file. Throws EtlError `drift/bad-lock`, `file/*`. */
export async function loadKeptFacts(metadata: string, shown: (path: string) => string): Promise<KeptFacts> {
  const lock = lockPath(metadata);
  const lockText = await loadIfThere(lock, shown(lock));
  if (lockText !== undefined) return { lockText, factsLike: () => parseLock(lockText, shown(lock)) };
  return { lockText, factsLike: await loadRetrieved(metadata) };
}

/** What the metadata file says; nothing is wrong with it here: whoever generates from it tells. */
export async function loadRetrieved(metadata: string): Promise<(like: PlaceFacts) => PlaceFacts | undefined> {
  const bytes = await readRegularFile(metadata).catch(() => undefined);
  const text = bytes?.toString('utf8');
  const parsed = text === undefined ? undefined : parseJson(text);
  if (!parsed || !('value' in parsed)) return () => undefined;
  return (like) => toRetrievedFacts(parsed.value, like);
}

async function loadIfThere(file: string, shownAs: string): Promise<string | undefined> {
  try {
    return (await loadText(file, shownAs, 'the lock')).text;
  } catch (error) {
    if (error instanceof EtlError && error.code === 'file/not-found') return undefined;
    throw error;
  }
}
