import { describe } from '../messages/describe.ts';
import type { Args } from '../base/problem.ts';
import type { GuardFinding } from '../engine/guards.ts';

/** What a guard has found, and what `--accept` takes to let it pass; null: nothing does. */
export interface ReportedGuard {
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
  readonly accept: string | null;
  readonly args: Args;
}

export function toReportedGuard({ code, args, accept }: GuardFinding): ReportedGuard {
  const { message, hint } = describe(code, args);
  return { code, message, hint: hint ?? null, accept: accept ?? null, args };
}
