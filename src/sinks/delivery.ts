import type { JsonObject } from '../base/json.ts';
import type { Outcome, Sending, Verdict } from '../contracts/sink.ts';
import { retryAfterMs, type Answer } from '../http/answer.ts';
import { NoAnswerError } from '../http/no-answer.ts';
import { EtlError } from '../base/errors.ts';
import { MOST_WAIT_MS } from '../http/retrying.ts';
import type { DeliveryTools, Group, GroupVerdict, Parcel } from './delivery-tools.ts';
import { lookBack, pauseFor, type LookedBack } from './look-back.ts';
import { ObjectVerdicts } from './object-verdicts.ts';

/** After no answer the import may still run on: look again and again before sending anew. */
const LOOKS_AFTER_SILENCE_MS = [500, 1000, 2000, 4000, 8000];
/** An answer that says the import failed means that it is over. */
const LOOKS_AFTER_FAILURE_MS = [300];
/** Answers of whatever stands before DHIS2, behind which the import may go on. */
const STILL_RUNNING = new Set([429, 502, 503, 504]);

/** Of whatever stands before DHIS2: the body is too large. */
const TOO_LARGE = 413;
/** Answers that fewer objects would not have got: too large, or not done in time. */
const TOO_MUCH = new Set([TOO_LARGE, 504]);

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
 * objects that are there as sent are settled; the others are sent again, whole image, which is safe because their
 * addresses are ours. A group that fails twice is halved, so that one object on which the server chokes does not take
 * the others with it. What stays without a verdict ends as unknown, with the reason.
 */
export class Delivery<O extends JsonObject> {
  readonly #tools: DeliveryTools<O>;
  readonly #verdicts = new ObjectVerdicts();
  #groups: Group<O>[] = [];
  #silences = 0;
  #failures = 0;
  #hasStored = false;
  #wasSent = false;
  /** How large requests were before one of this batch was too large. */
  #sizeBefore: number | undefined;
  readonly #began: number;

  constructor(tools: DeliveryTools<O>) {
    this.#tools = tools;
    this.#began = tools.patience.now();
  }

