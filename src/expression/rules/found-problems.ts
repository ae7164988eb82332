import type { Reason } from '../../messages/reason.ts';
import { problemOf, type Problem, type Severity } from '../../base/problem.ts';
import { HandledAbsence } from '../inference/handled-absence.ts';
import type { Span, Spans } from '../inference/spans.ts';
import type { ExpressionText } from '../../base/expression-text.ts';

/** What has been found in one text. By code and place: parts that are looked at twice are reported once. */
export class FoundProblems {
  readonly handled: HandledAbsence;
  readonly #text: ExpressionText;
  readonly #problems = new Map<string, Problem>();
  /** How many branches of functions that are being followed we are in: a call may never get there. */
  #branches = 0;
  /** How many calls are being followed here. */
  #calls = 0;

  constructor(text: ExpressionText, spans: Spans) {
    this.#text = text;
    this.handled = new HandledAbsence(spans);
  }

  get problems(): readonly Problem[] {
    return [...this.#problems.values()];
  }

  report(reason: Reason, span: Span, severity: Severity): void {
    const { code } = reason;
    if (code === 'expression/unguarded-lookup' && this.handled.has(span)) return;
    const key = `${code} ${span.start} ${span.end}`;
    const isCertain = severity === 'error' && this.#branches === 0;
    if (this.#problems.get(key)?.severity === 'error' && !isCertain) return;
    const place = this.#text.placeOf(span.start, span.end);
    this.#problems.set(key, problemOf(reason, place, isCertain ? 'error' : 'warning'));
  }

  /** A branch of a function that is followed: what is found meanwhile may never come about. */
  inBranch<T>(look: () => T): T {
    if (this.#calls === 0) return look();
    this.#branches += 1;
    const found = look();
    this.#branches -= 1;
    return found;
  }

  /** A call that is followed: whether it comes about is another question than whether its branches do. */
  inCall<T>(look: () => T): T {
    const outside = this.#branches;
    this.#branches = 0;
    this.#calls += 1;
    const found = look();
    this.#calls -= 1;
    this.#branches = outside;
    return found;
  }
}
