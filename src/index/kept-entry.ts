import type { KeptEntry } from '../contracts/moving.ts';
import type { Change, Entry, EntryState, Missing, Refusal } from '../contracts/store.ts';
import { isSaidRemoved, isThere } from './states.ts';

/** The entry after a change; undefined where there is none, and the change alone makes none. Pure. */
export function applyChange(before: KeptEntry | undefined, change: Change): KeptEntry | undefined {
  const { address, generation } = change;
  if (address !== undefined && isNewObject(before, address, generation))
    return changed(newObject(before, address), change);
  return before && changed(before, change);
}

/** Where an address is made of the object, one that is made anew has the address that it had. */
function isNewObject(before: KeptEntry | undefined, address: string, generation: number = 0): boolean {
  return address !== before?.address || generation > before.generation;
}

/** Nothing that was said of the object before is true of the new one. */
function newObject(before: KeptEntry | undefined, address: string): KeptEntry {
  const fresh = { address, state: 'reserved', doubts: [] } as const;
  if (!before) return { ...fresh, ids: [], generation: 0 };
  const { ids, generation, pair, sentAt, since, aside, previous = [] } = before;
  const gone = before.address === address ? previous : [...previous, before.address];
  return withoutGaps({
    ...fresh,
    ids,
    generation,
    pair,
    sentAt,
    since,
    aside,
    previous: gone.length > 0 ? gone : null,
  });
}

function changed(entry: KeptEntry, change: Change): KeptEntry {
  const { state, refusal, missing, ids, generation, doubts, sentAt, since } = change;
  const { hash, hashBefore, shape, partOf, left, movedFrom, pair } = change;
  const row = change.row === undefined && hash !== undefined ? null : change.row;
  const named = { ids, generation, doubts, sentAt, since, hash, hashBefore, shape, row, partOf, left, movedFrom, pair };
  return withoutGaps({
    ...entry,
    ...(state !== undefined && standing(entry, state, refusal)),
    ...(missing !== undefined && { missing: toMissing(missing) }),
    ...Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined)),
  });
}

/** What a person says of an object stands until it has a new address, whatever is learnt of it meanwhile. */
function standing(
  before: KeptEntry,
  state: EntryState,
  refusal: Refusal | undefined,
): { readonly state: EntryState; readonly refusal: Refusal | null } {
  const plain = withoutHearsay(state, refusal);
  const stands = isSaidRemoved(before) ? (isThere({ state: plain }) ? 'removed' : 'removedButWanted') : plain;
  return { state: stands, refusal: refusal ? toKept(refusal) : null };
}

/** The state as we know it ourselves; no run says for a person that an object was removed. */
function withoutHearsay(state: EntryState, refusal: Refusal | undefined): EntryState {
  const wasThere = isThere({ state }) || state === 'removed';
  if (refusal) return wasThere ? 'live' : 'refused';
  if (state === 'removed') return 'live';
  if (state === 'removedButWanted') return 'deletedThere';
  return state === 'refused' ? 'reserved' : state;
}

/** A word for nothing in the place of a facility is an unknown one, too. */
const OF_UNKNOWN_UNIT: ReadonlySet<string> = new Set(['lookup/no-match', 'source/word-for-nothing']);

/** Of all reasons the facility that nobody knows, which people ask for first; else the first. No values but its name. */
function toKept({ by, reasons }: Refusal): Refusal {
  if (by === 'server') return { by, reasons: [] };
  const unit = reasons.find(({ field, code }) => field === 'orgUnit' && OF_UNKNOWN_UNIT.has(code));
  if (unit) return { by, reasons: [{ code: 'lookup/no-match', field: 'orgUnit', value: unit.value ?? '' }] };
  return { by, reasons: [{ code: reasons[0]?.code ?? 'rejected' }] };
}

function toMissing(missing: Missing | null): Missing | null {
  return missing?.since === undefined && missing?.isPastGrace !== true ? null : missing;
}

/** An entry has no field for what is not known. */
function withoutGaps(entry: { readonly [K in keyof KeptEntry]?: KeptEntry[K] | null | undefined }): KeptEntry {
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => value != null)) as unknown as KeptEntry;
}

/** What the contract shows of a kept entry. A refused object may be there all the same where a send has no verdict. */
export function toEntry(kept: KeptEntry, version: string): Entry {
  const isInDoubt = kept.state === 'refused' && kept.doubts.length > 0;
  const entry = { ...kept, version, ...(isInDoubt && { state: 'sending' as const }) };
  if (kept.previous === undefined && kept.aside === undefined) return entry;
  const { previous: _, aside: __, ...shown } = entry;
  return shown;
}
