import type { Stamp, StoredEvent } from './event-store.ts';
import { toServerText } from './instants.ts';
import type { Item } from './item.ts';
import type { Metadata } from './metadata.ts';
import type { Traits } from './versions.ts';

/** An event as `GET /api/tracker/events` shows it. */
export function toEventView(event: StoredEvent, metadata: Metadata, traits: Traits): Record<string, unknown> {
  const person = (uid: string | null): unknown => {
    const user = metadata.get('users', uid ?? '');
    return user ? personView(user) : undefined;
  };
  const nameOf = (uid: string | null): unknown => metadata.get('users', uid ?? '')?.['username'];
  const stamps = (created: Stamp, updated: Stamp): Record<string, unknown> => ({
    createdAt: moment(created.at),
    updatedAt: moment(updated.at),
    createdBy: person(created.by),
    updatedBy: person(updated.by),
  });
  // Most values came with the event: what is said of them is made once.
  const first = {
    storedBy: nameOf(event.created.by),
    providedElsewhere: false,
    ...stamps(event.created, event.created),
  };
  const optionCombo = metadata.model.optionCombos.get(event.attributeOptionCombo);
  return {
    event: event.event,
    status: event.status,
    program: event.program,
    programStage: event.programStage,
    enrollment: traits.singleEvents ? undefined : hiddenEnrollment(event.program),
    orgUnit: event.orgUnit,
    occurredAt: moment(event.occurredAt),
    scheduledAt: moment(event.scheduledAt),
    storedBy: event.storedBy ?? undefined,
    followUp: false,
    deleted: event.deleted,
    ...stamps(event.created, event.updated),
    createdAtClient: moment(event.createdAtClient),
    updatedAtClient: moment(event.updatedAtClient),
    attributeOptionCombo: event.attributeOptionCombo,
    attributeCategoryOptions: [...(optionCombo?.options ?? [])].join(','),
    completedBy: nameOf(event.completedBy),
    completedAt: moment(event.completedAt),
    geometry: event.geometry ?? undefined,
    assignedUser: person(event.assignedUser),
    dataValues: [...event.values].map(([dataElement, value]) => {
      const history = event.histories.get(dataElement);
      if (!history) return Object.assign({}, first, { dataElement, value });
      const { created, updated, providedElsewhere } = history;
      const own = { storedBy: nameOf(updated.by), providedElsewhere, dataElement, value };
      return Object.assign(own, stamps(created, updated));
    }),
    notes: event.notes.map(({ note, value, stored }) => ({
      note,
      value,
      storedAt: moment(stored.at),
      storedBy: nameOf(stored.by),
      createdBy: person(stored.by),
    })),
  };
}

function personView(user: Item): Record<string, unknown> {
  return { uid: user.id, username: user['username'], firstName: user['firstName'], surname: user['surname'] };
}

function moment(instant: number | null): string | undefined {
  return instant === null ? undefined : toServerText(instant);
}

/** Up to 2.42 each event program has one enrollment that nobody made; its uid never changes. */
function hiddenEnrollment(program: string): string {
  return `e${program.slice(1)}`;
}
