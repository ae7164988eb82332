import type { Code } from '../messages/code-table.ts';
import type { Args } from '../base/problem.ts';
import { decide } from '../index/decide.ts';
import type { Found } from '../index/index-store.ts';
import type { DuplicateVerdict } from './duplicates.ts';
import type { KnownVerdict } from './known-records.ts';
import type { Looking } from './look.ts';
import type { PairVerdict } from './pairs.ts';
import { wantedOf, where } from './plan-line-parts.ts';
import type { PlanLine } from './plan-line.ts';
import { toLine } from './to-line.ts';
import type { RunContext } from './pipeline.ts';
import { verifyAgainstSink } from './verify.ts';

/** The index has lost entries, and the record may be an edit of one of theirs. */
export type LostVerdict = { readonly is: 'lost' };

/** Puts a line right after what the whole file has told of its record. */
export async function redecide(
  context: RunContext,
  line: PlanLine,
  verdict: PairVerdict | KnownVerdict | LostVerdict | Exclude<DuplicateVerdict, 'repeat'>,
): Promise<PlanLine> {
  if (verdict === 'duplicate') return stopped(line, 'reject', 'source/duplicate-key', { key: line.key ?? '' });
  if (verdict.is === 'ambiguous') return stopped(line, 'hold', 'index/ambiguous-pair', { keys: verdict.keys });
  if (verdict.is === 'lost') return stopped(line, 'hold', 'index/maybe-lost', {});
  if (verdict.is === 'known') return stopped(line, 'hold', 'index/maybe-known', { keys: verdict.keys });
  return (await decideAgain(context, [{ line, found: verdict.found }]))[0] as PlanLine;
}

/** A line that was decided before, and the entry that now counts for its record. */
export interface Redecided {
  readonly line: PlanLine;
  readonly found: Found | undefined;
}

/** Decides about records whose objects are known, by the index and by DHIS2 as they are now. */
export async function decideAgain(context: RunContext, records: readonly Redecided[]): Promise<PlanLine[]> {
  const lookings: Looking[] = [];
  const lines = records.map(({ line, found }, at) => {
    const decision = decide(found ? [found] : [], wantedOf(context, line), context.pipeline.reconcile);
    const decided = toLine(undecided(line), decision);
    if (decision.is === 'look') lookings.push({ at, line: decided, why: decision.why, found });
    return decided;
  });
  const verified = await verifyAgainstSink(context, lookings);
  return lines.map((line, at) => verified.get(at) ?? line);
}

/** What a line says of its record, without what was decided about it. */
function undecided({ key, ids, row, line, object, hash, pair }: PlanLine): PlanLine {
  const given = Object.entries({ ids, row, line, object, hash, pair }).filter(([, value]) => value !== undefined);
  return { key, action: 'leave', uid: null, before: null, ...Object.fromEntries(given) };
}

function stopped(line: PlanLine, action: 'reject' | 'hold', code: Code, args: Args): PlanLine {
  const { isNew: _, ...rest } = line;
  // A UID that was only derived for it is not reserved after all.
  const uid = line.entry === undefined ? null : line.uid;
  return { ...rest, action, uid, reasons: [{ code, args, ...where(line) }] };
}
