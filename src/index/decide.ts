import type { Code } from '../base/codes.ts';
import type { Args } from '../base/problem.ts';
import { isCurrentHash, isLive } from './entry.ts';
import type { Found } from './index-store.ts';

/** What the spec says about records that are not simply new or changed. */
export interface Policy {
  readonly changed: 'update' | 'report';
  readonly deletedInDhis2: 'report' | 'recreate';
}

/** `error` of an entry whose event a person removed in DHIS2 while its record is still there, or is back. */
export const DELETED_IN_DHIS2 = 'DELETED_IN_DHIS2';

/** `error` of an entry whose last send has no verdict yet. */
export const NO_ANSWER = 'NO_RESPONSE_FROM_DHIS2';

/** What is to be done about a record, as far as the index alone can tell. */
export type Decision =
  /** No entry, or one whose event never arrived: send it. `isNew`: the UID is reserved in this run. */
  | { readonly is: 'create'; readonly found: Found | undefined; readonly isNew: boolean }
  /** Its event is gone for good: make it anew under the UID of the next generation. */
  | { readonly is: 'recreate'; readonly found: Found }
  /** Sent before without a verdict: what DHIS2 has of it is not known, so it is sent whole. */
  | { readonly is: 'resend'; readonly found: Found }
  | { readonly is: 'leave'; readonly found: Found }
  | { readonly is: 'returned'; readonly found: Found }
  /** The event must be looked at in DHIS2 first: sent by the tools before us, or about to be overwritten. */
  | { readonly is: 'verify' | 'change'; readonly found: Found }
  | { readonly is: 'hold'; readonly found: Found; readonly code: Code; readonly args: Args };

/**
 * Decides about one mapped record from the entries that know its ids and the hash of what is wanted. Pure: the same
 * index and the same record always give the same decision.
 */
export function decide(candidates: readonly Found[], wantedHash: string, policy: Policy): Decision {
  const found = choose(candidates);
  if (found === undefined) return { is: 'create', found: undefined, isNew: true };
  if (found === 'conflict') {
    const [first] = candidates as [Found];
    return { is: 'hold', found: first, code: 'index/two-entries', args: { keys: candidates.map((one) => one.key) } };
  }
  const { entry } = found;
  if (entry.deleted_dhis2 || entry.error === DELETED_IN_DHIS2) return afterRemoval(found, policy);
  if (!entry.uploaded) return { is: 'create', found, isNew: false };
  if (entry.error === NO_ANSWER) return { is: 'resend', found };
  if (!isCurrentHash(entry.hash)) return { is: 'verify', found };
  if (entry.hash === wantedHash) return { is: entry.deleted ? 'returned' : 'leave', found };
  if (policy.changed === 'report') return { is: 'hold', found, code: 'index/changed', args: {} };
  return { is: 'change', found };
}

/** A person removed the event, and the record is there: a soft-deleted UID never comes back. */
function afterRemoval(found: Found, policy: Policy): Decision {
  if (policy.deletedInDhis2 === 'recreate') return { is: 'recreate', found };
  if (found.entry.deleted_dhis2) return { is: 'returned', found };
  return { is: 'hold', found, code: 'index/deleted-in-dhis2', args: { uid: found.entry.dhis2_uuid } };
}

/** Of several entries the live one counts; two live ones are a conflict that only a person can settle. */
export function choose(candidates: readonly Found[]): Found | 'conflict' | undefined {
  if (candidates.length <= 1) return candidates[0];
  const live = candidates.filter((one) => isLive(one.entry));
  if (live.length > 1) return 'conflict';
  if (live[0]) return live[0];
  return candidates.find((one) => one.entry.uploaded) ?? candidates[0];
}
