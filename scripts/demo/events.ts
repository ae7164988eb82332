import type { Form } from '../sample/form.ts';
import { legacyEvents, type LegacyEvent } from '../sample/legacy-events.ts';
import type { LegacyEntry } from '../sample/legacy-index.ts';
import type { SampleRow } from '../sample/rows.ts';

type Index = Readonly<Record<string, LegacyEntry & { readonly ids?: readonly string[] }>>;

/**
 * Holds what DHIS2 gave back against what the rows say, by the rules of the form and not by the engine: every uploaded
 * submission has one event with exactly its answers, and no event is there without a submission or an entry.
 */
export function differencesOf(
  form: Form,
  rows: readonly SampleRow[],
  index: Index,
  events: readonly LegacyEvent[],
): string[] {
  const byUid = new Map(events.map((event) => [event.event, event]));
  const found: string[] = events.length === byUid.size ? [] : ['DHIS2 gave an event twice'];
  const entries = new Map<string, LegacyEntry>();
  for (const [key, entry] of Object.entries(index))
    for (const id of [key, ...(entry.ids ?? [])]) entries.set(id, entry);
  const known = new Map(rows.map((row) => [row['_uuid'] ?? '', entries.get(row['_uuid'] ?? '')] as const));
  const uploaded = new Map([...known].filter((pair): pair is [string, LegacyEntry] => pair[1]?.uploaded === true));
  // Today's script knew a facility only letter by letter; outer blanks and Unicode form are no difference.
  const readable = rows.map((row) => ({ ...row, FACILITY: (row['FACILITY'] ?? '').trim().normalize('NFC') }));
  for (const wanted of legacyEvents(form, readable, uploaded)) {
    const event = byUid.get(wanted.event);
    byUid.delete(wanted.event);
    if (!event) found.push(`event ${wanted.event} is not in DHIS2`);
    else if (toText(event) !== toText(wanted)) found.push(`event ${wanted.event} is not what its submission says`);
  }
  const gone = new Set(Object.values(index).map((entry) => entry.dhis2_uuid));
  for (const uid of byUid.keys()) if (!gone.has(uid)) found.push(`event ${uid} belongs to no entry of the index`);
  return found;
}

function toText({ orgUnit, occurredAt, status, dataValues }: LegacyEvent): string {
  const values = dataValues.map(({ dataElement, value }) => `${dataElement}=${value}`).sort();
  return JSON.stringify([orgUnit, occurredAt.slice(0, 10), status, values]);
}
