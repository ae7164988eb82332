import { EtlError } from '../base/errors.ts';
import { isObject, type Json } from '../base/json.ts';
import { toLegacyJson } from '../base/legacy-json.ts';
import type { Entry } from './entry.ts';

const UID = /^[A-Za-z][A-Za-z0-9]{10}$/;

/**
 * Parses `event_index.json`: key → entry. Throws EtlError `index/*` (exit 3) where it is not JSON, has an entry of
 * another shape, a UID that is none, or one UID under two keys.
 */
export function parseIndex(text: string, location: string): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  const owners = new Map<string, string>();
  for (const [key, value] of Object.entries(parseObject(text, location))) {
    const entry = toEntry(key, value, location);
    const owner = owners.get(entry.dhis2_uuid);
    if (owner !== undefined)
      throw new EtlError('index/uid-twice', { location, uid: entry.dhis2_uuid, key, other: owner });
    owners.set(entry.dhis2_uuid, key);
    entries.set(key, entry);
  }
  return entries;
}

function parseObject(text: string, location: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    // The parser's message quotes the text; its position is enough.
    const position = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
    throw new EtlError('index/not-json', { location, ...(position && { position }) });
  }
  if (!isObject(value)) throw new EtlError('index/not-an-object', { location });
  return value;
}

function toEntry(key: string, value: unknown, location: string): Entry {
  if (!isObject(value)) throw new EtlError('index/bad-entry', { location, key, field: 'entry', expected: 'an object' });
  const uid = value['dhis2_uuid'];
  if (typeof uid !== 'string' || !UID.test(uid))
    throw new EtlError('index/bad-uid', { location, key, uid: String(uid) });
  const flag = (name: string, otherwise: boolean | undefined): boolean => {
    const given = value[name] ?? otherwise;
    if (typeof given !== 'boolean')
      throw new EtlError('index/bad-entry', { location, key, field: name, expected: 'true or false' });
    return given;
  };
  const ids = value['ids'];
  if (ids !== undefined && !(Array.isArray(ids) && ids.every((one) => typeof one === 'string'))) {
    throw new EtlError('index/bad-entry', { location, key, field: 'ids', expected: 'a list of texts' });
  }
  return {
    ...(value as Record<string, Json>),
    dhis2_uuid: uid,
    uploaded: flag('uploaded', undefined),
    deleted: flag('deleted', false),
    deleted_dhis2: flag('deleted_dhis2', false),
  };
}

/** The bytes that the tools before us write: sorted by key, indented by 4, UTF-8 unescaped, no line end at the end. */
export function toIndexBytes(entries: ReadonlyMap<string, Entry>): Buffer {
  return Buffer.from(toLegacyJson(Object.fromEntries(entries) as unknown as Json), 'utf8');
}
