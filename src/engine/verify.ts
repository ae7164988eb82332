import { reason, type Reason } from '../messages/reason.ts';
import { decide, type Look } from '../index/decide.ts';
import { isGone, wasConfirmed } from '../index/states.ts';
import type { Found } from '../contracts/store.ts';
import type { JsonObject } from '../base/json.ts';
import { lookAt, type Looking, type Sight } from './look.ts';
import { Memory, type Remembered } from './memory.ts';
import type { AdoptLine, CreateLine, HoldLine, LeaveLine, PlanLine, ReturnedLine, WantedRecord } from './plan-line.ts';
import type { RunContext } from './pipeline.ts';
import { createUnder, addressOf, wantedOf, where, type Holders } from './plan-line-parts.ts';
import { toLine } from './to-line.ts';

/** How long a request may still be carried out after its answer was lost, in milliseconds. */
const LATE_MS = 3600 * 1000;

/** Looks at objects in the sink and decides; place in the batch → line. */
export async function verifyAgainstSink(
  context: RunContext,
  lookings: readonly Looking[],
): Promise<ReadonlyMap<number, PlanLine>> {
  if (lookings.length === 0) return new Map();
  const sights = await lookAt(context, lookings);
  const addresses = lookings.flatMap((looking) => addressesOf(context, looking, sights.get(looking.at) as Sight));
  const holders = await context.index.holders(addresses);
  return new Map(
    lookings.map((looking) => [looking.at, decideOn(context, looking, sights.get(looking.at) as Sight, holders)]),
  );
}

/** The addresses that a record may have after a look. */
function addressesOf(context: RunContext, { record, found }: Looking, { address, generation }: Sight): string[] {
  const isMadeAnew = context.pipeline.reconcile.deletedInDhis2 === 'recreate';
  return [
    address,
    ...(found || generation === 0 ? [] : [addressOf(context, record, 0)]),
    ...(isMadeAnew ? [addressOf(context, record, generation + 1)] : []),
  ];
}

/** What is to be done about a record after a look. Pure. */
export function decideOn(context: RunContext, looking: Looking, sight: Sight, holders: Holders): PlanLine {
  if (sight.remote?.is !== 'live') return notThere(context, looking, sight, holders);
  const { why, found, record } = looking;
  if (why === 'removed' && sight.address === found?.entry.address)
    return held(record, reason('index/still-in-dhis2', { uid: sight.address }));
  const there = sight.remote.object;
  const wanted = record.object;
  const { sink, reconcile } = context.pipeline;
  const memory = new Memory(sink, context.index, found?.entry ?? unknownEntry(sight.address));
  const holder = holders.get(sight.address);
  if (holder !== undefined && holder.key !== record.entry)
    return held(record, reason('index/uid-taken', { uid: sight.address, owner: holder.key }));
  const left = memory.leftBehind(there, wanted);
  const sighted = { ...moved(record, sight), ...(left && { left }) };
  if (sink.image(sink.restrict(there, sink.targetsOf(wanted))) === sink.image(wanted))
    return asWanted(context, looking, sighted);
  const owner = memory.ownerOf(there, wanted);
  const isOurs = owner === 'ours';
  const wasThere = found && wasConfirmed(found.entry);
  // What was taken only in part has not changed since.
  const isRest = found?.entry.partOf === record.hash;
  if (isOurs && reconcile.changed === 'report' && wasThere && !isRest)
    return held(sighted, reason('index/changed', {}));
  if (isOurs) return { ...sighted, action: 'update', ...((wasThere === false || isRest) && { resumes: true }) };
  return theirs(context, why, owner, sighted, there);
}

/** A record under the address at which its object was found. */
interface SightedRecord extends WantedRecord {
  readonly address: string;
  readonly generation?: number;
  readonly left?: Readonly<Record<string, string>>;
}

/** The object is as we would send it: an earlier send arrived, or an earlier tool said the same. */
function asWanted(
  { now }: RunContext,
  { why, found }: Looking,
  record: SightedRecord,
): AdoptLine | ReturnedLine | LeaveLine {
  const entry = found?.entry;
  const sentAt = entry?.sentAt;
  const isLongAgo = sentAt === undefined || now.getTime() - Date.parse(sentAt) > LATE_MS;
  const clearsDoubts = entry !== undefined && entry.doubts.length > 0 && why !== 'doubt' && isLongAgo;
  const known = { ...record, isKnown: true, ...(clearsDoubts && { clearsDoubts }) } as const;
  const isAsKnown = entry && wasConfirmed(entry) && entry.hash === record.hash && entry.address === record.address;
  if (!isAsKnown) return { ...known, action: 'adopt' };
  return { ...known, action: isGone(entry) ? 'returned' : 'leave' };
}

