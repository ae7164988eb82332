/** What a planned line changes in its entry before anything is sent. Pure. */
import type { Entry, EntryState } from '../contracts/store.ts';
import { isGone, isSaidRemoved, wasConfirmed } from '../index/states.ts';
import { type KnownRecord, type LineOf, reasonsOf } from './plan-line.ts';
import type { RunContext } from './pipeline.ts';
import { toRefusal } from './refusal.ts';
import { rowOfLine, type EntryChange } from './verdicts.ts';

/** Actions about which the index learns something before anything is sent. */
export const RESERVED = ['create', 'update', 'adopt', 'returned', 'reject', 'leave', 'hold', 'excluded'] as const;

/** A line of a record that has an address. */
type Placed<L> = L extends KnownRecord ? L & { readonly address: string } : never;
export type ReservedLine = Placed<LineOf<(typeof RESERVED)[number]>>;

/** What a line changes in its entry, or the entry that it makes; undefined where nothing changes. */
export function reservationOf(
  context: Pick<RunContext, 'pipeline' | 'index' | 'now'>,
  line: ReservedLine,
  entry: Entry | undefined,
): EntryChange | undefined {
  const { now } = context;
  const backInSource: EntryChange = { ...idsOf(line, entry), missing: null, ...placesOf(line) };
  switch (line.action) {
    case 'create':
      return {
        ...backInSource,
        ...placed(line, entry, now, 'reserved'),
        ...(entry && isSameObject(line, entry) && unsent(entry)),
      };
    case 'reject':
      return entry
        ? // What its row says must be looked at again, and not passed over.
          { ...backInSource, ...backAgain(entry), ...refusedByUs(line, entry), ...(entry.row !== undefined && NO_ROW) }
        : { ...backInSource, ...placed(line, entry, now, 'refused'), ...refusedByUs(line, entry) };
    case 'adopt':
      return { ...backInSource, ...placed(line, entry, now, 'live'), ...known(context, line, entry) };
    case 'returned':
      // Its object was removed by a person: the address is dead, and the record is not in the sink any more.
      if (entry && isSaidRemoved(entry)) return { ...backInSource, state: 'removedButWanted' };
      return { ...backInSource, ...(line.isKnown && known(context, line, entry)) };
    case 'update':
      return { ...backInSource, ...(entry?.address !== line.address && placed(line, entry, now, stateOf(line))) };
    case 'excluded':
    case 'hold':
      // Its object was found without an entry: from now on it is known, also under ids that the record gets later.
      if (!entry) return { ...backInSource, ...placed(line, entry, now, 'live') };
      // What a person has to settle stays as it is, but for the record being there.
      return line.returned ? backAgain(entry) : undefined;
    default:
      if (line.isKnown) return { ...backInSource, ...known(context, line, entry) };
      if (line.keepsTheirs && entry && !wasConfirmed(entry)) return { ...backInSource, ...sightedThere(entry) };
      return entry && leftAlone(line, entry, backInSource);
  }
}

/** Nothing is sent; what the record says is kept where that is news, so that it need not be mapped next time. */
function leftAlone(line: LineOf<'leave'>, entry: Entry, backInSource: EntryChange): EntryChange | undefined {
  const row = newRowOf(line, entry);
  const isNews = line.touch || line.movedFrom;
  return isNews || row !== undefined ? { ...(isNews && backInSource), ...(row !== undefined && { row }) } : undefined;
}

/** Not of an object that is left as somebody else has made it, nor of one about which the entry says something else by now. */
function newRowOf(line: LineOf<'leave'>, { address, hash, shape, row }: Entry): string | undefined {
  if (line.keepsTheirs || shape === undefined || hash !== line.hash || address !== line.address) return undefined;
  const now = rowOfLine(line, shape).row;
  return now === row ? undefined : (now ?? undefined);
}

const NO_ROW: EntryChange = { row: null };

