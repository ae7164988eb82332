/** What follows from the state of an entry. Pure. */
import type { Entry, EntryState } from '../contracts/store.ts';

type Stated = Pick<Entry, 'state' | 'missing' | 'doubts' | 'movedFrom'>;

const THERE: ReadonlySet<EntryState> = new Set(['live', 'replacing']);
const REMOVED: ReadonlySet<EntryState> = new Set(['removed', 'removedButWanted', 'deletedThere']);

/** The object is there, as far as is known. */
export function isThere({ state }: Pick<Entry, 'state'>): boolean {
  return THERE.has(state);
}

/** The server has confirmed the object at its address, once. */
export function wasConfirmed({ state }: Pick<Entry, 'state'>): boolean {
  return THERE.has(state) || state === 'removed';
}

/** The object was removed in the sink: a person says so, or the server. */
export function isRemoved({ state }: Pick<Entry, 'state'>): boolean {
  return REMOVED.has(state);
}

/** A person says that the object was removed. */
export function isSaidRemoved({ state }: Pick<Entry, 'state'>): boolean {
  return state === 'removed' || state === 'removedButWanted';
}

/** Something of it is there, where it is or where it stood before, and its record not gone for longer than the grace. */
export function isLive(entry: Stated): boolean {
  return isSomewhere(entry) && !isGone(entry);
}

/** Something of it is there as far as is known, be it where it stood before. */
export function isSomewhere(entry: Stated): boolean {
  return isThere(entry) || entry.movedFrom !== undefined;
}

/** Its record is gone for longer than the grace. */
export function isGone({ missing }: Pick<Entry, 'missing'>): boolean {
  return missing?.isPastGrace === true;
}

/** Nothing is left to do about a record that is gone: it never arrived, or its object was removed as well. */
export function isSettled(entry: Stated): boolean {
  return isGone(entry) && !isSomewhere(entry);
}

/** Nobody knows whether its last send was carried out: the sink must be asked before anything is done about it. */
export function isInDoubt({ state, doubts }: Stated): boolean {
  if (state === 'sending' || state === 'replacing') return true;
  return (state === 'reserved' || state === 'removedButWanted' || state === 'deletedThere') && doubts.length > 0;
}
