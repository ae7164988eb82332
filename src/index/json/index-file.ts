import { UID } from '../../base/data-schema.ts';
import { EtlError } from '../../base/errors.ts';
import { isObject, type Json } from '../../base/json.ts';
import { toLegacyJson } from '../../base/legacy-json.ts';
import { parseJson } from '../../base/parse-json.ts';
import { parseEntry } from './entry-schema.ts';
import type { RawEntry } from './raw-entry.ts';

/**
 * Parses `event_index.json`: key → entry. Throws EtlError `index/*` (exit 3) where it is not JSON, has an entry of
 * another shape, a UID that is none (`address` says what one looks like), a key that stands twice, or one UID under two
 * keys.
 */
export function parseIndex(text: string, location: string, address: object = UID): Map<string, RawEntry> {
  const entries = new Map<string, RawEntry>();
  const owners = new Map<string, string>();
  for (const [key, value] of Object.entries(parseObject(text, location))) {
    const entry = parseEntry(key, value, location, address);
    const owner = owners.get(entry.dhis2_uuid);
    if (owner !== undefined)
      throw new EtlError('index/uid-twice', { location, uid: entry.dhis2_uuid, key, other: owner });
    owners.set(entry.dhis2_uuid, key);
    entries.set(key, entry);
  }
  return entries;
}

function parseObject(text: string, location: string): Record<string, Json> {
  const parsed = parseJson(text);
  if ('refusal' in parsed) {
    const { refusal } = parsed;
    if (refusal.is === 'twice') {
      const { key, line, first } = refusal;
      throw new EtlError('index/key-twice', { location, key, line, first });
    }
    throw new EtlError('index/not-json', { location, line: refusal.line, reason: refusal.reason });
  }
  if (!isObject(parsed.value)) throw new EtlError('index/not-an-object', { location });
  return parsed.value;
}

/** The bytes that the tools before us write: sorted by key, indented by 4, UTF-8 unescaped, no line end at the end. */
export function toIndexBytes(entries: ReadonlyMap<string, RawEntry>): Buffer {
  return Buffer.from(toLegacyJson(Object.fromEntries(entries) as unknown as Json), 'utf8');
}
