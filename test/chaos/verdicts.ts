/** What of one record the model judges by itself. */
import { FaultError, type Policies } from './history.ts';
import type { RawIndex } from './index-file.ts';
import type { Submission } from './records.ts';

/** A value that a person has typed into an event. */
export interface Typed {
  readonly value: string | null;
  /** We have wanted the same since, or were allowed to keep it: it may go, and it may still count as an edit. */
  isSoft: boolean;
  /** Typed, or there, while nothing of ours went to this element: `adopt` has a say in what becomes of it, too. */
  isStrange: boolean;
}

/** What is known of a record, and of its event, when a run names it. */
export interface Known {
  readonly typed: ReadonlyMap<string, Typed>;
  /** Its event has something else than is wanted. */
  readonly differs: boolean;
  /** Its entry is not believed: it was lost, or others have written it. */
  readonly isUncertain: boolean;
  readonly isRemoved: boolean;
  readonly isDirty: boolean;
  /** Entries are gone, of whichever records. */
  readonly areOthersLost: boolean;
  /** A question has come back into the mapping, and the index does not know who has answered it. */
  readonly hasUnknown: boolean;
}

/** Whether there is a reason to hold a record, or to call for it. */
export function mayBeNamed(codes: readonly string[], policies: Policies, known: Known): boolean {
  const { typed, differs, isUncertain, isRemoved, isDirty, areOthersLost, hasUnknown } = known;
  const mayReport = policies.adopt === 'report' || policies.editedInDhis2 === 'report';
  const mayWait = policies.adopt !== 'update' || policies.editedInDhis2 !== 'overwrite';
  return (
    codes.every((code) => code === 'run/no-answer') ||
    (areOthersLost && codes.every((code) => code === 'index/maybe-lost')) ||
    (hasUnknown && mayWait && codes.every((code) => code === 'index/strange-values')) ||
    isRemoved ||
    (typed.size > 0 && policies.editedInDhis2 !== 'overwrite') ||
    (hasStrange(typed) && policies.adopt !== 'update') ||
    ((differs || typed.size > 0) && isUncertain && mayReport) ||
    (policies.changed === 'report' && isDirty)
  );
}

export function hasStrange(typed: ReadonlyMap<string, Typed>): boolean {
  return [...typed.values()].some((mark) => mark.isStrange);
}

/** The entry of an event whose record is in the source. `isMarkedMeanwhile`: the old script has been at work, and marks what it does not know. */
export function checkEntry({ tag, uuid }: Submission, uid: string, index: RawIndex, isMarkedMeanwhile: boolean): void {
  const owner = Object.entries(index).find(([, entry]) => entry.dhis2_uuid === uid);
  if (!owner) throw new FaultError('untracked', `the event ${uid} of ${tag} stands under no entry of the index`);
  const [key, entry] = owner;
  if (!entry.uploaded)
    throw new FaultError('not-uploaded', `${tag}: the entry ${key} does not say uploaded after a whole night`);
  const isTheirMark = isMarkedMeanwhile && key !== uuid;
  if ((entry.deleted && !isTheirMark) || entry['missing_since'] !== undefined)
    throw new FaultError(
      'missing-wrongly',
      `${tag}: the entry ${key} is marked as gone, and its record is in the source`,
    );
}