/** What is there is not from us: the spec decides. Where two of its settings apply, both must allow an update. */
function theirs(
  context: RunContext,
  why: Look,
  owner: 'strange' | 'edited',
  record: SightedRecord,
  there: JsonObject,
): PlanLine {
  const { adopt, editedInDhis2 } = context.pipeline.reconcile;
  const { code, policies } = strangenessOf(why, owner, adopt, editedInDhis2);
  if (policies.includes('report')) return heldWithTheirs(context, record, code, there);
  if (!policies.includes('keep')) return { ...record, action: 'update', overwrites: true };
  // An edit of what we sent stays an edit, to be found again each run; what the index did not know is adopted, once.
  const isAdopted = code === 'index/differs-from-dhis2' || code === 'index/differs-from-index';
  return isAdopted ? { ...record, action: 'adopt', isKnown: true } : { ...record, action: 'leave', keepsTheirs: true };
}

type Strange =
  | 'index/differs-from-dhis2'
  | 'index/differs-from-index'
  | 'index/strange-values'
  | 'index/edited-in-dhis2';

/** The code to report it under, and the settings of the spec (`reconcile`) that apply. */
function strangenessOf(
  why: Look,
  owner: 'strange' | 'edited',
  adopt: string,
  editedInDhis2: string,
): { readonly code: Strange; readonly policies: readonly string[] } {
  if (why === 'unverified' || why === 'new') return { code: 'index/differs-from-dhis2', policies: [adopt] };
  if (why === 'unbelieved') return { code: 'index/differs-from-index', policies: [adopt, editedInDhis2] };
  if (owner === 'strange') return { code: 'index/strange-values', policies: [adopt, editedInDhis2] };
  return { code: 'index/edited-in-dhis2', policies: [editedInDhis2] };
}

function notThere(context: RunContext, { why, found, record }: Looking, sight: Sight, holders: Holders): PlanLine {
  const { reconcile } = context.pipeline;
  const isDeleted = sight.remote?.is === 'deleted';
  const wasRemoved = why === 'removed';
  const wasSent = (found !== undefined && wasConfirmed(found.entry)) || isDeleted || wasRemoved;
  if (!wasSent) return found ? createAgain(record, found) : createUnder(context, record, 0, holders);
  if (reconcile.deletedInDhis2 === 'recreate') {
    // A soft-deleted address is dead for good; one that the sink never saw can still be used.
    if (!isDeleted && !wasRemoved && found) return createAgain(record, found);
    return createUnder(context, record, sight.generation + 1, holders);
  }
  if (wasRemoved && found) {
    const decision = decide([{ ...found, isBelieved: true }], wantedOf(context, record), reconcile);
    // Believed as removed, it needs no second look.
    if (decision.is !== 'look') return { ...toLine(record, decision), isKnown: true };
  }
  const code = isDeleted ? 'index/deleted-in-dhis2' : 'index/not-in-dhis2';
  return held(record, reason(code, { uid: sight.address }));
}

/** Sends it again to the address that its entry has, since nothing is there. */
function createAgain(record: WantedRecord, { entry }: Found): CreateLine {
  return { ...record, action: 'create', address: entry.address, isFresh: false };
}

/** The record under the address at which its object was found, which is another one where an index was lost. */
function moved(record: WantedRecord, { address, generation }: Sight): SightedRecord {
  return record.address === address
    ? { ...record, address }
    : { ...record, address, ...(generation > 0 && { generation }) };
}

/** Stands for the entry of an object that the index does not know: of such an object nothing is ours. */
function unknownEntry(address: string): Remembered {
  return { address, doubts: [] };
}

function held(record: WantedRecord, why: Reason): HoldLine {
  return { ...record, action: 'hold', reasons: [{ ...why, ...where(record) }] };
}

/** With the differences, where the sink has other values than we would send. */
function heldWithTheirs(context: RunContext, record: WantedRecord, code: Strange, there: JsonObject): HoldLine {
  const differences = context.pipeline.sink.differences(record.object, there);
  const targets = differences.map((difference) => difference.target);
  const line = held(record, reason(code, targets.length > 0 ? { targets } : {}));
  return differences.length > 0 ? { ...line, differences } : line;
}
