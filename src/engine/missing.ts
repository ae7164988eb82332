import { isSettled } from '../index/entry.ts';
import { entryDigest } from './plan-line-parts.ts';
import type { PlanLine } from './plan-line.ts';
import type { RunContext } from './pipeline.ts';

/** Lines of the entries that no record of the source accounts for, except those about which nothing is left to do. */
export function* planMissing({ index, pipeline, now }: RunContext, accounted: ReadonlySet<string>): Iterable<PlanLine> {
  for (const { key, entry } of index.list()) {
    if (accounted.has(key) || isSettled(entry)) continue;
    const missingSince = entry.missing_since ?? now.toISOString();
    const isPastGrace = entry.deleted || now.getTime() - Date.parse(missingSince) >= pipeline.reconcile.graceMs;
    // A record whose event never arrived leaves nothing to do; nor one whose event a person has already removed.
    const isOverdue = isPastGrace && entry.uploaded && !entry.deleted_dhis2;
    // The tools before us marked it as gone, and did not say when.
    const since = entry.missing_since?.slice(0, 10) ?? '';
    const reason = { code: 'index/missing' as const, args: { uid: entry.dhis2_uuid, since }, key, row: 0, line: 0 };
    yield {
      key,
      action: 'missing',
      uid: entry.dhis2_uuid,
      entry: key,
      before: entryDigest(entry),
      missingSince,
      ...(isPastGrace && { isPastGrace }),
      ...(entry.missing_since === undefined && !entry.deleted && { isNew: true }),
      ...(isOverdue && { isOverdue, reasons: [reason] }),
    };
  }
}
