import { createHash } from 'node:crypto';
import type { Storage } from '../../contracts/storage.ts';
import { EtlError } from '../../base/errors.ts';
import type { RawEntry } from './raw-entry.ts';
import { parseIndex } from './index-file.ts';

/** An index as it stands in its file; no entries, and null, where there is none. */
export interface Loaded {
  readonly entries: Map<string, RawEntry>;
  readonly bytes: Buffer | null;
  readonly etag: string | undefined;
  readonly digest: string;
}

/** Reads and parses the file. Throws EtlError `index/*`, `storage/*`. */
export async function loadEntries(storage: Storage, path: string, address: object): Promise<Loaded> {
  const stored = await storage.read(path);
  if (!stored) return { entries: new Map(), bytes: null, etag: undefined, digest: '' };
  const location = storage.describe(path);
  const entries = parseIndex(decode(stored.bytes, location), location, address);
  return { entries, bytes: stored.bytes, etag: stored.etag, digest: digestOf(stored.bytes) };
}

/** SHA-256, by which an index is told from another. */
export function digestOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('base64url');
}

function decode(bytes: Buffer, location: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new EtlError('index/not-json', { location });
  }
}
