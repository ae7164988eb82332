/** Some events on their way together, and what an answer to them says. Pure. */
import type { Sending } from '../contracts/sink.ts';
import type { Answer } from '../http/answer.ts';
import type { DhisEvent } from '../dhis2/event-image.ts';
import type { EventObject } from '../dhis2/event-object.ts';
import type { Elements } from '../dhis2/import-reasons.ts';
import { readImportReport, type ImportVerdict } from '../dhis2/import-report.ts';

/** Events that are sent in one request. */
export interface Group {
  readonly sendings: readonly Sending<EventObject>[];
  /** How often they were sent and came back without a verdict. */
  readonly tries: number;
}

/** The two halves of a group. */
export function halvesOf({ sendings, tries }: Group): [Group, Group] {
  const middle = Math.ceil(sendings.length / 2);
  return [
    { sendings: sendings.slice(0, middle), tries },
    { sendings: sendings.slice(middle), tries },
  ];
}

/** What an answer says of a group that was sent as these events. */
export function verdictOn(
  group: Group,
  events: readonly DhisEvent[],
  { status, json }: Answer,
  elements: Elements,
): ImportVerdict {
  const sent = group.sendings.map(({ address, isNew, object }, at) => ({
    uid: address,
    isNew,
    properties: object,
    dataValues: events[at]?.dataValues ?? [],
  }));
  return readImportReport(status, json, sent, elements);
}

/** Whether the server has updated more events than were known to be there: under a UID taken for new there was one. */
export function isSurprising(group: Group, verdict: ImportVerdict): boolean {
  const stored = group.sendings.filter(({ address }) => {
    const outcome = verdict.outcomes.get(address)?.is;
    return outcome === 'created' || outcome === 'updated';
  });
  return group.tries === 0 && verdict.updated > stored.filter((sending) => !sending.isNew).length;
}

/** Throws where two objects of a batch have one UID, which would be a bug of the engine's. */
export function throwOnTwins(batch: readonly Sending<EventObject>[]): void {
  const addresses = new Set<string>();
  for (const { address } of batch) {
    if (addresses.has(address)) throw new Error(`Two objects of one batch have the UID ${address}.`);
    addresses.add(address);
  }
}
