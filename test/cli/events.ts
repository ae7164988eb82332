/** DHIS2 from outside: what a person with an account could see and do there. */
export const ADMIN = { username: 'admin', password: 'district' } as const;

/** An event as DHIS2 gives it back; values by data element. */
export interface StoredEvent {
  readonly event: string;
  readonly orgUnit: string;
  readonly occurredAt: string;
  readonly status: string;
  readonly deleted: boolean;
  readonly completedAt?: string;
  readonly geometry?: unknown;
  readonly dataValues: Readonly<Record<string, string>>;
}

const AUTHORIZATION = `Basic ${Buffer.from(`${ADMIN.username}:${ADMIN.password}`).toString('base64')}`;
const FIELDS = 'event,deleted,status,orgUnit,occurredAt,completedAt,geometry,dataValues[dataElement,value]';

/** Imports events (or deletes them), and fails where the server takes one of them not. */
export async function importEvents(
  url: string,
  events: readonly unknown[],
  importStrategy = 'CREATE_AND_UPDATE',
): Promise<void> {
  for (let start = 0; start < events.length; start += 500) {
    const answer = await fetch(`${url}/api/tracker?async=false&importStrategy=${importStrategy}`, {
      method: 'POST',
      headers: { authorization: AUTHORIZATION, 'content-type': 'application/json' },
      body: JSON.stringify({ events: events.slice(start, start + 500) }),
    });
    if (!answer.ok) throw new Error(`DHIS2 did not take the events: ${await answer.text()}`);
  }
}

export function deleteEvents(url: string, uids: readonly string[]): Promise<void> {
  return importEvents(
    url,
    uids.map((event) => ({ event })),
    'DELETE',
  );
}

/** All events of a program, the deleted ones too, by UID. */
export async function readEvents(url: string, program: string): Promise<StoredEvent[]> {
  const query = new URLSearchParams({ program, includeDeleted: 'true', pageSize: '100000', fields: FIELDS });
  const answer = await fetch(`${url}/api/tracker/events?${query.toString()}`, {
    headers: { authorization: AUTHORIZATION },
  });
  if (!answer.ok) throw new Error(`DHIS2 did not give the events: ${await answer.text()}`);
  // Up to 2.40 the list is called `instances`.
  const { events, instances = [] } = (await answer.json()) as { events?: Raw[]; instances?: Raw[] };
  const stored = (events ?? instances).map(({ dataValues, ...event }) => ({
    ...event,
    dataValues: Object.fromEntries(
      dataValues.map((one) => [one.dataElement, one.value] as const).sort(([a], [b]) => compare(a, b)),
    ),
  }));
  return stored.sort((a, b) => (a.event < b.event ? -1 : 1));
}

type Raw = Omit<StoredEvent, 'dataValues'> & {
  readonly dataValues: readonly { readonly dataElement: string; readonly value: string }[];
};

/** The values of one data element in all events that have it, sorted. */
export function valuesOf(events: readonly StoredEvent[], dataElement: string): string[] {
  return events.flatMap((one) => one.dataValues[dataElement] ?? []).sort(compare);
}

/** By UTF-16 code units. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