/** The sink has the object as we want it. */
function known(
  { pipeline, index, now }: Pick<RunContext, 'pipeline' | 'index' | 'now'>,
  line: LineOf<'adopt' | 'returned' | 'leave'>,
  entry: Entry | undefined,
): EntryChange {
  const hasDoubts = entry !== undefined && entry.doubts.length > 0;
  const shape = line.object && index.shapeOf(pipeline.sink.targetsOf(line.object));
  const settlesDoubt = hasDoubts && line.clearsDoubts !== true && entry.hash !== line.hash;
  return {
    state: 'live',
    hash: line.hash,
    hashBefore: null,
    ...(entry?.partOf !== undefined && { partOf: null }),
    ...(shape !== undefined && { shape, left: line.left ?? null, ...rowOfLine(line, shape) }),
    ...(line.pair !== undefined && { pair: line.pair }),
    ...(line.clearsDoubts && { doubts: [] }),
    ...(settlesDoubt && { sentAt: now.toISOString() }),
  };
}

/** The record is there again; an object that a person has removed is another matter. */
function backAgain(entry: Entry): EntryChange {
  return { missing: isSaidRemoved(entry) && isGone(entry) ? { isPastGrace: true } : null };
}

/** At an address that the index did not know there is an object already; but not where ours has only moved to. */
function stateOf({ movedFrom, sentThere }: LineOf<'update'>): EntryState {
  return movedFrom || sentThere ? 'reserved' : 'live';
}

/** Where the object stood, for as long as it is not cleared there, and what of ours may stand where it goes. */
function placesOf(line: ReservedLine): EntryChange {
  if (!('movedFrom' in line || 'sentThere' in line)) return {};
  const { movedFrom, sentThere } = line;
  const places = movedFrom?.map(({ address, sends, isOpen }) => ({ address, sends, ...(isOpen && { isOpen }) }));
  return { ...(places && { movedFrom: places.length > 0 ? places : null }), ...(sentThere && { doubts: sentThere }) };
}

/** Puts the entry at the line's address; where it was not there yet, it starts anew, with `state`. */
function placed(
  line: KnownRecord & { readonly address: string; readonly pair?: string; readonly generation?: number },
  entry: Entry | undefined,
  now: Date,
  state: EntryState,
): EntryChange {
  // Known before it is sent: should this run be killed, an edit of the record is still found by it.
  const pair = line.pair !== undefined && { pair: line.pair };
  if (isSameObject(line, entry)) return { ...pair };
  return {
    address: line.address,
    state,
    ...pair,
    since: entry?.since ?? now.toISOString(),
    ...(line.generation !== undefined && { generation: line.generation }),
  };
}

/** Whether a line is about the object that its entry knows: not one elsewhere, nor one that is made anew in its place. */
function isSameObject(
  { address, generation = 0 }: { readonly address: string; readonly generation?: number },
  entry: Entry | undefined,
): boolean {
  return entry?.address === address && generation <= entry.generation;
}

/** Takes back that the object is there: it is sent as if for the first time. Why it was refused before is kept. */
function unsent({ state, refusal, doubts }: Entry): EntryChange {
  if (state === 'replacing') return { state: 'sending' };
  if (state !== 'live') return {};
  if (!refusal) return { state: 'reserved' };
  return { state: doubts.length > 0 ? 'sending' : 'refused', refusal };
}

/** The object was found, and stays as somebody has made it. A send that had no verdict still has none. */
function sightedThere({ state, refusal }: Entry): EntryChange {
  if (state === 'sending' && !refusal) return { state: 'replacing' };
  if (state !== 'sending' && state !== 'reserved' && state !== 'refused') return {};
  return { state: 'live', ...(refusal && { refusal }) };
}

/** The ids of the record, with those that its entry knows already. */
function idsOf(record: KnownRecord, entry: Entry | undefined): EntryChange {
  const ids = new Set([...(entry?.ids ?? []), ...record.ids]);
  return ids.size === 0 ? {} : { ids: [...ids] };
}

/** A record whose object is there keeps its good state. */
function refusedByUs(line: LineOf<'reject'>, entry: Entry | undefined): EntryChange {
  if (entry && wasConfirmed(entry)) return {};
  const isStillOpen = entry?.state === 'sending' && entry.doubts.length > 0;
  const isAsBefore = isStillOpen || entry?.state === 'removedButWanted';
  const mayBeOpen = entry?.state === 'deletedThere' && entry.doubts.length > 0;
  return {
    state: isAsBefore ? entry.state : mayBeOpen ? 'sending' : 'refused',
    refusal: toRefusal('us', reasonsOf(line)),
  };
}
