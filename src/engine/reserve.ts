import { DELETED_IN_DHIS2, NO_ANSWER } from '../index/decide.ts';
import type { Entry, EntryPatch } from '../index/entry.ts';
import type { PlanLine } from './plan-line.ts';
import type { RunContext } from './pipeline.ts';
import { readLines } from './spool.ts';

/** Actions about which the index learns something before anything is sent. */
const ACTIONS = ['create', 'update', 'adopt', 'returned', 'reject', 'leave', 'hold', 'excluded'] as const;

/**
 * Writes into the index what must be there before anything is sent: the UIDs about to be used, and what was learnt
 * without sending. The index is the only truth: after a crash the next run goes on from here.
 */
export async function reserve(context: RunContext, planFile: string): Promise<void> {
  for await (const line of readLines(planFile, ACTIONS)) {
    const key = line.entry ?? line.key;
    if (key === null || line.uid === null) continue;
    const patch = patchOf(line, context.index.get(key), context.now);
    if (patch) context.index.record(key, patch);
  }
  if (context.index.isDirty) await context.index.save();
}

/** What a planned line changes in its entry before anything is sent; undefined where nothing. */
function patchOf(line: PlanLine, entry: Entry | undefined, now: Date): EntryPatch | undefined {
  const seen: EntryPatch = { ...idsPatch(line, entry), missing_since: undefined };
  switch (line.action) {
    case 'create':
      return { ...seen, ...reservation(line, entry, now) };
    case 'reject':
      return entry
        ? { ...seen, ...backPatch(entry), ...errorPatch(line, entry) }
        : { ...seen, ...reservation(line, entry, now), ...errorPatch(line, entry) };
    case 'adopt':
      return { ...seen, uploaded: true, deleted: false, error: undefined, hash: line.hash, pair: line.pair };
    case 'returned':
      // Its event was removed by a person: the UID is dead, and the record is not in DHIS2 any more.
      if (entry?.deleted_dhis2) return { ...seen, deleted: false, uploaded: false, error: DELETED_IN_DHIS2 };
      return { ...seen, deleted: false };
    case 'update':
      // Until the verdict is there nobody knows what DHIS2 has; should we be killed, the next run sends it whole again.
      return { ...seen, deleted: false, hash: undefined, error: NO_ANSWER };
    case 'excluded':
    case 'hold':
      // What a person has to settle stays as it is, but for the record being there.
      return entry && line.returned ? { missing_since: undefined, ...backPatch(entry) } : undefined;
    default:
      return entry && line.touch ? { ...seen, deleted: false } : undefined;
  }
}

/** The record is there again; an event that a person has removed is another matter. */
function backPatch(entry: Entry): EntryPatch {
  return entry.deleted_dhis2 ? {} : { deleted: false };
}

function reservation(line: PlanLine, entry: Entry | undefined, now: Date): EntryPatch {
  const isSameUid = entry?.dhis2_uuid === line.uid;
  // Known before it is sent: should this run be killed, an edit of the record is still found by it.
  const pair = line.pair === undefined ? {} : { pair: line.pair };
  if (entry && isSameUid) return { ...pair, deleted: false, uploaded: false };
  return {
    dhis2_uuid: line.uid as string,
    uploaded: false,
    deleted: false,
    deleted_dhis2: false,
    error: undefined,
    hash: undefined,
    ...pair,
    since: entry?.since ?? now.toISOString(),
    ...(entry && { previous_uids: [...(entry.previous_uids ?? []), entry.dhis2_uuid] }),
    ...(line.generation !== undefined && { generation: line.generation }),
  };
}

/** The ids of the record, with those that its entry knows already. */
function idsPatch(line: PlanLine, entry: Entry | undefined): EntryPatch {
  const ids = new Set([...(entry?.ids ?? []), ...(line.ids ?? [])]);
  return ids.size === 0 ? {} : { ids: [...ids] };
}

/** Why it is not uploaded, in the words that today's tools know. A record that is in DHIS2 keeps its good state. */
function errorPatch(line: PlanLine, entry: Entry | undefined): EntryPatch {
  if (entry?.uploaded) return {};
  const reasons = line.reasons ?? [];
  const facility = reasons.find((one) => one.field === 'orgUnit' && one.code === 'lookup/no-match');
  return { error: facility ? `UNKNOWN_OU:${facility.value ?? ''}` : (reasons[0]?.code ?? 'rejected') };
}
