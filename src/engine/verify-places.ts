import { reason } from '../messages/reason.ts';
import { decide, type Look } from '../index/decide.ts';
import { isThere, wasConfirmed } from '../index/states.ts';
import { nameOf, type Ref } from '../contracts/ref.ts';
import type { JsonObject } from '../base/json.ts';
import type { Difference } from '../contracts/sink.ts';
import type { Found } from '../contracts/store.ts';
import { readAll, type Looking } from './look.ts';
import { Memory, sendsOf, type Remembered } from './memory.ts';
import { decideOldPlaces, type OldSight } from './old-places.ts';
import { noted } from './noted.ts';
import { hasValues, memoryAt, nothingAt, oldPlacesOf, placeFor, targetsAt } from './places.ts';
import type { PlanLine, UpdateLine, WantedRecord } from './plan-line.ts';
import { refOf, thingOf, wantedOf, where } from './plan-line-parts.ts';
import type { RunContext } from './pipeline.ts';
import { toLine } from './to-line.ts';
import { asWanted, held, isAsSent, theirs } from './looked-at.ts';

/** What the sink has where an object is to stand and where it stood, and who else stands there. */
export interface PlaceSight {
  readonly address: string;
  /** Undefined: nothing. */
  readonly there: JsonObject | undefined;
  /** The entry of another record that has this place. */
  readonly holder: Found | undefined;
  readonly old: readonly OldSight[];
}

/** The same as `verifyAgainstSink`, where addresses are made of objects: what is deleted there is not told from nothing. */
export async function verifyPlaces(
  context: RunContext,
  lookings: readonly Looking[],
): Promise<ReadonlyMap<number, PlanLine>> {
  const places = lookings.map((looking) => {
    const address = placeFor(context, looking.record);
    return { looking, address, old: looking.found ? oldPlacesOf(looking.found, address) : [] };
  });
  const addresses = [...new Set(places.flatMap(({ address, old }) => [address, ...old.map((place) => place.address)]))];
  const remotes = await readAll(context, addresses);
  const holders = await findHolders(context, addresses);
  const thereAt = (address: string): JsonObject | undefined => {
    const remote = remotes.get(address);
    return remote?.is === 'live' ? remote.object : undefined;
  };
  return new Map(
    places.map(({ looking, address, old }) => {
      const own = nameOf(refOf(looking.record));
      const otherAt = (place: string): Found | undefined => {
        const holder = holders.get(place);
        return holder && nameOf(holder.ref) !== own ? holder : undefined;
      };
      const sight: PlaceSight = {
        address,
        there: thereAt(address),
        holder: otherAt(address),
        old: old.map((place) => ({
          place,
          there: thereAt(place.address),
          other: standingOf(otherAt(place.address), place.address),
        })),
      };
      return [looking.at, noted(context, decideOnPlaces(context, looking, sight), sight.there)];
    }),
  );
}

async function findHolders({ index }: RunContext, addresses: readonly string[]): Promise<ReadonlyMap<string, Found>> {
  const refs = [...(await index.holders(addresses))];
  const found = await index.get(refs.map(([, ref]) => ref));
  return new Map(refs.flatMap(([address], at) => (found[at] ? [[address, found[at]] as const] : [])));
}

function standingOf(found: Found | undefined, address: string): OldSight['other'] {
  if (found?.entry.address !== address) return undefined;
  return isThere(found.entry) ? 'stands' : 'is-to-stand';
}

/** What is to be done about a record after a look at all places of its object. Pure. */
function decideOnPlaces(context: RunContext, looking: Looking, sight: PlaceSight): PlanLine {
  const view = viewOf(context, looking, sight);
  const here = decideHere(context, looking, sight, view);
  const line = decideOldPlaces(context, looking, { line: here, ...view }, sight.old);
  return line.action === 'update' ? { ...line, changes: changesOf(context, line, sight, view) } : line;
}

/** Known once all places are decided about. */
const NOT_YET: readonly Difference[] = [];

/** What an update changes: of what is where the object is to stand, or else of what stood where it comes from. */
function changesOf(
  { pipeline: { sink } }: RunContext,
  { object, movedFrom = [] }: UpdateLine,
  { old }: PlaceSight,
  { isFilled, seen }: View,
): readonly Difference[] {
  const leaving = new Set(movedFrom.filter(({ clears }) => clears !== undefined).map(({ address }) => address));
  const before = old.find(({ place, there }) => leaving.has(place.address) && there !== undefined)?.there;
  return sink.differences(object, isFilled ? seen : (before ?? seen));
}

/** A record where its object is to stand. */
interface PlacedRecord extends WantedRecord {
  readonly address: string;
  readonly takes?: Ref;
  readonly left?: Readonly<Record<string, string>>;
}

/** The place where an object is to stand, as its record sees it. */
interface View {
  readonly isAtHome: boolean;
  /** The object was confirmed there. */
  readonly wasThere: boolean;
  readonly remembered: Remembered;
  /** There are values of ours, or where ours are to be. */
  readonly isFilled: boolean;
  /** What is there; of nothing the bare place. */
  readonly seen: JsonObject;
  readonly isAsWanted: boolean;
}

