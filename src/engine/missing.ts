import { NO_ANSWER } from '../index/decide.ts';
import { isSettled, type Entry } from '../index/entry.ts';
import type { Found } from '../index/index-store.ts';
import { entryDigest } from './plan-line-parts.ts';
import type { PlanLine } from './plan-line.ts';
import type { RunContext } from './pipeline.ts';

/** Lines of the entries that no record of the source accounts for, except those about which nothing is left to do. */
export async function planMissing(context: RunContext, accounted: ReadonlySet<string>): Promise<PlanLine[]> {
  const missing = [...context.index.list()].filter(({ key, entry }) => !accounted.has(key) && !isSettled(entry));
  const arrived = await findArrived(context, missing);
  return missing.map((one) => missingLine(context, one, arrived.has(one.entry.dhis2_uuid)));
}

/** Sends without a verdict (a killed run, a time-out) may have arrived: before such a record is forgotten, DHIS2 is asked. */
async function findArrived({ pipeline }: RunContext, missing: readonly Found[]): Promise<ReadonlySet<string>> {
  const asked = missing.filter(({ entry }) => !entry.uploaded && isUnsettled(entry)).map((one) => one.entry.dhis2_uuid);
  if (asked.length === 0) return new Set();
  const remotes = await pipeline.sink.read(asked);
  return new Set(asked.filter((uid) => remotes.get(uid)?.is === 'live'));
}

function isUnsettled({ error }: Entry): boolean {
  return error === undefined || error === NO_ANSWER;
}

function missingLine({ pipeline, now }: RunContext, { key, entry }: Found, hasArrived: boolean): PlanLine {
  const missingSince = entry.missing_since ?? now.toISOString();
  const isPastGrace = entry.deleted || now.getTime() - Date.parse(missingSince) >= pipeline.reconcile.graceMs;
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
    ...(hasArrived && { hasArrived }),
    ...(isPastGrace && { isPastGrace }),
    ...(entry.missing_since === undefined && !entry.deleted && { isNew: true }),
    ...(isOverdue && { isOverdue, reasons: [reason] }),
  };
}
