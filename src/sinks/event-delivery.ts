import { reason } from '../messages/reason.ts';
import type { Json } from '../base/json.ts';
import type { Outcome, Refusal, Sending, Verdict } from '../contracts/sink.ts';
import { retryAfterMs, type Answer } from '../http/answer.ts';
import { toEvent, type DhisEvent, type EventPlace } from '../dhis2/event-image.ts';
import type { EventObject } from '../dhis2/event-object.ts';
import { NoAnswerError } from '../http/no-answer.ts';
import { EtlError } from '../base/errors.ts';
import type { Elements } from '../dhis2/import-reasons.ts';
import { MOST_WAIT_MS } from '../http/retrying.ts';
import { responseFor, type ImportVerdict } from '../dhis2/import-report.ts';
import { halvesOf, isSurprising, throwOnTwins, verdictOn, type Group } from './event-groups.ts';
import { EventVerdicts } from './event-verdicts.ts';
import { lookBack, pauseFor, type LookBackTools, type LookedBack } from './look-back.ts';

/** What a delivery works with. */
export interface DeliveryTools extends LookBackTools {
  readonly place: EventPlace;
  readonly elements: Elements;
  /** Why an object must not be sent; empty where it may go. */
  refusals(sending: Sending<EventObject>): readonly Refusal[];
  post(events: readonly DhisEvent[]): Promise<Answer>;
  /** No object of the batch before got a verdict: the server may be gone. */
  readonly isInDoubt: boolean;
}

/** After no answer the import may still run on: look again and again before sending anew. */
const LOOKS_AFTER_SILENCE_MS = [500, 1000, 2000, 4000, 8000];
/** An answer that says the import failed means that it is over. */
const LOOKS_AFTER_FAILURE_MS = [300];
/** Answers of whatever stands before DHIS2, behind which the import may go on. */
const STILL_RUNNING = new Set([429, 502, 503, 504]);

/** Silences after which the rest of a batch is given up; each has cost a time-out. */
const MOST_SILENCES = 4;
/** The same where the batch before got no verdict at all. */
const MOST_SILENCES_IN_DOUBT = 2;
/** Failed requests after which it is given up: enough to find four bad objects among a hundred by halving. */
const MOST_FAILURES = 40;
/** The same where not one object went through: then the server is at fault, not an object. */
const MOST_FAILURES_AT_ALL = 10;
const MOST_TRIES_ALONE = 3;
/** How long one batch may take; what is open then ends without a verdict, and the next batch has its turn. */
const MOST_MS = 10 * 60_000;
const TOO_LATE = 'its batch had taken too long to send it again';
const UNTOLD = 'DHIS2 neither stored it nor said why';

/**
 * Sends one batch and finds out what became of each object. What comes back without a verdict is looked up in DHIS2:
 * events that are there as sent are settled; the others are sent again, whole image, which is safe because their UIDs
 * are ours. A group that fails twice is halved, so that one object on which the server chokes does not take the others
 * with it. What stays without a verdict ends as unknown, with the reason.
 */
export class EventDelivery {
  readonly #tools: DeliveryTools;
  readonly #verdicts = new EventVerdicts();
  #groups: Group[] = [];
  #silences = 0;
  #failures = 0;
  #hasStored = false;
  #wasSent = false;
  readonly #began: number;

  constructor(tools: DeliveryTools) {
    this.#tools = tools;
    this.#began = tools.patience.now();
  }

