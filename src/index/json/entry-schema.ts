import { COUNT, findFault, FLAG, INSTANT, TEXT, TEXTS } from '../../base/data-schema.ts';
import { EtlError } from '../../base/errors.ts';
import { isObject, type Json } from '../../base/json.ts';
import type { RawEntry } from './raw-entry.ts';

const FLAG_OR_NONE = { type: ['boolean', 'null'], expected: 'true or false' } as const;

/** An entry of the index. Other tools write it too: what we don't know is theirs, and is let through as it is. */
const ENTRY = {
  type: 'object',
  expected: 'an object',
  required: ['dhis2_uuid', 'uploaded'],
  properties: {
    uploaded: FLAG,
    deleted: FLAG_OR_NONE,
    deleted_dhis2: FLAG_OR_NONE,
    error: { type: ['string', 'null'], expected: 'text' },
    ids: TEXTS,
    hash: TEXT,
    generation: COUNT,
    previous_uids: TEXTS,
    sent_at: INSTANT,
    missing_since: INSTANT,
    since: INSTANT,
    pair: TEXT,
    was: TEXT,
    doubts: TEXTS,
    shape: TEXT,
    row_digest: TEXT,
    part_of: TEXT,
    left: { type: 'object', additionalProperties: TEXT, expected: 'an object of texts' },
  },
} as const;

const byAddress = new WeakMap<object, object>();

/** The schema of an entry whose address is as the sink says. */
export function entrySchema(address: object): object {
  const known = byAddress.get(address);
  if (known) return known;
  const place = {
    type: 'object',
    required: ['address', 'sends'],
    properties: { address, sends: TEXTS, open: FLAG },
    expected: 'an object: address, sends',
  };
  const moved_from = { type: 'array', items: place, expected: 'a list of places' };
  const schema = { ...ENTRY, properties: { dhis2_uuid: address, ...ENTRY.properties, moved_from } };
  byAddress.set(address, schema);
  return schema;
}

/**
 * Parses and checks an entry, as it stands in a file. Throws EtlError `index/bad-entry` or `index/bad-uid` (exit 3),
 * which name the entry and what is wrong in it. `address`: what a UID looks like, or what the sink has in its place.
 */
export function parseEntry(key: string, value: unknown, location: string, address: object): RawEntry {
  const fault = findFault(entrySchema(address), value);
  if (fault?.path === 'dhis2_uuid') throw new EtlError('index/bad-uid', { location, key, uid: shown(value) });
  if (fault) {
    const { path, expected } = fault;
    throw new EtlError('index/bad-entry', { location, key, field: path === '' ? 'entry' : path, expected });
  }
  const { error, deleted, deleted_dhis2, ...rest } = value as Record<string, Json> &
    Pick<RawEntry, 'dhis2_uuid' | 'uploaded'>;
  return {
    ...rest,
    ...(typeof error === 'string' && { error }),
    deleted: deleted === true,
    deleted_dhis2: deleted_dhis2 === true,
  };
}

function shown(value: unknown): string {
  const uid = isObject(value) ? value['dhis2_uuid'] : undefined;
  return typeof uid === 'object' && uid !== null ? '…' : String(uid).slice(0, 40);
}
