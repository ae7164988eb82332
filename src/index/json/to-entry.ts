/** What an entry of the file says, in the words of the contract. */
import { createHash } from 'node:crypto';
import { canonicalJson, type Json } from '../../base/json.ts';
import type { Entry, EntryState, Missing, OldPlace, Refusal, Send } from '../../contracts/store.ts';
import { DELETED_IN_DHIS2, NO_ANSWER, REJECTED, UNKNOWN_UNIT, type RawEntry, type RawPlace } from './raw-entry.ts';

/** An entry of the file in the words of the contract. Pure; `version` is worked out only when it is asked for. */
export function toEntry(raw: RawEntry): Entry {
  const refusal = toRefusal(raw);
  const missing = toMissing(raw);
  const {
    hash,
    was,
    shape,
    row_digest: row,
    part_of: partOf,
    left,
    moved_from: places,
    pair,
    sent_at: sentAt,
    since,
  } = raw;
  return {
    address: raw.dhis2_uuid,
    state: toState(raw),
    ids: raw.ids ?? [],
    generation: raw.generation ?? 0,
    doubts: (raw.doubts ?? []).map(toSend),
    ...(refusal && { refusal }),
    ...(missing && { missing }),
    ...(hash !== undefined && { hash }),
    ...(was !== undefined && { hashBefore: was }),
    ...(shape !== undefined && { shape }),
    ...(row !== undefined && { row }),
    ...(partOf !== undefined && { partOf }),
    ...(left && { left }),
    ...(places && { movedFrom: places.map(toPlace) }),
    ...(pair !== undefined && { pair }),
    ...(sentAt !== undefined && { sentAt }),
    ...(since !== undefined && { since }),
    get version() {
      return toVersion(raw);
    },
  };
}

/** One word for what two flags and `error` say together. */
function toState({ uploaded, deleted_dhis2: isSaidRemoved, error, doubts = [] }: RawEntry): EntryState {
  if (isSaidRemoved) return uploaded ? 'removed' : 'removedButWanted';
  if (error === DELETED_IN_DHIS2) return 'deletedThere';
  if (error === NO_ANSWER) return uploaded ? 'replacing' : 'sending';
  if (uploaded) return 'live';
  if (error === undefined) return 'reserved';
  // Refused since, but an earlier send of it may have arrived.
  return doubts.length > 0 ? 'sending' : 'refused';
}

function toRefusal({ error }: RawEntry): Refusal | undefined {
  if (error === undefined || error === NO_ANSWER || error === DELETED_IN_DHIS2) return undefined;
  if (error === REJECTED) return { by: 'server', reasons: [] };
  if (!error.startsWith(UNKNOWN_UNIT)) return { by: 'us', reasons: [{ code: error }] };
  const value = error.slice(UNKNOWN_UNIT.length);
  return { by: 'us', reasons: [{ code: 'lookup/no-match', field: 'orgUnit', value }] };
}

function toMissing({ deleted, missing_since: since }: RawEntry): Missing | undefined {
  if (!deleted && since === undefined) return undefined;
  return { isPastGrace: deleted, ...(since !== undefined && { since }) };
}

function toPlace({ address, sends, open }: RawPlace): OldPlace {
  return { address, sends: sends.map(toSend), ...(open && { isOpen: true }) };
}

function toSend(doubt: string): Send {
  const [hash = '', shape] = doubt.split(' ');
  return { hash, ...(shape !== undefined && { shape }) };
}

function toVersion(raw: RawEntry): string {
  return createHash('sha256')
    .update(canonicalJson(raw as unknown as Json))
    .digest('base64url')
    .slice(0, 22);
}
