/** What became in the sink of objects that the index knows, as far as can be told without their records. */
import type { JsonObject } from '../../base/json.ts';
import type { Remote } from '../../contracts/sink.ts';
import type { Found } from '../../contracts/store.ts';
import { isCurrentHash, toHash } from '../../index/hash.ts';
import { isInDoubt, isSaidRemoved, isThere } from '../../index/states.ts';
import { readAll } from '../look.ts';
import { sendsOf } from '../memory.ts';
import { hasPlaces, hasValues, isAsLeft } from '../places.ts';
import type { RunContext } from '../pipeline.ts';

/**
 * How an object stands:
 * - `equal`: as it was last sent
 * - `edited`: somebody has worked on it
 * - `deleted`: it was there; `neverThere`: the sink has never had it, or does not show it to this user
 * - `stillThere`: a person has said that it was removed, and it lives
 * - `inDoubt`: the next run asks for it anyway
 * - `unverified`: sent by an earlier tool, so nobody knows with which content; the next run compares it with its record
 * - `hidden`: this user may not look there
 */
export type Standing =
  | 'equal'
  | 'edited'
  | 'deleted'
  | 'neverThere'
  | 'stillThere'
  | 'inDoubt'
  | 'unverified'
  | 'hidden';

/** An entry and how its object stands. `there`: what is to be compared with its record. */
export interface Compared {
  readonly found: Found;
  readonly is: Standing;
  readonly there?: JsonObject;
  /** An earlier release has sent it, and kept no list of what: only its record can tell whether it was edited. */
  readonly isUnsure?: boolean;
}

/** Whether the sink should have the object of an entry, or is said not to have it: only these are compared. */
export function isComparable({ entry }: Found): boolean {
  return isInDoubt(entry) || isThere(entry) || isSaidRemoved(entry);
}

/** Reads the objects of some entries, and compares them. What is rightly gone is left out. */
export async function compareEntries(context: RunContext, entries: readonly Found[]): Promise<Compared[]> {
  const { sink } = context.pipeline;
  const isHidden = ({ entry }: Found): boolean => sink.canSee?.(entry.address) === false;
  const asked = entries.filter((found) => !isInDoubt(found.entry) && !isHidden(found));
  const remotes = await readAll(
    context,
    asked.map(({ entry }) => entry.address),
  );
  return entries.flatMap((found): Compared[] => {
    if (isInDoubt(found.entry)) return [{ found, is: 'inDoubt' }];
    if (isHidden(found)) return isSaidRemoved(found.entry) ? [] : [{ found, is: 'hidden' }];
    const compared = compare(context, found, remotes.get(found.entry.address));
    return compared ? [compared] : [];
  });
}

function compare(context: RunContext, found: Found, remote: Remote | undefined): Compared | undefined {
  const { entry } = found;
  const there = remote?.is === 'live' && isFilled(context, found, remote.object) ? remote.object : undefined;
  if (isSaidRemoved(entry)) return there && { found, is: 'stillThere' };
  if (!there) {
    // Where places make the address, what was emptied is told from nothing by nobody.
    const isDeleted = remote !== undefined || hasPlaces(context);
    return { found, is: isDeleted ? 'deleted' : 'neverThere' };
  }
  if (!isCurrentHash(entry.hash)) return { found, is: 'unverified' };
  if (isAsSent(context, found, there)) return { found, is: 'equal' };
  // An older value of ours, after an answer that was lost.
  if (isAsLeft(context, sendsOf(entry), there)) return { found, is: 'inDoubt' };
  const isUnsure = context.index.targetsOf(entry.shape) === undefined;
  return { found, is: 'edited', there, isUnsure };
}

/** Whether there is anything of ours; of what has an address of its own, that is all of it. */
function isFilled(context: RunContext, { entry }: Found, there: JsonObject): boolean {
  if (!hasPlaces(context)) return true;
  const { sink } = context.pipeline;
  const targets = context.index.targetsOf(entry.shape) ?? sink.targetsOf(there);
  return hasValues(sink, there, targets) || isAsSent(context, { entry }, there);
}

function isAsSent(
  { pipeline: { sink }, index }: RunContext,
  { entry }: Pick<Found, 'entry'>,
  there: JsonObject,
): boolean {
  const targets = index.targetsOf(entry.shape);
  // A release that kept no shapes has sent all that there is, if nobody has added to it.
  return toHash(sink.image(targets ? sink.restrict(there, targets) : there)) === entry.hash;
}
