import { createHash } from 'node:crypto';
import { EtlError } from '../../base/errors.ts';
import type { Storage } from '../../contracts/storage.ts';
import { CompactEntries } from './compact/compact-entries.ts';
import { LegacyReader, UnfamiliarError } from './compact/legacy-reader.ts';
import { parseIndex } from './index-file.ts';

/** What is parsed whole must fit into one text of JavaScript. */
const MOST_BYTES = 500 * 1024 * 1024;

/** Entries are found by numbers of 32 bits. */
const MOST_READ = 0xf000_0000;

/** An index as it stands in its file; no entries where there is none. */
export interface Loaded {
  readonly exists: boolean;
  readonly entries: CompactEntries;
  /** So many entries stand in the order of their keys, the first ones. */
  readonly sorted: number;
  /** The file is to the byte what would be written of the entries. */
  readonly isExact: boolean;
  readonly etag: string | undefined;
  readonly digest: string;
}

/**
 * Reads the file. One that is laid out as we write it is taken as it comes in, however large it is; any other is parsed
 * whole, which also finds the place of what is wrong. Throws EtlError `index/*`, `storage/*`.
 */
export async function loadEntries(storage: Storage, path: string, address: object): Promise<Loaded> {
  const location = storage.describe(path);
  const reader = new LegacyReader(location, address);
  try {
    let size = 0;
    const read = await storage.readThrough(path, (chunk) => {
      size += chunk.length;
      if (size > MOST_READ) throw new EtlError('index/too-large', { location });
      reader.take(chunk);
    });
    if (!read) return NONE();
    const entries = reader.end();
    const { etag, sha256 } = read;
    const digest = toDigest(sha256);
    return { exists: true, entries, sorted: reader.isSorted ? entries.size : 0, isExact: reader.isExact, etag, digest };
  } catch (error) {
    if (!(error instanceof UnfamiliarError)) throw error;
    return await loadWhole(storage, path, address, error);
  }
}

async function loadWhole(storage: Storage, path: string, address: object, why: UnfamiliarError): Promise<Loaded> {
  const location = storage.describe(path);
  await refuseHuge(storage, path, why);
  const stored = await storage.read(path);
  if (!stored) return NONE();
  const entries = new CompactEntries();
  for (const [key, entry] of parseIndex(decode(stored.bytes, location), location, address)) entries.put(key, entry);
  const { etag, bytes } = stored;
  return { exists: true, entries, sorted: 0, isExact: false, etag, digest: digestOf(bytes) };
}

const NONE = (): Loaded => ({
  exists: false,
  entries: new CompactEntries(),
  sorted: 0,
  isExact: false,
  etag: undefined,
  digest: '',
});

/** What is too large to be parsed can only be read as we write it. */
async function refuseHuge(storage: Storage, path: string, { why, after }: UnfamiliarError): Promise<void> {
  const opened = await storage.open(path);
  opened?.stream.destroy();
  if (!opened || opened.size <= MOST_BYTES) return;
  const location = storage.describe(path);
  const mib = Math.round(opened.size / 1024 / 1024);
  throw why ?? new EtlError('index/other-layout', { location, mib, ...(after !== undefined && { after }) });
}

/** SHA-256, by which an index is told from another. */
function digestOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('base64url');
}

/** The same of what is known as hexadecimal. */
export function toDigest(sha256: string): string {
  return Buffer.from(sha256, 'hex').toString('base64url');
}

function decode(bytes: Buffer, location: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new EtlError('index/not-json', { location });
  }
}
