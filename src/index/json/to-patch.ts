/** What a change comes to in the fields of the file. */
import type { Change, EntryState, Missing, OldPlace, Refusal, Send } from '../../contracts/store.ts';
import {
  DELETED_IN_DHIS2,
  NO_ANSWER,
  REJECTED,
  UNKNOWN_UNIT,
  type RawEntry,
  type RawPatch,
  type RawPlace,
} from './raw-entry.ts';

/** The fields that a change sets. `before` is the entry that is there; without it the change makes a new one. Pure. */
export function toPatch(before: RawEntry | undefined, change: Change): RawPatch {
  const { address, state, refusal, missing, ids, generation, doubts, movedFrom, sentAt, since } = change;
  return {
    ...(address !== undefined && isNewObject(before, address, generation) && newObject(before, address)),
    ...(state !== undefined && statePatch(state, refusal)),
    ...(missing !== undefined && missingPatch(before, missing)),
    ...(ids !== undefined && { ids }),
    ...(generation !== undefined && { generation }),
    ...(doubts !== undefined && { doubts: doubts.length === 0 ? undefined : doubts.map(toDoubt) }),
    ...(movedFrom !== undefined && { moved_from: movedFrom?.map(toPlace) }),
    ...setOrRemoved(change),
    ...(sentAt !== undefined && { sent_at: sentAt }),
    ...(since !== undefined && { since }),
  };
}

/** Where an address is made of the object, one that is made anew has the address that it had. */
function isNewObject(before: RawEntry | undefined, address: string, generation: number = 0): boolean {
  return address !== before?.dhis2_uuid || generation > (before.generation ?? 0);
}

/** What is not said of a new object. */
const UNSAID = {
  error: undefined,
  missing_since: undefined,
  hash: undefined,
  was: undefined,
  shape: undefined,
  row_digest: undefined,
  part_of: undefined,
  left: undefined,
  doubts: undefined,
  moved_from: undefined,
} as const;

/** The changes that have made an entry, all in one. */
export function makingPatch(entry: RawEntry): RawPatch {
  return { ...UNSAID, ...entry };
}

/** Nothing that was said of the object before is true of the new one. */
function newObject(before: RawEntry | undefined, address: string): RawPatch {
  return {
    dhis2_uuid: address,
    uploaded: false,
    deleted: false,
    deleted_dhis2: false,
    ...UNSAID,
    ...(before &&
      before.dhis2_uuid !== address && { previous_uids: [...(before.previous_uids ?? []), before.dhis2_uuid] }),
  };
}

/**
 * The flag and the `error` that a state stands for. `deleted_dhis2` is the word of people and of other tools, who may set it
 * at this very moment: it is never written but for a new object.
 */
const WORDS: { readonly [state in EntryState]: { readonly uploaded: boolean; readonly error?: string } } = {
  reserved: { uploaded: false },
  refused: { uploaded: false },
  sending: { uploaded: false, error: NO_ANSWER },
  live: { uploaded: true },
  replacing: { uploaded: true, error: NO_ANSWER },
  removed: { uploaded: true },
  removedButWanted: { uploaded: false, error: DELETED_IN_DHIS2 },
  deletedThere: { uploaded: false, error: DELETED_IN_DHIS2 },
};

function statePatch(state: EntryState, refusal: Refusal | undefined): RawPatch {
  const { uploaded, error } = WORDS[state];
  return { uploaded, error: refusal ? toError(refusal) : error };
}

/** A word for nothing in the place of a facility is an unknown one, too. */
const OF_UNKNOWN_UNIT: ReadonlySet<string> = new Set(['lookup/no-match', 'source/word-for-nothing']);

/** Of all reasons the one that the tools before us have a word for, or the first. */
function toError({ by, reasons }: Refusal): string {
  if (by === 'server') return REJECTED;
  const unit = reasons.find(({ field, code }) => field === 'orgUnit' && OF_UNKNOWN_UNIT.has(code));
  return unit ? `${UNKNOWN_UNIT}${unit.value ?? ''}` : (reasons[0]?.code ?? 'rejected');
}

function missingPatch(before: RawEntry | undefined, missing: Missing | null): RawPatch {
  const { since, isPastGrace = false } = missing ?? {};
  // A record that is there is not gone, whatever others have written meanwhile; one that is missing may be for them.
  const saysGone = missing === null || isPastGrace || before?.deleted === true;
  return { missing_since: since, ...(saysGone && { deleted: isPastGrace }) };
}

function toDoubt({ hash, shape }: Send): string {
  return shape === undefined ? hash : `${hash} ${shape}`;
}

function toPlace({ address, sends, isOpen }: OldPlace): RawPlace {
  return { address, sends: sends.map(toDoubt), ...(isOpen && { open: true }) };
}

/** Fields that a change sets or, with null, takes away. */
function setOrRemoved({ hash, hashBefore, shape, row, partOf, left, pair }: Change): RawPatch {
  const rowNow = row === undefined && hash !== undefined ? null : row;
  return {
    ...(hash !== undefined && { hash: hash ?? undefined }),
    ...(hashBefore !== undefined && { was: hashBefore ?? undefined }),
    ...(shape !== undefined && { shape: shape ?? undefined }),
    ...(rowNow !== undefined && { row_digest: rowNow ?? undefined }),
    ...(partOf !== undefined && { part_of: partOf ?? undefined }),
    ...(left !== undefined && { left: left ?? undefined }),
    ...(pair !== undefined && { pair: pair ?? undefined }),
  };
}
