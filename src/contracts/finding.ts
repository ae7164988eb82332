/** What `etl doctor` finds: data, like a problem; texts come from the table of codes. */
import type { Place } from '../base/document.ts';
import { EtlError, ProblemsError } from '../base/errors.ts';
import type { Problem } from '../base/problem.ts';
import type { ArgsOf, Code } from '../messages/code-table.ts';
import { reason, type Reason } from '../messages/reason.ts';

/**
 * - `fine`: looked at, and as it should be
 * - `warning`: the next run can do its work, but not all of it, or not for long: someone must act
 * - `fault`: the next run could not do its work
 */
export type Standing = 'fine' | 'warning' | 'fault';

export interface Finding extends Reason {
  readonly is: Standing;
  /** Where it stands, of what is written in a file. */
  readonly place?: Place;
}

/** Findings as they come: those before trouble, or before time is up, count. */
export type Findings = AsyncIterable<Finding>;

export function fine<C extends Code>(code: C, args: ArgsOf<C>): Finding {
  return { is: 'fine', ...reason(code, args) };
}

export function warningOf<C extends Code>(code: C, args: ArgsOf<C>): Finding {
  return { is: 'warning', ...reason(code, args) };
}

export function fault<C extends Code>(code: C, args: ArgsOf<C>): Finding {
  return { is: 'fault', ...reason(code, args) };
}

/** What was thrown while something was looked at; a bug of ours is thrown on. */
export function faultsOf(error: unknown): Finding[] {
  if (error instanceof EtlError) return [{ is: 'fault', code: error.code, args: error.args }];
  if (error instanceof ProblemsError) return error.problems.map(findingOf);
  throw error;
}

/** A problem of a file, as a finding. */
export function findingOf({ code, args, severity, place }: Problem): Finding {
  return { is: severity === 'error' ? 'fault' : 'warning', code, args, ...(place && { place }) };
}
