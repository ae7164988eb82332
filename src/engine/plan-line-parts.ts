import { createHash } from 'node:crypto';
import { canonicalJson, type Json } from '../base/json.ts';
import type { Reject } from '../base/problem.ts';
import type { Wanted } from '../index/decide.ts';
import type { Entry } from '../index/json/raw-entry.ts';
import type { Found } from '../index/index-store.ts';
import type { PlanLine } from './plan-line.ts';
import type { RunContext } from './pipeline.ts';

/** Digest of an entry, by which `apply` sees that somebody has changed it since. */
export function entryDigest(entry: Entry | undefined): string | null {
  if (!entry) return null;
  return createHash('sha256')
    .update(canonicalJson(entry as unknown as Json))
    .digest('base64url')
    .slice(0, 22);
}

/** A line about an entry that is there. */
export function ofFound(line: PlanLine, { key, entry }: Found): PlanLine {
  const returned = entry.deleted || entry.missing_since !== undefined;
  const known = new Set([key, ...(entry.ids ?? [])]);
  const touch = returned || (line.ids ?? []).some((id) => !known.has(id));
  return {
    ...line,
    entry: key,
    uid: entry.dhis2_uuid,
    before: entryDigest(entry),
    ...(returned && { returned }),
    ...(touch && { touch }),
  };
}

/** A UID of its own for a record: derived, so that any run, on any machine, comes to the same. */
export function createUnder(line: PlanLine, generation: number, { pipeline, index }: RunContext): PlanLine {
  const uid = pipeline.sink.uidFor(pipeline.index.namespace, line.key as string, generation);
  const owner = index.ownerOf(uid);
  if (owner === undefined)
    return { ...line, action: 'create', uid, isNew: true, ...(generation > 0 && { generation }) };
  const reason = { code: 'index/uid-taken', args: { uid, owner }, ...where(line) } as const;
  return { ...line, action: 'hold', reasons: [reason] };
}

/** Where a reject stands. */
export function where(line: PlanLine): Pick<Reject, 'key' | 'row' | 'line'> {
  return { key: line.key, row: line.row ?? 0, line: line.line ?? 0 };
}

/** What is wanted of the record of a line that has an object. */
export function wantedOf({ pipeline, index }: RunContext, { object, hash = '' }: PlanLine): Wanted {
  return { hash, shape: object ? index.shapeOf(pipeline.sink.targetsOf(object)) : '' };
}
