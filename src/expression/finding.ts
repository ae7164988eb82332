import type { Severity } from '../base/problem.ts';
import type { Reason } from '../messages/reason.ts';

/** A stretch of an expression's text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Something wrong in an expression, as a check tells it. */
export interface Finding extends Reason {
  /** What it is about: a stretch, or a part of the expression. */
  readonly at: Span | { readonly span: Span };
  /** An error, where it does not say. */
  readonly severity?: Severity;
}
