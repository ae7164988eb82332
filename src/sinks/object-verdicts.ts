import type { Json } from '../base/json.ts';
import type { Outcome, Verdict } from '../contracts/sink.ts';

/** What is known of the objects of one batch, by address: what was sent of each, what came back for it, and its verdict. */
export class ObjectVerdicts {
  readonly #verdicts = new Map<string, Verdict>();
  readonly #sent = new Map<string, Json>();
  readonly #answers = new Map<string, Json>();

  /** Keeps objects as they are sent. */
  leave(sent: ReadonlyMap<string, Json>): void {
    for (const [address, object] of sent) this.#sent.set(address, object);
  }

  answer(address: string, answer: Json): void {
    this.#answers.set(address, answer);
  }

  settle(address: string, verdict: Verdict): void {
    this.#verdicts.set(address, verdict);
  }

  /** Whether DHIS2 has told of any object what became of it. */
  get isAnyTold(): boolean {
    return [...this.#verdicts].some(([address, { is }]) => is !== 'unknown' && this.#sent.has(address));
  }

  outcomes(): ReadonlyMap<string, Outcome> {
    return new Map([...this.#verdicts].map(([address, verdict]) => [address, this.#toOutcome(address, verdict)]));
  }

  #toOutcome(address: string, verdict: Verdict): Outcome {
    const sent = this.#sent.get(address);
    const answer = this.#answers.get(address);
    if (sent === undefined) return verdict;
    return { ...verdict, exchange: { sent, ...(answer !== undefined && { answer }) } };
  }
}
