/** What a delivery is given by those who know what their objects look like. */
import type { Json, JsonObject } from '../base/json.ts';
import type { Refusal, RefusalReason, Sending, Verdict } from '../contracts/sink.ts';
import type { Answer } from '../http/answer.ts';
import type { LookBackTools } from './look-back.ts';
import type { Pace } from './pace.ts';

/** Objects that are sent in one request. */
export interface Group<O extends JsonObject> {
  readonly sendings: readonly Sending<O>[];
  /** How often they were sent and came back without a verdict. */
  readonly tries: number;
}

/**
 * What an answer means. `perObject`: the server went through the objects, and each has its own outcome. `unreadable`: it
 * did not read the body, so nothing was done. `failed`: it broke down on the way; whether anything was stored must be
 * asked.
 */
export interface GroupVerdict {
  readonly is: 'perObject' | 'unreadable' | 'failed';
  /** In the server's words where it has some; '' for `perObject`. */
  readonly reason: string;
  /** By address; one that is left out, or unknown, is looked up. */
  readonly outcomes: ReadonlyMap<string, Verdict>;
  /** Addresses that go once more, whatever their outcomes; `isRetry`: something of them may be stored already. */
  readonly again?: { readonly addresses: ReadonlySet<string>; readonly isRetry: boolean };
}

/** A group as it goes. */
export interface Parcel {
  /** What goes of each object, by address. */
  readonly sent: ReadonlyMap<string, Json>;
  /** Sends it; throws as `client.post`. */
  post(): Promise<Answer>;
  /** How large its body is. */
  bytes(): number;
  /** The parts of an answer, each about one object, for the artifacts. */
  answersIn(answer: Answer): (address: string) => Json;
  verdictOn(answer: Answer): GroupVerdict;
}

/** What a delivery works with: it knows what objects look like, and how they travel. */
export interface DeliveryTools<O extends JsonObject> extends LookBackTools<O> {
  /** Why an object must not be sent; empty where it may go. */
  refusals(sending: Sending<O>): readonly Refusal[];
  /** How much goes at once; it is told what came of each request. */
  readonly pace: Pace;
  /** How much an object adds to a request, in the measure of the pace. */
  sizeOf(sending: Sending<O>): number;
  /** Throws EtlError where nothing more may leave. */
  readonly ensureMayGo: (() => void) | undefined;
  pack(group: Group<O>): Parcel;
  /** Why an object is refused on which alone the server cannot read a body. */
  unreadable(status: number, message: string): RefusalReason;
  /** Why one is refused that alone is more than a request may have; `bytes`: of the request. */
  tooLarge(bytes: number): RefusalReason;
  /** What people call some of its objects: `3 event(s)`. */
  count(objects: number): string;
  /** No object of the batch before got a verdict: the server may be gone. */
  readonly isInDoubt: boolean;
}
