import { reason } from '../messages/reason.ts';
import { isGone, isInDoubt, isSaidRemoved, isSettled, isSomewhere, isThere, wasConfirmed } from '../index/states.ts';
import { nameOf } from '../contracts/ref.ts';
import type { Found } from '../contracts/store.ts';
import type { MissingLine } from './plan-line.ts';
import type { RunContext } from './pipeline.ts';
import { thingOf } from './plan-line-parts.ts';

/** Lines of the entries that no record of the source accounts for, except those about which nothing is left to do. */
export async function planMissing(
  context: RunContext,
  accounted: Pick<ReadonlySet<string>, 'has'>,
): Promise<MissingLine[]> {
  const gone: Found[] = [];
  for await (const found of context.index.unseen(accounted)) gone.push(found);
  // A store has its own order, and a plan says the same whatever keeps the index.
  gone.sort((a, b) => (nameOf(a.ref) < nameOf(b.ref) ? -1 : 1));
  const missing = gone.filter(({ entry }) => !isSettled(entry));
  const arrived = await findLive(context, missing.filter(mayHaveArrived));
  const stillThere = await planSaidSettled(context, gone.filter(isSaidToBeSettled));
  await confirmSent(context, missing.filter(isSaidToBeSent));
  return [...missing.map((found) => missingLine(context, found, arrived.has(found))), ...stillThere];
}

/**
 * A send without a verdict (a killed run, a time-out) may have arrived: before such a record is forgotten, the sink is
 * asked.
 */
function mayHaveArrived({ entry, isBelieved }: Found): boolean {
  return !wasConfirmed(entry) && (isInDoubt(entry) || !isBelieved);
}

/** Somebody else has written that the object was removed, or never sent: if so, nothing is left to do, so it is checked. */
function isSaidToBeSettled({ entry, isBelieved }: Found): boolean {
  return !isBelieved && isSettled(entry);
}

/** Somebody else has written that the object is there; with its record gone, nothing more needs to be known of it. */
function isSaidToBeSent({ entry, isBelieved }: Found): boolean {
  return !isBelieved && isThere(entry);
}

/**
 * Believes others that an object is there, where the sink has it, but forgets the hashes they have written: should the
 * record return, its object is read and compared.
 */
async function confirmSent(context: RunContext, sent: readonly Found[]): Promise<void> {
  const live = await findLive(context, sent);
  const there = sent.filter((found) => live.has(found));
  await context.index.record(there.map(({ ref }) => ({ ref, hash: null, hashBefore: null, isKnown: true })));
}

/** Of objects about which nothing is said to be left to do: lines for those that the sink has; of the others it is believed now. */
async function planSaidSettled(context: RunContext, settled: readonly Found[]): Promise<MissingLine[]> {
  const live = await findLive(context, settled);
  const now = context.now.toISOString();
  const confirmed = settled.filter((found) => !live.has(found));
  await context.index.record(confirmed.map(({ ref }) => ({ ref, isKnown: true })));
  return [...live].map((found) =>
    isSaidRemoved(found.entry) ? undeadLine(context, found, now) : missingLine(context, found, true),
  );
}

async function findLive({ pipeline }: RunContext, asked: readonly Found[]): Promise<ReadonlySet<Found>> {
  if (asked.length === 0) return new Set();
  const remotes = await pipeline.sink.read(asked.map(({ entry }) => entry.address));
  return new Set(asked.filter(({ entry }) => remotes.get(entry.address)?.is === 'live'));
}

function undeadLine({ pipeline }: RunContext, { ref: { key, role }, entry }: Found, now: string): MissingLine {
  const { address } = entry;
  const why = { ...reason('index/still-in-dhis2', { ...thingOf(pipeline), uid: address }), key, row: 0, line: 0 };
  return {
    key,
    role,
    action: 'missing',
    address,
    entry: key,
    before: entry.version,
    missingSince: entry.missing?.since ?? now,
    isNewlyMissing: false,
    isPastGrace: true,
    isOverdue: true,
    hasArrived: false,
    reasons: [why],
  };
}

/** The line of an entry whose record is gone. Pure. */
export function missingLine(
  { pipeline, now }: RunContext,
  { ref: { key, role }, entry }: Found,
  hasArrived: boolean,
): MissingLine {
  const { address, missing } = entry;
  const missingSince = missing?.since ?? now.toISOString();
  const isPastGrace = isGone(entry) || now.getTime() - Date.parse(missingSince) >= pipeline.reconcile.grace.ms;
  // A record whose object never arrived leaves nothing to do; nor one whose object a person has already removed.
  // What a group was counted from may be in another one now: that does not wait.
  const isTold = isPastGrace || pipeline.isOfGroups === true;
  const isOverdue = isTold && (isSomewhere(entry) || (hasArrived && !isSaidRemoved(entry)));
  // The tools before us marked it as gone, and did not say when.
  const since = missing?.since?.slice(0, 10) ?? '';
  const old = (entry.movedFrom ?? []).map((place) => place.address);
  const uid = [...(isThere(entry) || hasArrived || old.length === 0 ? [address] : []), ...old].join(', ');
  const why = {
    ...reason(pipeline.isOfGroups ? 'index/group-missing' : 'index/missing', { ...thingOf(pipeline), uid, since }),
    key,
    row: 0,
    line: 0,
  };
  return {
    key,
    role,
    action: 'missing',
    address,
    entry: key,
    before: entry.version,
    missingSince,
    isNewlyMissing: missing === undefined,
    isPastGrace,
    isOverdue,
    hasArrived,
    ...(isOverdue && { reasons: [why] }),
  };
}
