import type { Ignored } from '../contracts/shape.ts';
import type { Refusal } from '../contracts/sink.ts';
import type { Dhis2Client } from '../dhis2/client.ts';
import type { DhisEvent } from '../dhis2/event-image.ts';
import { validateEvents } from '../dhis2/events.ts';
import { failureOf, readVerdicts, readWarnings } from '../dhis2/import-report.ts';
import type { Elements } from '../dhis2/import-reasons.ts';
import { ruleIn } from '../dhis2/refusals/explain-event.ts';
import type { Answer } from '../http/answer.ts';
import { reason, withArgs } from '../messages/reason.ts';

/** Refusals by the UID of the event. */
export type Verdicts = ReadonlyMap<string, readonly Refusal[]>;

/** Told of what program rules warn, event by event. */
export type Warn = (uid: string, warning: Ignored) => void;

export interface Validation {
  readonly client: Dhis2Client;
  readonly elements: Elements;
  /** Events in one request. */
  readonly batchSize: number;
  /** Where the server gives no verdict, the run ends; else nothing is known then. */
  readonly isNeeded: boolean;
  readonly warn?: Warn | undefined;
}

/**
 * Has the server judge events, with its program rules, as if they were sent; nothing is stored. Throws EtlError `dhis2/*`
 * where it does not.
 */
export async function validateAll(validation: Validation, events: readonly DhisEvent[]): Promise<Verdicts> {
  const verdicts = new Map<string, readonly Refusal[]>();
  for (let start = 0; start < events.length; start += validation.batchSize) {
    const batch = events.slice(start, start + validation.batchSize);
    for (const [uid, refusals] of await validateBatch(validation, batch)) verdicts.set(uid, refusals);
  }
  return verdicts;
}

async function validateBatch(validation: Validation, events: readonly DhisEvent[]): Promise<Verdicts> {
  const { client, elements, isNeeded, warn } = validation;
  const { status, json } = await validateEvents(client, events, (answer) => isVerdict(answer) || !isNeeded);
  const sent = events.map((event) => ({
    uid: event.event,
    isNew: false,
    properties: event,
    dataValues: event.dataValues,
  }));
  const verdicts = readVerdicts(json, sent, elements);
  if (warn) tellWarnings(readWarnings(json, sent, elements), warn);
  if (verdicts) return new Map([...verdicts].map(([uid, refusals]) => [uid, refusals.map(asForeseen)]));
  const [only] = events;
  if (!only || !isNeeded) return new Map();
  if (events.length === 1) {
    const message = failureOf(status, json).reason.replace(/^DHIS2 answered \d+:? ?/, '');
    return new Map([[only.event, [asForeseen(reason('dhis2/unreadable-event', { status, message }))]]]);
  }
  // One of them keeps the server from reading the others.
  const middle = Math.ceil(events.length / 2);
  const [first, second] = [events.slice(0, middle), events.slice(middle)];
  return new Map([...(await validateBatch(validation, first)), ...(await validateBatch(validation, second))]);
}

/** Rules also "warn" of each value that they fill (E1308): that is their task. */
function tellWarnings(warnings: Verdicts, warn: Warn): void {
  for (const [uid, all] of warnings) {
    for (const { code, args, target, field, value } of all) {
      const told = code === 'dhis2/E1308' ? undefined : ruleIn(String(args['message'] ?? ''));
      if (!told) continue;
      const why = reason('dhis2/rule-warning', { rule: told.rule, message: told.words });
      const sent = value ?? null;
      warn(uid, { target: target ?? told.rule, name: field ?? null, sent, kept: sent, why });
    }
  }
}

/** The server went through the events, or could not read one of them; all else is trouble, which may pass. */
function isVerdict({ status, json }: Answer): boolean {
  return readVerdicts(json, [], NOTHING) !== undefined || failureOf(status, json).is === 'unreadable';
}

const NOTHING: Elements = { nameOf: String, valueTypeOf: () => undefined, optionSetOf: () => undefined };

/** The words are the server's, and nothing was sent yet. */
function asForeseen(refusal: Refusal): Refusal {
  return withArgs(refusal, { foreseen: true });
}
