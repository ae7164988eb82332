import { reason, type RejectReason } from '../messages/reason.ts';
import { decide } from '../index/decide.ts';
import { placeOf } from '../contracts/record.ts';
import type { Found } from '../contracts/store.ts';
import type { DuplicateVerdict } from './duplicates.ts';
import type { KnownVerdict } from './known-records.ts';
import { toLooking, type Looking } from './look.ts';
import type { PairVerdict } from './pairs.ts';
import { thingOf, unplaced, wantedOf, where } from './plan-line-parts.ts';
import type {
  CreateLine,
  HoldLine,
  MissingLine,
  PlanLine,
  RejectLine,
  UnreadableLine,
  WantedRecord,
} from './plan-line.ts';
import { toLine } from './to-line.ts';
import type { RunContext } from './pipeline.ts';
import { verifyAgainstSink } from './verify.ts';

/** The index has lost entries, and the record may be an edit of one of theirs. */
export type LostVerdict = { readonly is: 'lost' };

/** What the whole file has told of a record that looked new. */
export type LateVerdict = PairVerdict | KnownVerdict | LostVerdict;

/** Puts a line right after what the whole file has told of its record. */
export async function redecide(
  context: RunContext,
  line: PlanLine,
  verdict: LateVerdict | Exclude<DuplicateVerdict, 'repeat'>,
): Promise<PlanLine> {
  if (verdict === 'duplicate') return line.key === null || line.action === 'missing' ? line : duplicateLine(line);
  // Only what looked new can turn out to be known.
  if (line.action !== 'create') return line;
  switch (verdict.is) {
    case 'ambiguous':
      return held(line, reason('index/ambiguous-pair', { keys: verdict.keys }));
    case 'lost':
      return held(line, reason('index/maybe-lost', {}));
    case 'known':
      return held(line, reason('index/maybe-known', { ...thingOf(context.pipeline), keys: verdict.keys }));
    default:
      return (await decideAgain(context, [{ line, found: verdict.found }]))[0] as PlanLine;
  }
}

/** A line that was decided before, and the entry that now counts for its record. */
export interface Redecided {
  readonly line: WantedRecord;
  readonly found: Found | undefined;
}

/** Decides about records whose objects are known, by the index and by the sink as they are now. */
export async function decideAgain(context: RunContext, records: readonly Redecided[]): Promise<PlanLine[]> {
  const lookings: Looking[] = [];
  const lines = new Map<number, PlanLine>();
  for (const [at, { line, found }] of records.entries()) {
    const record = undecided(line);
    const { pipeline, verification } = context;
    const decision = decide(found ? [found] : [], wantedOf(context, record), pipeline.reconcile, verification);
    if (decision.is === 'look') lookings.push(toLooking(at, record, decision.why, decision.found));
    else lines.set(at, toLine(context, record, decision));
  }
  for (const [at, line] of await verifyAgainstSink(context, lookings)) lines.set(at, line);
  return records.map((_, at) => lines.get(at) as PlanLine);
}

/** What a line says of its record, without what was decided about it. */
function undecided({ key, role, ids, keys, object, hash, pair, said, ignored, ...rest }: WantedRecord): WantedRecord {
  const { version, facility } = rest;
  const known = { ...(version !== undefined && { version }), ...(facility !== undefined && { facility }) };
  const record = { key, role, ids, ...(keys && { keys }), ...placeOf(rest), ...known, address: null, before: null };
  const told = { ...(pair !== undefined && { pair }), ...(said !== undefined && { said }) };
  return { ...record, object, hash, ...told, ...(ignored && { ignored }) };
}

function held(line: CreateLine, why: RejectReason): HoldLine {
  return { ...unplaced(line), action: 'hold', reasons: [{ ...why, ...where(line) }] };
}

/** What is known of the record stays in the line: people compare the rows by it. */
function duplicateLine(line: Exclude<PlanLine, UnreadableLine | MissingLine>): RejectLine {
  const why = { ...reason('source/duplicate-key', { key: line.key }), ...where(line) };
  return { ...unplaced(line), action: 'reject', reasons: [why] };
}
