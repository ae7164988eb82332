import type { Json } from '../base/json.ts';
import type { Sending } from '../contracts/sink.ts';
import type { Answer } from '../http/answer.ts';
import { differences, toEvent, type DhisEvent, type EventPlace } from '../dhis2/event-image.ts';
import type { EventObject } from '../dhis2/event-object.ts';
import { readImportReport, toResponses, type ImportVerdict } from '../dhis2/import-report.ts';
import type { Elements } from '../dhis2/import-reasons.ts';
import { reason } from '../messages/reason.ts';
import type { DeliveryTools, Group, GroupVerdict, Parcel } from './delivery-tools.ts';

/** What differs from place to place, and from batch to batch. */
export interface EventTools extends Pick<
  DeliveryTools<EventObject>,
  'log' | 'patience' | 'pace' | 'read' | 'refusals' | 'isInDoubt' | 'ensureMayGo'
> {
  readonly place: EventPlace;
  readonly elements: Elements;
  /** The server's, for comparing times. */
  readonly timeZone: string;
  post(events: readonly DhisEvent[]): Promise<Answer>;
}

/** How events are delivered: a batch is one request. */
export function toDelivery(tools: EventTools): DeliveryTools<EventObject> {
  const { log, patience, pace, isInDoubt, ensureMayGo, timeZone } = tools;
  return {
    log,
    patience,
    pace,
    isInDoubt,
    ensureMayGo,
    read: (uids) => tools.read(uids),
    refusals: (sending) => tools.refusals(sending),
    sizeOf: () => 1,
    pack: (group) => pack(group, tools),
    isAsSent: ({ object }, there) => there !== undefined && differences(object, there, timeZone).length === 0,
    unreadable: (status, message) => reason('dhis2/unreadable-event', { status, message }),
    tooLarge: (bytes) => reason('dhis2/too-large', { what: 'event', kilobytes: Math.ceil(bytes / 1024) }),
    count: (objects) => `${objects} event(s)`,
  };
}

function pack(group: Group<EventObject>, { place, elements, ...tools }: EventTools): Parcel {
  const events = group.sendings.map((sending) => toEvent(sending, place, group.tries > 0 || !sending.isNew));
  return {
    sent: new Map(events.map((event) => [event.event, event])),
    post: () => tools.post(events),
    bytes: () => Buffer.byteLength(JSON.stringify({ events })),
    answersIn: ({ status, json }) => toResponses(status, json) as (uid: string) => Json,
    verdictOn: (answer) => verdictOn(group, events, answer, elements),
  };
}

function verdictOn(
  group: Group<EventObject>,
  events: readonly DhisEvent[],
  { status, json }: Answer,
  elements: Elements,
): GroupVerdict {
  const sent = group.sendings.map(({ address, isNew, object }, at) => ({
    uid: address,
    isNew,
    properties: object,
    dataValues: events[at]?.dataValues ?? [],
  }));
  const verdict = readImportReport(status, json, sent, elements);
  const addresses = new Set(surprising(group, verdict).map((sending) => sending.address));
  return { ...verdict, again: { addresses, isRetry: true } };
}

/**
 * Events under whose UIDs, which the index took for new, there may have been others: the server has updated more than
 * were known to be there. What those had and ours have not must be cleared.
 */
function surprising(group: Group<EventObject>, verdict: ImportVerdict): readonly Sending<EventObject>[] {
  const stored = group.sendings.filter(({ address }) => {
    const outcome = verdict.outcomes.get(address)?.is;
    return outcome === 'created' || outcome === 'updated';
  });
  const known = stored.filter((sending) => !sending.isNew);
  return group.tries === 0 && verdict.updated > known.length ? stored.filter((sending) => sending.isNew) : [];
}
