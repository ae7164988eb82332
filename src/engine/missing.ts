import { isInDoubt, isSettled } from '../index/json/raw-entry.ts';
import type { Found } from '../index/index-store.ts';
import { entryDigest } from './plan-line-parts.ts';
import type { MissingLine } from './plan-line.ts';
import type { RunContext } from './pipeline.ts';

/** Lines of the entries that no record of the source accounts for, except those about which nothing is left to do. */
export async function planMissing(context: RunContext, accounted: ReadonlySet<string>): Promise<MissingLine[]> {
  const gone: Found[] = [];
  for await (const one of context.index.unseen(accounted)) gone.push(one);
  const missing = gone.filter(({ entry }) => !isSettled(entry));
  const arrived = await findLive(context, missing.filter(mayHaveArrived));
  const undead = await planRemoved(context, gone.filter(isSaidToBeRemoved));
  await confirmSent(context, missing.filter(isSaidToBeSent));
  return [...missing.map((one) => missingLine(context, one, arrived.has(one.key))), ...undead];
}

/** A send without a verdict (a killed run, a time-out) may have arrived: before such a record is forgotten, DHIS2 is asked. */
function mayHaveArrived({ entry, isBelieved }: Found): boolean {
  return !entry.uploaded && (isInDoubt(entry) || !isBelieved);
}

/** Somebody else has written that a person removed the event, and with that everything would be done. */
function isSaidToBeRemoved({ entry, isBelieved }: Found): boolean {
  return !isBelieved && isSettled(entry) && entry.deleted_dhis2;
}

/** Somebody else has written that it was sent; with its record gone, that it is there is all that matters. */
function isSaidToBeSent({ entry, isBelieved }: Found): boolean {
  return !isBelieved && entry.uploaded && !entry.deleted_dhis2;
}

/** Takes the word of others for events that are there, but not for what is in them: should a record return, it is compared. */
async function confirmSent(context: RunContext, sent: readonly Found[]): Promise<void> {
  const live = await findLive(context, sent);
  const there = sent.filter(({ key }) => live.has(key));
  const patch = { hash: undefined, was: undefined };
  await context.index.record(there.map(({ key }) => ({ key, patch, isKnown: true })));
}

/** Lines of events that are said to be removed and live; of the others the word is taken from now on. */
async function planRemoved(context: RunContext, removed: readonly Found[]): Promise<MissingLine[]> {
  const live = await findLive(context, removed);
  const now = context.now.toISOString();
  const confirmed = removed.filter(({ key }) => !live.has(key));
  await context.index.record(confirmed.map(({ key }) => ({ key, patch: {}, isKnown: true })));
  return removed.filter(({ key }) => live.has(key)).map((one) => undeadLine(one, now));
}

async function findLive({ pipeline }: RunContext, asked: readonly Found[]): Promise<ReadonlySet<string>> {
  if (asked.length === 0) return new Set();
  const remotes = await pipeline.sink.read(asked.map((one) => one.entry.dhis2_uuid));
  return new Set(asked.filter((one) => remotes.get(one.entry.dhis2_uuid)?.is === 'live').map((one) => one.key));
}

function undeadLine({ key, entry }: Found, now: string): MissingLine {
  const { dhis2_uuid: uid } = entry;
  const reason = { code: 'index/still-in-dhis2' as const, args: { uid }, key, row: 0, line: 0 };
  return {
    key,
    action: 'missing',
    uid,
    entry: key,
    before: entryDigest(entry),
    missingSince: entry.missing_since ?? now,
    isNewlyMissing: false,
    isPastGrace: true,
    isOverdue: true,
    hasArrived: false,
    reasons: [reason],
  };
}

function missingLine({ pipeline, now }: RunContext, { key, entry }: Found, hasArrived: boolean): MissingLine {
  const missingSince = entry.missing_since ?? now.toISOString();
  const isPastGrace = entry.deleted || now.getTime() - Date.parse(missingSince) >= pipeline.reconcile.grace.ms;
  // A record whose event never arrived leaves nothing to do; nor one whose event a person has already removed.
  const isOverdue = isPastGrace && (entry.uploaded || hasArrived) && !entry.deleted_dhis2;
  // The tools before us marked it as gone, and did not say when.
  const since = entry.missing_since?.slice(0, 10) ?? '';
  const reason = { code: 'index/missing' as const, args: { uid: entry.dhis2_uuid, since }, key, row: 0, line: 0 };
  return {
    key,
    action: 'missing',
    uid: entry.dhis2_uuid,
    entry: key,
    before: entryDigest(entry),
    missingSince,
    isNewlyMissing: entry.missing_since === undefined && !entry.deleted,
    isPastGrace,
    isOverdue,
    hasArrived,
    ...(isOverdue && { reasons: [reason] }),
  };
}