  /** Sends the batch; call it once. Throws EtlError where nothing of it was sent (no login, server down). */
  async deliver(batch: readonly Sending<EventObject>[]): Promise<ReadonlyMap<string, Outcome>> {
    throwOnTwins(batch);
    const good = batch.filter((sending) => this.#accepts(sending));
    if (good.length > 0) this.#groups.push({ sendings: good, tries: 0 });
    for (let group = this.#groups.shift(); group; group = this.#groups.shift()) {
      if (this.#wasSent && this.#isTooLate) this.#giveUp([group, ...this.#groups.splice(0)], TOO_LATE);
      else await this.#send(group);
    }
    if (this.#verdicts.isAnyTold) this.#tools.patience.progressed();
    return this.#verdicts.outcomes();
  }

  get #isTooLate(): boolean {
    const { patience } = this.#tools;
    return patience.isOver || patience.now() - this.#began >= MOST_MS;
  }

  /** Whether there is time left to deal with trouble; after a signal there is none. */
  get #hasTime(): boolean {
    return !this.#isTooLate && this.#tools.patience.leftMs > 0;
  }

  #accepts(sending: Sending<EventObject>): boolean {
    const reasons = this.#tools.refusals(sending).map(({ code, args, field, value }) => ({
      code,
      args,
      ...(field !== undefined && { field }),
      ...(value !== undefined && { value }),
    }));
    if (reasons.length > 0) this.#verdicts.settle(sending.address, { is: 'refused', by: 'us', reasons });
    return reasons.length === 0;
  }

  async #send(group: Group): Promise<void> {
    const events = group.sendings.map((sending) =>
      toEvent(sending, this.#tools.place, group.tries > 0 || !sending.isNew),
    );
    this.#verdicts.leave(events);
    const began = this.#tools.patience.now();
    let answer: Answer;
    try {
      answer = await this.#tools.post(events);
      this.#wasSent = true;
    } catch (error) {
      this.#tools.patience.trouble(began);
      if (error instanceof NoAnswerError && error.maybeSent) {
        return this.#settleSilence(group, error.message, error.message);
      }
      if (!(error instanceof EtlError) || !this.#wasSent) throw error;
      return this.#giveUp([group, ...this.#groups.splice(0)], error.message);
    }
    for (const { event } of events)
      this.#verdicts.answer(event, responseFor(event, answer.status, answer.json) as Json);
    const verdict = verdictOn(group, events, answer, this.#tools.elements);
    if (verdict.is === 'perObject') return this.#take(group, verdict);
    this.#tools.patience.trouble(began);
    if (verdict.is === 'unreadable') return this.#halveUnreadable(group, answer, verdict);
    // The log gets the status alone: what the server says may quote values.
    const trouble = `DHIS2 answered ${answer.status}.`;
    if (!STILL_RUNNING.has(answer.status)) return this.#settleFailure(group, verdict.reason, trouble);
    await pauseFor(this.#tools.patience, Math.min(retryAfterMs(answer, Date.now()) ?? 0, MOST_WAIT_MS));
    return this.#settleSilence(group, verdict.reason, trouble);
  }

  async #take(group: Group, verdict: ImportVerdict): Promise<void> {
    const open: Sending<EventObject>[] = [];
    const again: Sending<EventObject>[] = [];
    const isSurprise = isSurprising(group, verdict);
    for (const sending of group.sendings) {
      const outcome = verdict.outcomes.get(sending.address);
      const wasStored = outcome?.is === 'created' || outcome?.is === 'updated';
      if (isSurprise && wasStored && sending.isNew) again.push(sending);
      else if (outcome && outcome.is !== 'unknown') this.#conclude(sending, outcome, group);
      else open.push(sending);
    }
    // Under a UID that the index took for new there was an event: what it had and we have not must be cleared.
    if (again.length > 0) this.#groups.push({ sendings: again, tries: group.tries + 1 });
    if (open.length > 0) await this.#settleFailure({ ...group, sendings: open }, UNTOLD, `${UNTOLD}.`);
  }

  /** An event that an earlier try of this run may have made is created by this run, whatever the last report says. */
  #conclude(sending: Sending<EventObject>, outcome: Verdict, group: Group): void {
    if (outcome.is !== 'created' && outcome.is !== 'updated') return this.#verdicts.settle(sending.address, outcome);
    this.#hasStored = true;
    const isOurs = group.tries > 0 && sending.isNew && outcome.is === 'updated';
    const is = isOurs ? 'created' : outcome.is;
    // The request whose answer was lost may still be carried out.
    this.#verdicts.settle(sending.address, group.tries > 0 ? { is, afterSilence: true } : { is });
  }

  #halveUnreadable(group: Group, answer: Answer, verdict: ImportVerdict): void {
    const [only] = group.sendings;
    if (group.sendings.length > 1 || !only) return this.#halve(group);
    const message = verdict.reason.replace(/^DHIS2 answered \d+:? ?/, '');
    const why = reason('dhis2/unreadable-event', { status: answer.status, message });
    this.#verdicts.settle(only.address, { is: 'refused', by: 'server', reasons: [why] });
  }

  async #settleSilence(group: Group, reason: string, trouble: string): Promise<void> {
    this.#wasSent = true;
    this.#silences += 1;
    this.#tools.log.warn(`${trouble} Asking DHIS2 what became of ${group.sendings.length} event(s).`);
    const { open, isAway } = await this.#lookBack(group, LOOKS_AFTER_SILENCE_MS);
    if (open.length === 0) return;
    const rest = { sendings: open, tries: group.tries + 1 };
    const mostSilences = this.#tools.isInDoubt ? MOST_SILENCES_IN_DOUBT : MOST_SILENCES;
    const isHopeless = isAway || this.#silences >= mostSilences || !this.#hasTime;
    if (isHopeless) return this.#giveUp([rest, ...this.#groups.splice(0)], reason);
    this.#groups.push(rest);
  }

  async #settleFailure(group: Group, reason: string, trouble: string): Promise<void> {
    this.#failures += 1;
    this.#tools.patience.trouble(this.#tools.patience.now());
    this.#tools.log.debug(`${trouble} Asking DHIS2 what became of ${group.sendings.length} event(s).`);
    const { open, isAway } = await this.#lookBack(group, LOOKS_AFTER_FAILURE_MS);
    if (open.length === 0) return;
    const rest = { sendings: open, tries: group.tries + 1 };
    const isTooMuch = !this.#hasTime || (!this.#hasStored && this.#failures >= MOST_FAILURES_AT_ALL);
    const isHopeless = isAway || isTooMuch;
    if (isHopeless || this.#failures >= MOST_FAILURES) return this.#giveUp([rest, ...this.#groups.splice(0)], reason);
    if (open.length === 1 && rest.tries >= MOST_TRIES_ALONE) return this.#giveUp([rest], reason);
    // Once more as it is: a lock or a restart may have been the trouble.
    if (open.length === 1 || rest.tries === 1) this.#groups.push(rest);
    else this.#halve(rest);
  }

  /** The halves go to the end of the queue: good objects get through first, then the search for the bad one goes on. */
  #halve(group: Group): void {
    this.#groups.push(...halvesOf(group));
  }

  async #lookBack({ sendings }: Group, waitsMs: readonly number[]): Promise<LookedBack> {
    const settle = (uid: string, verdict: Verdict): void => {
      this.#hasStored ||= verdict.is === 'created' || verdict.is === 'updated';
      this.#verdicts.settle(uid, verdict);
    };
    return lookBack(this.#tools, sendings, waitsMs, () => this.#hasTime, settle);
  }

  #giveUp(groups: readonly Group[], reason: string): void {
    for (const { address } of groups.flatMap((group) => group.sendings))
      this.#verdicts.settle(address, { is: 'unknown', reason });
  }
}