function viewOf(context: RunContext, { record, found }: Looking, { address, there, holder }: PlaceSight): View {
  const { sink } = context.pipeline;
  const isAtHome = found?.entry.address === address;
  const remembered = memoryAt(address, found, holder);
  const targets = sink.targetsOf(record.object);
  const isFilled = there !== undefined && hasValues(sink, there, allTargets(context, remembered, targets));
  const seen = isFilled ? there : nothingAt(context, record);
  const isAsWanted = sink.image(sink.restrict(seen, targets)) === sink.image(record.object);
  return { isAtHome, wasThere: isAtHome && wasConfirmed(found.entry), remembered, isFilled, seen, isAsWanted };
}

function decideHere(context: RunContext, looking: Looking, { address, holder }: PlaceSight, view: View): PlanLine {
  const { record, found, why } = looking;
  const { isAtHome, wasThere, isFilled, seen } = view;
  const { sink, reconcile } = context.pipeline;
  const memory = new Memory(sink, context.index, view.remembered);
  const left = memory.leftBehind(seen, record.object);
  // Values of whoever stands there that we would not replace: they must be gone first.
  if (holder && left) return taken(record, address, holder);
  const placed = toPlaced(record, address, view, holder, left);
  if (why === 'removed' && isAtHome && found) {
    if (isFilled) return held(record, reason('index/still-in-dhis2', { ...thingOf(context.pipeline), uid: address }));
    return afterRemoval(context, record, found, placed);
  }
  if (view.isAsWanted) return asWanted(context, looking, placed);
  const owner = memory.ownerOf(seen, record.object);
  // What was taken only in part has not changed since.
  const isRest = isAtHome && found?.entry.partOf === record.hash;
  if (owner === 'ours') {
    const hasChanged = found !== undefined && !isRest && !isAsSent(context, record, found.entry);
    if (wasThere && reconcile.changed === 'report' && hasChanged) return held(record, reason('index/changed', {}));
    const resumes = isAtHome && (!wasThere || isRest);
    return { ...placed, action: 'update', changes: NOT_YET, ...(resumes && { resumes }) };
  }
  if (!isFilled && wasThere) {
    // Where this user may not look, nothing is seen.
    const isSeen = sink.canSee?.(address) !== false;
    if (why === 'unchanged' && !isSeen) return { ...placed, action: 'leave' };
    if (reconcile.deletedInDhis2 === 'report' && isSeen)
      return held(record, reason('index/deleted-in-dhis2', { ...thingOf(context.pipeline), uid: address }));
    return { ...placed, action: 'create', isFresh: false };
  }
  const isReplacingNothing = sink.differences(record.object, seen).every((difference) => difference.theirs === null);
  if (!wasThere && isReplacingNothing) return write(placed, looking, isFilled);
  const line = theirs(context, lookHere(why, view), owner, placed, seen);
  if (line.action === 'hold' && holder) return taken(record, address, holder);
  // Held, the object stays where it is known to be; kept, what is there is what the record has from now on.
  if (line.action === 'hold') return { ...line, address: record.address };
  return line.action === 'leave' && !isAtHome ? { ...placed, action: 'adopt', isKnown: true } : line;
}

/** Why the place is looked at: of one that we know nothing of, as of one that is new. */
function lookHere(why: Look, { isAtHome, remembered }: View): Look {
  if (isAtHome) return why === 'moved' ? 'change' : why;
  return remembered.doubts.length > 0 ? 'change' : 'new';
}

function allTargets({ index }: RunContext, remembered: Remembered, now: readonly string[]): string[] {
  return [...new Set([...targetsAt(index, sendsOf(remembered), now), ...now])];
}

function toPlaced(
  record: WantedRecord,
  address: string,
  { isAtHome, remembered: { doubts } }: View,
  holder: Found | undefined,
  left: Readonly<Record<string, string>> | undefined,
): PlacedRecord {
  return {
    ...record,
    address,
    ...(isAtHome && left && { left }),
    ...(!isAtHome && doubts.length > 0 && { sentThere: doubts }),
    ...(holder?.entry.address === address && { takes: holder.ref }),
  };
}

/** Nothing of what is there is lost. An object that was elsewhere is the same one; another is made. */
function write(placed: PlacedRecord, { found }: Looking, isFilled: boolean): PlanLine {
  const hasMoved = found !== undefined && found.entry.address !== placed.address && wasConfirmed(found.entry);
  if (hasMoved) return { ...placed, action: 'update', changes: NOT_YET };
  const isMoving = found?.entry.movedFrom !== undefined;
  if (isMoving) return { ...placed, action: 'update', changes: NOT_YET, resumes: true };
  return { ...placed, action: 'create', isFresh: found === undefined && !isFilled };
}

/** A person said that it was removed, and nothing is there. */
function afterRemoval(context: RunContext, record: WantedRecord, found: Found, placed: PlacedRecord): PlanLine {
  if (context.pipeline.reconcile.deletedInDhis2 === 'recreate')
    return { ...placed, action: 'create', isFresh: false, generation: found.entry.generation + 1 };
  const decision = decide([{ ...found, isBelieved: true }], wantedOf(context, record), context.pipeline.reconcile);
  // Believed as removed, it needs no second look.
  if (decision.is !== 'look') return { ...toLine(context, record, decision), isKnown: true };
  return held(record, reason('index/deleted-in-dhis2', { ...thingOf(context.pipeline), uid: placed.address }));
}

function taken(record: WantedRecord, place: string, holder: Found): PlanLine {
  const why = reason('index/place-taken', { place, owner: holder.ref.key });
  return { ...record, action: 'hold', reasons: [{ ...why, ...where(record) }] };
}
