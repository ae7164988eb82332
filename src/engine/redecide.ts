import type { Code } from '../base/codes.ts';
import type { Args } from '../base/problem.ts';
import { decide } from '../index/decide.ts';
import type { DuplicateVerdict } from './duplicates.ts';
import type { KnownVerdict } from './known-records.ts';
import type { PairVerdict } from './pairs.ts';
import { ofFound, where } from './plan-line-parts.ts';
import type { PlanLine } from './plan-line.ts';
import { toLine } from './plan-records.ts';
import type { RunContext } from './pipeline.ts';
import { verifyAgainstSink } from './verify.ts';

/** Puts a line right after what the whole file has told of its record. */
export async function redecide(
  context: RunContext,
  line: PlanLine,
  verdict: PairVerdict | KnownVerdict | Exclude<DuplicateVerdict, 'repeat'>,
): Promise<PlanLine> {
  if (verdict === 'duplicate') return stopped(line, 'reject', 'source/duplicate-key', { key: line.key ?? '' });
  if (verdict.is === 'ambiguous') return stopped(line, 'hold', 'index/ambiguous-pair', { keys: verdict.keys });
  if (verdict.is === 'known') return stopped(line, 'hold', 'index/maybe-known', { keys: verdict.keys });
  const { isNew: _, uid: __, ...wanted } = line;
  const decision = decide([verdict.found], line.hash as string, context.pipeline.reconcile);
  const decided = toLine({ ...wanted, uid: null }, decision, context);
  if (decision.is !== 'verify' && decision.is !== 'change') return decided;
  const verifying = { at: 0, line: ofFound(decided, verdict.found), decision: decision.is, found: verdict.found };
  return (await verifyAgainstSink(context, [verifying])).get(0) as PlanLine;
}

function stopped(line: PlanLine, action: 'reject' | 'hold', code: Code, args: Args): PlanLine {
  const { isNew: _, ...rest } = line;
  // A UID that was only derived for it is not reserved after all.
  const uid = line.entry === undefined ? null : line.uid;
  return { ...rest, action, uid, reasons: [{ code, args, ...where(line) }] };
}
