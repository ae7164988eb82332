import type { Severity } from '../../base/problem.ts';
import { finding, type Finding } from '../finding.ts';
import type { Call } from '../inference/infer-calls.ts';
import type { Part } from '../inference/part.ts';
import type { Meeting } from '../inference/visit.ts';

/**
 * One check: what it looks at, and its decision, which names a code. Types it asks of the part that it is given; the
 * words of a code and its explanation stand in src/messages.
 */
export interface Rule {
  readonly on: readonly Meeting[];
  find(part: Part): Iterable<Finding>;
}

/** A check of calls: of built-ins and helpers. */
export function callRule(find: (call: Call) => Iterable<Finding>): Rule {
  return { on: ['call'], find: (part) => ((part as Call).signature ? find(part as Call) : []) };
}

/** What decides the same for every row. That it always holds may be meant; that it never does is not. */
export function decided(
  isTrue: boolean,
  reason: string,
  at: Finding['at'],
  rewrite?: string,
  severity: Severity = isTrue ? 'warning' : 'error',
): Finding {
  const code = isTrue ? 'expression/always-true' : 'expression/never-true';
  return finding(code, { reason, ...(rewrite !== undefined && { rewrite }) }, at, severity);
}
