import type { Json } from '../base/json.ts';
import type { Outcome, Verdict } from '../contracts/sink.ts';
import type { DhisEvent } from '../dhis2/event-image.ts';

/** What is known of the events of one batch, by UID: what was sent of each, what came back for it, and its verdict. */
export class EventVerdicts {
  readonly #verdicts = new Map<string, Verdict>();
  readonly #sent = new Map<string, Json>();
  readonly #answers = new Map<string, Json>();

  /** Keeps events as they are sent. */
  leave(events: readonly DhisEvent[]): void {
    for (const event of events) this.#sent.set(event.event, event);
  }

  answer(uid: string, answer: Json): void {
    this.#answers.set(uid, answer);
  }

  settle(uid: string, verdict: Verdict): void {
    this.#verdicts.set(uid, verdict);
  }

  /** Whether DHIS2 has told of any event what became of it. */
  get isAnyTold(): boolean {
    return [...this.#verdicts].some(([uid, { is }]) => is !== 'unknown' && this.#sent.has(uid));
  }

  outcomes(): ReadonlyMap<string, Outcome> {
    return new Map([...this.#verdicts].map(([uid, verdict]) => [uid, this.#toOutcome(uid, verdict)]));
  }

  #toOutcome(uid: string, verdict: Verdict): Outcome {
    const sent = this.#sent.get(uid);
    const answer = this.#answers.get(uid);
    if (sent === undefined) return verdict;
    return { ...verdict, exchange: { sent, ...(answer !== undefined && { answer }) } };
  }
}
