import { DELETED_IN_DHIS2, type Entry, type EntryPatch } from '../index/json/raw-entry.ts';
import { type KnownRecord, type LineOf, reasonsOf } from './plan-line.ts';
import type { RunContext } from './pipeline.ts';
import { readLines } from './spool.ts';

/** Actions about which the index learns something before anything is sent. */
const ACTIONS = ['create', 'update', 'adopt', 'returned', 'reject', 'leave', 'hold', 'excluded'] as const;

/** Lines at a time. */
const BATCH = 500;

/**
 * Writes into the index what must be there before anything is sent: the UIDs about to be used, and what was learnt
 * without sending. The index is the only truth: after a crash the next run goes on from here.
 */
export async function reserve(context: RunContext, planFile: string): Promise<void> {
  const { index } = context;
  let batch = new Map<string, ReservedLine>();
  const flush = async (): Promise<void> => {
    const lines = [...batch];
    batch = new Map();
    const found = await index.get(lines.map(([key]) => key));
    const changes = lines.map(([key, line], at) => {
      const patch = patchOf(context, line, found[at]?.entry);
      return patch && { key, patch, ...('isKnown' in line && line.isKnown && { isKnown: true }) };
    });
    await index.record(changes.filter((change) => change !== undefined));
  };
  for await (const line of readLines(planFile, ACTIONS)) {
    if (line.key === null || line.uid === null) continue;
    const key = line.entry ?? line.key;
    // A second line about an entry goes on from what the first one has made of it.
    if (batch.size >= BATCH || batch.has(key)) await flush();
    batch.set(key, { ...line, uid: line.uid });
  }
  await flush();
  if (index.isDirty) await index.save();
}

/** A line of a record that has a UID. */
type Placed<L> = L extends KnownRecord ? L & { readonly uid: string } : never;
type ReservedLine = Placed<LineOf<(typeof ACTIONS)[number]>>;

/** What a planned line changes in its entry before anything is sent; undefined where nothing. */
function patchOf(context: RunContext, line: ReservedLine, entry: Entry | undefined): EntryPatch | undefined {
  const { now } = context;
  const seen: EntryPatch = { ...idsPatch(line, entry), missing_since: undefined };
  switch (line.action) {
    case 'create':
      return { ...seen, ...reservation(line, entry, now), uploaded: false };
    case 'reject':
      return entry
        ? { ...seen, ...backPatch(entry), ...errorPatch(line, entry) }
        : { ...seen, ...reservation(line, entry, now), uploaded: false, ...errorPatch(line, entry) };
    case 'adopt':
      return {
        ...seen,
        ...reservation(line, entry, now),
        uploaded: true,
        deleted_dhis2: false,
        ...knownPatch(context, line, entry),
      };
    case 'returned':
      // Its event was removed by a person: the UID is dead, and the record is not in DHIS2 any more.
      if (entry?.deleted_dhis2) return { ...seen, deleted: false, uploaded: false, error: DELETED_IN_DHIS2 };
      return { ...seen, deleted: false, ...(line.isKnown && knownPatch(context, line, entry)) };
    case 'update':
      // Under a UID that the index did not know there is an event already.
      if (entry?.dhis2_uuid !== line.uid) return { ...seen, ...reservation(line, entry, now), uploaded: true };
      return { ...seen, deleted: false };
    case 'excluded':
    case 'hold':
      // Its event was found without an entry: from now on it is known, also under ids that the record gets later.
      if (!entry) return { ...seen, ...reservation(line, entry, now), uploaded: true };
      // What a person has to settle stays as it is, but for the record being there.
      return line.returned ? { missing_since: undefined, ...backPatch(entry) } : undefined;
    default:
      if (line.isKnown) return { ...seen, deleted: false, ...knownPatch(context, line, entry) };
      // Its first send has no verdict; but its event was seen.
      if (line.keepsTheirs && entry?.uploaded === false) return { ...seen, deleted: false, uploaded: true };
      return entry && line.touch ? { ...seen, deleted: false } : undefined;
  }
}

/** DHIS2 has the event as we want it. */
function knownPatch(
  { pipeline, index, now }: RunContext,
  line: LineOf<'adopt' | 'returned' | 'leave'>,
  entry: Entry | undefined,
): EntryPatch {
  const settlesDoubt = entry?.doubts !== undefined && line.clearsDoubts !== true && entry.hash !== line.hash;
  return {
    error: undefined,
    was: undefined,
    hash: line.hash,
    ...(line.object && { shape: index.shapeOf(pipeline.sink.targetsOf(line.object)), left: line.left }),
    ...(line.pair !== undefined && { pair: line.pair }),
    ...(line.clearsDoubts && { doubts: undefined }),
    ...(settlesDoubt && { sent_at: now.toISOString() }),
  };
}

/** The record is there again; an event that a person has removed is another matter. */
function backPatch(entry: Entry): EntryPatch {
  return entry.deleted_dhis2 ? {} : { deleted: false };
}

/** The entry under the UID that the line has; all but whether its event is there. */
function reservation(
  line: KnownRecord & { readonly uid: string; readonly pair?: string; readonly generation?: number },
  entry: Entry | undefined,
  now: Date,
): EntryPatch {
  // Known before it is sent: should this run be killed, an edit of the record is still found by it.
  const pair = line.pair === undefined ? {} : { pair: line.pair };
  if (entry?.dhis2_uuid === line.uid) return { ...pair, deleted: false };
  return {
    dhis2_uuid: line.uid,
    uploaded: false,
    deleted: false,
    deleted_dhis2: false,
    error: undefined,
    hash: undefined,
    was: undefined,
    shape: undefined,
    left: undefined,
    doubts: undefined,
    ...pair,
    since: entry?.since ?? now.toISOString(),
    ...(entry && { previous_uids: [...(entry.previous_uids ?? []), entry.dhis2_uuid] }),
    ...(line.generation !== undefined && { generation: line.generation }),
  };
}

/** The ids of the record, with those that its entry knows already. */
function idsPatch(record: KnownRecord, entry: Entry | undefined): EntryPatch {
  const ids = new Set([...(entry?.ids ?? []), ...record.ids]);
  return ids.size === 0 ? {} : { ids: [...ids] };
}

/** A word for nothing in the place of a facility is an unknown one, too. */
const UNKNOWN_UNIT: ReadonlySet<string> = new Set(['lookup/no-match', 'source/word-for-nothing']);

/** Why it is not uploaded, in the words that today's tools know. A record that is in DHIS2 keeps its good state. */
function errorPatch(line: LineOf<'reject'>, entry: Entry | undefined): EntryPatch {
  if (entry?.uploaded) return {};
  const reasons = reasonsOf(line);
  const facility = reasons.find((one) => one.field === 'orgUnit' && UNKNOWN_UNIT.has(one.code));
  return { error: facility ? `UNKNOWN_OU:${facility.value ?? ''}` : (reasons[0]?.code ?? 'rejected') };
}
