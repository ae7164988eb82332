import { reason } from '../messages/reason.ts';
import { decide } from '../index/decide.ts';
import { wasConfirmed } from '../index/states.ts';
import type { Found } from '../contracts/store.ts';
import { asWanted, held, isAsSent, theirs, type SightedRecord } from './looked-at.ts';
import { lookAt, type Looking, type Sight } from './look.ts';
import { Memory, type Remembered } from './memory.ts';
import { noted } from './noted.ts';
import { hasPlaces } from './places.ts';
import type { CreateLine, PlanLine, WantedRecord } from './plan-line.ts';
import type { RunContext } from './pipeline.ts';
import { createUnder, addressOf, wantedOf, type Holders } from './plan-line-parts.ts';
import { toLine } from './to-line.ts';
import { verifyPlaces } from './verify-places.ts';

/** Looks at objects in the sink and decides; place in the batch → line. */
export async function verifyAgainstSink(
  context: RunContext,
  lookings: readonly Looking[],
): Promise<ReadonlyMap<number, PlanLine>> {
  if (lookings.length === 0) return new Map();
  const lines = await (hasPlaces(context) ? verifyPlaces(context, lookings) : verifyObjects(context, lookings));
  for (const { at, why, found } of lookings) {
    const action = lines.get(at)?.action;
    if (why === 'unchanged' && found && action !== 'leave' && action !== 'returned')
      context.verification.differs(found.ref);
  }
  return lines;
}

async function verifyObjects(
  context: RunContext,
  lookings: readonly Looking[],
): Promise<ReadonlyMap<number, PlanLine>> {
  const sights = await lookAt(context, lookings);
  const addresses = lookings.flatMap((looking) => addressesOf(context, looking, sights.get(looking.at) as Sight));
  const holders = await context.index.holders(addresses);
  return new Map(
    lookings.map((looking) => {
      const sight = sights.get(looking.at) as Sight;
      const there = sight.remote?.is === 'live' ? sight.remote.object : undefined;
      return [looking.at, noted(context, decideOn(context, looking, sight, holders), there)];
    }),
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
  if (isOurs && reconcile.changed === 'report' && wasThere && !isRest && !isAsSent(context, record, found.entry))
    return { ...held(sighted, reason('index/changed', {})), differences: sink.differences(wanted, there) };
  if (isOurs) {
    const changes = sink.differences(wanted, there);
    return { ...sighted, action: 'update', changes, ...((wasThere === false || isRest) && { resumes: true }) };
  }
  return theirs(context, why, owner, sighted, there);
}

function notThere(context: RunContext, { why, found, record }: Looking, sight: Sight, holders: Holders): PlanLine {
  const { reconcile } = context.pipeline;
  const isDeleted = sight.remote?.is === 'deleted';
  const wasRemoved = why === 'removed';
  const wasSent = (found !== undefined && wasConfirmed(found.entry)) || isDeleted || wasRemoved;
  if (!wasSent)
    return found ? createAgain(record, found) : createUnder(record, firstAddress(context, record, sight), holders);
  if (reconcile.deletedInDhis2 === 'recreate') {
    // A soft-deleted address is dead for good; one that the sink never saw can still be used.
    if (!isDeleted && !wasRemoved && found) return createAgain(record, found);
    const generation = sight.generation + 1;
    return createUnder(record, { address: addressOf(context, record, generation), generation }, holders);
  }
  if (wasRemoved && found) {
    const decision = decide([{ ...found, isBelieved: true }], wantedOf(context, record), reconcile);
    // Believed as removed, it needs no second look.
    if (decision.is !== 'look') return { ...toLine(context, record, decision), isKnown: true };
  }
  const code = isDeleted ? 'index/deleted-in-dhis2' : 'index/not-in-dhis2';
  return held(record, reason(code, { uid: sight.address }));
}

/** The address that a record gets first, which is the one that was looked at, mostly. */
function firstAddress(context: RunContext, record: WantedRecord, sight: Sight): Pick<Sight, 'address' | 'generation'> {
  return sight.generation === 0 ? sight : { address: addressOf(context, record, 0), generation: 0 };
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
