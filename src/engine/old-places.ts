import { reason } from '../messages/reason.ts';
import type { JsonObject } from '../base/json.ts';
import type { OldPlace } from '../contracts/store.ts';
import { isInDoubt } from '../index/states.ts';
import type { Looking } from './look.ts';
import { isAsLeft, isBare, targetsAt } from './places.ts';
import type { LeftPlace, PlanLine } from './plan-line.ts';
import { where } from './plan-line-parts.ts';
import type { RunContext } from './pipeline.ts';
import { held, LATE_MS } from './looked-at.ts';

/** A place where an object stood, and what is there now. */
export interface OldSight {
  readonly place: OldPlace;
  readonly there: JsonObject | undefined;
  /** Another object has that place now; where it is known to stand there, nothing there is ours to take away. */
  readonly other: 'stands' | 'is-to-stand' | undefined;
}

/**
 * What is to become of an old place; `strange`: somebody has worked on what we left there; `unseen`: this user may not
 * look.
 */
type Fate = 'forgotten' | 'remembered' | 'unseen' | 'cleared' | 'strange';

/**
 * What becomes of the places where an object stood, beside `here`, what is to be done where it is to stand. Nothing is taken
 * away but what we left there, and nothing before the object is stored where it belongs: so where something is to be cleared
 * the object is sent, even if it is there as it should be (`isAsWanted`). Pure.
 */
export function decideOldPlaces(
  context: RunContext,
  looking: Looking,
  { line: here, isAsWanted }: { readonly line: PlanLine; readonly isAsWanted: boolean },
  old: readonly OldSight[],
): PlanLine {
  const { record, found } = looking;
  const hadPlaces = old.length > 0 || found?.entry.movedFrom !== undefined;
  if (!hadPlaces || here.action === 'hold' || here.action === 'reject') return here;
  if (!('object' in here) || here.object === undefined) return here;
  const fates = old.map((sight) => ({ ...sight, fate: fateOf(context, looking, sight) }));
  const { editedInDhis2 } = context.pipeline.reconcile;
  const strange = fates.find(({ fate }) => fate === 'strange');
  if (strange && editedInDhis2 === 'report') return heldWhereItWas(context, looking, strange);
  const movedFrom = fates.flatMap(({ place, fate }): LeftPlace[] => {
    if (fate === 'cleared') return [{ ...place, clears: 'as-left' }];
    if (fate === 'strange' && editedInDhis2 === 'overwrite') return [{ ...place, clears: 'anyhow' }];
    return fate === 'remembered' || fate === 'unseen' ? [place] : [];
  });
  const kept = fates.filter(({ fate }) => fate === 'unseen' || (fate === 'strange' && editedInDhis2 === 'keep'));
  const reasons = kept.map(({ place }) => ({
    ...reason('index/left-where-it-was', { place: place.address }),
    ...where(record),
  }));
  const told = reasons.length > 0 && { reasons };
  if (movedFrom.every(({ clears }) => clears === undefined)) return { ...here, movedFrom, ...told };
  if (here.action === 'create' || here.action === 'update') return { ...here, movedFrom, ...told };
  // What somebody has made of it is to be kept where it belongs, so it cannot be sent there.
  const [first] = movedFrom as [LeftPlace];
  if (!isAsWanted) return held(record, reason('index/left-where-it-was', { place: first.address }));
  const { isKnown: _, clearsDoubts: __, ...rest } = here;
  return { ...rest, action: 'update', object: here.object, changes: [], resumes: true, movedFrom, ...told };
}

function fateOf(context: RunContext, { record, found }: Looking, { place, there, other }: OldSight): Fate {
  if (other === 'stands') return 'forgotten';
  const { pipeline, index, now } = context;
  const targets = targetsAt(index, place.sends, pipeline.sink.targetsOf(record.object));
  if (there !== undefined && !isBare(context, record, there, targets)) {
    if (isAsLeft(context, place.sends, there)) return 'cleared';
    // Whose place it is now will find what is there.
    return other ? 'forgotten' : 'strange';
  }
  if (there === undefined && pipeline.sink.canSee?.(place.address) === false) return 'unseen';
  if (!place.isOpen) return 'forgotten';
  // A request that had no answer may still be carried out there: so it is remembered until a look long after the move. While
  // the move itself has no verdict, the time of the last one is that of an earlier send.
  if (found === undefined || isInDoubt(found.entry)) return 'remembered';
  const { address, sentAt } = found.entry;
  const isNew = address === place.address;
  const isLongAgo = sentAt !== undefined && now.getTime() - Date.parse(sentAt) > LATE_MS;
  return !isNew && isLongAgo ? 'forgotten' : 'remembered';
}

function heldWhereItWas({ pipeline: { sink } }: RunContext, { record }: Looking, { place, there }: OldSight): PlanLine {
  const differences = there === undefined ? [] : sink.differences(record.object, there);
  const targets = differences.map(({ target }) => target);
  const args = { place: place.address, ...(targets.length > 0 && { targets }) };
  const line = held(record, reason('index/edited-where-it-was', args));
  return differences.length > 0 ? { ...line, differences } : line;
}
