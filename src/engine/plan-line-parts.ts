import { createHash } from 'node:crypto';
import { canonicalJson, type Json } from '../base/json.ts';
import type { Reject } from '../base/problem.ts';
import type { Wanted } from '../index/decide.ts';
import type { Entry } from '../index/json/raw-entry.ts';
import type { Found } from '../index/index-store.ts';
import type { CreateLine, HoldLine, KnownRecord, WantedRecord } from './plan-line.ts';
import type { RunContext } from './pipeline.ts';

/** Keys of entries, by the UIDs that they have. */
export type Holders = ReadonlyMap<string, string>;

/** Digest of an entry, by which `apply` sees that somebody has changed it since. */
export function entryDigest(entry: Entry | undefined): string | null {
  if (!entry) return null;
  return createHash('sha256')
    .update(canonicalJson(entry as unknown as Json))
    .digest('base64url')
    .slice(0, 22);
}

/** A record, and the entry that is there for it. */
export function withEntry<R extends KnownRecord>(record: R, { key, entry }: Found): R & { readonly uid: string } {
  if (record.entry === key) return { ...record, uid: entry.dhis2_uuid };
  const returned = entry.deleted || entry.missing_since !== undefined;
  const knownIds = new Set([key, ...(entry.ids ?? [])]);
  const touch = returned || record.ids.some((id) => !knownIds.has(id));
  return {
    ...record,
    entry: key,
    uid: entry.dhis2_uuid,
    before: entryDigest(entry),
    ...(returned && { returned }),
    ...(touch && { touch }),
  };
}

/** Where the object of a record goes that the index does not know; any run, on any machine, comes to the same. */
export function addressOf(
  { pipeline: { sink, index } }: Pick<RunContext, 'pipeline'>,
  { key, object }: Pick<WantedRecord, 'key' | 'object'>,
  generation: number,
): string {
  return sink.addressOf(index.namespace, { key, role: '' }, generation, object);
}

/** The same where there is no object, which not every sink can tell. */
export function addressWithoutObject(
  { pipeline: { sink, index } }: Pick<RunContext, 'pipeline'>,
  { key }: Pick<KnownRecord, 'key'>,
): string | undefined {
  return sink.addressOf(index.namespace, { key, role: '' }, 0);
}

/** The line of a record whose object is to be made under a UID of its own; `holders` says who has that UID already. */
export function createUnder(
  context: RunContext,
  record: WantedRecord,
  generation: number,
  holders: Holders,
): CreateLine | HoldLine {
  const uid = addressOf(context, record, generation);
  const owner = holders.get(uid);
  if (owner === undefined)
    return { ...record, action: 'create', uid, isFresh: true, ...(generation > 0 && { generation }) };
  const reason = { code: 'index/uid-taken', args: { uid, owner }, ...where(record) } as const;
  return { ...record, action: 'hold', reasons: [reason] };
}

/** Where a reject stands. */
export function where({
  key,
  row,
  line,
}: Pick<KnownRecord, 'key' | 'row' | 'line'>): Pick<Reject, 'key' | 'row' | 'line'> {
  return { key, row, line };
}

/** What is wanted of a record. */
export function wantedOf({ pipeline, index }: RunContext, { object, hash }: WantedRecord): Wanted {
  return { hash, shape: index.shapeOf(pipeline.sink.targetsOf(object)) };
}
