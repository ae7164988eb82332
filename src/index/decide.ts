import { reason, type RejectReason } from '../messages/reason.ts';
import type { Ref } from '../contracts/ref.ts';
import type { Found } from '../contracts/store.ts';
import { isCurrentHash } from './hash.ts';
import { isGone, isInDoubt, isLive, isRemoved, isSaidRemoved, isThere, wasConfirmed } from './states.ts';

/** What the spec says about records that are not simply new or changed. */
export interface Policy {
  readonly changed: 'update' | 'report';
  readonly deletedInDhis2: 'report' | 'recreate';
}

/**
 * Why an object must be looked at in the sink before anything is decided about it:
 * - `new`: to the index; but an earlier index may be lost, and nothing is sent over what has not been read
 * - `doubt`: its last send has no verdict
 * - `settled`: settled after a lost answer, and to be looked at once more
 * - `unverified`: sent by the tools before us
 * - `unbelieved`: somebody else has changed its entry, or the index is one of an earlier day
 * - `removed`: said to be removed in the sink
 * - `change`: ours, and about to be overwritten
 * - `moved`: it is to stand elsewhere now, or stood elsewhere and may not have been cleared there
 * - `unchanged`: as we left it as far as the index knows, and to be compared all the same
 */
export type Look =
  | 'new'
  | 'doubt'
  | 'settled'
  | 'unverified'
  | 'unbelieved'
  | 'removed'
  | 'change'
  | 'moved'
  | 'unchanged';

/** What is to be done about a record, as far as the index alone can tell. */
export type Decision =
  | { readonly is: 'leave'; readonly found: Found }
  | { readonly is: 'returned'; readonly found: Found }
  | { readonly is: 'look'; readonly why: Look; readonly found: Found | undefined }
  | { readonly is: 'hold'; readonly found: Found; readonly why: RejectReason };

/** What is wanted of a record: the hash of its object, what that object sets, and where it is to stand. */
export interface Wanted {
  readonly hash: string;
  readonly shape: string;
  /** Only where addresses are made of objects. */
  readonly address?: string;
}

/** Which unchanged records are looked at all the same. */
export interface Looks {
  looksAt(ref: Ref): boolean;
}

/**
 * Decides about one mapped record from the entries that know its ids and what is wanted. Pure: the same index and the
 * same record always give the same decision.
 */
export function decide(candidates: readonly Found[], wanted: Wanted, policy: Policy, looks?: Looks): Decision {
  const found = choose(candidates);
  if (found === undefined) return { is: 'look', why: 'new', found };
  if (found === 'conflict') {
    const [first] = candidates as [Found];
    const keys = candidates.map(({ ref }) => ref.key);
    return { is: 'hold', found: first, why: reason('index/two-entries', { keys }) };
  }
  const { entry, isBelieved } = found;
  if (wanted.address !== undefined && wanted.address !== entry.address) return afterMove(found, policy);
  if (isRemoved(entry)) return afterRemoval(found, policy);
  if (isInDoubt(entry)) return { is: 'look', why: 'doubt', found };
  if (!isThere(entry)) return { is: 'look', why: 'new', found };
  if (!isCurrentHash(entry.hash)) return { is: 'look', why: 'unverified', found };
  if (!isBelieved) return { is: 'look', why: 'unbelieved', found };
  if (entry.doubts.length > 0) return { is: 'look', why: 'settled', found };
  if (entry.movedFrom) return { is: 'look', why: 'moved', found };
  // A question without an answer is not in the hash: one that has come into the mapping may have one in the sink.
  const isSameShape = entry.shape === undefined || entry.shape === wanted.shape;
  if (entry.hash === wanted.hash && isSameShape) {
    if (looks?.looksAt(found.ref)) return { is: 'look', why: 'unchanged', found };
    return { is: isGone(entry) ? 'returned' : 'leave', found };
  }
  // What was taken only in part has not changed since.
  if (entry.hash !== wanted.hash && entry.partOf !== wanted.hash && policy.changed === 'report')
    return { is: 'hold', found, why: reason('index/changed', {}) };
  return { is: 'look', why: 'change', found };
}

/** Its address is made of the object, and an edit has changed that. */
function afterMove(found: Found, policy: Policy): Decision {
  if (policy.changed === 'report' && isThere(found.entry))
    return { is: 'hold', found, why: reason('index/changed', {}) };
  return { is: 'look', why: 'moved', found };
}

/** A person removed the object, and the record is there: a soft-deleted address never comes back. */
function afterRemoval(found: Found, policy: Policy): Decision {
  // Nothing is made anew, and nobody else's word is taken, before the sink has been asked.
  if (policy.deletedInDhis2 === 'recreate' || !found.isBelieved) return { is: 'look', why: 'removed', found };
  if (isSaidRemoved(found.entry)) return { is: 'returned', found };
  return { is: 'hold', found, why: reason('index/deleted-in-dhis2', { uid: found.entry.address }) };
}

/** Of several entries the live one counts; two live ones are a conflict that only a person can settle. */
export function choose(candidates: readonly Found[]): Found | 'conflict' | undefined {
  if (candidates.length <= 1) return candidates[0];
  const live = candidates.filter(({ entry }) => isLive(entry));
  if (live.length > 1) return 'conflict';
  if (live[0]) return live[0];
  return candidates.find(({ entry }) => wasConfirmed(entry)) ?? candidates[0];
}