  /** Sends the batch; call it once. Throws EtlError where nothing of it was sent (no login, server down). */
  async deliver(batch: readonly Sending<O>[]): Promise<ReadonlyMap<string, Outcome>> {
    throwOnTwins(batch);
    const good = batch.filter((sending) => this.#accepts(sending));
    if (good.length > 0) this.#groups = [{ sendings: good, tries: 0 }];
    for (let group = this.#groups.shift(); group; group = this.#groups.shift()) {
      if (this.#wasSent && this.#isTooLate) this.#giveUp([group, ...this.#groups.splice(0)], TOO_LATE);
      else await this.#send(this.#whatGoesAtOnce(group));
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

  #accepts(sending: Sending<O>): boolean {
    const reasons = this.#tools.refusals(sending);
    if (reasons.length > 0) this.#verdicts.settle(sending.address, { is: 'refused', by: 'us', reasons });
    return reasons.length === 0;
  }

  /** As much of a group as the server takes by now; the rest is next. One object is never divided. */
  #whatGoesAtOnce({ sendings, tries }: Group<O>): Group<O> {
    const { pace } = this.#tools;
    let size = 0;
    const fitting = sendings.findIndex((sending) => (size += this.#tools.sizeOf(sending)) > pace.size);
    const count = fitting === -1 ? sendings.length : Math.max(1, fitting);
    if (count < sendings.length) this.#groups.unshift({ sendings: sendings.slice(count), tries });
    return { sendings: sendings.slice(0, count), tries };
  }

  async #send(group: Group<O>): Promise<void> {
    const { pace, ensureMayGo } = this.#tools;
    const parcel = this.#tools.pack(group);
    this.#verdicts.leave(parcel.sent);
    const began = this.#tools.patience.now();
    let answer: Answer;
    try {
      ensureMayGo?.();
      answer = await parcel.post();
      this.#wasSent = true;
    } catch (error) {
      this.#tools.patience.trouble(began);
      if (error instanceof NoAnswerError && error.maybeSent) {
        pace.troubled();
        if (error.code === 'dhis2/timeout') pace.tooMuch(this.#sizeOf(group));
        return this.#settleSilence(group, error.message, error.message);
      }
      if (!(error instanceof EtlError) || !this.#wasSent) throw error;
      return this.#giveUp([group, ...this.#groups.splice(0)], error.message);
    }
    const answerFor = parcel.answersIn(answer);
    for (const address of parcel.sent.keys()) this.#verdicts.answer(address, answerFor(address));
    const verdict = parcel.verdictOn(answer);
    if (verdict.is === 'perObject') return this.#take(group, verdict);
    this.#tools.patience.trouble(began);
    if (answer.status === TOO_LARGE) this.#sizeBefore ??= pace.size;
    if (TOO_MUCH.has(answer.status)) pace.tooMuch(this.#sizeOf(group));
    if (verdict.is === 'unreadable') return this.#halveUnreadable(group, parcel, answer, verdict);
    pace.troubled();
    // The log gets the status alone: what the server says may quote values.
    const trouble = `DHIS2 answered ${answer.status}.`;
    if (!STILL_RUNNING.has(answer.status)) return this.#settleFailure(group, verdict.reason, trouble);
    await pauseFor(this.#tools.patience, Math.min(retryAfterMs(answer, Date.now()) ?? 0, MOST_WAIT_MS));
    return this.#settleSilence(group, verdict.reason, trouble);
  }

  async #take(group: Group<O>, verdict: GroupVerdict): Promise<void> {
    const open: Sending<O>[] = [];
    const again: Sending<O>[] = [];
    for (const sending of group.sendings) {
      const outcome = verdict.outcomes.get(sending.address);
      if (verdict.again?.addresses.has(sending.address)) again.push(sending);
      else if (outcome && outcome.is !== 'unknown') this.#conclude(sending, outcome, group);
      else open.push(sending);
    }
    const tries = group.tries + (verdict.again?.isRetry ? 1 : 0);
    if (again.length > 0) this.#groups.push({ sendings: again, tries });
    if (open.length === 0) return this.#tools.pace.wentWell();
    this.#tools.pace.troubled();
    await this.#settleFailure({ ...group, sendings: open }, UNTOLD, `${UNTOLD}.`);
  }

  /** An object that an earlier try of this run may have made is created by this run, whatever the last report says. */
  #conclude(sending: Sending<O>, outcome: Verdict, group: Group<O>): void {
    if (outcome.is !== 'created' && outcome.is !== 'updated') return this.#verdicts.settle(sending.address, outcome);
    this.#hasStored = true;
    const isOurs = group.tries > 0 && sending.isNew && outcome.is === 'updated';
    const is = isOurs ? 'created' : outcome.is;
    // The request whose answer was lost may still be carried out.
    this.#verdicts.settle(sending.address, group.tries > 0 ? { is, afterSilence: true } : { is });
  }

  #halveUnreadable(group: Group<O>, parcel: Parcel, { status }: Answer, verdict: GroupVerdict): void {
    const [only] = group.sendings;
    if (group.sendings.length > 1 || !only) return this.#halve(group);
    const message = verdict.reason.replace(/^DHIS2 answered \d+:? ?/, '');
    const isTooLarge = status === TOO_LARGE;
    if (isTooLarge && this.#sizeBefore !== undefined) this.#tools.pace.wasOne(this.#sizeBefore);
    const why = isTooLarge ? this.#tools.tooLarge(parcel.bytes()) : this.#tools.unreadable(status, message);
    this.#verdicts.settle(only.address, { is: 'refused', by: 'server', reasons: [why] });
  }

  async #settleSilence(group: Group<O>, reason: string, trouble: string): Promise<void> {
    this.#wasSent = true;
    this.#silences += 1;
    this.#tools.log.warn(`${trouble} Asking DHIS2 what became of ${this.#tools.count(group.sendings.length)}.`);
    const { open, isAway } = await this.#lookBack(group, LOOKS_AFTER_SILENCE_MS);
    if (open.length === 0) return;
    const rest = { sendings: open, tries: group.tries + 1 };
    const mostSilences = this.#tools.isInDoubt ? MOST_SILENCES_IN_DOUBT : MOST_SILENCES;
    const isHopeless = isAway || this.#silences >= mostSilences || !this.#hasTime;
    if (isHopeless) return this.#giveUp([rest, ...this.#groups.splice(0)], reason);
    this.#groups.push(rest);
  }

  async #settleFailure(group: Group<O>, reason: string, trouble: string): Promise<void> {
    this.#failures += 1;
    this.#tools.patience.trouble(this.#tools.patience.now());
    this.#tools.log.debug(`${trouble} Asking DHIS2 what became of ${this.#tools.count(group.sendings.length)}.`);
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
  #halve(group: Group<O>): void {
    this.#groups.push(...halvesOf(group));
  }

  #sizeOf({ sendings }: Group<O>): number {
    return sendings.reduce((size, sending) => size + this.#tools.sizeOf(sending), 0);
  }

  async #lookBack({ sendings }: Group<O>, waitsMs: readonly number[]): Promise<LookedBack<O>> {
    const settle = (address: string, verdict: Verdict): void => {
      this.#hasStored ||= verdict.is === 'created' || verdict.is === 'updated';
      this.#verdicts.settle(address, verdict);
    };
    return lookBack(this.#tools, sendings, waitsMs, () => this.#hasTime, settle);
  }

  #giveUp(groups: readonly Group<O>[], reason: string): void {
    for (const { address } of groups.flatMap((group) => group.sendings))
      this.#verdicts.settle(address, { is: 'unknown', reason });
  }
}

/** The two halves of a group. */
function halvesOf<O extends JsonObject>({ sendings, tries }: Group<O>): [Group<O>, Group<O>] {
  const middle = Math.ceil(sendings.length / 2);
  return [
    { sendings: sendings.slice(0, middle), tries },
    { sendings: sendings.slice(middle), tries },
  ];
}

/** Throws where two objects of a batch have one address, which would be a bug of the engine's. */
function throwOnTwins(batch: readonly Sending[]): void {
  const addresses = new Set<string>();
  for (const { address } of batch) {
    if (addresses.has(address)) throw new Error(`Two objects of one batch have the address ${address}.`);
    addresses.add(address);
  }
}
