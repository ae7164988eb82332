import type { Severity } from '../base/problem.ts';
import type { ArgsOf, Code } from '../messages/code-table.ts';
import { reason, type Reason } from '../messages/reason.ts';

/** A stretch of an expression's text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Something wrong in an expression, as a check tells it. */
export interface Finding extends Reason {
  /** What it is about: a stretch, or a part of the expression. */
  readonly at: Span | { readonly span: Span };
  readonly severity: Severity;
}

/** A finding with the args that its code takes. */
export function finding<C extends Code>(
  code: C,
  args: ArgsOf<C>,
  at: Finding['at'],
  severity: Severity = 'error',
): Finding {
  return { ...reason(code, args), at, severity };
}
